const RESAMPLES = 2_000;

/** Numbers from 0 to 1 that come the same every time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The paired bootstrap 95 % interval of the mean of `differences` (one for each text), from 2,000 resamples with a fixed seed.
 * @returns the 2.5th and 97.5th percentile; both 0 when there are no differences
 */
export function interval95(differences: readonly number[]): readonly [number, number] {
  if (differences.length === 0) return [0, 0];
  const random = seeded(4);
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let draw = 0; draw < differences.length; draw += 1) {
      sum += differences[Math.floor(random() * differences.length)] ?? 0;
    }
    return sum / differences.length;
  }).sort((a, b) => a - b);
  return [means[Math.floor(RESAMPLES * 0.025)] ?? 0, means[Math.floor(RESAMPLES * 0.975)] ?? 0];
}
