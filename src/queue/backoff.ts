/** Tries before a job is given up. */
export const ATTEMPTS = 8;

/** Each wait is this many times the one before. */
const FACTOR = 4;
const LONGEST_MS = 60 * 60_000;
/** The part of a wait that chance may take away, so that jobs that failed together do not come back together. */
const JITTER = 0.25;

/**
 * Milliseconds to wait after the `failures`th failure (1 and up): with 2 s as `firstMs` about 2 s, 8 s, 32 s, 2 min,
 * 9 min, 34 min and 1 h. All seven together last longer than an hour in which Slack is down.
 */
export function backoff(failures: number, firstMs: number, random: () => number): number {
  const longest = Math.min(firstMs * FACTOR ** (failures - 1), LONGEST_MS);
  return Math.round(longest * (1 - JITTER * random()));
}
