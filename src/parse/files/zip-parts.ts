import type { RawDocument } from "../../core/page.ts";
import { MAX_FILE_BYTES } from "../format.ts";
import { leftOut } from "./zip.ts";
import { isClutter, MAX_UNPACKED_BYTES, packedBytesOf, type ZipEntry, zipEntries } from "./zip-entries.ts";

/** A part of a large archive, to be read by itself; no two of its entries have one name. */
export interface ZipPart {
  /** In the archive's order; `why` is there for what is not unpacked at all. */
  readonly entries: readonly { readonly name: string; readonly why?: string }[];
  /** The entries without a `why`, as an archive of their own. */
  open(): RawDocument;
}

/** A part holds at most so much, packed and unpacked (bytes), or one entry. */
const PART_PACKED_BYTES = 16_000_000;
const PART_UNPACKED_BYTES = 40_000_000;
const END_BYTES = 22;
const END_OF_DIRECTORY = 0x06054b50;

/**
 * Cuts an archive that is too large to be read at once into parts that are not, the same parts at every run. Undefined for
 * any other file.
 * @throws FootnoteError `FILE_INVALID` for a broken archive, `PARSE_LIMIT` for one of too many entries
 */
export function zipParts(document: RawDocument): readonly ZipPart[] | undefined {
  const { bytes, filename = "" } = document;
  if (!/\.zip$/i.test(filename) || bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  const entries = zipEntries(bytes, filename).filter((entry) => !entry.isFolder && !isClutter(entry.name));
  const unpacked = entries.reduce((sum, entry) => sum + unpackedBytesOf(entry), 0);
  if (bytes.length <= MAX_FILE_BYTES && unpacked <= MAX_UNPACKED_BYTES) return undefined;
  return parted(entries).map((part) => ({
    entries: part.map((entry) => {
      const why = leftOut(entry);
      return { name: nameIn(entry), ...(why === undefined ? {} : { why }) };
    }),
    open: () => ({
      bytes: archiveOf(
        bytes,
        part.filter((entry) => leftOut(entry) === undefined),
      ),
      filename,
    }),
  }));
}

function nameIn({ name }: ZipEntry): string {
  return name.replaceAll("\\", "/");
}

function unpackedBytesOf(entry: ZipEntry): number {
  return leftOut(entry) === undefined ? entry.unpackedBytes : 0;
}

function parted(entries: readonly ZipEntry[]): readonly (readonly ZipEntry[])[] {
  const parts: ZipEntry[][] = [];
  let names = new Set<string>();
  let packed = Number.POSITIVE_INFINITY;
  let unpacked = 0;
  for (const entry of entries) {
    packed += entry.packedBytes;
    unpacked += unpackedBytesOf(entry);
    if (packed > PART_PACKED_BYTES || unpacked > PART_UNPACKED_BYTES || names.has(nameIn(entry))) {
      parts.push([]);
      names = new Set();
      packed = entry.packedBytes;
      unpacked = unpackedBytesOf(entry);
    }
    names.add(nameIn(entry));
    parts.at(-1)?.push(entry);
  }
  return parts;
}

/** An archive of some of another's entries, packed as they are. */
function archiveOf(bytes: Uint8Array, entries: readonly ZipEntry[]): Uint8Array {
  const locals = entries.map((entry) => packedBytesOf(bytes, entry));
  const directoryAt = locals.reduce((sum, { length }) => sum + length, 0);
  const directoryBytes = entries.reduce((sum, { record }) => sum + record.length, 0);
  const archive = new Uint8Array(directoryAt + directoryBytes + END_BYTES);
  const view = new DataView(archive.buffer);
  let at = 0;
  let recordAt = directoryAt;
  entries.forEach(({ record }, index) => {
    const local = locals[index] as Uint8Array;
    archive.set(local, at);
    archive.set(record, recordAt);
    view.setUint32(recordAt + 42, at, true);
    at += local.length;
    recordAt += record.length;
  });
  view.setUint32(recordAt, END_OF_DIRECTORY, true);
  view.setUint16(recordAt + 8, entries.length, true);
  view.setUint16(recordAt + 10, entries.length, true);
  view.setUint32(recordAt + 12, directoryBytes, true);
  view.setUint32(recordAt + 16, directoryAt, true);
  return archive;
}
