import { type CheerioAPI, load } from "cheerio";
import { filenameOf } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { decodeText } from "../encoding.ts";
import { refusePathological } from "../html/scan.ts";
import { isBomb, refusalOf, unpack, type ZipEntry, zipEntries } from "./zip-entries.ts";

/** The files inside a document format built on ZIP. */
export interface PackedParts {
  readonly names: readonly string[];
  /** The text of a part; undefined when it is missing, damaged or refused. */
  readonly text: (name: string) => string | undefined;
  /** A part as XML; undefined as for `text`. Entities that a DTD declares are not expanded. */
  readonly xml: (name: string) => CheerioAPI | undefined;
}

/**
 * Opens a document format built on ZIP. Parts are unpacked only when asked for.
 * @throws FootnoteError `FILE_INVALID` for a broken archive; `PARSE_LIMIT` for a bomb, and when a part is pathological
 */
export function packedParts(bytes: Uint8Array, filename?: string): PackedParts {
  const entries = new Map(zipEntries(bytes, filename).map((entry) => [entry.name, entry] as const));
  const text = (name: string) => {
    const entry = entries.get(name);
    return entry === undefined ? undefined : partText(bytes, entry, filename);
  };
  const xml = (name: string) => {
    const part = text(name);
    if (part === undefined) return undefined;
    refusePathological(part);
    return load(part, { xml: true });
  };
  return { names: [...entries.keys()], text, xml };
}

function partText(bytes: Uint8Array, entry: ZipEntry, filename: string | undefined): string | undefined {
  if (isBomb(entry)) throw new FootnoteError("PARSE_LIMIT", filenameOf({ filename }));
  if (refusalOf(entry) !== undefined) return undefined;
  const part = unpack(bytes, entry);
  return part === undefined ? undefined : decodeText(part).text.replace(/^\ufeff/, "");
}
