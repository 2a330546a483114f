import fc from "fast-check";
import { expect, test } from "vitest";
import { auditSummary } from "../../../src/core/audit/audit.ts";
import { findingSentence } from "../../../src/core/audit/say.ts";

const PIECES =
  "去年,2024年,今年,12%,三成,3.5万,一百二十万,“引用”,GPT-4o,（99字）,<<<<<<< HEAD,last year,in 2021,1）,。,\n,\u{1F600},𠮷野,１２３,×10⁻³,http://a.b/c,注：,=======,「,》,\u0000,\ud800";
const words = fc.array(fc.oneof(fc.constantFrom(...PIECES.split(",")), fc.string({ unit: "binary", maxLength: 8 })), {
  maxLength: 40,
});
const text = words.map((pieces) => pieces.join(""));
const date = fc.constantFrom(undefined, "2025-01-01", "2024-12-31T23:30:00Z", "yesterday", "");

test("any two texts are audited without an error, and every span lies inside its text", () => {
  fc.assert(
    fc.property(
      text,
      text,
      date,
      fc.option(fc.nat(), { nil: undefined }),
      (summary, source, postedAt, claimedLength) => {
        const audit = auditSummary({
          summary,
          source,
          ...(postedAt === undefined ? {} : { postedAt }),
          ...(claimedLength === undefined ? {} : { claimedLength }),
        });
        for (const { spans, text: words, at } of audit.sentences) {
          expect(summary.slice(at.start, at.end)).toBe(words);
          for (const { start, end } of spans) expect(start >= 0 && start < end && end <= source.length).toBe(true);
        }
        for (const finding of audit.findings) {
          const { start, end } = finding.at;
          expect(start >= 0 && start <= end && end <= summary.length).toBe(true);
          if ("passage" in finding && finding.passage) expect(finding.passage.end <= source.length).toBe(true);
          expect(findingSentence(finding, "en")).not.toMatch(/verified/i);
          expect(findingSentence(finding, "zh")).not.toBe("");
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("a text is found whole in itself", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\u4e00-\u4eff]{6,30}$/u), text, (sentence, before) => {
      const audit = auditSummary({ summary: sentence, source: `${before}\n${sentence}` });
      expect(audit.sentences.every(({ match }) => match === "quoted")).toBe(true);
    }),
  );
});

const milliseconds = (summary: string, source: string): number => {
  const start = performance.now();
  auditSummary({ summary, source, postedAt: "2025-01-01" });
  return performance.now() - start;
};

test.each([
  ["digits", "1", "2"],
  ["openers", "“", "（"],
  ["numerals", "万", "一"],
  ["joints", "a-", "1."],
  ["numbers on one line", "57% ", "去年58% "],
  ["prose", "潮汐电站去年供电42%，in 2021 it grew. ", "潮汐电站2019年供电41%。"],
])("hostile length is bounded: %s", (_, source, summary) => {
  milliseconds(summary.repeat(100), source.repeat(100));
  expect(milliseconds(summary.repeat(4000), source.repeat(30_000))).toBeLessThan(8000);
});
