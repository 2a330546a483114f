import fc from "fast-check";
import { expect, test } from "vitest";
import { extractiveSummariser } from "../../src/core/summary/extractive.ts";
import { longerSummary } from "../../src/core/summary/summary.ts";
import { answerIn } from "../../src/llm/answer.ts";
import { modelSummariser } from "../../src/llm/model-summariser.ts";
import { promptFor } from "../../src/llm/prompt.ts";

/** What a page of sense says, and an answer may repeat. */
const STATEMENTS = [
  "潮汐电站的新闸门去年供电42%，海湾里的鱼群有了自己的通道。",
  "工程师们把闸门由钢改成了复合材料，每年少停机十九天。",
  "海湾的居民在冬天用上了电站的余热，燃煤锅炉一台接一台地关掉。",
  "渔民协会每个季度清点一次洄游的鱼，数字写在码头的木牌上。",
];
/** What neither a page nor an answer should bring into a card. */
const NOISE = "@channel|<!here>|https://a.example/x|```|\n|[1]|----- page|“|\u200b|@所有人|9%".split("|");

const statement = fc.constantFrom(...STATEMENTS);
const noise = fc.oneof(fc.constantFrom(...NOISE), fc.string({ unit: "binary", maxLength: 12 }));
/** Statements with noise between and inside them. */
const prose = fc
  .array(fc.oneof({ weight: 2, arbitrary: statement }, { weight: 1, arbitrary: noise }), { maxLength: 30 })
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

const restsOn = fc.array(fc.integer({ min: -2, max: 40 }), { maxLength: 4 });
const sentence = fc.oneof(
  { weight: 4, arbitrary: fc.record({ text: statement, rests_on: restsOn }) },
  { weight: 1, arbitrary: fc.record({ text: prose, rests_on: restsOn }) },
);
const answers = fc.oneof(
  { weight: 1, arbitrary: prose },
  { weight: 4, arbitrary: fc.array(sentence, { maxLength: 8 }).map((sentences) => JSON.stringify({ sentences })) },
);

test("whatever a model answers to whatever page: plain words, inside the budget, with passages inside the text", async () => {
  let written = 0;
  await fc.assert(
    fc.asyncProperty(prose, answers, fc.integer({ min: 0, max: 400 }), async (text, answer, maxCharacters) => {
      const longerCharacters = Math.round(maxCharacters * 1.5);
      const request = { title: text.slice(0, 40), text, language: "zh", hashtags: [], maxCharacters, longerCharacters };
      const summary = await answering(answer).summarise(request);
      if (summary.method.kind !== "model") return;
      written += 1;
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
  // What falls back to the page's own sentences says nothing of the model's.
  expect(written).toBeGreaterThan(20);
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
