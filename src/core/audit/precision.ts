import type { Check } from "./finding.ts";

interface Share {
  readonly labelled: number;
  readonly right: number;
}

/** How often a check was right, by hand. */
export interface Measured extends Share {
  /** Whether a reader of the card is served by hearing it, if it is right often enough. */
  readonly concernsReaders: boolean;
  /** Cases measured on text that is not among the labels. */
  readonly elsewhere?: Share;
}

/** A check that is right less often than this stays off the card. */
export const CARD_PRECISION = 0.9;
/** With fewer cases than this a share means nothing. */
const FEWEST_CASES = 4;

/**
 * What decides where a finding is told. Every finding on the 150 development files of the saved-post archive was read and judged; the labels
 * are in test/eval/audit-labels.json, `npm run eval -- audit` prints the table. "Right" means that a reader who compares would agree that the
 * text does not say so; a quotation that alters a word or two, and a name that translates one of the text, were counted as wrong.
 * The check of years was also measured on the whole public archive before this code was written: right 16 of 16 times;
 * "a number is missing" was right 13 of 33 times there, and here no number was found missing.
 * Few cases of mock text and merge marks exist there, so those checks were also held against 1,453 summaries that people wrote (SciTLDR dev):
 * none raised an alarm.
 * A false claim of length and a note to the prompter say nothing on whether the summary is true, so they stay in the modal.
 */
export const PRECISION: Readonly<Record<Check, Measured>> = {
  year: { labelled: 1, right: 1, concernsReaders: true, elsewhere: { labelled: 16, right: 16 } },
  "year absent": { labelled: 0, right: 0, concernsReaders: true },
  number: { labelled: 0, right: 0, concernsReaders: true, elsewhere: { labelled: 33, right: 13 } },
  quotation: { labelled: 12, right: 3, concernsReaders: true },
  name: { labelled: 4, right: 2, concernsReaders: true },
  length: { labelled: 20, right: 20, concernsReaders: false },
  mock: { labelled: 4, right: 4, concernsReaders: true },
  note: { labelled: 6, right: 6, concernsReaders: false },
  conflict: { labelled: 7, right: 7, concernsReaders: true },
  sentence: { labelled: 59, right: 33, concernsReaders: true },
};

/** Whether a check may put a warning on the card. */
export function mayWarnOnCard(check: Check): boolean {
  const { labelled, right, concernsReaders, elsewhere = { labelled: 0, right: 0 } } = PRECISION[check];
  const cases = labelled + elsewhere.labelled;
  return concernsReaders && cases >= FEWEST_CASES && (right + elsewhere.right) / cases >= CARD_PRECISION;
}
