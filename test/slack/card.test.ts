import { expect, test } from "vitest";
import type { Item, ProblemRecord } from "../../src/core/item.ts";
import type { Reply, ReplyEntry } from "../../src/core/reply.ts";
import { cardAsText } from "../../src/playground/card-as-text.ts";
import type { Json } from "../../src/playground/json.ts";
import { renderReply } from "../../src/slack/blocks/card.ts";
import { renderEvidence } from "../../src/slack/blocks/evidence.ts";
import { permalinkOf } from "../../src/slack/permalink.ts";
import { anItem, quoted } from "../support/an-item.ts";

const place = { permalink: permalinkOf("https://team.slack.com/") };
const POSTED = "https://example.org/queues";

/** Blocks as the terminal shows them: what a person reads, in the order they read it. */
function drawn(blocks: unknown): string {
  return `\n${cardAsText({ blocks: JSON.parse(JSON.stringify(blocks)) as Json[], text: "" })}`;
}

function cardOf(entries: readonly Partial<ReplyEntry>[], language: Reply["language"] = "en"): string {
  const whole = entries.map((entry) => ({
    shareId: "1",
    posted: POSTED,
    state: { kind: "reading" as const },
    ...entry,
  }));
  return drawn(renderReply({ entries: whole, language }, place).blocks);
}

const ready = (item: Partial<Item> = {}): Partial<ReplyEntry> => ({ state: { kind: "ready", item: anItem(item) } });
const modalOf = (item: Partial<Item>, language: Reply["language"] = "en") =>
  drawn(renderEvidence({ item: anItem(item), related: [], language }).blocks);

test("reading", () => {
  expect(cardOf([{}])).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ Reading example.org …                                                        │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("ready", () => {
  expect(cardOf([ready({ author: "A. Author", publishedAt: "2026-05-03" })])).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ How queues fail (https://example.org/queues)                                 │
    │ Article · example.org · by A. Author · 3 May 2026 · 1 min read · English     │
    │ Measure the age of the oldest job.                                           │
    │ ⁠#queues                                                                      │
    │ 1 of 1 sentence found in the text                                            │
    │ [ Why? ]  [ Save ]  [ Edit / Retry / Delete ▾ ]                              │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("walled, with what the page says of itself", () => {
  const preview = { title: "Members only", description: "The week in queues" };
  const problem = { code: "FORBIDDEN" as const, details: { host: "example.org", status: 403 }, preview };
  expect(cardOf([{ state: { kind: "walled", item: anItem(), problem } }])).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ Members only (https://example.org/queues)                                    │
    │ The page says of itself: The week in queues                                  │
    │ example.org wants a sign-in or blocks readers like me. Save the page and     │
    │ attach the file here instead.                                                │
    │ [ Retry ]  [ Delete ]                                                        │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("failed, with Retry", () => {
  const problem = { code: "NOT_FOUND" as const, details: { host: "example.org", status: 404 } };
  expect(cardOf([{ state: { kind: "failed", problem } }])).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ example.org/queues (https://example.org/queues)                              │
    │ The page doesn't exist (404).                                                │
    │ [ Retry ]  [ Delete ]                                                        │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("in Chinese, and with a file: the notification says its name once", () => {
  const problem = { code: "FILE_INVALID" as const, details: { filename: "报告.pdf", what: "PDF" } };
  const entry = { shareId: "1", posted: "报告.pdf", state: { kind: "failed" as const, problem } };
  const card = renderReply({ entries: [entry], language: "zh" }, { permalink: () => "" });
  expect(card.text).toBe("报告.pdf 不是可读取的 PDF。");
  expect(drawn(card.blocks)).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ 报告.pdf                                                                     │
    │ 报告.pdf 不是可读取的 PDF。                                                  │
    │ [ 删除 ]                                                                     │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("a notification names a thing once, and in Chinese with a Chinese colon", () => {
  const told = (posted: string, problem: ProblemRecord, language: Reply["language"]) =>
    renderReply({ entries: [{ shareId: "1", posted, state: { kind: "failed", problem } }], language }, place).text;
  const gone: ProblemRecord = { code: "NOT_FOUND", details: { status: 404 } };
  expect(told(POSTED, gone, "en")).toBe("example.org: The page doesn't exist (404).");
  expect(told(POSTED, gone, "zh")).toBe("example.org：页面不存在（404）。");
  const program: ProblemRecord = { code: "UNSUPPORTED_TYPE", details: { filename: "setup.exe" } };
  expect(told("setup.exe", program, "en")).toMatch(/^I can't read setup\.exe\./);
  expect(told("setup.exe", program, "zh")).toMatch(/^我读不了 setup\.exe。/);
});

test("what a file is does not change: Retry stands under a link alone", () => {
  const buttons = (posted: string, problem: ProblemRecord) => {
    const card = cardOf([{ posted, state: { kind: "failed", problem } }]);
    return card.match(/\[ [^[\]]+ \]/g);
  };
  for (const code of ["UNSUPPORTED_TYPE", "EMPTY", "TOO_LARGE"] as const) {
    expect(buttons(POSTED, { code, details: { host: "example.org" } }), code).toEqual(["[ Retry ]", "[ Delete ]"]);
    expect(buttons("a.exe", { code, details: { filename: "a.exe" } }), code).toEqual(["[ Delete ]"]);
  }
  expect(buttons("a.pdf", { code: "SLACK_DOWN", details: { filename: "a.pdf" } })).toContain("[ Retry ]");
});

test("many links: a line and a sentence each", () => {
  const entries = ["One", "Two", "Three", "Four"].map((title) => ready({ title }));
  expect(cardOf(entries)).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ One (https://example.org/queues)                                             │
    │ Measure the age of the oldest job.                                           │
    │ [ Why? ]                                                                     │
    │ example.org   #queues                                                        │
    │ Two (https://example.org/queues)                                             │
    │ Measure the age of the oldest job.                                           │
    │ [ Why? ]                                                                     │
    │ example.org   #queues                                                        │
    │ Three (https://example.org/queues)                                           │
    │ Measure the age of the oldest job.                                           │
    │ [ Why? ]                                                                     │
    │ example.org   #queues                                                        │
    │ Four (https://example.org/queues)                                            │
    │ Measure the age of the oldest job.                                           │
    │ [ Why? ]                                                                     │
    │ example.org   #queues                                                        │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("already shared", () => {
  const earlier = {
    userName: "ana",
    channelId: "C2",
    sameChannel: false,
    messageTs: "1777802400.000100",
    sharedAt: new Date("2026-05-03T10:00:00Z"),
  };
  expect(cardOf([{ ...ready(), earlier }])).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ How queues fail (https://example.org/queues)                                 │
    │ Article · example.org · 1 min read · English                                 │
    │ Measure the age of the oldest job.                                           │
    │ ⁠#queues                                                                      │
    │ 1 of 1 sentence found in the text                                            │
    │ Already shared by @ana in #C2 on 3 May 2026                                  │
    │ (https://team.slack.com/archives/C2/p1777802400000100)                       │
    │ [ Why? ]  [ Save ]  [ Edit / Retry / Delete ▾ ]                              │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("a source that was put right", () => {
  const corrections = [{ field: "source" as const, claimed: "ArXiv", actual: "weibo.com" }];
  const links = [{ url: "https://arxiv.org/abs/2501.00001", label: "paper" }];
  expect(cardOf([ready({ kind: "post", corrections, links })])).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ How queues fail (https://example.org/queues)                                 │
    │ Post · example.org · 1 min read · English                                    │
    │ Measure the age of the oldest job.                                           │
    │ ⁠#queues                                                                      │
    │ 1 of 1 sentence found in the text                                            │
    │ Links to arxiv.org (https://arxiv.org/abs/2501.00001) · The file says ArXiv; │
    │ its address says weibo.com                                                   │
    │ [ Why? ]  [ Save ]  [ Edit / Retry / Delete ▾ ]                              │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("a post's own player is no page that it links to", () => {
  const links = [
    { url: "https://video.example.org/1", label: "video" },
    { url: "https://arxiv.org/abs/2501.00001", label: "paper" },
  ];
  expect(cardOf([ready({ kind: "post", links })])).toContain("Links to arxiv.org");
  expect(cardOf([ready({ kind: "post", links: links.slice(0, 1) })])).not.toContain("Links to");
});

const AT = { start: 0, end: 5 };
const wrongYear = {
  sentences: [
    {
      text: "In 2023 it changed.",
      at: AT,
      match: "not found" as const,
      spans: [],
      findings: [
        { kind: "year" as const, claimed: "2023", said: "last year", means: 2024, at: AT, onCard: true },
        { kind: "sentence" as const, claimed: "In 2023 it changed.", at: AT, onCard: false },
      ],
    },
  ],
  findings: [{ kind: "year" as const, claimed: "2023", said: "last year", means: 2024, at: AT, onCard: true }],
  isForeign: false,
};

test("a warning about the file's own summary, in Chinese", () => {
  expect(cardOf([ready({ audit: wrongYear })], "zh")).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ How queues fail (https://example.org/queues)                                 │
    │ 文章 · example.org · 约 1 分钟读完 · 英语                                    │
    │ Measure the age of the oldest job.                                           │
    │ ⁠#queues                                                                      │
    │ 1 句中有 1 句能在原文中找到                                                  │
    │ 文件自带的摘要写 2023 年，原文写“last year”，按发布日期应为 2024 年。        │
    │ [ 依据 ]  [ 收藏 ]  [ 编辑 / 重试 / 删除 ▾ ]                                 │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("the modal: sentence, passage, tags and why, source, the file's own summary", () => {
  const claims = { summary: "In 2023 it changed." };
  const corrections = [{ field: "source" as const, claimed: "ArXiv", actual: "weibo.com" }];
  expect(modalOf({ claims, audit: wrongYear, corrections })).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ How queues fail                                                              │
    │ The summary is made of the page's own sentences, chosen without any model.   │
    │ Each sentence of the summary, and under it the passage it stands on.         │
    │ Measure the age of the oldest job.                                           │
    │ ▏ …the gap between two rates. The first sign of trouble is a customer who    │
    │ ▏ asks. Measure the age of the oldest job.                                   │
    │ found in the text, word for word                                             │
    │ ──────────────────────────────────────────────────────────────────────────── │
    │ Tags, and why                                                                │
    │ #queues: stands in the title                                                 │
    │ ──────────────────────────────────────────────────────────────────────────── │
    │ Where it comes from                                                          │
    │ Address: https://example.org/queues                                          │
    │ Source: example.org                                                          │
    │ What was corrected                                                           │
    │ source: it said “ArXiv”, it is weibo.com                                     │
    │ ──────────────────────────────────────────────────────────────────────────── │
    │ The summary that came with the file                                          │
    │ Written elsewhere and kept as it came. “Not found” means that no passage has │
    │ enough of the same words: it may still say the same.                         │
    │ In 2023 it changed.                                                          │
    │ not found in the text                                                        │
    │ The file's summary says 2023; the text says “last year”, which is 2024 by    │
    │ the date of the post.                                                        │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("the modal in Chinese has Chinese punctuation", () => {
  const modal = modalOf({}, "zh");
  expect(modal).toContain("没有使用模型。摘要的每一句");
  expect(modal).toContain("#queues：出现在标题中");
  expect(modal).toContain("网址：https://example.org/queues");
});

test("the modal has a longer summary than the card, and says which sentences the card leaves out", () => {
  const quoted = (text: string, start: number) => ({
    text,
    match: "quoted" as const,
    spans: [{ start, end: start + text.length }],
  });
  const text = "A queue hides the gap. Measure the age of the oldest job. Alarm on that age.";
  const summary = {
    sentences: [quoted("Measure the age of the oldest job.", 23)],
    more: [quoted("A queue hides the gap.", 0), quoted("Alarm on that age.", 58)],
    method: { kind: "extractive" as const, weights: "test" },
  };
  const modal = modalOf({ text, summary });
  const places = ["A queue hides the gap.", "Measure the age of the oldest job.", "Alarm on that age."].map(
    (sentence) => modal.indexOf(`\n│ ${sentence}`),
  );
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(modal.match(/found in the text, word for word · not on the card/g)).toHaveLength(2);
  const card = cardOf([ready({ text, summary })]);
  expect(card).toContain("1 of 1 sentence found in the text");
  expect(card).not.toContain("Alarm on that age.");
});

test("a passage stands between whole words, on one line", () => {
  const fox = "The quick brown fox jumps over the lazy dog, and nobody minds.";
  const here = "This is the sentence.";
  const around = (text: string) => {
    const summary = { sentences: [quoted(here, text)], method: { kind: "extractive" as const, weights: "test" } };
    const { blocks } = renderEvidence({ item: anItem({ text, summary }), related: [], language: "en" });
    const found = JSON.stringify(blocks).match(/rich_text_quote","elements":(\[.*?\])/)?.[1] ?? "[]";
    return (JSON.parse(found) as { readonly text: string }[]).map(({ text }) => text);
  };
  expect(around(`${fox} ${fox}\n\n${here}\n\n${fox} ${fox}`)).toEqual([
    "…nobody minds. The quick brown fox jumps over the lazy dog, and nobody minds. ",
    here,
    " The quick brown fox jumps over the lazy dog, and nobody minds. The quick brown…",
  ]);
  const han = "收藏不等于读过，";
  expect(around(`${han.repeat(20)}${here}${han.repeat(20)}`)).toEqual([
    `…${han.repeat(10)}`,
    here,
    `${han.repeat(10).slice(0, -1)}…`,
  ]);
  expect(around(`${"🦊".repeat(60)}.${here}.${"🦊".repeat(60)}`).join("")).not.toContain("\ufffd");
});

test("the modal of a summary that a person wrote", () => {
  const method = { kind: "person" as const, by: "U1", at: "2026-05-03T10:00:00Z" };
  const summary = { sentences: [{ text: "Watch the oldest job.", match: "not found" as const, spans: [] }], method };
  expect(modalOf({ summary, tags: [{ text: "ops", reason: "person" }] })).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ How queues fail                                                              │
    │ Watch the oldest job.                                                        │
    │ Summary edited by @U1                                                        │
    │ ──────────────────────────────────────────────────────────────────────────── │
    │ Tags, and why                                                                │
    │ #ops: set by a person                                                        │
    │ ──────────────────────────────────────────────────────────────────────────── │
    │ Where it comes from                                                          │
    │ Address: https://example.org/queues                                          │
    │ Source: example.org                                                          │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});
