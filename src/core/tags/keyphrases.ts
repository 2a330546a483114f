import { readsAsChinese } from "../text/characters.ts";
import type { Candidate } from "./candidate.ts";
import { chineseCandidates } from "./chinese.ts";
import { englishCandidates } from "./english.ts";
import { contains, tagKey } from "./fold.ts";
import fitted from "./weights.json" with { type: "json" };

/** A phrase with its score; higher is better. */
export interface Keyphrase {
  readonly text: string;
  readonly score: number;
  readonly inTitle: boolean;
  readonly count: number;
  /** Every one of its words says nothing of a topic by itself, and the text does not insist on it. */
  readonly isHollow: boolean;
}

/** What is known of a candidate, as the keys of the weights file. */
export const PHRASE_FEATURES = [
  "count",
  "rarity",
  "leastRarity",
  "countRarity",
  "first",
  "early",
  "title",
  "name",
  "nouns",
  "whole",
  "two",
  "three",
  "four",
  "inner",
  "once",
  "characters",
  "latin",
  "nounPhrase",
  "repeatedPhrase",
  "cohesive",
] as const;
export type PhraseFeature = (typeof PHRASE_FEATURES)[number];
export type PhraseWeights = Readonly<Record<PhraseFeature, number>>;

/** The part of a text that tags are taken from (UTF-16 code units): what a text is about, it says at its start. */
const MOST_READ = 30_000;

const flag = (holds: boolean) => (holds ? 1 : 0);

/** How often the most frequent longer phrase around a candidate stands in the text, as a share of the candidate's own count. */
function innerShares(candidates: readonly Candidate[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  const counts = new Map(candidates.map((candidate) => [candidate.key, candidate.count]));
  for (const outer of candidates) {
    if (outer.words < 2) continue;
    const words = outer.key.split(" ");
    for (const inner of [words.slice(0, -1).join(" "), words.slice(1).join(" ")]) {
      const count = counts.get(inner);
      if (count) shares.set(inner, Math.max(shares.get(inner) ?? 0, outer.count / count));
    }
  }
  return shares;
}

/** Words that hardly ever stand apart in a text are one name: the phrase's count over that of its commonest word. */
const COHESIVE = 0.75;

function isCohesive(candidate: Candidate, counts: ReadonlyMap<string, number>): boolean {
  if (candidate.words < 2 || candidate.count < 2) return false;
  const commonest = Math.max(...candidate.key.split(" ").map((word) => counts.get(word) ?? candidate.count));
  return candidate.count >= COHESIVE * commonest;
}

/** Standing in the title and twice in the text, or three times there, even a common word says something. */
function isInsistedOn({ inTitle, count }: Candidate): boolean {
  return count > 2 || (inTitle && count > 1);
}

/** The features of every candidate, in the order of {@link PHRASE_FEATURES}. */
export function phraseFeatures(candidates: readonly Candidate[]): readonly (readonly number[])[] {
  const shares = innerShares(candidates);
  const counts = new Map(candidates.map((candidate) => [candidate.key, candidate.count]));
  return candidates.map((candidate) => {
    const count = Math.log2(1 + candidate.count) / 4;
    const known: Readonly<Record<PhraseFeature, number>> = {
      count,
      rarity: candidate.rarity,
      leastRarity: candidate.leastRarity,
      countRarity: count * candidate.rarity,
      first: 1 - Math.sqrt(candidate.first),
      early: flag(candidate.first < 0.1),
      title: flag(candidate.inTitle),
      name: flag(candidate.isName),
      nouns: candidate.nouns,
      whole: candidate.count === 0 ? 0 : candidate.wholeRuns / candidate.count,
      two: flag(candidate.words === 2),
      three: flag(candidate.words === 3),
      four: flag(candidate.words > 3),
      inner: shares.get(candidate.key) ?? 0,
      once: flag(candidate.count < 2),
      characters: Math.min(12, [...candidate.text].length) / 12,
      latin: flag(/^[^\p{Script=Han}]+$/u.test(candidate.text)),
      nounPhrase: flag(candidate.words > 1 && candidate.nouns === 1),
      repeatedPhrase: flag(candidate.words > 1 && candidate.count > 1),
      cohesive: flag(isCohesive(candidate, counts)),
    };
    return PHRASE_FEATURES.map((feature) => known[feature]);
  });
}

/** All candidates of a text, by its language. */
export function candidatePhrases(title: string, text: string): readonly Candidate[] {
  const read = text.slice(0, MOST_READ);
  return readsAsChinese(`${title}\n${read}`) ? chineseCandidates(title, read) : englishCandidates(title, read);
}

/** Drops a phrase that repeats, holds or lies inside a better one. */
function folded(ranked: readonly Keyphrase[], limit: number): readonly Keyphrase[] {
  const kept: Keyphrase[] = [];
  const keys = new Set<string>();
  for (const phrase of ranked) {
    if (kept.length >= limit) break;
    const key = tagKey(phrase.text);
    if (keys.has(key) || kept.some((one) => contains(one.text, phrase.text) || contains(phrase.text, one.text)))
      continue;
    keys.add(key);
    kept.push(phrase);
  }
  return kept;
}

/**
 * The phrases that say what a text is about, best first, at most `limit`; none repeats or contains another.
 * English by n-grams without stop words, Chinese by dictionary words and their compounds. Text beyond 30,000 characters is not read.
 */
export function keyphrasesOf(
  title: string,
  text: string,
  limit: number,
  weights?: PhraseWeights,
): readonly Keyphrase[] {
  const candidates = candidatePhrases(title, text);
  const chinese = readsAsChinese(`${title}\n${text.slice(0, MOST_READ)}`);
  const used: PhraseWeights = weights ?? (chinese ? fitted.chinese : fitted.english);
  const rows = phraseFeatures(candidates);
  const scored = candidates.map((candidate, at) => ({
    text: candidate.text,
    inTitle: candidate.inTitle,
    count: candidate.count,
    isHollow: candidate.generics === candidate.words && !isInsistedOn(candidate),
    score: PHRASE_FEATURES.reduce((sum, feature, of) => sum + (rows[at]?.[of] ?? 0) * used[feature], 0),
  }));
  return folded(
    scored.sort((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1)),
    limit,
  );
}
