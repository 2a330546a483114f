/** One line of the bench: our figure, what it is held against, and how many times better ours is. */
export interface BenchRow {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
}
