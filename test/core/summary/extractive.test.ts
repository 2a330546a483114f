import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractiveSummary } from "../../../src/core/summary/extractive.ts";
import type { SummaryRequest } from "../../../src/core/summary/summary.ts";

function aRequest(overrides: Partial<SummaryRequest>): SummaryRequest {
  return { title: "", text: "", language: "und", hashtags: [], maxCharacters: 140, ...overrides };
}

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        "我们提出了一种新的方法",
        "但是，",
        "“真的吗？”",
        "We propose a queue",
        " e.g. this",
        "。",
        "！",
        ". ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "#话题#",
        "原文：网页链接",
        "https://example.com/a?b=1.2",
        "😀",
        "👩‍🔬",
        "【图1】",
        "3.5万",
        "…",
        "(see Fig. 2)",
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join("")),
);

describe("any text at all", () => {
  test("every quoted sentence is exactly its span, all of them fit the budget, in reading order", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 300 }), (text, maxCharacters) => {
        const { sentences } = extractiveSummary(aRequest({ text, maxCharacters }));
        let before = 0;
        for (const { text: sentence, spans } of sentences) {
          expect(spans).toHaveLength(1);
          const [span] = spans;
          if (!span) continue;
          expect(text.slice(span.start, span.end)).toBe(
            sentence.endsWith("…") && !text.slice(span.start, span.end).endsWith("…")
              ? sentence.slice(0, -1)
              : sentence,
          );
          expect(span.start).toBeGreaterThanOrEqual(before);
          before = span.end;
        }
        expect(sentences.reduce((sum, sentence) => sum + sentence.text.length, 0)).toBeLessThanOrEqual(maxCharacters);
      }),
      { numRuns: 500 },
    );
  });

  test("the same request gives the same summary", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(extractiveSummary(aRequest({ text }))).toEqual(extractiveSummary(aRequest({ text })));
      }),
    );
  });
});
