import { summaryBy } from "../../src/core/summary/extractive.ts";
import type { SummaryWeights } from "../../src/core/summary/scores.ts";
import { bestRouge, type Rouge, rouge } from "./rouge.ts";
import type { SavedPost } from "./saved-corpus.ts";
import type { Paper } from "./scitldr.ts";

/** The card's budget for Chinese (characters). */
export const CARD = 140;
/** Longer than any abstract's sentence: an English summary is bound by its one sentence only. */
const NO_LIMIT = 100_000;

/** The arithmetic mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** ROUGE of our summary of a Chinese post, by some weights. */
export function chineseScore(post: SavedPost, weights: SummaryWeights): Rouge {
  const { title, text, hashtags } = post;
  const { sentences } = summaryBy(weights, { title, text, language: "zh", hashtags, maxCharacters: CARD });
  return rouge(sentences.map((sentence) => sentence.text).join(""), post.summary);
}

/** ROUGE of our one sentence for an abstract, by some weights; against the best of its references. */
export function englishScore(paper: Paper, weights: SummaryWeights): Rouge {
  const { title, text } = paper;
  const request = { title, text, language: "en", hashtags: [], maxCharacters: NO_LIMIT, maxSentences: 1 };
  return bestRouge(summaryBy(weights, request).sentences[0]?.text ?? "", paper.targets);
}
