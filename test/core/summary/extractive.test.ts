import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractiveSummary } from "../../../src/core/summary/extractive.ts";
import { longerSummary, type SummaryRequest } from "../../../src/core/summary/summary.ts";

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

  test("the longer summary holds the card's sentences and never exceeds its own budget", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 150 }), (text, room, rest) => {
        const card = extractiveSummary(aRequest({ text, maxCharacters: room }));
        const summary = extractiveSummary(aRequest({ text, maxCharacters: room, longerCharacters: room + rest }));
        expect(summary.sentences).toEqual(card.sentences);
        const longer = longerSummary(summary);
        expect(longer.reduce((sum, sentence) => sum + sentence.text.length, 0)).toBeLessThanOrEqual(room + rest);
        const starts = longer.map(({ spans }) => spans[0]?.start ?? -1);
        expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      }),
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

describe("what a stranger reads", () => {
  const release = [
    "#消息队列#团队今天发布了新的消息队列，任务存进数据库，重启之后一个也不会丢。",
    "但是，旧版本的用户需要先备份全部任务，然后按照说明升级数据库的结构。",
    "主要变化：",
    "- 失败的任务可以在界面上重试，不必再去日志里寻找失败的原因。",
    "- 管理员可以按队列限制并发，避免一个队列拖慢其他所有队列的速度。",
    "你觉得怎么样？",
    "原文：网页链接",
  ].join("\n");

  test("no hashtag, list mark, lead-in, question, label of a link or dangling 但是", () => {
    const shown = extractiveSummary(aRequest({ title: "新的消息队列", text: release, hashtags: ["消息队列"] }));
    const text = shown.sentences.map((sentence) => sentence.text).join("");
    expect(text).toContain("团队今天发布了新的消息队列");
    for (const noise of ["#", "- ", "主要变化", "？", "网页链接", "但是"]) expect(text).not.toContain(noise);
  });

  test("a very short post is its own summary", () => {
    const { method, sentences } = extractiveSummary(aRequest({ text: "今天发布了新版本。" }));
    expect(method).toEqual({ kind: "whole" });
    expect(sentences.map((sentence) => sentence.text)).toEqual(["今天发布了新版本。"]);
  });

  test("one sentence too long for the budget is cut at a clause, and its span ends where the words do", () => {
    const text =
      "The team released a new job queue that keeps every job in the database, retries what failed, and never loses work.";
    const { sentences } = extractiveSummary(aRequest({ text, maxCharacters: 90 }));
    expect(sentences[0]?.text).toBe("The team released a new job queue that keeps every job in the database…");
    expect(sentences[0]?.spans).toEqual([{ start: 0, end: 70 }]);
  });

  test("a cut where the writer paused with an ellipsis shows one ellipsis, and dots alone are no sentence", () => {
    const paused =
      "我们提出了一种新的排队方法……它在一百万个任务里一个也没有丢失，并且重启之后会从中断的地方继续，直到全部任务完成为止，管理员不必守在旁边。";
    expect(extractiveSummary(aRequest({ text: paused, maxCharacters: 16 })).sentences[0]?.text).toBe(
      "我们提出了一种新的排队方法…",
    );
    expect(extractiveSummary(aRequest({ text: `……${paused}`, maxCharacters: 2 })).sentences).toEqual([]);
  });

  const shown = (text: string, maxCharacters = 280) =>
    extractiveSummary(aRequest({ text, maxCharacters })).sentences.map((sentence) => sentence.text);

  test("no heading, however long, where there is prose", () => {
    const text = [
      "A queue between two services is nearly always either empty or full, as the operators found.",
      "A longer queue moves the pain, it does not take it away",
      "The operators propose to measure the age of the oldest job in the queue.",
      "Why operators of a queue measure age",
    ].join("\n\n");
    expect(shown(text)).toEqual([
      "A queue between two services is nearly always either empty or full, as the operators found.",
      "The operators propose to measure the age of the oldest job in the queue.",
    ]);
  });

  test("no row of a table, no call to stay tuned, no ping, no Moreover", () => {
    const prose =
      "The harbour of Pellan measures its tides with a novel gauge, and the pilots propose to publish them.";
    const noise = [
      "Gauge\t63\t85%\tthe harbour of Pellan measures its tides with a novel gauge.",
      "Stay tuned for more of the novel gauge that measures the tides of Pellan harbour.",
      "We propose that you tell @everyone of the novel gauge that measures the tides of Pellan.",
      "Moreover, we propose a novel gauge of tides for the harbour of Pellan and its pilots.",
    ];
    const summary = shown(
      [noise[0], prose, ...noise.slice(1), "The gauge needs no diesel and no keeper."].join("\n"),
      400,
    );
    expect(summary).toContain(prose);
    for (const line of noise) expect(summary).not.toContain(line);
  });

  test("no filler, however much room is left", () => {
    const text = [
      "The pilots of Pellan propose a novel table of tides, and show that it misses the sea by two minutes only.",
      "The table of the pilots is made of forty years of measurements of the sea, which the harbour of Pellan kept in its cellar and nobody ever read.",
      "However, the older table has to be read by two people, one of whom counts the days.",
      "Old sailors sleep until seven all the same.",
      "The council has bought a new clock for the tower, which existing sailors do not look at.",
    ].join(" ");
    const summary = shown(text, 300);
    expect(summary[0]).toContain("a novel table of tides");
    expect(summary).not.toContain("Old sailors sleep until seven all the same.");
  });

  test("no label of a link that closes a post", () => {
    const post =
      "青石研究所在海边建成了新的潮汐电站，装机容量约3.5万千瓦。\n\n电站不烧柴油，每年可供应超过一亿度电，岛上的电价因此降了三成。";
    const label = "潮水发电的新办法：研究所建成电站，岛上电价降三成";
    expect(shown(`${post}\n\n${label}`).join("")).not.toContain(label);
  });

  test("no place and agency before the first words of a report", () => {
    const report = "Harbour pilots agreed on a new table of tides, and the town council has published it this week.";
    for (const opening of ["PELLAN, Norland (NNA) — ", "(NNA)", "PELLAN — "]) {
      expect(shown(`${opening}${report}`)).toEqual([report]);
    }
  });

  test("no sentence that points at one which is not quoted", () => {
    const text =
      "The town of Pellan has opened a tidal pump station that lifts water from the harbour. " +
      "Ines Kolt drew the plans. They propose a novel pump station design for the town harbour of Pellan and its water. " +
      "The pump station needs no diesel, and the town saves money on every tide.";
    const summary = shown(text, 220);
    expect(summary.length).toBeGreaterThan(0);
    expect(summary.join(" ")).not.toMatch(/(?<!drew the plans\. )They propose/);
  });
});
