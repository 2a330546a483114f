/** A sentence that may be chosen: what it would cost, and what it would bring. */
export interface Candidate {
  /** UTF-16 code units. */
  readonly length: number;
  readonly units: readonly string[];
  readonly score: number;
}

/** What choosing is bound by. */
export interface Budget {
  readonly maxCharacters: number;
  readonly maxSentences: number;
}

/** Gain is divided by length to this power: 1 prefers scraps, 0 prefers the longest. */
const LENGTH_POWER = 0.8;

/** Weighs each unit by the scores of the sentences that have it: what good sentences share is what a summary should say. */
export function unitWeights(candidates: readonly Candidate[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { units, score } of candidates) {
    for (const unit of new Set(units)) weights.set(unit, (weights.get(unit) ?? 0) + Math.max(0, score));
  }
  return weights;
}

function gainOf(candidate: Candidate, weights: ReadonlyMap<string, number>, covered: ReadonlySet<string>): number {
  let gain = 0;
  for (const unit of new Set(candidate.units)) if (!covered.has(unit)) gain += weights.get(unit) ?? 0;
  return gain / Math.max(1, candidate.length) ** LENGTH_POWER;
}

/**
 * Chooses sentences one by one, each time the one that brings the most new weight for its length, while the budget lasts.
 * @returns their positions, in reading order; never over budget
 */
export function chooseByCoverage(candidates: readonly Candidate[], budget: Budget): readonly number[] {
  const weights = unitWeights(candidates);
  const covered = new Set<string>();
  const chosen = new Set<number>();
  let left = budget.maxCharacters;
  while (chosen.size < budget.maxSentences) {
    let best = -1;
    let bestGain = 0;
    for (const [at, candidate] of candidates.entries()) {
      if (candidate.length > left || chosen.has(at)) continue;
      const gain = gainOf(candidate, weights, covered);
      if (gain > bestGain) [best, bestGain] = [at, gain];
    }
    const taken = candidates[best];
    if (!taken) break;
    chosen.add(best);
    left -= taken.length;
    for (const unit of taken.units) covered.add(unit);
  }
  return [...chosen].sort((a, b) => a - b);
}
