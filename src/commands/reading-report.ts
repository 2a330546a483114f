import type { ParsedPage, Reading, SkippedEntry } from "../core/page.ts";
import type { FootnoteError } from "../core/problems.ts";
import { canonicalUrl } from "../core/url/canonical-url.ts";
import { displayHost } from "../core/url/display-host.ts";
import { sourceOf } from "../core/url/source.ts";

/** How a page was reached. */
interface Way {
  /** Where it came from, after redirects; absent for a file. */
  readonly url?: string;
  readonly redirects: readonly string[];
  readonly fetchMs: number;
}

interface ProblemReport {
  readonly kind: "problem";
  readonly problem: FootnoteError;
}

/** One document of an archive, read on its own. */
export interface BundleEntry {
  readonly filename: string;
  readonly reading: Reading | ProblemReport;
}

/** What came of `npm run read`. */
export type Report =
  | ({ readonly kind: "page"; readonly page: ParsedPage } & Way)
  | ({
      readonly kind: "bundle";
      /** How many documents it holds; `entries` are the first of them. */
      readonly documents: number;
      readonly entries: readonly BundleEntry[];
      readonly skipped: readonly SkippedEntry[];
    } & Way)
  | ProblemReport;

/** Lines of the text that are shown, and characters of each. */
const SHOWN_LINES = 6;
const SHOWN_CHARACTERS = 160;
const LABEL_WIDTH = 12;

/** A report as lines for a terminal. Nothing from a page can move the cursor or colour the screen. */
export function reportAsText(report: Report, ms: number): readonly string[] {
  return linesOf(report, ms).map(printable);
}

function linesOf(report: Report, ms: number): readonly string[] {
  switch (report.kind) {
    case "page":
      return [...pageLines(report.page, report), "", ...firstLines(report.page.text), "", timeLine(report, ms)];
    case "bundle":
      return [
        labelled("Kind", `an archive of ${counted(report.documents, "document")}`),
        ...report.entries.map(({ filename, reading }) => labelled("Inside", `${filename}: ${inWords(reading)}`)),
        ...report.skipped.map(({ filename, why }) => labelled("Left out", `${filename}: ${why}`)),
        timeLine(report, ms),
      ];
    case "problem":
      return problemLines(report.problem, ms);
  }
}

function pageLines(page: ParsedPage, way: Way): readonly string[] {
  const address = way.url ?? page.claimedUrl;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Title", page.title],
    ["Topic", page.topic],
    ["Source", address && sourceLine(address)],
    ["Address", address && (canonicalUrl(address) ?? address)],
    ...way.redirects.map((url) => ["Came from", url] as const),
    ["Site", page.site],
    ["Author", page.author],
    ["Published", page.publishedAt],
    ["Modified", page.modifiedAt],
    ["Language", page.language],
    ["Kind", page.kind],
    ["Reader", page.reader],
    ["Description", page.description],
    ["Hashtags", page.hashtags.join(", ")],
    ["Pages", page.pages?.toString()],
    ["Length", page.durationSeconds === undefined ? undefined : counted(page.durationSeconds, "second")],
    ["Links", page.links.length > 0 ? `${page.links.length}, first ${page.links[0]?.url}` : undefined],
    ["Says itself", claimsInWords(page)],
    ...page.corrections.map(
      ({ field, claimed, actual }) => ["Corrected", `${field}: it said “${claimed}”, it is ${actual}`] as const,
    ),
    ...page.notes.map((note) => ["Note", note] as const),
    ["Asks", optOutInWords(page)],
    ["Text", counted(page.text.length, "character")],
  ];
  return rows.flatMap(([label, value]) => (value ? [labelled(label, value)] : []));
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

/** A site by its name and its host, which for most is all the name there is. */
function sourceLine(address: string): string {
  const [{ site }, host] = [sourceOf(address), displayHost(address)];
  return site === host ? site : `${site} (${host})`;
}

function claimsInWords({ claims }: ParsedPage): string | undefined {
  if (!claims) return undefined;
  const parts = [
    claims.source && `source ${claims.source}`,
    claims.type && `type ${claims.type}`,
    claims.savedAt && `saved ${claims.savedAt}`,
    claims.summary && `an AI summary of ${counted(claims.summary.length, "character")}`,
  ];
  return parts.filter(Boolean).join(", ");
}

function optOutInWords({ optOut }: ParsedPage): string | undefined {
  const wishes = [optOut?.archive && "that its text not be kept", optOut?.model && "that no model read it"];
  return wishes.filter(Boolean).join(" and ");
}

function firstLines(text: string): readonly string[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(0, SHOWN_LINES).map((line) => {
    const characters = [...line];
    return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join("")}…` : line;
  });
}

function problemLines(problem: FootnoteError, ms: number): readonly string[] {
  const { preview } = problem;
  const bug = problem.code === "UNEXPECTED" && problem.cause instanceof Error ? problem.cause.stack : undefined;
  return [
    problem.say,
    labelled("Code", problem.code + (problem.retry ? ", worth another try" : "")),
    ...(preview?.title ? [labelled("Title", preview.title)] : []),
    ...(preview?.description ? [labelled("Description", preview.description)] : []),
    ...(bug ? bug.split("\n") : []),
    labelled("Time", `${ms} ms`),
  ];
}

function timeLine({ fetchMs }: Way, ms: number): string {
  return labelled("Time", fetchMs > 0 ? `${ms} ms, ${fetchMs} of them for fetching` : `${ms} ms`);
}

function labelled(label: string, value: string): string {
  return `${label.padEnd(LABEL_WIDTH)}${value.replace(/\s*\n\s*/g, " ")}`;
}

function inWords(reading: BundleEntry["reading"]): string {
  switch (reading.kind) {
    case "page":
      return `${reading.page.title} (${reading.page.kind}, ${reading.page.reader})`;
    case "link":
      return `a link to ${reading.url}`;
    case "bundle":
      return `an archive of ${reading.documents.length} documents`;
    case "problem":
      return `${reading.problem.say} (${reading.problem.code})`;
  }
}

/** Control characters and direction marks become visible. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** A report as one JSON object on one line: `ok`, and when it is false, `code` and `say`. */
export function reportAsJson(report: Report, ms: number): string {
  return JSON.stringify({ ...jsonOf(report), ms });
}

function jsonOf(report: Report) {
  switch (report.kind) {
    case "page": {
      const { page, url, redirects, fetchMs } = report;
      return { ok: true, ...page, source: sourceJson(url ?? page.claimedUrl), url, redirects, fetchMs };
    }
    case "bundle":
      return {
        ok: true,
        kind: "bundle",
        count: report.documents,
        documents: report.entries.map(({ filename, reading }) => ({ filename, ...entryJson(reading) })),
        skipped: report.skipped,
        url: report.url,
        redirects: report.redirects,
        fetchMs: report.fetchMs,
      };
    case "problem":
      return problemJson(report.problem);
  }
}

function sourceJson(address: string | undefined) {
  if (address === undefined) return undefined;
  const { site, kind } = sourceOf(address);
  return { site, kind, host: displayHost(address), url: canonicalUrl(address) ?? address };
}

function entryJson(reading: BundleEntry["reading"]) {
  switch (reading.kind) {
    case "page":
      return { ok: true, title: reading.page.title, kind: reading.page.kind, reader: reading.page.reader };
    case "link":
      return { ok: true, kind: "link", url: reading.url };
    case "bundle":
      return { ok: true, kind: "bundle", documents: reading.documents.length };
    case "problem":
      return problemJson(reading.problem);
  }
}

function problemJson(problem: FootnoteError) {
  const { code, say, retry, retryAfterMs, preview, details } = problem;
  const error = code === "UNEXPECTED" && problem.cause instanceof Error ? problem.cause.message : undefined;
  return { ok: false, code, say, retry, retryAfterMs, details, preview, error };
}
