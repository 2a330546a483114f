import fc from "fast-check";
import { expect, test } from "vitest";
import { extractiveSummariser } from "../../src/core/summary/extractive.ts";
import { longerSummary } from "../../src/core/summary/summary.ts";
import { answerIn } from "../../src/llm/answer.ts";
import { modelSummariser } from "../../src/llm/model-summariser.ts";
import { promptFor } from "../../src/llm/prompt.ts";

const PARTS =
  "潮汐电站去年供电42%。|The tide station cut costs by 38%.|@channel|<!here>|https://a.example/x|```|\n|[1]|----- page|“|\u200b|@所有人|9%";
const prose = fc
  .array(fc.oneof(fc.constantFrom(...PARTS.split("|")), fc.string({ unit: "binary", maxLength: 12 })), {
    maxLength: 30,
  })
  .map((parts) => parts.join(" "));

function answering(answer: string) {
  return modelSummariser({
    config: {
      provider: "anthropic",
      model: "m",
      timeoutMs: 10_000,
      maxInputCharacters: 2000,
      perDay: 1,
      concurrency: 1,
    },
    fallback: extractiveSummariser,
    budget: { take: async () => true },
    cache: { get: async () => undefined, set: async () => undefined },
    log: { info: () => undefined, warn: () => undefined },
    now: () => new Date(0),
    ask: async () => answerIn(answer),
  });
}

const answers = fc.oneof(
  prose,
  fc
    .array(fc.record({ text: prose, rests_on: fc.array(fc.integer({ min: -2, max: 40 }), { maxLength: 4 }) }), {
      maxLength: 8,
    })
    .map((sentences) => JSON.stringify({ sentences })),
);

test("whatever a model answers to whatever page: plain words, inside the budget, with passages inside the text", async () => {
  await fc.assert(
    fc.asyncProperty(prose, answers, fc.integer({ min: 0, max: 400 }), async (text, answer, maxCharacters) => {
      const longerCharacters = Math.round(maxCharacters * 1.5);
      const request = { title: text.slice(0, 40), text, language: "zh", hashtags: [], maxCharacters, longerCharacters };
      const summary = await answering(answer).summarise(request);
      if (summary.method.kind !== "model") return;
      expect(summary.sentences.length).toBeGreaterThan(0);
      expect(summary.sentences.reduce((sum, sentence) => sum + sentence.text.length, 0)).toBeLessThanOrEqual(
        maxCharacters,
      );
      const longer = longerSummary(summary);
      expect(longer.reduce((sum, sentence) => sum + sentence.text.length, 0)).toBeLessThanOrEqual(longerCharacters);
      for (const sentence of longer) {
        expect(sentence.text).not.toMatch(/<[!@#]|[@＠]\s?(?:channel|here|everyone|所有人)|```|\n/iu);
        expect(sentence.spans.length).toBeGreaterThan(0);
        for (const { start, end } of sentence.spans) expect(start >= 0 && start < end && end <= text.length).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("no page can write a line outside the fence or under a number of its own", () => {
  fc.assert(
    fc.property(prose, prose, (title, text) => {
      const { user, sentences } = promptFor({ title, text, language: "en", hashtags: [], maxCharacters: 300 }, 1000);
      const lines = user.split("\n");
      expect(lines.filter((line) => line === lines[0])).toHaveLength(2);
      const inside = lines.slice(2, lines.lastIndexOf(lines[0] ?? ""));
      expect(inside.map((line) => /^\[(\d+)\] /u.exec(line)?.[1])).toEqual(sentences.map((_, at) => String(at + 1)));
    }),
  );
});
