import fc from "fast-check";
import { expect, test } from "vitest";
import { proseSentences } from "../../../src/core/text/prose.ts";
import { splitSentences } from "../../../src/core/text/sentences.ts";

const split = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

test("Chinese sentences end at their marks, and a quotation keeps its own", () => {
  expect(split("团队发布了新工具。他问：“为什么？”这个问题很难！真的！！")).toEqual([
    "团队发布了新工具。",
    "他问：“为什么？”这个问题很难！",
    "真的！！",
  ]);
});

test("decimals, addresses, abbreviations, initials and ellipses end nothing", () => {
  expect(split("价格是3.5万元……听起来不贵。")).toEqual(["价格是3.5万元……听起来不贵。"]);
  expect(split("Dr. Ann B. Lee paid $3.5 million, e.g. for tea. See https://a.example/b.html?x=1. It works.")).toEqual([
    "Dr. Ann B. Lee paid $3.5 million, e.g. for tea.",
    "See https://a.example/b.html?x=1.",
    "It works.",
  ]);
  expect(split("Ärzte bzw. Praxen zahlen, ggf. Patienten auch. Das ist neu.")).toEqual([
    "Ärzte bzw. Praxen zahlen, ggf. Patienten auch.",
    "Das ist neu.",
  ]);
  expect(split("Am 12. September beginnt die Messe. Sie endet am 3. März.")).toEqual([
    "Am 12. September beginnt die Messe.",
    "Sie endet am 3. März.",
  ]);
  expect(split("Es waren 12. Julian kam als letzter.")).toEqual(["Es waren 12.", "Julian kam als letzter."]);
  expect(split("The end (see Fig. 2). GPT-4o is good! Is it?")).toEqual([
    "The end (see Fig. 2).",
    "GPT-4o is good!",
    "Is it?",
  ]);
});

test("a newline ends a sentence, and a list number does not", () => {
  expect(split("要点\n1. 先写测试\n2. 再写代码")).toEqual(["要点", "1. 先写测试", "2. 再写代码"]);
});

test("nothing but white space lies outside the sentences, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      let before = 0;
      for (const { start, end } of splitSentences(text)) {
        expect(text.slice(before, start).trim()).toBe("");
        expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
        expect(end).toBeGreaterThan(start);
        before = end;
      }
      expect(text.slice(before).trim()).toBe("");
    }),
    { numRuns: 500 },
  );
});

test("what stands before a sentence and says nothing is no part of it, whole words only", () => {
  const prose = (text: string) => proseSentences(text).map((sentence) => sentence.text);
  expect(prose("于是乎，三位研究人员推出了新的排队方法。")).toEqual(["三位研究人员推出了新的排队方法。"]);
  expect(prose("于是三位研究人员推出了新的排队方法。")).toEqual(["三位研究人员推出了新的排队方法。"]);
  expect(prose("转发 @青石札记：潮汐电站建成了。")).toEqual(["潮汐电站建成了。"]);
});
