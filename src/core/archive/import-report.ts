import type { ProblemRecord } from "../item.ts";

/** An import as the message it came with tells it. */
export interface ImportReport {
  readonly filename: string;
  readonly state: "running" | "done" | "failed";
  readonly problem?: ProblemRecord;
  readonly total: number;
  readonly filed: number;
  readonly known: number;
  readonly skipped: number;
  /** What was left out, most frequent reason first; filled when the import is done. */
  readonly leftOut: readonly LeftOut[];
}

/** One reason, how many entries it stopped, and the names of the first few. */
export interface LeftOut {
  readonly why: string;
  readonly count: number;
  readonly names: readonly string[];
}
