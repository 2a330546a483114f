import fc from "fast-check";
import { expect, test } from "vitest";
import { tokensOf } from "../../../src/core/search/tokens.ts";

const terms = (text: string) => tokensOf(text).map(({ term }) => term);

test("a run of Chinese gives each character with its neighbour, and the last alone", () => {
  expect(tokensOf("大灯亮").map(({ term, position }) => [term, position])).toEqual([
    ["大灯", 0],
    ["灯亮", 1],
    ["亮", 2],
  ]);
});

test("traditional and simplified, full and half width, accents and case are alike", () => {
  expect(terms("機器學習")).toEqual(terms("机器学习"));
  expect(terms("ＧＰＴ－４ｏ Café")).toEqual(terms("gpt-4o cafe"));
});

test("every spelling of a name with a number finds the others", () => {
  for (const spelling of ["GPT-4o", "gpt4o", "gpt 4o", "GPT－4o"]) {
    expect(terms(spelling)).toEqual(expect.arrayContaining(["gpt", "4o", "gpt4o"]));
  }
  expect(terms("GPT-4o-mini")).toEqual(expect.arrayContaining(["gpt4o", "gpt4omini", "mini"]));
});

test("English words are stemmed, and known as written where the stem differs", () => {
  expect(terms("Models modelling")).toEqual(["model", "~models", "model", "~modelling"]);
  expect(terms("don't Ana's C++ 3.5")).toEqual(expect.arrayContaining(["ana", "c++", "3.5"]));
});

test("a Latin word is itself where Chinese touches it", () => {
  expect(terms("发布OpenAI的Whisper模型")).toEqual(["发布", "布", "openai", "的", "whisper", "模型", "型"]);
  expect(terms("用C++写C#更快 #新闻API#发布")).toEqual(expect.arrayContaining(["c++", "c#", "api", "发布"]));
});

test("a number is found with its unit and without, whether a space is between them or not", () => {
  const written = ["20", "20亿", "亿美", "美元", "元"];
  expect(terms("20亿美元")).toEqual(written);
  expect(terms("20 亿美元")).toEqual(written);
});

test("kana and hangul are cut into pairs too, and other scripts into words", () => {
  expect(terms("カタカナ")).toEqual(["カタ", "タカ", "カナ", "ナ"]);
  expect(terms("한국어")).toEqual(["한국", "국어", "어"]);
  expect(terms("Привет мир")).toEqual(["привет", "мир"]);
});

test("of a word that is none for its length the beginning counts", () => {
  expect(terms(`${"x".repeat(50)} y`)).toEqual(["x".repeat(40), "y"]);
});

test("emoji and punctuation give nothing", () => {
  expect(terms("😀 👩‍👩‍👧 … — %_'\\")).toEqual([]);
});

test("never throws; positions rise; spans lie inside the text", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.stringMatching(/^[大灯a-z0-9. -]{0,30}$/)),
      (text) => {
        let last = 0;
        for (const { term, position, start, end } of tokensOf(text)) {
          expect(term.length).toBeGreaterThan(0);
          expect(position).toBeGreaterThanOrEqual(last - 4);
          expect(start >= 0 && end > start && end <= text.length).toBe(true);
          last = position;
        }
      },
    ),
    { numRuns: 1_000 },
  );
});
