import { termVectors, textRank } from "../../src/core/summary/centrality.ts";
import { proseSentences } from "../../src/core/text/prose.ts";
import { termsOf } from "../../src/core/text/terms.ts";
import { type Rouge, rougeOfTokens, rougeTokens } from "./rouge.ts";

/** Chooses sentences, by position; given the sentences and the most characters and sentences. */
export type Rival = (sentences: readonly string[], maxCharacters: number, maxSentences: number) => readonly number[];

/** Takes sentences in order of preference, each that still fits. */
function fillBy(order: readonly number[], sentences: readonly string[], maxCharacters: number, maxSentences: number) {
  const chosen: number[] = [];
  let left = maxCharacters;
  for (const at of order) {
    const length = sentences[at]?.length ?? 0;
    if (length > left || chosen.length >= maxSentences) continue;
    chosen.push(at);
    left -= length;
  }
  return chosen.sort((a, b) => a - b);
}

/** The first sentences that fit. */
export const lead: Rival = (sentences, maxCharacters, maxSentences) =>
  fillBy([...sentences.keys()], sentences, maxCharacters, maxSentences);

/** The sentences that TextRank puts highest. */
export const byTextRank: Rival = (sentences, maxCharacters, maxSentences) => {
  const ranks = textRank(termVectors(sentences.map(termsOf)));
  const order = [...sentences.keys()].sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0));
  return fillBy(order, sentences, maxCharacters, maxSentences);
};

/** The greedy oracle: adds the sentence that raises ROUGE most, while one does. An upper bound, since it sees the references. */
export function oracle(references: readonly string[]): Rival {
  const wanted = references.map(rougeTokens);
  return (sentences, maxCharacters, maxSentences) => {
    const tokens = sentences.map(rougeTokens);
    const scoreOf = (chosen: readonly number[]) => {
      const own = [...chosen].sort((a, b) => a - b).flatMap((at) => tokens[at] ?? []);
      return Math.max(...wanted.map((reference) => rougeOfTokens(own, reference).mean));
    };
    let chosen: readonly number[] = [];
    let score = 0;
    for (let grown = true; grown && chosen.length < maxSentences; ) {
      grown = false;
      const before = chosen;
      const used = before.reduce((sum, at) => sum + (sentences[at]?.length ?? 0), 0);
      for (const at of sentences.keys()) {
        if (before.includes(at) || used + (sentences[at]?.length ?? 0) > maxCharacters) continue;
        const other = scoreOf([...before, at]);
        if (other > score) [chosen, score, grown] = [[...before, at], other, true];
      }
    }
    return [...chosen].sort((a, b) => a - b);
  };
}

/** The sentences that all of these choose from: the same that ours does. */
export function sentencesOf(text: string): readonly string[] {
  return proseSentences(text).map((sentence) => sentence.text);
}

/** ROUGE of a choice against the best of the references. */
export function rougeOfChoice(
  sentences: readonly string[],
  chosen: readonly number[],
  references: readonly string[],
): Rouge {
  const own = chosen.flatMap((at) => rougeTokens(sentences[at] ?? ""));
  return references
    .map((reference) => rougeOfTokens(own, rougeTokens(reference)))
    .reduce((best, one) => (one.mean > best.mean ? one : best));
}
