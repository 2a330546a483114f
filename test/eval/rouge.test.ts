import { expect, test } from "vitest";
import { bestRouge, rouge, rougeTokens } from "./rouge.ts";

test("tokens are Han characters one by one and stemmed words", () => {
  expect(rougeTokens("用GPT-4o排队，Queues waiting")).toEqual(["用", "gpt", "4o", "排", "队", "queue", "wait"]);
});

test("ROUGE worked by hand, English", () => {
  // the cat sat | the cat ate fish: unigrams 2 of 3 and 4, bigrams 1 of 2 and 3, subsequence "the cat" 2 of 3 and 4.
  const score = rouge("the cat sat", "the cat ate fish");
  expect(score.one).toBeCloseTo((2 * 2) / 7, 10);
  expect(score.two).toBeCloseTo((2 * 1) / 5, 10);
  expect(score.l).toBeCloseTo((2 * 2) / 7, 10);
  expect(score.mean).toBeCloseTo((4 / 7 + 2 / 5 + 4 / 7) / 3, 10);
});

test("ROUGE worked by hand, Chinese with a repeated character and another order", () => {
  // 猫 猫 吃 鱼 | 鱼 吃 猫: unigrams 3 of 4 and 3 (猫 counts once), no shared pair, subsequence of one.
  const score = rouge("猫猫吃鱼", "鱼吃猫");
  expect(score.one).toBeCloseTo((2 * 3) / 7, 10);
  expect(score.two).toBe(0);
  expect(score.l).toBeCloseTo((2 * 1) / 7, 10);
});

test("the same text scores 1, an empty one 0, and the best of several references counts", () => {
  expect(rouge("one two three", "one two three").mean).toBe(1);
  expect(rouge("", "one").mean).toBe(0);
  expect(bestRouge("one two", ["three four", "one two"]).mean).toBe(1);
});
