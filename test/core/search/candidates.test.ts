import { expect, test } from "vitest";
import { leadsTo, leadsToBest, type Slot } from "../../../src/core/search/candidates.ts";

/** A word in its spellings. */
const word = (...terms: readonly string[]): Slot => ({ alternatives: terms.map((term) => ({ term, weight: 1 })) });
const counted = (counts: Readonly<Record<string, number>>) => (term: string) => ({ "*": 10_000, ...counts })[term] ?? 0;
const queries = (slots: readonly Slot[], counts: Readonly<Record<string, number>>) =>
  leadsTo(slots, counted(counts)).map(({ query }) => query);

test("a rare word brings its items, a common one those with all common words", () => {
  expect(queries([word("zebra"), word("model"), word("data")], { zebra: 3, model: 4_000, data: 3_000 })).toEqual([
    "'zebra'",
    "(('model') & ('data'))",
  ]);
});

test("of several spellings of a common word any will do", () => {
  expect(queries([word("papertrail", "paper"), word("trail", "papertrail")], { papertrail: 900, trail: 800 })).toEqual([
    "(('papertrail') & ('trail' | 'papertrail'))",
  ]);
});

test("a term that two words stand for brings its items once, for the worth of both", () => {
  const [once, ...more] = leadsTo([word("papertrail"), word("papertrail")], counted({ papertrail: 5 }));
  const [single] = leadsTo([word("papertrail")], counted({ papertrail: 5 }));
  expect(more).toEqual([]);
  expect(once?.gain).toBeCloseTo(2 * (single?.gain ?? 0));
});

test("of several common words the items that have all of them, one in the title, where those are many", () => {
  const best = (slots: readonly Slot[], counts: Readonly<Record<string, number>>) =>
    leadsToBest(slots, counted(counts)).map(({ query }) => query);
  const common = { model: 4_000, data: 3_000, "^model": 900, "^data": 600 };
  expect(best([word("model"), word("data")], common)).toEqual([
    "'^data' & (('model') & ('data'))",
    "'^model' & (('model') & ('data'))",
  ]);
  expect(best([word("model")], common)).toEqual([]);
  expect(best([word("model"), word("data"), word("zebra")], { ...common, zebra: 3 })).toEqual([]);
  expect(best([word("model"), word("data")], { ...common, "^model": 90, "^data": 60 })).toEqual([]);
});
