/** Pages read per second on one core, beside `@mozilla/readability` on jsdom: what the bookmark managers run. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Readability } from "@mozilla/readability";
import { JSDOM, VirtualConsole } from "jsdom";
import { FootnoteError } from "../../src/core/problems.ts";
import { decodeHtml } from "../../src/parse/encoding.ts";
import { readWebPage } from "../../src/parse/html/read-html.ts";
import { CHINESE_PAGES } from "../parse/html/chinese-pages.ts";
import type { BenchRow } from "./bench-row.ts";

const CORPUS = "../shared/corpus/pages/html";
/** Enough pages for a median, few enough for a bench that is run often. */
const PAGES = 30;
/** A worker that has read this many pages runs compiled code. */
const WARM_UP = 15;
const URL_OF_ALL = "https://example.org/2024/story";

/** Reads the same pages by both, in the same run: ours first, so that jsdom's garbage is not collected on our time. */
export async function bench(): Promise<readonly BenchRow[]> {
  const pages = pagesToRead();
  for (const page of pages.slice(0, WARM_UP)) ours(page); // The first pages pay for loading and compiling.
  const own = pages.map((page) => timed(() => ours(page)));
  const ownMemory = residentMb();
  for (const page of pages.slice(0, WARM_UP)) peer(page);
  const theirs = pages.map((page) => timed(() => peer(page)));
  return [
    row("pages read a second on one core, median page", 1_000 / median(own), 1_000 / median(theirs)),
    row("pages read a second on one core, mean", 1_000 / mean(own), 1_000 / mean(theirs)),
    { what: "resident memory after these pages", ours: ownMemory, peer: residentMb(), ratio: "" },
  ];
}

function pagesToRead(): readonly Uint8Array[] {
  if (!existsSync(CORPUS)) return CHINESE_PAGES.map(({ html }) => new TextEncoder().encode(html));
  const names = readdirSync(CORPUS).sort().slice(0, PAGES);
  return names.map((name) => gunzipSync(readFileSync(join(CORPUS, name))));
}

function ours(bytes: Uint8Array): void {
  try {
    readWebPage({ bytes, url: URL_OF_ALL });
  } catch (error) {
    if (!(error instanceof FootnoteError)) throw error;
  }
}

function peer(bytes: Uint8Array): void {
  const dom = new JSDOM(decodeHtml(bytes).text, { url: URL_OF_ALL, virtualConsole: new VirtualConsole() });
  new Readability(dom.window.document).parse();
  dom.window.close();
}

function residentMb(): string {
  return `${Math.round(process.memoryUsage().rss / 1_000_000)} MB`;
}

function timed(work: () => void): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

function row(what: string, own: number, theirs: number): BenchRow {
  return {
    what,
    ours: own.toFixed(1),
    peer: `${theirs.toFixed(1)} (readability on jsdom)`,
    ratio: `${(own / theirs).toFixed(1)}x`,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
