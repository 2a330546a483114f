import { strToU8, Zip, ZipDeflate } from "fflate";
import { type IndexEntry, indexEntry, indexPage } from "./index-page.ts";
import { markdownFile } from "./markdown-file.ts";
import { type ArchiveRecord, RECORDS_FILE, recordLine } from "./record.ts";

/** One ZIP of an export. */
export interface Archive {
  readonly bytes: Uint8Array;
  readonly items: number;
}

/** When an archive is full, so that each can be read back: a file of one is read up to 20 MB. */
export interface ArchiveLimits {
  readonly items: number;
  /** Bytes of its records before they are packed. */
  readonly bytes: number;
}

const LIMITS: ArchiveLimits = { items: 5_000, bytes: 12_000_000 };

/**
 * Packs records into ZIP archives, each whole in itself: its records, a Markdown file for each, and an index. The same
 * records give the same bytes. Memory holds one packed archive at a time.
 */
export async function* archivesOf(
  records: AsyncIterable<ArchiveRecord>,
  limits: ArchiveLimits = LIMITS,
): AsyncGenerator<Archive> {
  let packing = beginArchive();
  for await (const record of records) {
    const line = strToU8(`${recordLine(record)}\n`);
    if (packing.items() > 0 && (packing.items() >= limits.items || packing.bytes() + line.length > limits.bytes)) {
      yield packing.end();
      packing = beginArchive();
    }
    packing.add(record, line);
  }
  if (packing.items() > 0) yield packing.end();
}

function beginArchive() {
  const chunks: Uint8Array[] = [];
  const index: IndexEntry[] = [];
  let recordBytes = 0;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  const lines = entryIn(zip, RECORDS_FILE);
  return {
    items: () => index.length,
    bytes: () => recordBytes,
    add(record: ArchiveRecord, line: Uint8Array): void {
      recordBytes += line.length;
      index.push(indexEntry(record));
      lines.push(line);
      entryIn(zip, record.path).push(strToU8(markdownFile(record)), true);
    },
    end(): Archive {
      lines.push(new Uint8Array(), true);
      entryIn(zip, "README.md").push(strToU8(indexPage(index)), true);
      zip.end();
      return { bytes: joined(chunks), items: index.length };
    },
  };
}

function entryIn(zip: Zip, name: string): ZipDeflate {
  const entry = new ZipDeflate(name, { level: 6 });
  // A fixed time, or two exports of the same items would differ; ZIP writes local time, so this is local too.
  entry.mtime = new Date(1980, 0, 1);
  zip.add(entry);
  return entry;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
