import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TagRequest } from "../../../src/core/tags/tag.ts";
import { tagsFor } from "../../../src/core/tags/tagger.ts";
import { topicOf } from "../../../src/core/tags/topic.ts";

function aRequest(overrides: Partial<TagRequest>): TagRequest {
  return { title: "", text: "", language: "und", hashtags: [], keywords: [], vocabulary: [], limit: 5, ...overrides };
}

const texts = (request: Partial<TagRequest>) => tagsFor(aRequest(request)).map((tag) => tag.text);

describe("what the author and the page bring along", () => {
  test("hashtags come first and say so", () => {
    const tags = tagsFor(aRequest({ hashtags: ["#消息队列#"], text: "团队比较了三种数据库，最后选了消息队列。" }));
    expect(tags[0]).toEqual({ text: "消息队列", reason: "hashtag" });
  });

  test("a hashtag that is a headline is the topic and no tag", () => {
    const headline = "某团队发布全新的开源消息队列系统";
    expect(topicOf(["消息队列", headline])).toBe(headline);
    expect(texts({ hashtags: [headline], text: "今天我们谈谈数据库。" })).not.toContain(headline);
    expect(topicOf(["消息队列"])).toBeUndefined();
  });

  test("a page keyword that the page never mentions is left out", () => {
    expect(texts({ keywords: ["casino", "queues"], text: "Durable queues survive a restart." })).not.toContain(
      "casino",
    );
  });
});

describe("what the team already uses", () => {
  test("its spelling wins over a new one", () => {
    const tags = texts({
      text: "Large language models write queries. Large language models read logs.",
      vocabulary: ["LLM"],
    });
    expect(tags).toContain("LLM");
    expect(tags.join("|").toLowerCase()).not.toContain("language model");
  });

  test("a text that mentions the team's tags in passing keeps its own", () => {
    const text = [
      "The tide gauge of Pellan counts the waves of the harbour. A tide gauge needs no diesel.",
      "The harbour pilots read the tide gauge at dawn, and the harbour pilots write a tide table of it.",
      "The tide table hangs at the lighthouse. The lighthouse of Pellan has hung the tide table for a century.",
      "Nobody asks a model, a network, a server, a report or the council for it.",
    ].join(" ");
    const vocabulary = ["model", "network", "server", "report", "council"];
    expect(texts({ title: "A tide gauge", text, vocabulary })).toEqual(texts({ title: "A tide gauge", text }));
    expect(texts({ title: "A tide gauge", text, vocabulary: ["Tide Gauge"] })[0]).toBe("Tide Gauge");
  });

  test("a tag inside another word is not mentioned", () => {
    expect(texts({ text: "The chairs were repainted.", vocabulary: ["AI"] })).not.toContain("AI");
  });
});

describe("any text at all", () => {
  test("never more than the limit, never twice the same, always the same", () => {
    const anyText = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(anyText, anyText, fc.array(anyText, { maxLength: 4 }), (title, text, hashtags) => {
        const request = aRequest({ title, text, hashtags, keywords: hashtags, vocabulary: hashtags });
        const tags = tagsFor(request);
        expect(tags.length).toBeLessThanOrEqual(5);
        expect(new Set(tags.map((tag) => tag.text)).size).toBe(tags.length);
        expect(tagsFor(request)).toEqual(tags);
      }),
    );
  });
});
