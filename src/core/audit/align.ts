import type { Span } from "../page.ts";
import type { Match } from "../summary/summary.ts";
import { readsAsChinese } from "../text/characters.ts";
import { splitSentences } from "../text/sentences.ts";
import { claimTerms, crossesLanguages } from "./claim-terms.ts";
import { findSqueezed, type Squeezed, squeeze } from "./squeeze.ts";

/** Where a term stands. */
export interface Posting {
  /** How many sentences hold it. */
  df: number;
  /** The first of them, by number. */
  readonly sentences: number[];
}

/** A term in more sentences than this says little; only the first ones are looked at, so that a claim takes bounded time. */
const MOST_SENTENCES = 500;

/** A text made ready for many claims to be looked up in it. */
export interface SourceIndex {
  readonly text: string;
  readonly sentences: readonly Span[];
  readonly squeezed: Squeezed;
  readonly chinese: boolean;
  readonly postings: ReadonlyMap<string, Posting>;
  /** The terms of each sentence. */
  readonly terms: readonly ReadonlySet<string>[];
}

/** A claim with the passages of the source that it rests on, in reading order. */
export interface Alignment {
  readonly match: Match;
  readonly spans: readonly Span[];
  /** The sentences of the source behind the spans, best first; also given when they are too weak to count as found. */
  readonly nearest: readonly number[];
  /** How much of the claim's own weight the passages hold, 0 to 1. */
  readonly coverage: number;
  /** How many different terms the claim and its passages share. */
  readonly shared: number;
}

/**
 * A claim counts as found when its support (the share of its weight that the passages hold, times ln(1 + terms shared)) reaches this.
 * Set where about 1 claim in 100 is "found" in a text of the same subject that it was not made from: 1,300 pairs of Chinese posts,
 * 3,000 pairs of English abstracts, whose common vocabulary is larger. `npm run eval -- audit` measures both shares anew.
 */
const FOUND_CHINESE = 0.25;
const FOUND_OTHER = 0.7;
/** Across languages only names and numbers are left to compare: this share of their weight. 1 pair in 200 by the same measure. */
const FOUND_FOREIGN = 0.5;
/** A claim rests on at most this many passages, and each must add this much of its weight. */
const MAX_PASSAGES = 3;
const PASSAGE_GAIN = 0.07;
/** A verbatim passage is at least this many characters without punctuation; fewer prove nothing. */
const SHORTEST_QUOTE = 4;

/** Makes a source ready. `sentences` must be spans of `text`; without them it is split here. Linear in the text's length. */
export function indexSource(text: string, sentences: readonly Span[] = splitSentences(text)): SourceIndex {
  const postings = new Map<string, Posting>();
  const terms = sentences.map(({ start, end }) => new Set(claimTerms(text.slice(start, end))));
  for (const [number, held] of terms.entries()) {
    for (const term of held) {
      const posting = postings.get(term) ?? { df: 0, sentences: [] };
      posting.df += 1;
      if (posting.sentences.length < MOST_SENTENCES) posting.sentences.push(number);
      postings.set(term, posting);
    }
  }
  return { text, sentences, squeezed: squeeze(text), chinese: readsAsChinese(text), postings, terms };
}

/** Whether a claim is written in another language than the source, so that only names and numbers can be compared. */
export function isForeignTo(claim: string, source: SourceIndex): boolean {
  return readsAsChinese(claim) !== source.chinese && /\p{L}{2}/u.test(source.text);
}

/** The weight of each term of the claim: rare in the source weighs more; unknown to it weighs as what stands there once. */
function weigh(claim: string, source: SourceIndex): ReadonlyMap<string, number> {
  const foreign = isForeignTo(claim, source);
  const weights = new Map<string, number>();
  for (const term of claimTerms(claim)) {
    if (foreign && !crossesLanguages(term)) continue;
    const df = source.postings.get(term)?.df ?? 1;
    weights.set(term, Math.log(1 + source.sentences.length / df));
  }
  return weights;
}

/** The sentence that adds most of what is still unexplained. Earlier ones win ties. */
function bestSentence(open: ReadonlyMap<string, number>, source: SourceIndex): readonly [number, number] | undefined {
  const gains = new Map<number, number>();
  for (const [term, weight] of open) {
    for (const number of source.postings.get(term)?.sentences ?? [])
      gains.set(number, (gains.get(number) ?? 0) + weight);
  }
  let best: readonly [number, number] | undefined;
  for (const [number, gain] of gains) {
    if (!best || gain > best[1] || (gain === best[1] && number < best[0])) best = [number, gain];
  }
  return best;
}

interface Passages {
  readonly numbers: readonly number[];
  readonly coverage: number;
  readonly shared: number;
}

function passagesFor(claim: string, source: SourceIndex): Passages {
  const open = new Map(weigh(claim, source));
  const terms = open.size;
  const total = [...open.values()].reduce((sum, weight) => sum + weight, 0);
  const numbers: number[] = [];
  let held = 0;
  while (numbers.length < MAX_PASSAGES && total > 0) {
    const best = bestSentence(open, source);
    if (!best || (numbers.length > 0 && best[1] / total < PASSAGE_GAIN)) break;
    numbers.push(best[0]);
    held += best[1];
    for (const term of open.keys()) if (source.terms[best[0]]?.has(term)) open.delete(term);
  }
  return { numbers, coverage: total > 0 ? held / total : 0, shared: terms - open.size };
}

function isFound({ coverage, shared }: Passages, claim: string, source: SourceIndex): boolean {
  if (isForeignTo(claim, source)) return coverage >= FOUND_FOREIGN;
  return coverage * Math.log(1 + shared) >= (source.chinese ? FOUND_CHINESE : FOUND_OTHER);
}

function spansOf(numbers: readonly number[], source: SourceIndex): readonly Span[] {
  return [...numbers].sort((a, b) => a - b).flatMap((number) => source.sentences[number] ?? []);
}

/**
 * Finds the passages that one sentence of a summary rests on. Verbatim (but for spacing, width, case and punctuation) is "quoted";
 * enough shared words, weighted by their rarity in the source, is "paraphrased"; else "not found", with no spans.
 * A claim in another language than the source is compared by its names and numbers only. Never throws; spans lie inside the source.
 */
export function alignSentence(claim: string, source: SourceIndex): Alignment {
  const passages = passagesFor(claim, source);
  const { numbers, coverage, shared } = passages;
  const needle = squeeze(claim).text;
  const verbatim = needle.length >= SHORTEST_QUOTE ? findSqueezed(source.squeezed, needle) : undefined;
  if (verbatim) return { match: "quoted", spans: [verbatim], nearest: numbers, coverage: 1, shared };
  return isFound(passages, claim, source)
    ? { match: "paraphrased", spans: spansOf(numbers, source), nearest: numbers, coverage, shared }
    : { match: "not found", spans: [], nearest: numbers, coverage, shared };
}
