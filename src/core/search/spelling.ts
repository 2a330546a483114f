/** A word that stands somewhere, and in how many items. */
export interface KnownWord {
  readonly word: string;
  readonly items: number;
}

/** A known word near to a mistyped one; `weight` says how sure that is, 0 to 1. */
export interface Spelling {
  readonly word: string;
  readonly weight: number;
}

/** The most spellings one word is taken for. */
const MOST_SPELLINGS = 4;

/** How many slips a word of this length may hold: none under four letters, two from eight on. */
export function slipsAllowed(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/**
 * The known words that someone may have meant: those that differ by a slip or two (a letter too many, missing, wrong,
 * or swapped with its neighbour), nearest and then commonest first; else those that begin with what was typed.
 */
export function spellingsOf(word: string, known: readonly KnownWord[]): readonly Spelling[] {
  const slips = slipsAllowed(word);
  const near = known
    .map(({ word: other, items }) => ({ word: other, items, distance: slipsBetween(word, other, slips) }))
    .filter(({ distance }) => distance <= slips)
    .sort((a, b) => a.distance - b.distance || b.items - a.items);
  const nearest = near[0]?.distance;
  if (nearest !== undefined) {
    const best = near.filter(({ distance }) => distance === nearest).slice(0, MOST_SPELLINGS);
    return best.map((found) => ({ word: found.word, weight: found.distance <= 1 ? 0.8 : 0.6 }));
  }
  const longer = known.filter(({ word: other }) => word.length >= 3 && other.startsWith(word));
  return [...longer]
    .sort((a, b) => b.items - a.items)
    .slice(0, MOST_SPELLINGS)
    .map((found) => ({ word: found.word, weight: 0.5 }));
}

/**
 * Slips between two words: Damerau-Levenshtein distance with each pair swapped at most once (optimal string alignment).
 * Anything over `limit` comes back as `limit + 1`.
 */
export function slipsBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1)
      current[column] = slipsAt(a, b, row, column, { current, last, beforeLast });
    if (Math.min(...current) > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}

interface Rows {
  readonly current: readonly number[];
  readonly last: readonly number[];
  readonly beforeLast: readonly number[];
}

function slipsAt(a: string, b: string, row: number, column: number, { current, last, beforeLast }: Rows): number {
  const same = a[row - 1] === b[column - 1];
  const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return Math.min(
    (last[column] ?? 0) + 1,
    (current[column - 1] ?? 0) + 1,
    (last[column - 1] ?? 0) + (same ? 0 : 1),
    swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
  );
}
