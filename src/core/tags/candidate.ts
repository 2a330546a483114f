/** A phrase that may become a tag, with all that is known of it in one text. */
export interface Candidate {
  /** As it is written most often. */
  readonly text: string;
  /** What makes two spellings one phrase. */
  readonly key: string;
  /** How many words it has. */
  readonly words: number;
  /** How often it stands in the text. */
  readonly count: number;
  /** How often it stands there as a whole run between stop words and marks. */
  readonly wholeRuns: number;
  /** Where it stands first, as a share of the text's words: 0 is the start. */
  readonly first: number;
  /** The mean rarity of its words, 0 (in every text) to 1 (in none). */
  readonly rarity: number;
  /** The rarity of its commonest word. */
  readonly leastRarity: number;
  readonly inTitle: boolean;
  /** Capitals inside a sentence, an acronym, or letters with digits. */
  readonly isName: boolean;
  /** Share of its words that are nouns as the segmenter has it; 1 where that is not known. */
  readonly nouns: number;
  /** How many of its words say nothing of a topic. */
  readonly generics: number;
  /** How many of its words no dictionary has. */
  readonly guesses: number;
}

/** A word on its way into candidates. */
export interface CandidateWord {
  readonly text: string;
  readonly key: string;
  readonly rarity: number;
  readonly isName: boolean;
  readonly isNoun: boolean;
  /** May it stand first in a phrase? */
  readonly canStart: boolean;
  /** May it stand last in a phrase? */
  readonly canEnd: boolean;
  /** May it be a phrase alone? */
  readonly canStand: boolean;
  /** Every text has it, and it says nothing of a topic. */
  readonly isGeneric: boolean;
  /** The segmenter put it together without a dictionary. */
  readonly isGuess: boolean;
}

/** Words without a stop word or mark between them, and where the first one stands in the text (counted in words). */
export interface Run {
  readonly words: readonly CandidateWord[];
  readonly position: number;
  readonly isTitle: boolean;
}

interface Tally {
  readonly words: readonly CandidateWord[];
  readonly spellings: Map<string, number>;
  count: number;
  wholeRuns: number;
  first: number;
  inTitle: boolean;
}

/** The longest phrase, in words. */
const LONGEST = 4;

function record(
  tallies: Map<string, Tally>,
  run: Run,
  from: number,
  to: number,
  joiner: (words: readonly string[]) => string,
): void {
  const words = run.words.slice(from, to);
  const key = words.map((word) => word.key).join(" ");
  const tally = tallies.get(key) ?? {
    words,
    spellings: new Map<string, number>(),
    count: 0,
    wholeRuns: 0,
    first: Number.POSITIVE_INFINITY,
    inTitle: false,
  };
  tallies.set(key, tally);
  const spelling = joiner(words.map((word) => word.text));
  tally.spellings.set(spelling, (tally.spellings.get(spelling) ?? 0) + 1);
  if (run.isTitle) {
    tally.inTitle = true;
    return;
  }
  tally.count += 1;
  if (words.length === run.words.length) tally.wholeRuns += 1;
  tally.first = Math.min(tally.first, run.position + from);
}

function mostWritten(spellings: ReadonlyMap<string, number>): string {
  return [...spellings].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

function candidateOf(key: string, tally: Tally, size: number): Candidate {
  const rarities = tally.words.map((word) => word.rarity);
  const count = tally.words.length;
  return {
    text: mostWritten(tally.spellings),
    key,
    words: count,
    count: tally.count,
    wholeRuns: tally.wholeRuns,
    first: tally.count === 0 ? 0 : tally.first / Math.max(1, size),
    rarity: rarities.reduce((sum, rarity) => sum + rarity, 0) / count,
    leastRarity: Math.min(...rarities),
    inTitle: tally.inTitle,
    isName: tally.words.some((word) => word.isName),
    nouns: tally.words.filter((word) => word.isNoun).length / count,
    generics: tally.words.filter((word) => word.isGeneric).length,
    guesses: tally.words.filter((word) => word.isGuess).length,
  };
}

/**
 * Every phrase of 1 to 4 words inside the runs, once each.
 * @param size the number of words of the whole text, stop words included
 * @param joiner puts the words of a phrase together as they are written
 */
export function candidatesOf(
  runs: readonly Run[],
  size: number,
  joiner: (words: readonly string[]) => string,
): readonly Candidate[] {
  const tallies = new Map<string, Tally>();
  for (const run of runs) {
    for (let from = 0; from < run.words.length; from += 1) {
      if (!run.words[from]?.canStart) continue;
      for (let to = from + 1; to <= Math.min(run.words.length, from + LONGEST); to += 1) {
        const last = run.words[to - 1];
        if (!last?.canEnd || (to - from === 1 && !last.canStand)) continue;
        record(tallies, run, from, to, joiner);
      }
    }
  }
  return [...tallies].map(([key, tally]) => candidateOf(key, tally, size));
}
