import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SUMMARY_WEIGHTS } from "../../src/core/summary/scores.ts";
import { interval95 } from "./bootstrap.ts";
import type { Rouge } from "./rouge.ts";
import { savedPosts } from "./saved-corpus.ts";
import { readPapers } from "./scitldr.ts";
import { byTextRank, lead, oracle, type Rival, rougeOfChoice, sentencesOf } from "./summary-rivals.ts";
import { CARD, chineseScore, englishScore, mean } from "./summary-scores.ts";

/** What must be reached, of 100. */
const REACH = { chinese: 31, chineseOfOracle: 0.85, english: 31 };

interface Text {
  readonly sentences: readonly string[];
  readonly references: readonly string[];
  readonly ours: Rouge;
}

interface Bound {
  readonly maxCharacters: number;
  readonly maxSentences: number;
}

const percent = (value: number) => (100 * value).toFixed(2).padStart(7);

function printRow(name: string, scores: readonly Rouge[]): number {
  const whole = mean(scores.map((score) => score.mean));
  const columns = [scores.map((s) => s.one), scores.map((s) => s.two), scores.map((s) => s.l)].map(mean);
  console.log(`  ${name.padEnd(14)}${columns.map(percent).join("")}${percent(whole)}`);
  return whole;
}

function printTable(title: string, texts: readonly Text[], { maxCharacters, maxSentences }: Bound) {
  const by = (rival: Rival, { sentences, references }: Text) =>
    rougeOfChoice(sentences, rival(sentences, maxCharacters, maxSentences), references);
  const ranked = texts.map((text) => by(byTextRank, text));
  console.log(`\n${title}\n  ${"".padEnd(14)}     R-1    R-2    R-L   mean   (F1 x 100)`);
  printRow(
    "LEAD",
    texts.map((text) => by(lead, text)),
  );
  printRow("TextRank", ranked);
  const ours = printRow(
    "ours",
    texts.map((text) => text.ours),
  );
  const best = printRow(
    "greedy oracle",
    texts.map((text) => by(oracle(text.references), text)),
  );
  const [low, high] = interval95(texts.map((text, at) => text.ours.mean - (ranked[at]?.mean ?? 0)));
  console.log(`  ours minus TextRank, paired 95 % bootstrap: ${percent(low).trim()} to ${percent(high).trim()}`);
  console.log(`  ours is ${(100 * (ours / best)).toFixed(1)} % of the oracle`);
  return { ours, best };
}

function evaluateChinese(corpus: string): boolean {
  const texts = savedPosts(corpus).map((post) => ({
    sentences: sentencesOf(post.text),
    references: [post.summary],
    ours: chineseScore(post, SUMMARY_WEIGHTS),
  }));
  if (texts.length === 0) return true;
  const title = `Chinese: ${texts.length} saved posts against their own AI summaries, ${CARD} characters`;
  const { ours, best } = printTable(title, texts, { maxCharacters: CARD, maxSentences: Number.POSITIVE_INFINITY });
  console.log("  (fitted on these posts where they are the development part; `npm run fit:summary` cross-validates)");
  return 100 * ours >= REACH.chinese && ours >= REACH.chineseOfOracle * best;
}

function evaluateEnglish(file: string, name: string): boolean {
  const texts = readPapers(file).map((paper) => ({
    sentences: paper.sentences,
    references: paper.targets,
    ours: englishScore(paper, SUMMARY_WEIGHTS),
  }));
  const title = `English: ${texts.length} abstracts of SciTLDR-A ${name}, one sentence, best of the references by the mean`;
  const { ours } = printTable(title, texts, { maxCharacters: Number.POSITIVE_INFINITY, maxSentences: 1 });
  return 100 * ours >= REACH.english;
}

/**
 * Prints ROUGE of LEAD, TextRank, ours and the greedy oracle for the Chinese posts of `saved-files` and for every part of SciTLDR
 * in `scitldr` but `train.jsonl`, which the weights were fitted on. LEAD, TextRank and the oracle choose from our own splitting in
 * Chinese and from the data set's in English.
 * @returns whether everything in {@link REACH} is reached
 */
export async function evaluate(corpus: string, _args: readonly string[]): Promise<boolean> {
  const papers = join(corpus, "scitldr");
  const parts = existsSync(papers)
    ? readdirSync(papers).filter((name) => /\.jsonl$/u.test(name) && name !== "train.jsonl")
    : [];
  const reached = [
    ...(existsSync(join(corpus, "saved-files")) ? [evaluateChinese(corpus)] : []),
    ...parts.map((part) => evaluateEnglish(join(papers, part), part.replace(".jsonl", ""))),
  ];
  console.log(`\nsummary: ${reached.every(Boolean) ? "every figure is reached" : "NOT every figure is reached"}`);
  return reached.every(Boolean);
}
