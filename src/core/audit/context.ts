import { indexSource, type SourceIndex } from "./align.ts";
import { type Readings, readingsOf } from "./compare-figures.ts";
import { figuresIn } from "./figures.ts";
import { relativeYearsIn, yearsIn, yearsOfWriting } from "./years.ts";

/** A source with everything worked out that the checks look claims up in. */
export interface AuditContext {
  readonly index: SourceIndex;
  /** What its numbers may be said as. */
  readonly figures: Readings;
  /** Every year it names. */
  readonly years: ReadonlySet<number>;
  /** What its words 去年, 今年 … add to the year of writing. */
  readonly yearOffsets: ReadonlySet<number>;
  /** The years the text may have been written in; nothing when no date is known. */
  readonly writtenIn: readonly number[] | undefined;
  /** The first letters of the Latin words in order, lower case, to recognise an abbreviation. */
  readonly initials: string;
}

/** A range of more years than this is no range of years. */
const LONGEST_RANGE = 150;

function yearsBetween(from: number, to: number): readonly number[] {
  if (!(to >= from && to - from <= LONGEST_RANGE)) return [from, to];
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** A passage is looked through for figures and years up to here (UTF-16 code units). */
const LONGEST_PASSAGE = 2000;

/** The words of a sentence of the source, and where they start. */
export function passage(context: AuditContext, number: number): { readonly text: string; readonly start: number } {
  const { start, end } = context.index.sentences[number] ?? { start: 0, end: 0 };
  return { text: context.index.text.slice(start, Math.min(end, start + LONGEST_PASSAGE)), start };
}

/** Works a source out once, for all sentences of a summary. Linear in its length. */
export function contextOf(
  source: string,
  dates: { readonly postedAt?: string; readonly savedAt?: string },
): AuditContext {
  const words = source.match(/\p{Script=Latin}+/gu) ?? [];
  return {
    index: indexSource(source),
    figures: readingsOf(figuresIn(source)),
    years: new Set(yearsIn(source).flatMap(({ from, to }) => yearsBetween(from, to))),
    yearOffsets: new Set(relativeYearsIn(source).map(({ offset }) => offset)),
    writtenIn: yearsOfWriting(dates),
    initials: words.map((word) => word.charAt(0).toLowerCase()).join(""),
  };
}
