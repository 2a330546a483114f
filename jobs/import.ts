import { bookmarksIn } from "../src/core/archive/bookmarks.ts";
import { storedProblem } from "../src/core/archive/left-out.ts";
import { isRecordsFile, recordLines } from "../src/core/archive/record.ts";
import { filenameOf, type RawDocument } from "../src/core/page.ts";
import { FootnoteError } from "../src/core/problems.ts";
import { canonicalUrl } from "../src/core/url/canonical-url.ts";
import { type ZipPart, zipParts } from "../src/parse/files/zip-parts.ts";
import { type ImportJob, jobId } from "../src/queue/contracts.ts";
import type { JobRun } from "../src/queue/job-queue.ts";
import {
  type EntryOutcome,
  entryShare,
  failImport,
  type ImportToRun,
  importToRun,
  isRefusedData,
  listEntries,
  openEntries,
  readyItem,
  settleEntry,
  shareKnownItem,
  tellImport,
} from "../src/store/imports.ts";
import type { ReplyDue, ShareForReading } from "../src/store/items.ts";
import { vocabularyOf } from "../src/store/vocabulary.ts";
import { enqueueReply } from "./enqueue.ts";
import { foundInFile, isBookmarksFile, type KeepingParts, keep, readLink } from "./ingest.ts";
import { keepRecord } from "./keep-record.ts";

/** A reply that tells progress is edited at most this often, in milliseconds. */
const TELL_EVERY_MS = 3_000;
/** After this long an import lets other background work go first, in milliseconds; then it goes on where it stood. */
const SLICE_MS = 30_000;
/** Entries that are worked on at once: one is kept while another is read. */
const LANES = 3;
/** The most links of one bookmarks file. Source: the most entries of an archive, `parse/files/zip-entries.ts`. */
const MOST_LINKS = 20_000;

/** One thing to file. */
type Entry =
  | { readonly kind: "document"; readonly name: string; readonly document: RawDocument }
  /** A line of an export's `items.jsonl`. */
  | { readonly kind: "record"; readonly name: string; readonly line: string }
  | { readonly kind: "link"; readonly name: string; readonly url: string }
  /** An entry of a large archive, unpacked when its turn comes. */
  | { readonly kind: "packed"; readonly name: string; readonly open: () => Promise<UnpackedEntry> }
  | { readonly kind: "skipped"; readonly name: string; readonly why: string };

type UnpackedEntry = Extract<Entry, { kind: "document" | "skipped" }>;

/**
 * Files what an attached archive or bookmarks file holds. Each entry is settled on its own, so a run that was cut off
 * goes on where it stood, and a second run changes nothing. The message's reply tells how far it is.
 */
export function importing(parts: KeepingParts) {
  return async ({ importId }: ImportJob, { signal }: Pick<JobRun, "signal">): Promise<void> => {
    const found = await importToRun(parts.db, importId);
    if (!found) return;
    try {
      await runSlice(parts, found, signal);
    } catch (error) {
      if (signal.aborted || !(error instanceof FootnoteError) || error.retry) throw error;
      await giveUp(parts, importId, error);
    }
  };
}

/** Told when the queue has given an import up: its reply then says why. */
export function importGivenUp(parts: Pick<KeepingParts, "db" | "enqueue" | "now">) {
  return async ({ importId }: ImportJob, error: Error): Promise<void> => {
    await giveUp(parts, importId, error instanceof FootnoteError ? error : new FootnoteError("UNEXPECTED"));
  };
}

async function giveUp(parts: Pick<KeepingParts, "db" | "enqueue" | "now">, importId: string, error: FootnoteError) {
  const problem = { code: error.code, details: { ...error.details, final: true } };
  const due = await failImport(parts.db, importId, problem, parts.now());
  if (due) await enqueueReply(parts.enqueue, due);
}

async function runSlice(parts: KeepingParts, found: ImportToRun, signal: AbortSignal): Promise<void> {
  const entries = await entriesOf(parts, found);
  await listEntries(
    parts.db,
    found.importId,
    entries.map(({ name }) => name),
  );
  const open = await openEntries(parts.db, found.importId);
  const vocabulary = await vocabularyOf(parts.db, found.teamId);
  const progress = tellsProgress(parts, found);
  const endsAt = performance.now() + SLICE_MS;
  const slice: SliceParts = { ...parts, signal, vocabulary, filed: new Set() };
  const waiting = open.values();
  const lane = async (): Promise<void> => {
    for (const position of waiting) {
      signal.throwIfAborted();
      const entry = entries[position];
      if (entry) await settle(slice, found, position, entry);
      await progress.tell();
      if (performance.now() > endsAt) return;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  if ((await openEntries(parts.db, found.importId)).length === 0) return progress.finish();
  const { importId } = found;
  await parts.enqueue("import", { importId }, { id: jobId("import", importId), background: true });
}

/** The reply is raised at most every {@link TELL_EVERY_MS}, however fast the entries go by. */
function tellsProgress(parts: KeepingParts, found: ImportToRun) {
  const started = performance.now();
  const sinceTold = found.toldAt ? parts.now().getTime() - found.toldAt.getTime() : undefined;
  let lastAt = sinceTold === undefined ? undefined : started - sinceTold;
  return {
    async tell(): Promise<void> {
      const now = performance.now();
      if (now - (lastAt ?? started) < TELL_EVERY_MS) return;
      lastAt = now;
      const due = await tellImport(parts.db, found, parts.now());
      if (due) await enqueueReply(parts.enqueue, due);
    },
    async finish(): Promise<void> {
      const due = await tellImport(parts.db, found, parts.now(), "done");
      const wait = lastAt === undefined ? 0 : lastAt + TELL_EVERY_MS - performance.now();
      if (due) await replyAfter(parts, due, Math.max(0, Math.ceil(wait)));
    },
  };
}

function replyAfter(parts: KeepingParts, due: ReplyDue, delayMs: number): Promise<void> {
  const { teamId, channelId, messageTs, version } = due;
  const id = jobId("card", teamId, channelId, messageTs, String(version));
  return parts.enqueue("card", { teamId, channelId, messageTs }, { id, ...(delayMs > 0 ? { delayMs } : {}) });
}

/** Everything a file holds, in an order that is the same at every run. */
async function entriesOf(parts: KeepingParts, { file }: ImportToRun): Promise<readonly Entry[]> {
  const document = await parts.download(file.fileId, file.filename);
  if (isBookmarksFile(document)) return linksOf(document);
  const zip = zipParts(document);
  if (zip) return packedEntries(parts, zip);
  const reading = await parts.readers.read(document);
  if (reading.kind !== "bundle") throw new FootnoteError("FILE_INVALID", { filename: file.filename, what: "archive" });
  const { documents, skipped } = reading;
  const records = documents.flatMap((one) => (isRecordsFile(one) ? recordLines(one) : []));
  // What an export's records tell in full is not read again from its Markdown.
  const told = new Set(records.map(({ path }) => path));
  const isExport = records.length > 0;
  return [
    ...records.map(({ path, line }) => ({ kind: "record" as const, name: path, line })),
    ...documents
      .filter((one) => !isExport || !(isRecordsFile(one) || told.has(one.filename ?? "") || isIndex(one)))
      .map((one) => ({ kind: "document" as const, name: one.filename ?? "", document: one })),
    ...skipped.map(({ filename, why }) => ({ kind: "skipped" as const, name: filename, why })),
  ];
}

/** Parts of a large archive that are kept unpacked at once: work goes over from one into the next. */
const OPEN_PARTS = 2;

function packedEntries(parts: KeepingParts, zip: readonly ZipPart[]): readonly Entry[] {
  const opened = new Map<ZipPart, Promise<ReadonlyMap<string, UnpackedEntry>>>();
  const contentOf = (part: ZipPart) => {
    const known = opened.get(part);
    if (known) return known;
    for (const oldest of opened.keys()) if (opened.size >= OPEN_PARTS) opened.delete(oldest);
    const content = unpackedPart(parts, part);
    opened.set(part, content);
    return content;
  };
  return zip.flatMap((part) =>
    part.entries.map(({ name, why }): Entry => {
      if (why !== undefined) return { kind: "skipped", name, why };
      const damaged = { kind: "skipped" as const, name, why: "it is damaged" };
      return { kind: "packed", name, open: async () => (await contentOf(part)).get(name) ?? damaged };
    }),
  );
}

async function unpackedPart(parts: KeepingParts, part: ZipPart): Promise<ReadonlyMap<string, UnpackedEntry>> {
  const reading = await parts.readers.read(part.open());
  if (reading.kind !== "bundle") return new Map();
  const { documents, skipped } = reading;
  const entries: readonly UnpackedEntry[] = [
    ...skipped.map(({ filename, why }) => ({ kind: "skipped" as const, name: filename, why })),
    ...documents.map(unpackedEntry),
  ];
  return new Map(entries.map((entry) => [entry.name, entry]));
}

function unpackedEntry(document: RawDocument): UnpackedEntry {
  const name = document.filename ?? "";
  // Its lines would be entries of their own, unknown until it is open.
  if (isRecordsFile(document))
    return { kind: "skipped", name, why: "it is an export in a larger archive: attach it alone" };
  return { kind: "document", name, document };
}

function isIndex({ filename }: RawDocument): boolean {
  return filename === "README.md";
}

function linksOf(document: RawDocument): readonly Entry[] {
  const entries = new Map<string, Entry>();
  let links = 0;
  for (const { url, title } of bookmarksIn(new TextDecoder().decode(document.bytes))) {
    links += 1;
    if (links > MOST_LINKS) throw new FootnoteError("PARSE_LIMIT", filenameOf(document));
    const canonical = canonicalUrl(url);
    const key = canonical ?? url;
    if (entries.has(key)) continue;
    const name = canonical ? url : title || url.slice(0, 80);
    entries.set(
      key,
      canonical ? { kind: "link", name, url } : { kind: "skipped", name, why: storedProblem("URL_SCHEME") },
    );
  }
  if (links === 0) throw new FootnoteError("EMPTY", filenameOf(document));
  return [...entries.values()];
}

type FileableEntry = Exclude<Entry, { kind: "skipped" } | { kind: "packed" }>;

interface SliceParts extends KeepingParts {
  readonly signal: AbortSignal;
  /** The team's tags as the slice began. */
  readonly vocabulary: readonly string[];
  /** What the slice filed, by address or content: lanes may read two copies of one thing at once. */
  readonly filed: Set<string>;
}

async function settle(parts: SliceParts, found: ImportToRun, position: number, given: Entry): Promise<void> {
  const { importId } = found;
  const entry = given.kind === "packed" ? await unpacked(parts, given) : given;
  if (entry.kind === "skipped") return settleEntry(parts.db, importId, position, entry);
  const share = await entryShare(parts.db, found, position, entry);
  // The archive was taken back: the next run finds no import any more.
  if (!share) return;
  const outcome = await fileEntry(parts, share, entry).catch((error: unknown): EntryOutcome => {
    if (!isRefusedData(error)) throw error;
    return { kind: "skipped", why: storedProblem("UNEXPECTED") };
  });
  await settleEntry(parts.db, importId, position, outcome, share.shareId);
}

async function fileEntry(parts: SliceParts, share: ShareForReading, entry: FileableEntry): Promise<EntryOutcome> {
  if (entry.kind === "record") return keepRecord(parts, share, entry.line);
  if (entry.kind === "link") {
    const known = await readyItem(parts.db, share.teamId, [canonicalUrl(entry.url) ?? entry.url], undefined);
    if (known) {
      await shareKnownItem(parts.db, share.shareId, known);
      return { kind: "known" };
    }
  }
  const read = await readEntry(parts, entry);
  if (read.kind === "skipped") return read;
  const { found } = read;
  const claimed = canonicalUrl(found.page.claimedUrl ?? "");
  const before = await readyItem(parts.db, share.teamId, claimed ? [claimed] : [], found.contentHash);
  for (const due of await keep(parts, share, found, parts.vocabulary)) await enqueueReply(parts.enqueue, due);
  const key = claimed ?? found.contentHash;
  const isKnown = before !== undefined || (key !== undefined && parts.filed.has(key));
  if (key !== undefined) parts.filed.add(key);
  return { kind: isKnown ? "known" : "filed" };
}

/** Reads one entry. What can't be read is left out, whatever the reason: one bad file stops no import. */
async function readEntry(parts: SliceParts, entry: Exclude<FileableEntry, { kind: "record" }>) {
  try {
    if (entry.kind === "link") return { kind: "found" as const, found: await readLink(parts, entry.url) };
    const reading = await parts.readers.read(entry.document);
    return { kind: "found" as const, found: await foundInFile(parts, entry.document, reading) };
  } catch (error) {
    return { kind: "skipped" as const, why: whyNot(parts, error) };
  }
}

async function unpacked(parts: SliceParts, entry: Extract<Entry, { kind: "packed" }>): Promise<UnpackedEntry> {
  try {
    return await entry.open();
  } catch (error) {
    return { kind: "skipped", name: entry.name, why: whyNot(parts, error) };
  }
}

function whyNot({ signal }: SliceParts, error: unknown): string {
  // A stop in mid-reading is no fault of the entry: it is read at the next run.
  signal.throwIfAborted();
  return error instanceof FootnoteError ? storedProblem(error.code, error.details) : storedProblem("UNEXPECTED");
}
