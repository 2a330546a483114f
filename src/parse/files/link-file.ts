import { load } from "cheerio";
import { filenameOf, type RawDocument, type Reading } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { decodeText } from "../encoding.ts";

/**
 * Reads a file that only holds an address: `.url` (Windows), `.desktop` (Linux), `.webloc` (macOS, XML or binary).
 * @throws FootnoteError `URL_SCHEME` for an address that is not http or https; `FILE_INVALID` without an address
 */
export function readLinkFile(document: RawDocument): Reading {
  const text = decodeText(document.bytes).text;
  const url = text.startsWith("bplist00") ? fromBinary(document.bytes) : (fromPlist(text) ?? fromLines(text));
  if (url === undefined || !URL.canParse(url)) {
    throw new FootnoteError("FILE_INVALID", {
      ...filenameOf(document),
      what: "link file",
    });
  }
  if (!/^https?:/i.test(url)) throw new FootnoteError("URL_SCHEME");
  return { kind: "link", url };
}

function fromLines(text: string): string | undefined {
  return (
    /^[^\S\n]*URL(?:\[[^\]\n]*\])?[^\S\n]*=[^\S\n]*(\S+)/im.exec(text)?.[1] ??
    /^\s*(https?:\/\/\S+)\s*$/i.exec(text)?.[1]
  );
}

function fromPlist(text: string): string | undefined {
  if (!/<plist[\s>]/.test(text)) return undefined;
  const $ = load(text.slice(0, 100_000), { xml: true });
  const key = $("key").filter((_, element) => $(element).text().trim() === "URL");
  return key.first().next("string").text().trim() || undefined;
}

/** A binary property list keeps an ASCII string as it is, behind its length: `5n`, `5f 10 nn` or `5f 11 nnnn`. */
function fromBinary(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.subarray(0, 100_000)).toString("latin1");
  const at = text.search(/https?:\/\//i);
  if (at < 0) return undefined;
  const before = (distance: number) => bytes[at - distance] ?? 0;
  if (before(3) === 0x5f && before(2) === 0x10) return text.slice(at, at + before(1));
  if (before(4) === 0x5f && before(3) === 0x11) return text.slice(at, at + before(2) * 256 + before(1));
  return before(1) >> 4 === 5 ? text.slice(at, at + (before(1) & 0x0f)) : /^[!-~]+/.exec(text.slice(at))?.[0];
}
