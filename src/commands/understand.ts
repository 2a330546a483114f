import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { RawDocument, Reading } from "../core/page.ts";
import { FootnoteError, type PagePreview } from "../core/problems.ts";
import type { Fetcher, FetchResult } from "../fetch/fetcher.ts";
import { sizeInWords } from "../fetch/limits.ts";
import { MAX_FILE_BYTES } from "../parse/format.ts";
import type { ReadingPool } from "../parse/reading-pool.ts";
import type { BundleEntry, Report } from "./reading-report.ts";

/** Documents of an archive that are read for the list; the rest are only counted. */
const MAX_LISTED = 50;

/** What the steps of one reading share. */
export interface Tools {
  readonly fetcher: Fetcher;
  readonly readers: ReadingPool;
}

/** A reading and the way to it. */
interface Found {
  readonly reading: Reading;
  /** Where the page came from, after redirects; absent for a file. */
  readonly url?: string;
  readonly redirects: readonly string[];
  readonly fetchMs: number;
}

/**
 * Reads a link or a saved file to the end: fetches, reads, follows a document that only points elsewhere once, and looks
 * into an archive. What can't be read is a report too.
 *
 * @param target a link (anything with a scheme) or the path of a file
 */
export async function understand(tools: Tools, target: string): Promise<Report> {
  try {
    return await reportOn(tools, target);
  } catch (error) {
    return problemReport(error);
  }
}

async function reportOn(tools: Tools, target: string): Promise<Report> {
  const first = isLink(target) ? await readLink(tools, target) : await readSavedFile(tools, target);
  const found = first.reading.kind === "link" ? await follow(tools, first, first.reading.url) : first;
  const { reading, ...way } = found;
  if (reading.kind === "page") return { kind: "page", page: reading.page, ...way };
  if (reading.kind === "link") throw new FootnoteError("TOO_MANY_REDIRECTS");
  const { documents, skipped } = reading;
  return { kind: "bundle", entries: await list(tools, documents), documents: documents.length, skipped, ...way };
}

/** A document that only points elsewhere is followed once. */
async function follow(tools: Tools, from: Found, url: string): Promise<Found> {
  const next = await readLink(tools, url);
  const redirects = [...from.redirects, ...(from.url ? [from.url] : []), ...next.redirects];
  return { ...next, redirects, fetchMs: from.fetchMs + next.fetchMs };
}

/** Anything with a scheme is a link, so that `ftp:` and the like hear why not. */
function isLink(target: string): boolean {
  return URL.canParse(target) || /^[a-z][a-z0-9+.-]*:/i.test(target);
}

async function readLink({ fetcher, readers }: Tools, link: string): Promise<Found> {
  const startedAt = performance.now();
  const result = await fetcher.get(link);
  const fetchMs = Math.round(performance.now() - startedAt);
  if (result.kind !== "fetched") throw await problemOf(readers, result);
  const { document, url, redirects } = result;
  return { reading: await readers.read(document), url, redirects, fetchMs };
}

/** A refusal with what the page says of itself. */
async function problemOf(
  readers: ReadingPool,
  result: Exclude<FetchResult, { readonly kind: "fetched" }>,
): Promise<FootnoteError> {
  if (result.kind === "unchanged") return new FootnoteError("BAD_RESPONSE");
  const { problem, document } = result;
  if (!document) return problem;
  const preview = await readers.preview(document).catch((): PagePreview => ({}));
  return new FootnoteError(problem.code, problem.details, { cause: problem, preview });
}

async function readSavedFile({ readers }: Tools, path: string): Promise<Found> {
  return { reading: await readers.read(await openFile(path)), redirects: [], fetchMs: 0 };
}

/** @throws FootnoteError `FILE_INVALID` for what can't be opened, `TOO_LARGE` before it is */
async function openFile(path: string): Promise<RawDocument> {
  const filename = basename(path);
  const invalid = (why: string, cause?: unknown) =>
    new FootnoteError("FILE_INVALID", { filename, what: `file: ${why}` }, { cause });
  const about = await stat(path).catch((cause) => {
    throw invalid("there is none by that name", cause);
  });
  if (!about.isFile()) throw invalid("it is a folder");
  if (about.size > MAX_FILE_BYTES) {
    throw new FootnoteError("TOO_LARGE", {
      filename,
      size: sizeInWords(about.size),
      limit: sizeInWords(MAX_FILE_BYTES),
    });
  }
  const bytes = await readFile(path).catch((cause) => {
    throw invalid("I may not open it", cause);
  });
  return { bytes, filename };
}

/** What each document of an archive is. */
async function list({ readers }: Tools, documents: readonly RawDocument[]): Promise<readonly BundleEntry[]> {
  const entries: BundleEntry[] = [];
  for (const document of documents.slice(0, MAX_LISTED)) {
    const filename = document.filename ?? "a document without a name";
    const reading = await readers.read(document).catch(problemReport);
    entries.push({ filename, reading });
  }
  return entries;
}

/** A failure as a report. This command is how people debug, so a bug shows its message. */
export function problemReport(error: unknown): Extract<Report, { kind: "problem" }> {
  if (error instanceof FootnoteError) return { kind: "problem", problem: error };
  return { kind: "problem", problem: new FootnoteError("UNEXPECTED", {}, { cause: error }) };
}
