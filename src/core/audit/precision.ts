import type { Check } from "./finding.ts";

/** How often a check was right, by hand. */
export interface Measured {
  readonly labelled: number;
  readonly right: number;
  /** Whether a reader of the card is served by hearing it, if it is right often enough. */
  readonly concernsReaders: boolean;
}

/** A check that is right less often than this stays off the card. */
export const CARD_PRECISION = 0.9;
/** With fewer cases than this a share means nothing. */
export const FEWEST_CASES = 3;

export const PRECISION: Readonly<Record<Check, Measured>> = {
  // 16 of 16 over the whole public archive of the format (DESIGN, section 7), 1 of 1 in its development part.
  year: { labelled: 17, right: 17, concernsReaders: true },
  "year absent": { labelled: 0, right: 0, concernsReaders: true },
  number: { labelled: 0, right: 0, concernsReaders: true },
  quotation: { labelled: 0, right: 0, concernsReaders: true },
  name: { labelled: 0, right: 0, concernsReaders: true },
  length: { labelled: 0, right: 0, concernsReaders: false },
  mock: { labelled: 0, right: 0, concernsReaders: true },
  note: { labelled: 0, right: 0, concernsReaders: false },
  conflict: { labelled: 0, right: 0, concernsReaders: true },
  sentence: { labelled: 0, right: 0, concernsReaders: true },
};

/** Whether a check may put a warning on the card. */
export function mayWarnOnCard(check: Check): boolean {
  const { labelled, right, concernsReaders } = PRECISION[check];
  return concernsReaders && labelled >= FEWEST_CASES && right / labelled >= CARD_PRECISION;
}
