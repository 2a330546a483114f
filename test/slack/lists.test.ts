import { expect, test } from "vitest";
import type { VisibleItem } from "../../src/core/viewer.ts";
import { cardAsText } from "../../src/playground/card-as-text.ts";
import type { Json } from "../../src/playground/json.ts";
import { renderDigest } from "../../src/slack/blocks/digest.ts";
import { renderImports } from "../../src/slack/blocks/import-progress.ts";
import { type ListEntry, renderList } from "../../src/slack/blocks/results.ts";
import { permalinkOf } from "../../src/slack/permalink.ts";
import { anItem, quoted } from "../support/an-item.ts";

const place = { permalink: permalinkOf("https://team.slack.com/") };
const drawn = ({ blocks }: { readonly blocks: unknown }) =>
  `\n${cardAsText({ blocks: JSON.parse(JSON.stringify(blocks)) as Json[], text: "" })}`;

/** A post, whose title is the first sentence of its summary as well. */
const post: VisibleItem = {
  item: anItem({
    title: "A queue hides the gap between two rates",
    summary: {
      sentences: [
        quoted("A queue hides the gap between two rates."),
        quoted("The first sign of trouble is a customer who asks."),
      ],
      method: { kind: "extractive", weights: "test" },
    },
  }),
  share: {
    shareId: "1",
    channelId: "C1",
    messageTs: "1777802400.000100",
    userId: "U1",
    userName: "ana",
    sharedAt: new Date("2026-05-03T10:00:00Z"),
  },
};

test("a digest tells of each item what its title does not say already", () => {
  const groups = [{ tag: "queues", items: [post] }];
  expect(drawn(renderDigest({ groups, total: 1, language: "en" }, place))).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ New here: 1 story                                                            │
    │ A queue hides the gap between two rates (https://example.org/queues)         │
    │ The first sign of trouble is a customer who asks.  shared by ana             │
    │ (https://team.slack.com/archives/C1/p1777802400000100)                       │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("a list does not say again what a title says, unless it shows what was found", () => {
  const short = anItem({
    title: "The tide is late.",
    text: "The tide is late.",
    summary: { sentences: [quoted("The tide is late.", "The tide is late.")], method: { kind: "whole" } },
  });
  const list = { heading: "", page: 0, hasNext: false, listKey: "recent", language: "en" as const };
  const told = (snippet?: ListEntry["snippet"]) => {
    const entry = { ...post, item: short, ...(snippet ? { snippet } : {}) };
    return drawn(renderList({ ...list, entries: [entry] }, place)).match(/The tide is late/g);
  };
  expect(told()).toHaveLength(1);
  expect(told([{ text: "The tide is late.", found: false }])).toHaveLength(1);
  const found = [
    { text: "The ", found: false },
    { text: "tide", found: true },
    { text: " is late.", found: false },
  ];
  expect(told(found)).toHaveLength(2);
});

test("a list says which page could not be read, and why", () => {
  const problem = { code: "NOT_FOUND" as const, details: { status: 404 } };
  const { summary: _, ...unread } = anItem({ title: "", text: "", tags: [], status: "failed", problem });
  const list = {
    heading: "",
    entries: [{ ...post, item: unread }],
    page: 0,
    hasNext: false,
    listKey: "search is:failed",
  };
  expect(drawn(renderList({ ...list, language: "en" }, place))).toMatch(
    /example\.org\/queues \(.*\) +│\n│ The page doesn't exist \(404\)\./,
  );
});

test("a list, too, tells of each item what its title does not say already", () => {
  const list = { heading: "Shared last", entries: [post], page: 0, hasNext: false, listKey: "recent" };
  expect(drawn(renderList({ ...list, language: "en" }, place))).toMatchInlineSnapshot(`
    "
    ┌──────────────────────────────────────────────────────────────────────────────┐
    │ Shared last                                                                  │
    │ A queue hides the gap between two rates (https://example.org/queues)         │
    │ The first sign of trouble is a customer who asks.                            │
    │ example.org · @ana · #C1 · 3 May 2026                                        │
    │ (https://team.slack.com/archives/C1/p1777802400000100) · #queues             │
    │ [ Why? ]  [ Open thread ]  [ Share here ]                                    │
    └──────────────────────────────────────────────────────────────────────────────┘"
  `);
});

test("what an import left out is told in the punctuation of the language", () => {
  const leftOut = [{ why: "URL_SCHEME {}", count: 3, names: ["a", "b"] }];
  const done = { filename: "a.zip", state: "done" as const, total: 4, filed: 1, known: 0, skipped: 3, leftOut };
  expect(drawn(renderImports([done], "en"))).toContain("• I can open http and https links only: 3 (a, b, …)");
  expect(drawn(renderImports([done], "zh"))).toContain("• 我只能打开 http 和 https 链接：3（a、b、…）");
});

test("what was shared in a direct message says so: Slack has no name for one", () => {
  const shared = { ...post, share: { ...post.share, channelId: "D1" } };
  const list = { heading: "Shared last", entries: [shared], page: 0, hasNext: false, listKey: "recent" };
  expect(drawn(renderList({ ...list, language: "en" }, place))).toContain("@ana · a direct message · 3 May 2026");
  expect(drawn(renderList({ ...list, language: "zh" }, place))).toContain("私信");
});
