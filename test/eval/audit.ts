import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { alignSentence, indexSource, type SourceIndex } from "../../src/core/audit/align.ts";
import { auditSummary } from "../../src/core/audit/audit.ts";
import { auditSavedSummary } from "../../src/core/audit/audit-saved.ts";
import { CHECKS, type Finding } from "../../src/core/audit/finding.ts";
import { CARD_PRECISION, mayWarnOnCard, PRECISION } from "../../src/core/audit/precision.ts";
import { relativeYearsIn } from "../../src/core/audit/years.ts";
import type { ParsedPage } from "../../src/core/page.ts";
import { splitSentences } from "../../src/core/text/sentences.ts";
import { readSavedPost } from "../../src/parse/files/saved-post.ts";
import labels from "./audit-labels.json" with { type: "json" };

/** One saved file with a summary in it. */
interface Case {
  readonly file: string;
  readonly page: ParsedPage;
}

const MERGE_MARK = /^(?:<{7}|={7}|>{7})/mu;
const OTHER_SIDE = " (other side)";
const UNRESOLVED = " (unresolved)";

/**
 * What an unfinished merge would leave for a summary: its last side, which the reader leaves out, and the whole with its marks, which
 * the reader resolves. Nothing when the file holds no merge.
 */
function leftovers(markdown: string): { readonly otherSide: string; readonly unresolved: string } | undefined {
  if (!MERGE_MARK.test(markdown)) return undefined;
  const [body = ""] = markdown.slice(markdown.indexOf("## AI 摘要")).split("## 元数据");
  const unresolved = body.replace("## AI 摘要", "").trim();
  const [side = ""] = (unresolved.split(/^={7}.*$/mu).at(-1) ?? "").split(/^>{7}/mu);
  return { otherSide: (side.split("## AI 摘要").at(-1) ?? "").trim(), unresolved };
}

function withSummary(page: ParsedPage, summary: string): ParsedPage {
  return { ...page, claims: { ...page.claims, summary } };
}

function casesIn(corpus: string): readonly Case[] {
  const root = join(corpus, "saved-files");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\/.*\.md$/u.test(name));
  return names.sort().flatMap((name) => {
    const bytes = readFileSync(join(root, name));
    const page = readSavedPost({ bytes, filename: name });
    const file = name.replace(/\.md$/u, "");
    const left = leftovers(bytes.toString("utf8"));
    if (!left) return [{ file, page }];
    return [
      { file, page },
      { file: file + OTHER_SIDE, page: withSummary(page, left.otherSide) },
      { file: file + UNRESOLVED, page: withSummary(page, left.unresolved) },
    ];
  });
}

/** How labels name a place: characters other than white space before it, so that a reader that spaces lines in another way changes nothing. */
function placeOf(summary: string, start: number): number {
  return summary.slice(0, start).replace(/\s/gu, "").length;
}

interface Labelled {
  readonly finding: Finding;
  readonly file: string;
  readonly at: number;
  /** What the person who read the file said; absent when nobody has yet. */
  readonly right: boolean | undefined;
}

const isLeftover = (file: string): boolean => file.endsWith(")");

function labelled({ file, page }: Case): readonly Labelled[] {
  const summary = page.claims?.summary ?? "";
  return (auditSavedSummary(page)?.findings ?? [])
    .filter(({ kind }) => !isLeftover(file) || kind === (file.endsWith(OTHER_SIDE) ? "mock" : "conflict"))
    .map((finding) => {
      const at = placeOf(summary, finding.at.start);
      const label = labels.find((one) => one.file === file && one.check === finding.kind && one.at === at);
      return { finding, file, at, right: label?.right };
    });
}

const pad = (cells: readonly (string | number)[]) =>
  cells.map((cell, at) => (at === 0 ? String(cell).padEnd(12) : String(cell).padStart(10))).join(" ");

function printPrecision(all: readonly Labelled[]): boolean {
  console.log(pad(["check", "findings", "labelled", "right", "precision", "on card"]));
  let held = true;
  for (const check of CHECKS) {
    const found = all.filter(({ finding }) => finding.kind === check);
    const judged = found.filter(({ right }) => right !== undefined);
    const right = judged.filter((one) => one.right).length;
    const precision = judged.length === 0 ? "-" : (right / judged.length).toFixed(2);
    const onCard = mayWarnOnCard(check);
    console.log(pad([check, found.length, judged.length, right, precision, onCard ? "yes" : "no"]));
    if (onCard && judged.length > 0 && right / judged.length < CARD_PRECISION) held = false;
  }
  for (const check of CHECKS) {
    const { elsewhere } = PRECISION[check];
    if (elsewhere)
      console.log(`${check}: ${elsewhere.right} of ${elsewhere.labelled} right in an earlier measurement elsewhere`);
  }
  const open = all.filter(({ right }) => right === undefined);
  for (const { finding, file, at } of open) console.log(`not labelled: ${finding.kind} at ${at} of ${file}`);
  return held;
}

/** A number or year of a summary, changed by us: whether the audit notices. */
interface Seeded {
  readonly check: "number" | "year";
  readonly noticed: boolean;
}

const NUMBER =
  /(?<![A-Za-z\d.\-（(])\d+(?:\.\d+)?(?=\s?(?:%|万|亿|多|个百分点|余|美元|元|小时|GB|TB|倍|名|位|度|秒|分钟|K|M|B))/gu;
const YEAR = /(?<!\d)20\d\d(?=年)/gu;

function seededNumbers(page: ParsedPage, summary: string): readonly Seeded[] {
  return [...summary.matchAll(NUMBER)].flatMap((match) => {
    const value = Number(match[0]);
    if (Number.isInteger(value) && value <= 12) return [];
    const other = (value * 1.37).toFixed(match[0].split(".")[1]?.length ?? 0);
    const changed = summary.slice(0, match.index) + other + summary.slice(match.index + match[0].length);
    const findings = auditSavedSummary(withSummary(page, changed))?.findings ?? [];
    const end = match.index + other.length;
    return [
      {
        check: "number",
        noticed: findings.some(({ kind, at }) => kind === "number" && at.start < end && at.end > match.index),
      },
    ];
  });
}

function seededYears(page: ParsedPage, summary: string): readonly Seeded[] {
  return [...summary.matchAll(YEAR)].flatMap((match) =>
    [-1, 1].map((by): Seeded => {
      const other = String(Number(match[0]) + by);
      const changed = summary.slice(0, match.index) + other + summary.slice(match.index + 4);
      const findings = auditSavedSummary(withSummary(page, changed))?.findings ?? [];
      return {
        check: "year",
        noticed: findings.some(({ kind, at }) => kind.startsWith("year") && at.start === match.index),
      };
    }),
  );
}

/** Every sentence of the posts that says 今年, "last year" …, with a year in its place: the right one, and a wrong one. */
function printRewritten(cases: readonly Case[]): void {
  const told = { right: 0, wrong: 0 };
  let sentences = 0;
  for (const { page } of cases.filter(({ file }) => !isLeftover(file))) {
    const written = new Date(page.publishedAt ?? page.claims?.savedAt ?? 0).getUTCFullYear();
    for (const sentence of sentencesOf(page.text)) {
      const [word] = relativeYearsIn(sentence);
      if (!word) continue;
      sentences += 1;
      const inChinese = /\p{Script=Han}/u.test(word.text);
      const kindsWith = (year: number) => {
        const named = inChinese ? `${year}年` : `in ${year}`;
        const summary = sentence.slice(0, word.start) + named + sentence.slice(word.end);
        return (auditSavedSummary(withSummary(page, summary))?.findings ?? []).filter(({ kind }) => kind === "year")
          .length;
      };
      told.right += kindsWith(written + word.offset);
      told.wrong += kindsWith(written + word.offset - 1) > 0 ? 1 : 0;
    }
  }
  console.log(
    `今年, 去年 … written as a year in ${sentences} sentences of the posts: warned of ${told.right} right years and of ${told.wrong} wrong ones`,
  );
}

function printSeeded(cases: readonly Case[]): void {
  const seeded = cases
    .filter(({ file }) => !isLeftover(file))
    .flatMap(({ page }) => {
      const summary = page.claims?.summary ?? "";
      return [...seededNumbers(page, summary), ...seededYears(page, summary)];
    });
  for (const check of ["number", "year"] as const) {
    const of = seeded.filter((one) => one.check === check);
    console.log(
      `errors put in by us, ${check}s changed: ${of.filter(({ noticed }) => noticed).length} of ${of.length} noticed`,
    );
  }
}

/** Claims with the source they were made from, to be looked up in it and in others. */
interface Pair {
  readonly source: SourceIndex;
  readonly claims: readonly string[];
}

function printFound(name: string, pairs: readonly Pair[]): void {
  const found = { own: 0, other: 0 };
  const asked = { own: 0, other: 0 };
  for (const [at, { source, claims }] of pairs.entries()) {
    for (const claim of claims) {
      asked.own += 1;
      if (alignSentence(claim, source).match !== "not found") found.own += 1;
      for (const step of [1, 7, 23]) {
        const other = pairs[(at + step) % pairs.length];
        if (!other || other.source.text === source.text) continue;
        asked.other += 1;
        if (alignSentence(claim, other.source).match !== "not found") found.other += 1;
      }
    }
  }
  const share = (of: "own" | "other") => `${((100 * found[of]) / Math.max(1, asked[of])).toFixed(1)} % of ${asked[of]}`;
  console.log(`${name}: found in its own text ${share("own")}, in another text ${share("other")}`);
}

const sentencesOf = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

function savedPairs(cases: readonly Case[], isPaper: boolean): readonly Pair[] {
  return cases
    .filter(({ file, page }) => !isLeftover(file) && file.includes("arxiv") === isPaper && page.claims?.summary)
    .map(({ page }) => ({ source: indexSource(page.text), claims: sentencesOf(page.claims?.summary ?? "") }));
}

function tldrPairs(corpus: string): readonly Pair[] {
  const path = join(corpus, "scitldr", "dev.jsonl");
  if (!existsSync(path)) return [];
  const rows = readFileSync(path, "utf8").trim().split("\n");
  return rows.map((row) => {
    const { source, target } = JSON.parse(row) as {
      readonly source: readonly string[];
      readonly target: readonly string[];
    };
    return { source: indexSource(source.join(" ")), claims: target };
  });
}

/** Warnings on summaries that people wrote of their own papers and that hold none of what the checks on the card look for. */
function printFalseAlarms(pairs: readonly Pair[]): void {
  const audits = pairs.flatMap(({ source, claims }) =>
    claims.map((summary) => auditSummary({ summary, source: source.text, postedAt: "2019-12-01" })),
  );
  for (const check of CHECKS.filter(mayWarnOnCard)) {
    const alarms = audits.filter(({ findings }) => findings.some(({ kind }) => kind === check)).length;
    console.log(`${check}: ${alarms} false alarms in ${audits.length} summaries written by people`);
  }
}

/**
 * Measures the audit on the saved files: how often each check was right by hand-made labels, how many errors put in on purpose it notices,
 * and how often a sentence is found in a text it was not made from. False when a check that may warn on the card fell under its precision.
 */
export async function evaluate(corpus: string, _args: readonly string[]): Promise<boolean> {
  const cases = casesIn(corpus);
  const held = printPrecision(cases.flatMap(labelled));
  console.log("");
  printSeeded(cases);
  printRewritten(cases);
  console.log("");
  printFound("Chinese summaries of Chinese posts", savedPairs(cases, false));
  printFound("Chinese summaries of English abstracts", savedPairs(cases, true));
  const tldr = tldrPairs(corpus);
  printFound("English one-line summaries of English abstracts", tldr);
  console.log("");
  printFalseAlarms(tldr);
  return held;
}
