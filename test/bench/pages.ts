/** Pages read per second of processor time, beside `@mozilla/readability` on jsdom: what the bookmark managers run. */
import { execFileSync } from "node:child_process";
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

/** Each page is read this often, and its cheapest reading counts: others on the machine only ever add to it. */
const ROUNDS = 3;

/** What one of the two spent. */
interface Spent {
  readonly cpuMs: readonly number[];
  readonly residentMb: number;
}

/**
 * Has both read the same pages, each in a process of its own so that neither pays for the other's garbage. Processor
 * time is measured and no clock, so that a busy machine changes little.
 */
export async function bench(): Promise<readonly BenchRow[]> {
  const [own, theirs] = [spentBy("ours"), spentBy("peer")];
  return [
    row("pages read per second of CPU, median page", 1_000 / median(own.cpuMs), 1_000 / median(theirs.cpuMs)),
    row("pages read per second of CPU, mean", 1_000 / mean(own.cpuMs), 1_000 / mean(theirs.cpuMs)),
    {
      what: "resident memory after these pages",
      ours: `${own.residentMb} MB`,
      peer: `${theirs.residentMb} MB`,
      ratio: "",
    },
  ];
}

function spentBy(who: "ours" | "peer"): Spent {
  return JSON.parse(execFileSync(process.execPath, [import.meta.filename, who], { encoding: "utf8" })) as Spent;
}

/** Runs in the other process. */
function spend(read: (bytes: Uint8Array) => void): Spent {
  const pages = pagesToRead();
  for (const page of pages.slice(0, WARM_UP)) read(page); // The first pages pay for loading and compiling.
  const rounds = Array.from({ length: ROUNDS }, () => pages.map((page) => cpuMsOf(() => read(page))));
  return {
    cpuMs: pages.map((_, index) => Math.min(...rounds.map((round) => round[index] ?? Number.POSITIVE_INFINITY))),
    residentMb: Math.round(process.memoryUsage().rss / 1_000_000),
  };
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

/** Processor time of all threads, garbage collection included, in milliseconds. */
function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
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

if (process.argv[1] === import.meta.filename)
  console.log(JSON.stringify(spend(process.argv[2] === "peer" ? peer : ours)));
