import { candidatePhrases } from "../../src/core/tags/keyphrases.ts";
import { rarityOf } from "../../src/core/tags/rarity.ts";
import { segmenter } from "../../src/core/tags/segmenter.ts";
import { HAN, readsAsChinese, WORD_RUNS } from "../../src/core/text/characters.ts";
import { CHINESE_STOP_WORDS, ENGLISH_STOP_WORDS } from "../../src/core/text/stop-words.ts";
import { wordTerm } from "../../src/core/text/terms.ts";

const RAREST = 12;

/** Runs of words between stop words and marks; Chinese words as the segmenter cuts them. */
function runsOf(text: string): readonly (readonly string[])[] {
  const runs: string[][] = [];
  for (const stretch of text.split(/[^\p{L}\p{N}\s\-'’]+|\n/u)) {
    let run: string[] = [];
    for (const piece of stretch.match(WORD_RUNS) ?? []) {
      const words = HAN.test(piece) ? (segmenter().cut([piece])[0] ?? []).map(({ word }) => word) : [piece];
      for (const word of words) {
        const stop = CHINESE_STOP_WORDS.has(word) || ENGLISH_STOP_WORDS.has(word.toLowerCase()) || /^\d+$/u.test(word);
        if (!stop) run.push(word);
        else {
          runs.push(run);
          run = [];
        }
      }
    }
    runs.push(run);
  }
  return runs.filter((run) => run.length > 0);
}

function best(scores: ReadonlyMap<string, number>, size: number): readonly string[] {
  return [...scores]
    .sort((a, b) => b[1] - a[1])
    .slice(0, size)
    .map(([phrase]) => phrase);
}

/** TF-IDF: Chinese words by jieba's idf; English phrases of one to three words by count times mean rarity. */
export function byTfIdf(title: string, text: string, size: number): readonly string[] {
  const scores = new Map<string, number>();
  if (!readsAsChinese(text)) {
    for (const phrase of candidatePhrases(title, text)) {
      if (phrase.words < 4) scores.set(phrase.text, (phrase.count + (phrase.inTitle ? 1 : 0)) * phrase.rarity);
    }
    return best(scores, size);
  }
  for (const word of runsOf(`${title}\n${text}`).flat()) {
    if (word.length < 2) continue;
    const idf = HAN.test(word) ? (segmenter().idf(word) ?? RAREST) : RAREST * Math.max(0.8, rarityOf(wordTerm(word)));
    scores.set(word, (scores.get(word) ?? 0) + idf);
  }
  return best(scores, size);
}

/** RAKE (Rose and others 2010): runs between stop words, each the sum of its words' degree over frequency. */
export function byRake(title: string, text: string, size: number): readonly string[] {
  const runs = runsOf(`${title}\n${text}`).filter((run) => run.length < 5);
  const degree = new Map<string, number>();
  const frequency = new Map<string, number>();
  for (const run of runs) {
    for (const word of run.map((one) => one.toLowerCase())) {
      degree.set(word, (degree.get(word) ?? 0) + run.length);
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
    }
  }
  const joiner = readsAsChinese(text) ? "" : " ";
  const scores = new Map<string, number>();
  for (const run of runs) {
    const words = run.map((one) => one.toLowerCase());
    const score = words.reduce((sum, word) => sum + (degree.get(word) ?? 0) / (frequency.get(word) ?? 1), 0);
    scores.set(words.join(joiner), score);
  }
  return best(scores, size);
}
