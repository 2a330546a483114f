import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import type { RawDocument } from "../../src/core/page.ts";
import { FootnoteError } from "../../src/core/problems.ts";
import { decodeHtml } from "../../src/parse/encoding.ts";
import { blocksOf, renderBlocks } from "../../src/parse/html/blocks.ts";
import { parseHtml } from "../../src/parse/html/html-page.ts";
import { readWebPage } from "../../src/parse/html/read-html.ts";
import { average, type PageScore, scorePage } from "./shingles.ts";

/** The least F1 on the development half. */
const REACH = 0.97;
/** Pages under this F1 are listed by `--worst`. */
const WORST = 0.9;

interface Page {
  readonly id: string;
  readonly document: RawDocument;
  readonly truth: string;
}

interface Measured {
  readonly id: string;
  readonly score: PageScore;
  readonly ms: number;
}

/** Scores main text over `<corpus>/pages` beside plain Readability; true when F1 reaches the aim. `worst` lists pages. */
export async function evaluate(corpus: string, args: readonly string[]): Promise<boolean> {
  const pages = pagesOf(join(corpus, "pages"));
  if (pages.length > 0) footnoteText(pages[0] as Page); // The first page pays for loading the parsers.
  const ours = pages.map((page) => measure(page, footnoteText));
  const plain = pages.map((page) => measure(page, readabilityText));
  console.log(`${pages.length} pages           precision  recall  F1      ms a page (mean, median)`);
  const f1 = report("footnote", ours);
  report("readability on linkedom", plain);
  if (args.includes("worst")) list(pages, ours);
  return f1 >= REACH;
}

function pagesOf(folder: string): readonly Page[] {
  const truth = JSON.parse(readFileSync(join(folder, "ground-truth.json"), "utf8")) as Record<
    string,
    { readonly url?: string; readonly articleBody?: string }
  >;
  const files = new Map(readdirSync(join(folder, "html")).map((name) => [name.replace(/\.html(?:\.gz)?$/, ""), name]));
  return Object.entries(truth).flatMap(([id, { url, articleBody }]) => {
    const name = files.get(id);
    if (name === undefined) return [];
    const raw = readFileSync(join(folder, "html", name));
    const bytes = name.endsWith(".gz") ? gunzipSync(raw) : raw;
    return [{ id, document: { bytes, ...(url === undefined ? {} : { url }) }, truth: articleBody ?? "" }];
  });
}

function measure(page: Page, read: (page: Page) => string): Measured {
  const before = performance.now();
  const text = read(page);
  return { id: page.id, score: scorePage(page.truth, text), ms: performance.now() - before };
}

function footnoteText({ document }: Page): string {
  try {
    const reading = readWebPage(document);
    return reading.kind === "page" ? reading.page.text : "";
  } catch (error) {
    if (error instanceof FootnoteError) return "";
    throw error;
  }
}

function readabilityText({ document }: Page): string {
  const { document: dom } = parseHTML(decodeHtml(document.bytes, document.contentType).text);
  const article = dom.documentElement ? new Readability(dom as never).parse() : null;
  const [root] = parseHtml(article?.content ?? "")
    .root()
    .toArray();
  return root ? renderBlocks(blocksOf(root)) : "";
}

function report(who: string, pages: readonly Measured[]): number {
  const { precision, recall, f1 } = average(pages.map(({ score }) => score));
  const times = pages.map(({ ms }) => ms).sort((a, b) => a - b);
  const mean = times.reduce((sum, ms) => sum + ms, 0) / Math.max(1, times.length);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  const numbers = [precision, recall, f1].map((value) => value.toFixed(4)).join("     ");
  console.log(`${who.padEnd(24)} ${numbers}  ${mean.toFixed(1)}, ${median.toFixed(1)}`);
  return f1;
}

function list(pages: readonly Page[], measured: readonly Measured[]): void {
  for (const [index, { id, score }] of measured.entries()) {
    const { precision = 0, recall = 0 } = score;
    if (precision >= WORST && recall >= WORST) continue;
    console.log(
      `${id.slice(0, 12)}  ${precision.toFixed(3)}  ${recall.toFixed(3)}  ${pages[index]?.document.url ?? ""}`,
    );
  }
}
