import { filenameOf, type ParsedPage, type RawDocument, type Reading } from "../core/page.ts";
import { FootnoteError, type PagePreview, type ProblemDetails } from "../core/problems.ts";
import { readDocx } from "./files/docx.ts";
import { readEml } from "./files/eml.ts";
import { readEpub } from "./files/epub.ts";
import { readJson } from "./files/json-page.ts";
import { readLinkFile } from "./files/link-file.ts";
import { readMarkdown } from "./files/markdown.ts";
import { readMhtml } from "./files/mhtml.ts";
import { readPdf } from "./files/pdf.ts";
import { readPlainText } from "./files/plain-text.ts";
import { readSavedPost } from "./files/saved-post.ts";
import { readZip } from "./files/zip.ts";
import { type Format, formatOf } from "./format.ts";
import { readPreview, readWebPage } from "./html/read-html.ts";
import { printable } from "./printable.ts";
import { readFeed } from "./sites/feed.ts";
import { readMedia } from "./sites/media.ts";

/** The longest title that is kept, in UTF-16 code units; a page that names itself by a book is cut short. */
const MAX_TITLE = 1_000;

/**
 * Reads a document of any kind Footnote knows, by the reader for its format; the bytes decide what it is.
 * @throws FootnoteError with the code of what is wrong with the document
 */
export async function readDocument(document: RawDocument): Promise<Reading> {
  const reading = await readFormat(document, formatOf(document));
  return printable(reading.kind === "page" ? page(titled(reading.page)) : reading);
}

function titled(read: ParsedPage): ParsedPage {
  return read.title.length > MAX_TITLE ? { ...read, title: read.title.slice(0, MAX_TITLE) } : read;
}

async function readFormat(document: RawDocument, format: Format): Promise<Reading> {
  switch (format) {
    case "html":
      return readWebPage(document);
    case "saved-post":
      return page(readSavedPost(document));
    case "markdown":
      return page(readMarkdown(document));
    case "text":
      return readPlainText(document);
    case "mhtml":
      return page(await readMhtml(document));
    case "pdf":
      return page(await readPdf(document));
    case "eml":
      return page(await readEml(document));
    case "docx":
      return page(readDocx(document));
    case "epub":
      return page(readEpub(document));
    case "json":
      return readJson(document);
    case "zip":
      return readZip(document);
    case "link":
      return readLinkFile(document);
    case "feed":
      return page(readFeed(document));
    case "image":
    case "video":
      return page(readMedia(document, format));
    case "audio":
    case "binary":
      throw new FootnoteError("UNSUPPORTED_TYPE", unsupported(document, format));
    case "empty":
      throw new FootnoteError("EMPTY", filenameOf(document));
  }
}

/** What a refused document says of itself; empty when it is no web page. Never throws a FootnoteError. */
export async function previewDocument(document: RawDocument): Promise<PagePreview> {
  return readPreview(document);
}

function page(parsed: ParsedPage): Reading {
  return { kind: "page", page: parsed };
}

function unsupported(document: RawDocument, format: Format & ("audio" | "binary")): ProblemDetails {
  const type = document.contentType?.split(";")[0]?.trim();
  return {
    ...filenameOf(document),
    what: format === "audio" ? "a sound" : "a file",
    ...(type ? { type } : {}),
  };
}
