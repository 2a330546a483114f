import { createHash } from "node:crypto";
import { isBookmarks } from "../src/core/archive/bookmarks.ts";
import type { ParsedPage, RawDocument, Reading } from "../src/core/page.ts";
import { FootnoteError, type ProblemCode } from "../src/core/problems.ts";
import type { Summariser } from "../src/core/summary/summary.ts";
import { type CanonicalUrl, canonicalUrl } from "../src/core/url/canonical-url.ts";
import { sameSite, sourceOf } from "../src/core/url/source.ts";
import type { Fetcher, GetOptions } from "../src/fetch/fetcher.ts";
import { zipParts } from "../src/parse/files/zip-parts.ts";
import type { ReadingPool } from "../src/parse/reading-pool.ts";
import { readMedia } from "../src/parse/sites/media.ts";
import { type IngestJob, jobId } from "../src/queue/contracts.ts";
import type { JobRun } from "../src/queue/job-queue.ts";
import type { SlackMessages } from "../src/slack/messages.ts";
import type { Database } from "../src/store/database.ts";
import { directoryIn } from "../src/store/directory.ts";
import { beginImport } from "../src/store/imports.ts";
import {
  type ReplyDue,
  type ShareForReading,
  saveProblem,
  saveReading,
  shareForReading,
  walledItemOf,
} from "../src/store/items.ts";
import { vocabularyOf } from "../src/store/vocabulary.ts";
import { type Enqueue, enqueueReply } from "./enqueue.ts";

/** What reading a thing and keeping what it holds needs. */
export interface KeepingParts {
  readonly db: Database;
  readonly fetcher: Fetcher;
  readonly readers: ReadingPool;
  readonly download: SlackMessages["download"];
  readonly summariser: Summariser;
  readonly enqueue: Enqueue;
  readonly now: () => Date;
}

type ReadingParts = Pick<KeepingParts, "fetcher" | "readers">;

interface Parts extends KeepingParts {
  readonly outcome: (outcome: string) => void;
}

/** Problems of a page that is there, but not for us. */
const WALLS = new Set<ProblemCode>(["FORBIDDEN", "HTTP_451", "NO_CONTENT"]);
/** Problems between Slack and us: while they last there is no telling either, and the card goes on saying “Reading”. */
const OURS = new Set<ProblemCode>(["SLACK_DOWN", "SLACK_AUTH"]);
/** Characters of a card's summary: Han text says as much in half the room. */
const SUMMARY_HAN = 140;
const SUMMARY_LATIN = 280;
/** The modal has room for a longer one: 220 for Han, of 140 on the card. */
const LONGER = 220 / 140;
const TAGS = 5;

/** What came of following a share to its page. */
export interface Found {
  readonly page: ParsedPage;
  /** Where it was met, beside the address it was posted under. */
  readonly urls: readonly string[];
  readonly contentHash?: string;
  readonly etag?: string;
  readonly lastModified?: string;
}

/**
 * Reads one share and keeps what it holds. A second run reads again and keeps the same; what can't be read is kept as
 * its problem and told on the card, and what may mend is thrown for the queue to try again.
 */
export function ingest(parts: Parts) {
  const startedAt = parts.now();
  return async ({ shareId, again }: IngestJob, { signal }: Pick<JobRun, "signal">): Promise<void> => {
    const share = await shareForReading(parts.db, shareId);
    if (!share || (!again && share.item?.status === "ready")) return;
    try {
      const found =
        share.source.kind === "link"
          ? await readIfChanged(parts, share.source.url, validatorsOf(share, startedAt))
          : await readFile(parts, share, share.source);
      if (found) await tell(parts, await keep(parts, share, found));
      parts.outcome("ready");
    } catch (error) {
      // A stop in mid-reading is no fault of the page: the job is handed back and runs again.
      if (signal.aborted || !(error instanceof FootnoteError) || OURS.has(error.code)) throw error;
      await keepProblem(parts, share, error);
      parts.outcome(error.code);
      if (error.retry) throw error;
    }
  };
}

/** Told when the queue has given a share up: the card then says that no further try comes by itself. */
export function ingestGivenUp(parts: Pick<Parts, "db" | "enqueue" | "now">) {
  return async ({ shareId }: IngestJob, error: Error): Promise<void> => {
    const share = await shareForReading(parts.db, shareId);
    if (!share || share.item?.status === "ready") return;
    const known = error instanceof FootnoteError ? error : new FootnoteError("UNEXPECTED", {}, { cause: error });
    await keepProblem(parts, share, new FootnoteError(known.code, { ...known.details, final: true }));
  };
}

/**
 * What a server is told of the page that is kept, to be spared the same again. A new start may bring a better reader or
 * a model, so a page that was read before it is read anew.
 */
function validatorsOf({ lastRead }: ShareForReading, startedAt: Date): GetOptions {
  if (!lastRead || lastRead.at < startedAt) return {};
  const { at: _, ...validators } = lastRead;
  return validators;
}

/** Fetches a link's page, and the page that it only points to. */
export async function readLink(parts: ReadingParts, url: string): Promise<Found> {
  const found = await readIfChanged(parts, url, {});
  if (!found) throw new FootnoteError("BAD_RESPONSE", { host: new URL(url).hostname });
  return found;
}

/** As {@link readLink}; undefined when the page is still the one that the validators are of. */
async function readIfChanged(parts: ReadingParts, url: string, validators: GetOptions): Promise<Found | undefined> {
  const first = await fetchAndRead(parts, url, validators);
  if (first?.reading.kind !== "link") return first && foundPage(first);
  const second = await fetchAndRead(parts, first.reading.url, {});
  // The validators of the second page say nothing of what the link itself answers.
  return second && foundPage({ reading: second.reading, urls: [...first.urls, ...second.urls] });
}

async function fetchAndRead(parts: ReadingParts, url: string, validators: GetOptions) {
  const result = await fetched(parts, url, validators);
  if (result.kind === "media") return { reading: { kind: "page" as const, page: result.page }, urls: [url] };
  if (result.kind === "unchanged") return undefined;
  if (result.kind === "refused") throw await withPreview(parts, result.problem, result.document);
  const { document, redirects, url: finalUrl, etag, lastModified } = result;
  const reading = await parts.readers.read(document);
  return {
    reading,
    urls: [...redirects, finalUrl],
    ...(etag ? { etag } : {}),
    ...(lastModified ? { lastModified } : {}),
  };
}

/** A picture or a film is not downloaded: its address is all that its card shows. */
async function fetched(parts: ReadingParts, url: string, validators: GetOptions) {
  try {
    return await parts.fetcher.get(url, validators);
  } catch (error) {
    const type = error instanceof FootnoteError && error.code === "UNSUPPORTED_TYPE" ? (error.details.type ?? "") : "";
    const [, kind] = /^(image|video)\//.exec(type) ?? [];
    if (kind !== "image" && kind !== "video") throw error;
    const page = readMedia({ bytes: new Uint8Array(), url, contentType: type }, kind);
    return { kind: "media" as const, page: { ...page, site: sourceOf(url).site } };
  }
}

/** What a page behind a wall says of itself; an error page speaks of the error only. */
async function withPreview(
  parts: ReadingParts,
  problem: FootnoteError,
  document: RawDocument | undefined,
): Promise<FootnoteError> {
  if (!document || !WALLS.has(problem.code)) return problem;
  const preview = await parts.readers.preview(document);
  return new FootnoteError(problem.code, problem.details, { cause: problem, preview });
}

function foundPage(from: {
  readonly reading: Reading;
  readonly urls: readonly string[];
  etag?: string;
  lastModified?: string;
}): Found {
  const { reading, ...rest } = from;
  if (reading.kind === "page") return { ...rest, page: reading.page };
  if (reading.kind === "bundle")
    throw new FootnoteError("UNSUPPORTED_TYPE", { what: "an archive", type: "application/zip" });
  throw new FootnoteError("TOO_MANY_REDIRECTS");
}

/** Reads an attached file; undefined when it holds many things, whose import has then begun. */
async function readFile(
  parts: Parts,
  share: ShareForReading,
  source: { readonly fileId: string; readonly filename: string },
): Promise<Found | undefined> {
  const document = await parts.download(source.fileId, source.filename);
  const isMany = isBookmarksFile(document) || zipParts(document) !== undefined;
  const reading = isMany ? undefined : await parts.readers.read(document);
  if (reading && reading.kind !== "bundle") return foundInFile(parts, document, reading);
  const importId = await beginImport(parts.db, share, parts.now());
  await parts.enqueue("import", { importId }, { id: jobId("import", importId), background: true });
  return undefined;
}

/** Whether a file is a browser's bookmarks. */
export function isBookmarksFile({ bytes }: RawDocument): boolean {
  return isBookmarks(new TextDecoder().decode(bytes.subarray(0, 2_000)));
}

/** What one attached or unpacked file holds. */
export async function foundInFile(parts: KeepingParts, document: RawDocument, reading: Reading): Promise<Found> {
  if (reading.kind === "link") return readLink(parts, reading.url);
  const contentHash = createHash("sha256").update(document.bytes).digest("hex");
  return { ...foundPage({ reading, urls: [] }), contentHash };
}

/** Summarises, tags and keeps what was found for a share. The replies that must now change. */
export async function keep(
  parts: KeepingParts,
  share: ShareForReading,
  found: Found,
  known?: readonly string[],
): Promise<readonly ReplyDue[]> {
  const { page } = found;
  const vocabulary = known ?? (await vocabularyOf(parts.db, share.teamId));
  const { title, text, language, hashtags, keywords } = page;
  const maxCharacters = /^(zh|ja|ko)/.test(language) ? SUMMARY_HAN : SUMMARY_LATIN;
  const channel = await directoryIn(parts.db).channel(share.teamId, share.channelId);
  const summary = await parts.summariser.summarise({
    title,
    text,
    language,
    hashtags,
    maxCharacters,
    workspace: share.teamId,
    longerCharacters: Math.round(maxCharacters * LONGER),
    ...(channel?.language ? { writeIn: channel.language } : {}),
    ...(page.optOut?.model ? { noModel: true } : {}),
  });
  const tags = await parts.readers.tags({ title, text, language, hashtags, keywords, vocabulary, limit: TAGS });
  const openUrl = addressToOpen(share, found);
  const reading = {
    page,
    summary,
    tags,
    audit: await parts.readers.audit(page),
    terms: await parts.readers.terms(text),
    addresses: addressesOf(share, found),
    ...(openUrl ? { openUrl } : {}),
    ...(found.contentHash ? { contentHash: found.contentHash } : {}),
    ...(found.etag ? { etag: found.etag } : {}),
    ...(found.lastModified ? { lastModified: found.lastModified } : {}),
  };
  const filled = share.source.kind === "file" && !page.claimedUrl ? await walledItemOf(parts.db, share) : undefined;
  return saveReading(parts.db, filled ? { ...share, item: filled } : share, reading, parts.now());
}

/** Every address of the story, the one it was filed under first. A page's own word counts for its own site only. */
function addressesOf(share: ShareForReading, { page, urls }: Found): readonly CanonicalUrl[] {
  const posted = share.source.kind === "link" ? [share.source.url] : [];
  const met = [...posted, ...urls];
  const last = met.at(-1);
  const claimed = page.claimedUrl && (!last || sameSite(page.claimedUrl, last)) ? [page.claimedUrl] : [];
  return [...met, ...claimed].map((url) => canonicalUrl(url)).filter((url) => url !== undefined);
}

function addressToOpen(share: ShareForReading, { page, urls }: Found): string | undefined {
  const last = urls.at(-1) ?? (share.source.kind === "link" ? share.source.url : undefined);
  if (page.claimedUrl && (!last || sameSite(page.claimedUrl, last))) return page.claimedUrl;
  return last;
}

async function keepProblem(
  parts: Pick<Parts, "db" | "enqueue" | "now">,
  share: ShareForReading,
  error: FootnoteError,
): Promise<void> {
  const record = { code: error.code, details: error.details, ...(error.preview ? { preview: error.preview } : {}) };
  await tell(
    parts,
    await saveProblem(parts.db, share, WALLS.has(error.code) ? "walled" : "failed", record, parts.now()),
  );
}

async function tell(parts: Pick<Parts, "enqueue">, due: readonly ReplyDue[]): Promise<void> {
  for (const reply of due) await enqueueReply(parts.enqueue, reply);
}
