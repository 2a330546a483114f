import { strToU8, zipSync } from "fflate";
import type { RawDocument } from "../../../src/core/page.ts";

/** An archive of files given by name: text, or bytes as they are. */
export function aZip(files: Readonly<Record<string, string | Uint8Array>>, filename = "pages.zip"): RawDocument {
  const entries = Object.entries(files).map(([name, body]) => [name, typeof body === "string" ? strToU8(body) : body]);
  return { bytes: zipSync(Object.fromEntries(entries), { level: 6 }), filename };
}

/** Bytes that nothing packs. Source: Xorshift32. */
export function noise(length: number, seed: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = seed + 1;
  for (let at = 0; at < words.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return new Uint8Array(words.buffer, 0, length);
}

const W =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** A Word document with the given body XML and properties. */
export function aDocx(body: string, core = "", relations = ""): RawDocument {
  return aZip(
    {
      "[Content_Types].xml": "<Types/>",
      "word/document.xml": `<?xml version="1.0"?><w:document ${W}><w:body>${body}</w:body></w:document>`,
      "word/_rels/document.xml.rels": `<Relationships>${relations}</Relationships>`,
      "docProps/core.xml": `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t">${core}</cp:coreProperties>`,
    },
    "report.docx",
  );
}

/** A paragraph of a Word document. */
export function paragraph(text: string, style = ""): string {
  const properties = style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : "";
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** An e-book of chapters given by file name, with a table of contents. */
export function anEpub(chapters: Readonly<Record<string, string>>, metadata: string): RawDocument {
  const names = Object.keys(chapters);
  const items = names
    .map((name, at) => `<item id="c${at}" href="text/${name}" media-type="application/xhtml+xml"/>`)
    .join("");
  const refs = names.map((_, at) => `<itemref idref="c${at}"/>`).join("");
  const entries = names.map((name) => `<li><a href="text/${name}">${name.replace(".xhtml", "")}</a></li>`).join("");
  const files = Object.entries(chapters).map(([name, body]) => [
    `OEBPS/text/${name}`,
    `<html><head><title>x</title></head><body>${body}</body></html>`,
  ]);
  return aZip(
    {
      mimetype: "application/epub+zip",
      "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
      "OEBPS/book.opf": `<package><metadata xmlns:dc="x">${metadata}</metadata><manifest>${items}<item id="nav" href="nav.xhtml" properties="nav"/></manifest><spine>${refs}</spine></package>`,
      "OEBPS/nav.xhtml": `<html xmlns:epub="e"><body><nav epub:type="toc"><ol>${entries}</ol></nav></body></html>`,
      ...Object.fromEntries(files),
    },
    "book.epub",
  );
}
