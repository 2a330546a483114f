import { filenameOf, type RawDocument } from "../core/page.ts";
import { FootnoteError } from "../core/problems.ts";
import { decodeText } from "./encoding.ts";
import { formatByMagic } from "./files/magic.ts";
import { isMarkdown } from "./files/markdown-signs.ts";
import { isSavedPost } from "./files/saved-sections.ts";

/** What a document is, as its bytes tell. */
export type Format =
  /** A web page, also one that SingleFile saved. */
  | "html"
  /** A post in the archive's Markdown format. */
  | "saved-post"
  /** Other Markdown: a web clipper's, a reader's dump, notes. */
  | "markdown"
  /** Plain text of no other format. */
  | "text"
  /** A web archive (`.mhtml`, `.mht`). */
  | "mhtml"
  | "pdf"
  /** A mail message. */
  | "eml"
  | "docx"
  | "epub"
  /** JSON that is no feed: a reader's output. */
  | "json"
  /** An archive that is none of the formats built on ZIP. */
  | "zip"
  /** A file that only holds an address (`.url`, `.webloc`, `.desktop`). */
  | "link"
  /** RSS, Atom, RDF or JSON Feed. */
  | "feed"
  | "image"
  | "video"
  | "audio"
  /** Anything else that is no text: programs, other archives, spreadsheets. */
  | "binary"
  | "empty";

/** The largest file that is read. */
export const MAX_FILE_BYTES = 20_000_000;
/** How much of a text is looked at for its signs (bytes). */
const HEAD_BYTES = 65_536;

/**
 * Decides what a document is by its bytes; name and content type only break ties between kinds of text.
 * @throws FootnoteError `TOO_LARGE` above {@link MAX_FILE_BYTES}; `FILE_INVALID` for a file named `.pdf` that is none
 */
export function formatOf(document: RawDocument): Format {
  const { bytes } = document;
  if (bytes.length > MAX_FILE_BYTES) {
    const size = `${Math.ceil(bytes.length / 1_000_000)} MB`;
    throw new FootnoteError("TOO_LARGE", { ...filenameOf(document), size, limit: "20 MB" });
  }
  if (isBlank(bytes)) return "empty";
  const format = formatByMagic(bytes) ?? formatOfText(document);
  if (format !== "pdf" && isNamed(document, ["pdf"])) {
    throw new FootnoteError("FILE_INVALID", { ...filenameOf(document), what: "PDF" });
  }
  return format;
}

/** Only white space, zero bytes or a byte order mark. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0 || byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) || isOnlyMark(bytes);
}

function isOnlyMark(bytes: Uint8Array): boolean {
  return bytes.length <= 3 && decodeText(bytes).text.trim() === "";
}

function isNamed({ filename }: RawDocument, endings: readonly string[]): boolean {
  const ending = filename?.toLowerCase().match(/\.([a-z0-9]{1,12})$/)?.[1];
  return ending !== undefined && endings.includes(ending);
}

function formatOfText(document: RawDocument): Format {
  const { bytes, contentType } = document;
  const head = decodeText(wholeCharacters(bytes.subarray(0, HEAD_BYTES)), contentType).text.replace(/^[\ufeff\s]+/, "");
  if (looksBinary(head)) return "binary";
  const mail = formatOfMail(head, document);
  if (mail) return mail;
  if (isLinkFile(head, document)) return "link";
  if (head.startsWith("<")) return formatOfMarkup(head);
  if (/^[[{]/.test(head)) {
    const json = formatOfJson(document, head);
    if (json) return json;
  }
  return formatOfProse(document, head);
}

/** UTF-8 cut in the middle of a character would pass for another encoding. */
function wholeCharacters(head: Uint8Array): Uint8Array {
  let end = head.length;
  if (end < HEAD_BYTES) return head;
  while (end > HEAD_BYTES - 4 && ((head[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  return (head[end - 1] ?? 0) >= 0xc0 ? head.subarray(0, end - 1) : head;
}

/** More than this share of control characters and no text has them. */
const CONTROL_SHARE = 0.02;

function looksBinary(head: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is counted
  const controls = head.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return controls > Math.max(4, head.length * CONTROL_SHARE);
}

/** The header lines that a message begins with, in lower case and unfolded; empty when it begins otherwise. */
function headerBlock(head: string): string {
  const start = head.replace(/^From [^\n]*\n/, "");
  const block = /^(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,200}/.exec(start.replace(/\r\n?/g, "\n"))?.[0] ?? "";
  return block.replace(/\n[ \t]+/g, " ").toLowerCase();
}

function formatOfMail(head: string, document: RawDocument): "mhtml" | "eml" | undefined {
  const headers = headerBlock(head);
  const has = (name: string) => new RegExp(`^${name}:`, "m").test(headers);
  const isMime = has("mime-version") || has("content-type");
  const wasSent =
    ["to", "received", "message-id", "delivered-to", "return-path"].some(has) || isNamed(document, ["eml"]);
  const isRelated = /^content-type: *(?:multipart\/related|message\/rfc822|text\/html)/m.test(headers);
  if (has("snapshot-content-location") || /^from: *"?<?saved by/m.test(headers)) return "mhtml";
  if (isMime && isRelated && !wasSent && (has("mime-version") || has("content-location"))) return "mhtml";
  const isMail = has("from") && (has("date") || has("subject")) && (isMime || wasSent);
  return isMail || (isMime && has("mime-version") && wasSent) ? "eml" : undefined;
}

function isLinkFile(head: string, document: RawDocument): boolean {
  if (/^\[(?:InternetShortcut|DEFAULT)\]/i.test(head) && /^\s*(?:Base)?URL\s*=/im.test(head)) return true;
  if (/^(?:#[^\n]*\n|\s)*\[Desktop Entry\]/i.test(head)) return /^\s*URL(?:\[[^\]]*\])?\s*=/im.test(head);
  if (head.startsWith("<") && /<plist[\s>]/.test(head)) return /<key>\s*URL\s*<\/key>/.test(head);
  return isNamed(document, ["url", "webloc"]);
}

function formatOfMarkup(head: string): Format {
  const start = head.replace(/^(?:<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(?:\[[\s\S]*?\])?[^>]*>|\s)+/i, "");
  if (/^<(?:rss|rdf:RDF|channel)[\s>]/i.test(start)) return "feed";
  if (/^<feed[\s>]/i.test(start)) return "feed";
  if (/^<svg[\s>]/i.test(start)) return "image";
  return "html";
}

function formatOfJson(document: RawDocument, head: string): Format | undefined {
  if (/"version"\s*:\s*"https?:\/\/jsonfeed\.org\/version\//.test(head)) return "feed";
  if (isNamed(document, ["json"]) || /[/+]json\b/i.test(document.contentType ?? "")) return "json";
  try {
    JSON.parse(decodeText(document.bytes).text.replace(/^\ufeff/, ""));
    return "json";
  } catch {
    return undefined;
  }
}

function formatOfProse(document: RawDocument, head: string): Format {
  const { bytes, contentType = "" } = document;
  if (isSavedPost(bytes.length <= HEAD_BYTES ? head : decodeText(bytes, contentType || undefined).text))
    return "saved-post";
  if (isNamed(document, ["md", "markdown", "mdown", "mdx"]) || /markdown/i.test(contentType)) return "markdown";
  if (isNamed(document, ["html", "htm", "xhtml", "shtml"]) || /\bx?html\b/i.test(contentType)) return "html";
  if (isMarkdown(head, { isNamedText: isNamed(document, ["txt", "text", "log"]) })) return "markdown";
  if (
    /<(?:html|body|p|div|article|br)[\s/>]/i.test(head) &&
    /<\/(?:html|body|p|div|article|a)>/i.test(head) &&
    !isNamed(document, ["txt"])
  )
    return "html";
  return "text";
}
