import { crc32 } from "node:zlib";
import { inflateSync } from "fflate";
import { filenameOf } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";

/** The most entries of an archive that are looked at. */
export const MAX_ENTRIES = 20_000;
/** The largest entry that is unpacked, in bytes: what a single file may be. */
export const MAX_ENTRY_BYTES = 20_000_000;
/** The most that one archive is unpacked to, in bytes, so that 1,000 saved pages fit and memory stays bounded. */
export const MAX_UNPACKED_BYTES = 120_000_000;
/** An entry that packs better than this is a bomb: text reaches 10, a table of zeros 1,000. */
const MAX_RATIO = 200;
/** Below this size an entry may pack as well as it likes (bytes). */
const RATIO_FREE_BYTES = 1_000_000;

/** An entry as the archive's directory lists it. */
export interface ZipEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly isEncrypted: boolean;
  /** It only names another file. Source: APPNOTE 4.4.2 and 4.4.15, the mode that Unix and macOS write. */
  readonly isSymbolicLink: boolean;
  readonly crc32: number;
  /** How it is packed: 0 stored, 8 deflated. Source: APPNOTE 4.4.5. */
  readonly method: number;
  readonly packedBytes: number;
  /** What the directory says; never believed beyond {@link MAX_ENTRY_BYTES}. */
  readonly unpackedBytes: number;
  readonly offset: number;
  /** Its whole record in the directory. */
  readonly record: Uint8Array;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
/** Unix and macOS. */
const MODE_WRITERS = new Set([3, 19]);
/** An end record and the longest comment behind it. */
const END_WITHIN = 22 + 65_535;

/**
 * The entries of a ZIP archive, in the order of its directory; ZIP64 is refused, since a file of 200 MB has no need of it.
 * @throws FootnoteError `FILE_INVALID` without a whole directory; `PARSE_LIMIT` above {@link MAX_ENTRIES} or when entries
 *   share their bytes
 */
export function zipEntries(bytes: Uint8Array, filename?: string): readonly ZipEntry[] {
  const details = filenameOf({ filename });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  if (end === undefined) throw new FootnoteError("FILE_INVALID", { ...details, what: "ZIP archive" });
  const count = view.getUint16(end + 10, true);
  if (count > MAX_ENTRIES) throw new FootnoteError("PARSE_LIMIT", details);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index += 1) {
    const read = readEntry(view, bytes, at);
    if (read === undefined) throw new FootnoteError("FILE_INVALID", { ...details, what: "ZIP archive" });
    entries.push(read.entry);
    at = read.next;
  }
  const packed = entries.reduce((sum, entry) => sum + entry.packedBytes, 0);
  if (packed > bytes.length) throw new FootnoteError("PARSE_LIMIT", details);
  return entries;
}

function endRecord(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - END_WITHIN); at -= 1) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  return undefined;
}

function readEntry(
  view: DataView,
  bytes: Uint8Array,
  at: number,
): { readonly entry: ZipEntry; readonly next: number } | undefined {
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== DIRECTORY_ENTRY) return undefined;
  const flags = view.getUint16(at + 8, true);
  const nameBytes = view.getUint16(at + 28, true);
  const next = at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  const name = nameOf(bytes.subarray(at + 46, at + 46 + nameBytes), (flags & 0x800) !== 0);
  const entry = {
    name,
    isFolder: /[/\\]$/.test(name),
    isEncrypted: (flags & 1) !== 0,
    isSymbolicLink: MODE_WRITERS.has(bytes[at + 5] ?? 0) && (view.getUint16(at + 40, true) & 0xf000) === 0xa000,
    crc32: view.getUint32(at + 16, true),
    method: view.getUint16(at + 10, true),
    packedBytes: view.getUint32(at + 20, true),
    unpackedBytes: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
    record: bytes.subarray(at, next),
  };
  return { entry, next };
}

/** Names without the UTF-8 flag are UTF-8 all the same, or in Chinese Windows' GBK; names are only hints. */
function nameOf(bytes: Uint8Array, isUtf8: boolean): string {
  if (isUtf8) return new TextDecoder().decode(bytes);
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not in this encoding: the next one.
    }
  }
  return new TextDecoder("windows-1252").decode(bytes);
}

/** What operating systems and browsers put beside the files; left out without a word. */
export function isClutter(name: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/|\.(?!\.?\/)|Thumbs\.db$|desktop\.ini$)/i.test(name);
}

/** Why an entry is not unpacked, in words; undefined when it may be. */
export function refusalOf(entry: ZipEntry): string | undefined {
  if (entry.isEncrypted) return "it is protected by a password";
  if (entry.isSymbolicLink) return "it only points to another file";
  if (entry.method !== 0 && entry.method !== 8) return "it is packed in a way I can't read";
  if (entry.unpackedBytes > MAX_ENTRY_BYTES) return "it is larger than 20 MB";
  const isTooDense = entry.unpackedBytes > RATIO_FREE_BYTES && entry.unpackedBytes > entry.packedBytes * MAX_RATIO;
  return isTooDense ? BOMB : undefined;
}

const BOMB = "it unpacks to far more than it can hold";

/** Whether an entry is refused for being a bomb. */
export function isBomb(entry: ZipEntry): boolean {
  return refusalOf(entry) === BOMB;
}

/**
 * The bytes of an entry that {@link refusalOf} lets pass; never more than the directory says, whatever the data holds.
 * Undefined for data that is broken.
 */
export function unpack(bytes: Uint8Array, entry: ZipEntry): Uint8Array | undefined {
  const unpacked = unpackedData(bytes, entry);
  return unpacked && crc32(unpacked) === entry.crc32 ? unpacked : undefined;
}

function unpackedData(bytes: Uint8Array, entry: ZipEntry): Uint8Array | undefined {
  const start = startOf(bytes, entry);
  if (start === undefined) return undefined;
  const packed = bytes.subarray(start, start + entry.packedBytes);
  if (packed.length < entry.packedBytes) return undefined;
  if (entry.method === 0) return packed.length === entry.unpackedBytes ? packed : undefined;
  try {
    const out = inflateSync(packed, { out: new Uint8Array(entry.unpackedBytes) });
    return out.length === entry.unpackedBytes ? out : undefined;
  } catch {
    return undefined;
  }
}

/** An entry with its local header, packed as it is; empty where the archive is broken. */
export function packedBytesOf(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const start = startOf(bytes, entry);
  return start === undefined ? new Uint8Array() : bytes.subarray(entry.offset, start + entry.packedBytes);
}

/** Where an entry's data begins; undefined where there is no such entry. */
function startOf(bytes: Uint8Array, { offset }: ZipEntry): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL_ENTRY) return undefined;
  return offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
}
