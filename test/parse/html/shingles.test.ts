import { expect, test } from "vitest";
import { average, scorePage } from "../../eval/shingles.ts";

// Worked by hand. Seven words are four shingles: abcd bcde cdef defg.
const TRUTH = "a b c d e f g";

test("the same text is all right and all found", () => {
  expect(scorePage(TRUTH, "a, b: c d (e) f g!")).toEqual({ precision: 1, recall: 1 });
});

test("a text cut short is right, and part of it found", () => {
  // Found: abcd bcde, 2 of 4.
  expect(scorePage(TRUTH, "a b c d e")).toEqual({ precision: 1, recall: 0.5 });
});

test("a text with more around it is found, and part of it right", () => {
  // x a b c d e f g: xabc and the four; 4 of 5 right.
  expect(scorePage(TRUTH, "x a b c d e f g")).toEqual({ precision: 0.8, recall: 1 });
});

test("a shingle said twice counts twice", () => {
  // a a a a a: the shingle aaaa twice, once in the truth.
  expect(scorePage("a a a a", "a a a a a")).toEqual({ precision: 0.5, recall: 1 });
});

test("a short text is one shingle, an empty one none", () => {
  expect(scorePage("a b", "a b")).toEqual({ precision: 1, recall: 1 });
  expect(scorePage("a b", "")).toEqual({ precision: undefined, recall: 0 });
  expect(scorePage("", "a b")).toEqual({ precision: 0, recall: undefined });
});

test("F1 is made of the averages, and pages without a precision do not lower it", () => {
  const score = average([
    { precision: 1, recall: 0.5 },
    { precision: 0.8, recall: 1 },
    { precision: undefined, recall: 0 },
  ]);
  expect(score.precision).toBeCloseTo(0.9);
  expect(score.recall).toBeCloseTo(0.5);
  expect(score.f1).toBeCloseTo((2 * 0.9 * 0.5) / 1.4);
});
