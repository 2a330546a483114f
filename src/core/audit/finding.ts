import type { Span } from "../page.ts";

/** What an audit looks for. */
export const CHECKS = [
  "year",
  "year absent",
  "number",
  "quotation",
  "name",
  "length",
  "mock",
  "note",
  "conflict",
  "sentence",
] as const;
export type Check = (typeof CHECKS)[number];

/** Where a finding stands in the summary, and the words there. */
interface Place {
  readonly at: Span;
  readonly claimed: string;
}

/** One thing in a summary that its own source does not bear out, as a check gives it. `passage` points into the source. */
export type RawFinding = Place &
  (
    | {
        /** The summary names a year, the passage says 今年, "last year" …, and the day of the post makes that another year; or the other way round. */
        readonly kind: "year";
        readonly said: string;
        /** What it means, given the day of the post. */
        readonly means: number;
        readonly passage?: Span;
      }
    /** A year that the source names nowhere. */
    | { readonly kind: "year absent" }
    /** A number that is not in the source, not even rounded; `passage` is where it would be, `said` the nearest number of its kind there. */
    | { readonly kind: "number"; readonly said?: string; readonly passage?: Span }
    /** Words in quotation marks that the source does not have. */
    | { readonly kind: "quotation" }
    /** A name in Latin letters that the source does not have. */
    | { readonly kind: "name" }
    /** The summary says how long it is, and is not. Characters, counted in the way nearest to the claim. */
    | { readonly kind: "length"; readonly actual: number }
    /** A sentence that would fit any text, with nothing of this one in the whole summary. */
    | { readonly kind: "mock" }
    /** A word to whoever asked for the summary ("Here is a summary"), not to its reader. */
    | { readonly kind: "note" }
    /** A mark left by a failed merge. */
    | { readonly kind: "conflict" }
    /** A sentence with nothing under it. */
    | { readonly kind: "sentence" }
  );

/** A finding with the say on where it is told: on the card only if its check was measured right often enough, else in the modal. */
export type Finding = RawFinding & { readonly onCard: boolean };
