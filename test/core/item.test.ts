import { expect, test } from "vitest";
import { readingMinutes } from "../../src/core/item.ts";

test("a text takes the minutes that its words and its Han characters take", () => {
  expect(readingMinutes("")).toBe(0);
  expect(readingMinutes("word ".repeat(20))).toBe(1);
  expect(readingMinutes("word ".repeat(2_380))).toBe(10);
  expect(readingMinutes("字".repeat(3_000))).toBe(10);
});

test("the end of a long text is taken to be like its beginning", () => {
  expect(readingMinutes("word ".repeat(238_000))).toBe(1_000);
});
