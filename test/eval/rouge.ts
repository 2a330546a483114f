import { HAN } from "../../src/core/text/characters.ts";
import { stem } from "../../src/core/text/stem.ts";

/** The tokens that ROUGE counts: Han characters one by one, and runs of other letters and digits, lower case, stemmed. */
export function rougeTokens(text: string): readonly string[] {
  const runs =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/\p{Script=Han}|(?:[^\P{L}\p{Script=Han}]|\d)+/gu) ?? [];
  return runs.map((run) => (HAN.test(run) ? run : stem(run)));
}

/** F1 of ROUGE-1, ROUGE-2 and ROUGE-L, each 0 to 1, and their mean. Lin 2004. */
export interface Rouge {
  readonly one: number;
  readonly two: number;
  readonly l: number;
  readonly mean: number;
}

function f1(overlap: number, candidate: number, reference: number): number {
  return overlap === 0 ? 0 : (2 * overlap) / (candidate + reference);
}

function ngramCounts(tokens: readonly string[], size: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + size <= tokens.length; at += 1) {
    const gram = tokens.slice(at, at + size).join(" ");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function ngramF1(candidate: readonly string[], reference: readonly string[], size: number): number {
  const ours = ngramCounts(candidate, size);
  let overlap = 0;
  for (const [gram, count] of ngramCounts(reference, size)) overlap += Math.min(count, ours.get(gram) ?? 0);
  return f1(overlap, Math.max(0, candidate.length - size + 1), Math.max(0, reference.length - size + 1));
}

/** The length of the longest common subsequence, by rows. */
function commonSubsequence(one: readonly string[], other: readonly string[]): number {
  let before = new Uint16Array(other.length + 1);
  for (const token of one) {
    const row = new Uint16Array(other.length + 1);
    for (let at = 1; at <= other.length; at += 1) {
      row[at] = other[at - 1] === token ? (before[at - 1] ?? 0) + 1 : Math.max(before[at] ?? 0, row[at - 1] ?? 0);
    }
    before = row;
  }
  return before[other.length] ?? 0;
}

/** ROUGE of tokens already made. */
export function rougeOfTokens(candidate: readonly string[], reference: readonly string[]): Rouge {
  const one = ngramF1(candidate, reference, 1);
  const two = ngramF1(candidate, reference, 2);
  const l = f1(commonSubsequence(candidate, reference), candidate.length, reference.length);
  return { one, two, l, mean: (one + two + l) / 3 };
}

/**
 * Compares a summary with one written by a person, by {@link rougeTokens}; the texts are taken as one sequence each (ROUGE-L without sentence union).
 */
export function rouge(candidate: string, reference: string): Rouge {
  return rougeOfTokens(rougeTokens(candidate), rougeTokens(reference));
}

/** The best ROUGE over several references, by the mean of the three: how SciTLDR scores a paper with several summaries. */
export function bestRouge(candidate: string, references: readonly string[]): Rouge {
  const none: Rouge = { one: 0, two: 0, l: 0, mean: 0 };
  return references
    .map((reference) => rouge(candidate, reference))
    .reduce((best, score) => (score.mean > best.mean ? score : best), none);
}
