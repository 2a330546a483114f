import type { Figure } from "./figures.ts";

/** A rounded number is within half of its last counting place, and never further off than this share of itself. */
const ROUNDING_SHARE = 0.1;
/** With a word such as 约 or "over" it may be off by a whole place, within this share. */
const LOOSE_SHARE = 0.25;

function isNear(claimed: number, said: number, claim: Figure): boolean {
  const gap = Math.abs(claimed - said);
  if (gap <= Math.abs(said) * 1e-9) return true;
  const places = claim.isLoose ? 1 : 0.5;
  const share = claim.isLoose ? LOOSE_SHARE : ROUNDING_SHARE;
  return gap <= claim.place * places * (1 + 1e-9) && gap <= Math.abs(said) * share;
}

/** What a number of the source may also be said as: a percentage as a share of one or as a factor, and a share of one as percent. */
function readings(said: Figure): readonly number[] {
  const more = said.values.flatMap((value) => {
    if (said.isPercent) return [value / 100, 1 + value / 100, ...(said.isLess ? [100 - value] : [])];
    return value > 0 && value <= 1 ? [value * 100] : [];
  });
  return [...said.values, ...more];
}

/** What a claim may mean besides what it says: of what went down, what is left; of a growth, the factor. */
function meanings(claim: Figure): readonly number[] {
  const [value = Number.NaN, ...others] = claim.values;
  if (!claim.isPercent) return others;
  return [...others, 1 + value / 100, ...(claim.isLess ? [100 - value] : [])];
}

function holdsNear(said: Readings, value: number): boolean {
  const slack = Math.abs(value) * 1e-9;
  return (said[firstFrom(said, value - slack)] ?? Number.NaN) <= value + slack;
}

/** The numbers a source may be said to hold, in ascending order, each once. */
export type Readings = Float64Array;

/** Works out what the figures of a source may be said as, for many claims to be looked up in. */
export function readingsOf(figures: readonly Figure[]): Readings {
  const all = new Set(figures.flatMap(readings).filter((value) => Number.isFinite(value)));
  return Float64Array.from(all).sort();
}

/** The place of the first value not under `value`. */
function firstFrom(sorted: Readings, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Whether a source holds what a claim means: the same after 万/亿/千, k/M/B, percent and Chinese numerals are worked out,
 * or a number that the claim is rounded from.
 */
export function holdsFigure(said: Readings, claim: Figure): boolean {
  const [meaning = Number.NaN] = claim.values;
  if (meanings(claim).some((value) => holdsNear(said, value))) return true;
  const reach = claim.place * 1.001 + Math.abs(meaning) * 1e-9;
  for (let at = firstFrom(said, meaning - reach); at < said.length; at += 1) {
    const value = said[at] ?? Number.NaN;
    if (!(value <= meaning + reach)) return false;
    if (isNear(meaning, value, claim)) return true;
  }
  return false;
}
