import { filenameOf, type ParsedPage, type RawDocument } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { readHtml } from "../html/read-html.ts";
import { isoDate, webAddress } from "./file-page.ts";
import { headersOf, htmlOf, type MimePart, partsOf } from "./mime-parts.ts";

/**
 * Reads a web archive (`.mhtml`): its main page as the web reader does, under the address it was saved from.
 * @throws FootnoteError `FILE_INVALID` without a text part or with a broken boundary; what {@link readHtml} throws
 */
export async function readMhtml(document: RawDocument): Promise<ParsedPage> {
  const headers = headersOf(document.bytes);
  const root = rootPart(document.bytes, headers);
  const html = root === undefined ? undefined : await decoded(root);
  if (root === undefined || html === undefined) {
    throw new FootnoteError("FILE_INVALID", {
      ...filenameOf(document),
      what: "web archive",
    });
  }
  const url = webAddress(headers.get("snapshot-content-location")) ?? webAddress(root.headers.get("content-location"));
  const page = readHtml({
    bytes: new TextEncoder().encode(html),
    contentType: "text/html; charset=utf-8",
    ...filenameOf(document),
    ...(url ? { url } : {}),
  });
  const savedAt = isoDate(headers.get("date"));
  const claimedUrl = url ?? page.claimedUrl;
  return {
    ...page,
    reader: "mhtml",
    ...(claimedUrl ? { claimedUrl } : {}),
    ...(savedAt ? { claims: { ...page.claims, savedAt } } : {}),
  };
}

/** The part that `start=` names, else the one at the address the archive was saved from, else the first page. */
function rootPart(bytes: Uint8Array, headers: ReadonlyMap<string, string>): MimePart | undefined {
  const contentType = headers.get("content-type") ?? "";
  if (/^text\/html/i.test(contentType)) return { headers, bytes };
  const parts = partsOf(bytes, contentType).flatMap((part) => [part, ...inner(part)]);
  const pages = parts.filter((part) =>
    /^(?:text\/html|application\/xhtml\+xml)/i.test(part.headers.get("content-type") ?? ""),
  );
  const start = /start="?<?([^">;]+)/i.exec(contentType)?.[1];
  const address = headers.get("snapshot-content-location");
  return (
    pages.find((part) => start !== undefined && part.headers.get("content-id")?.includes(start)) ??
    pages.find((part) => address !== undefined && part.headers.get("content-location") === address) ??
    pages[0]
  );
}

/** Older programs put the page into a multipart/alternative inside. */
function inner(part: MimePart): readonly MimePart[] {
  const contentType = part.headers.get("content-type") ?? "";
  return /^multipart\//i.test(contentType) ? partsOf(part.bytes, contentType) : [];
}

async function decoded(part: MimePart): Promise<string | undefined> {
  const asHtml = /^application\/xhtml/i.test(part.headers.get("content-type") ?? "");
  if (!asHtml) return htmlOf(part.bytes);
  const text = Buffer.from(part.bytes)
    .toString("latin1")
    .replace(/application\/xhtml\+xml/i, "text/html");
  return htmlOf(Buffer.from(text, "latin1"));
}
