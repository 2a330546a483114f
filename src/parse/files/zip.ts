import { filenameOf, type RawDocument, type Reading, type SkippedEntry } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { type Format, formatOf } from "../format.ts";
import { isBomb, isClutter, MAX_UNPACKED_BYTES, refusalOf, unpack, type ZipEntry, zipEntries } from "./zip-entries.ts";

/** Parts of a saved page, which are no documents of their own. */
const PART_OF_A_PAGE = /\.(?:m?js|css|map|woff2?|ttf|otf|eot|ico|cur|php|download|wasm)$/i;
/** Why a format is left out; a format that is absent here is read. */
const LEFT_OUT: Partial<Record<Format, string>> = {
  zip: "it is an archive inside an archive",
  image: "it is a picture",
  video: "it is a video",
  audio: "it is a sound recording",
  binary: "it is no page or text",
  empty: "it is empty",
};

/**
 * Opens an archive as a bundle of documents, each to be read on its own, in the archive's order. What is left out is
 * named with its reason. Memory stays bounded by {@link MAX_UNPACKED_BYTES}, whatever the archive claims.
 * @throws FootnoteError `FILE_INVALID` for a broken archive, `PARSE_LIMIT` for a bomb, `EMPTY` without any entry
 */
export function readZip(document: RawDocument): Reading {
  const details = filenameOf(document);
  const entries = zipEntries(document.bytes, document.filename).filter(
    (entry) => !entry.isFolder && !isClutter(entry.name),
  );
  if (entries.length === 0) throw new FootnoteError("EMPTY", details);
  const documents: RawDocument[] = [];
  const skipped: SkippedEntry[] = [];
  let unpacked = 0;
  for (const entry of entries) {
    const opened = open(document.bytes, entry, MAX_UNPACKED_BYTES - unpacked);
    if (typeof opened === "string") skipped.push({ filename: entry.name, why: opened });
    else {
      unpacked += opened.bytes.length;
      documents.push(opened);
    }
  }
  if (documents.length === 0 && entries.some(isBomb)) {
    throw new FootnoteError("PARSE_LIMIT", details);
  }
  return { kind: "bundle", documents, skipped };
}

/** The document, or why it is left out. */
function open(archive: Uint8Array, entry: ZipEntry, room: number): RawDocument | string {
  const refusal = leftOut(entry);
  if (refusal !== undefined) return refusal;
  if (entry.unpackedBytes > room) return "the archive holds more than I unpack at once";
  const bytes = unpack(archive, entry);
  if (bytes === undefined) return "it is damaged";
  const document = { bytes, filename: entry.name.replaceAll("\\", "/") };
  return LEFT_OUT[formatOrInvalid(document)] ?? document;
}

/** Why an entry is left out, by what the archive's directory says of it; undefined when it is unpacked. */
export function leftOut(entry: ZipEntry): string | undefined {
  const name = entry.name.replaceAll("\\", "/");
  if (/(?:^|\/)\.\.(?:\/|$)|^\/|^[a-z]:/i.test(name)) return "its name leads out of the archive";
  return PART_OF_A_PAGE.test(name) ? "it is part of a saved page" : refusalOf(entry);
}

/** A broken document still goes to its reader, which says in its own words what is wrong. */
function formatOrInvalid(document: RawDocument): Format {
  try {
    return formatOf(document);
  } catch (error) {
    if (error instanceof FootnoteError) return "text";
    throw error;
  }
}
