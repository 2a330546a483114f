/** A sentence that may be chosen: what it costs, and the units it would bring. */
export interface Candidate {
  /** UTF-16 code units. */
  readonly length: number;
  /** Each unit once. */
  readonly units: readonly string[];
}

/** What choosing is bound by. */
export interface Budget {
  readonly maxCharacters: number;
  readonly maxSentences: number;
}

/** Gain is divided by length to this power: 1 prefers scraps, 0 prefers the longest. 0.7 to 1 tie on saved files. */
const LENGTH_POWER = 0.9;
/** Rounds of exchanging after the greedy choice; two or three are enough on real texts. */
const MOST_EXCHANGES = 6;

type Worths = ReadonlyMap<string, number>;

function worthOf(candidate: Candidate, worths: Worths, covered: ReadonlySet<string>): number {
  let worth = 0;
  for (const unit of candidate.units) if (!covered.has(unit)) worth += worths.get(unit) ?? 0;
  return worth;
}

function coveredBy(chosen: readonly number[], candidates: readonly Candidate[]): Set<string> {
  return new Set(chosen.flatMap((at) => candidates[at]?.units ?? []));
}

function lengthOf(chosen: readonly number[], candidates: readonly Candidate[]): number {
  return chosen.reduce((sum, at) => sum + (candidates[at]?.length ?? 0), 0);
}

/** Adds to `chosen`, one by one, the sentence with the most new worth for its length, while the budget lasts; those chosen count into it. */
export function fill(
  chosen: readonly number[],
  candidates: readonly Candidate[],
  worths: Worths,
  budget: Budget,
): readonly number[] {
  const filled = [...chosen];
  const covered = coveredBy(chosen, candidates);
  let left = budget.maxCharacters - lengthOf(chosen, candidates);
  while (filled.length < budget.maxSentences) {
    let best = -1;
    let bestGain = 0;
    for (const [at, candidate] of candidates.entries()) {
      if (candidate.length > left || filled.includes(at)) continue;
      const gain = worthOf(candidate, worths, covered) / Math.max(1, candidate.length) ** LENGTH_POWER;
      if (gain > bestGain) [best, bestGain] = [at, gain];
    }
    const taken = candidates[best];
    if (!taken) break;
    filled.push(best);
    left -= taken.length;
    for (const unit of taken.units) covered.add(unit);
  }
  return filled;
}

function totalWorth(chosen: readonly number[], candidates: readonly Candidate[], worths: Worths): number {
  let worth = 0;
  for (const unit of coveredBy(chosen, candidates)) worth += worths.get(unit) ?? 0;
  return worth;
}

/** The best choice that differs in one sentence and what then still fits, or `undefined` when none is better. */
function exchanged(
  chosen: readonly number[],
  candidates: readonly Candidate[],
  worths: Worths,
  budget: Budget,
): readonly number[] | undefined {
  let best: readonly number[] | undefined;
  let bestWorth = totalWorth(chosen, candidates, worths) + 1e-9;
  for (const out of chosen) {
    const rest = chosen.filter((at) => at !== out);
    const room = budget.maxCharacters - lengthOf(rest, candidates);
    for (const [at, candidate] of candidates.entries()) {
      if (candidate.length > room || chosen.includes(at)) continue;
      const other = fill([...rest, at], candidates, worths, budget);
      const worth = totalWorth(other, candidates, worths);
      if (worth > bestWorth) [best, bestWorth] = [other, worth];
    }
  }
  return best;
}

/** Exchanging looks at no more than this many sentences, the most worthy for their length. */
const MOST_EXCHANGED = 24;

function mostWorthy(candidates: readonly Candidate[], worths: Worths, chosen: readonly number[]): readonly number[] {
  const none = new Set<string>();
  const ranked = candidates
    .map((candidate, at) => ({
      at,
      gain: worthOf(candidate, worths, none) / Math.max(1, candidate.length) ** LENGTH_POWER,
    }))
    .sort((a, b) => b.gain - a.gain || a.at - b.at)
    .slice(0, MOST_EXCHANGED)
    .map(({ at }) => at);
  return [...new Set([...ranked, ...chosen])].sort((a, b) => a - b);
}

/**
 * Chooses the sentences that together cover the most worth: greedily, then by exchanging single sentences while that helps.
 * @param worths what each unit is worth; a unit counts once
 * @returns their positions, in reading order; never over budget
 */
export function chooseByCoverage(candidates: readonly Candidate[], worths: Worths, budget: Budget): readonly number[] {
  const greedy = fill([], candidates, worths, budget);
  const pool = mostWorthy(candidates, worths, greedy);
  const pooled = pool.flatMap((at) => candidates[at] ?? []);
  let chosen: readonly number[] = greedy.map((at) => pool.indexOf(at));
  for (let round = 0; round < MOST_EXCHANGES; round += 1) {
    const better = exchanged(chosen, pooled, worths, budget);
    if (!better) break;
    chosen = better;
  }
  return chosen.flatMap((at) => pool[at] ?? []).sort((a, b) => a - b);
}
