import type { RawDocument, Reading } from "../core/page.ts";
import type { PagePreview } from "../core/problems.ts";
import { readPreview, readWebPage } from "./html/read-html.ts";

/**
 * Reads a document of any kind Footnote knows, by the reader for its format.
 * @throws FootnoteError with the code of what is wrong with the document
 */
export async function readDocument(document: RawDocument): Promise<Reading> {
  return readWebPage(document);
}

/** What a refused document says of itself; empty when it is no web page. Never throws a FootnoteError. */
export async function previewDocument(document: RawDocument): Promise<PagePreview> {
  return readPreview(document);
}
