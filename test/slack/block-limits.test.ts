import fc from "fast-check";
import { expect, test } from "vitest";
import { CHECKS, type Finding } from "../../src/core/audit/finding.ts";
import type { Item } from "../../src/core/item.ts";
import { ITEM_KINDS } from "../../src/core/page.ts";
import type { EntryState, Reply } from "../../src/core/reply.ts";
import type { SummarySentence } from "../../src/core/summary/summary.ts";
import type { VisibleItem } from "../../src/core/viewer.ts";
import { violationsOf } from "../../src/playground/block-limits.ts";
import { digestLines } from "../../src/slack/answers/home.ts";
import { renderReply } from "../../src/slack/blocks/card.ts";
import { renderDigest } from "../../src/slack/blocks/digest.ts";
import { renderEvidence } from "../../src/slack/blocks/evidence.ts";
import { renderList } from "../../src/slack/blocks/results.ts";
import { permalinkOf } from "../../src/slack/permalink.ts";
import { wordsIn } from "../../src/slack/words.ts";
import { anItem } from "../support/an-item.ts";

const place = { permalink: permalinkOf("https://team.slack.com/") };
const RUNS = { numRuns: 60 };

/** What strangers write: long, wide, backwards, and shaped like Slack's own mark-up. */
const PIECES = [
  "队列掩盖了到达与处理之间的差距。",
  "👩‍👩‍👧‍👦🏳️‍🌈",
  "مرحبا بالعالم ",
  "שלום עולם ",
  "\u202Etxt.exe\u202C",
  "<!channel> <!here|all> @everyone ",
  "<https://evil.example|bank> <@U1> <#C1> ",
  "&&&<<<>>>&amp;",
  "`*_~|",
  "\n\n",
  "a\u0301e\u0301\u200B",
  "\uD83D",
  "2026 words ",
  "",
] as const;

/** Text of up to about `most` characters. */
const wild = (most: number) =>
  fc
    .tuple(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: most }))
    .map(([pieces, length]) => {
      const once = pieces.join("");
      return once.repeat(Math.ceil(length / Math.max(1, once.length))).slice(0, length);
    });
const address = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.integer({ min: 1, max: 2_900 }).map((length) => `https://example.org/?q=${"a&b|".repeat(length / 4)}`),
  fc.integer({ min: 1, max: 700 }).map((length) => `https://${"long-".repeat(length / 5)}host.example/`),
);
const TEXT_LENGTH = 5_000;
const span = fc
  .tuple(fc.nat(TEXT_LENGTH), fc.nat(TEXT_LENGTH))
  .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const match = fc.constantFrom("quoted" as const, "paraphrased" as const, "not found" as const);
const sentence: fc.Arbitrary<SummarySentence> = fc.record({
  text: wild(2_000),
  spans: fc.array(span, { maxLength: 4 }),
  match,
});
const finding: fc.Arbitrary<Finding> = fc
  .record({ kind: fc.constantFrom(...CHECKS), at: span, claimed: wild(500), onCard: fc.boolean(), said: wild(500) })
  .map((found) => ({ ...found, means: 2025, actual: 99 }) as Finding);
const method = fc.constantFrom(
  { kind: "whole" as const },
  { kind: "extractive" as const, weights: "test" },
  { kind: "model" as const, model: "m&<>".repeat(100), promptHash: "0" },
  { kind: "person" as const, by: "U1", at: "2026-05-03T10:00:00Z" },
);
const item: fc.Arbitrary<Item> = fc
  .record(
    {
      openUrl: address,
      kind: fc.constantFrom(...ITEM_KINDS),
      title: wild(3_000),
      topic: wild(500),
      author: wild(2_000),
      site: wild(2_000),
      publishedAt: fc.oneof(fc.constant("2026-05-03"), wild(1_000)),
      language: fc.constantFrom("en", "zh-Hans", "und", "x-".repeat(200)),
      description: wild(3_000),
      text: wild(TEXT_LENGTH),
      links: fc.array(fc.record({ url: address, label: wild(200) }), { maxLength: 12 }),
      corrections: fc.array(
        fc.record({
          field: fc.constantFrom("source" as const, "link" as const),
          claimed: wild(900),
          actual: wild(900),
        }),
        { maxLength: 12 },
      ),
      notes: fc.array(wild(900), { maxLength: 8 }),
      summary: fc.record(
        {
          sentences: fc.array(sentence, { maxLength: 20 }),
          more: fc.array(sentence, { maxLength: 20 }),
          method,
          note: fc.constantFrom("failed" as const, "spent" as const, "refused" as const),
        },
        { requiredKeys: ["sentences", "method"] },
      ),
      tags: fc.array(fc.record({ text: wild(300), reason: fc.constantFrom("hashtag" as const, "person" as const) }), {
        maxLength: 20,
      }),
      claims: fc.record({ summary: wild(6_000) }, { requiredKeys: [] }),
      audit: fc.record({
        sentences: fc.array(
          fc.record({
            text: wild(2_000),
            at: span,
            match,
            spans: fc.array(span, { maxLength: 3 }),
            findings: fc.array(finding, { maxLength: 6 }),
          }),
          { maxLength: 40 },
        ),
        findings: fc.array(finding, { maxLength: 40 }),
        isForeign: fc.boolean(),
      }),
    },
    { requiredKeys: ["title", "text", "kind"] },
  )
  .map((given) => anItem(given as Partial<Item>));

const language = fc.constantFrom("en" as const, "zh" as const);
const problem = fc
  .record({ title: wild(2_000), description: wild(2_000) }, { requiredKeys: [] })
  .map((preview) => ({ code: "NOT_FOUND" as const, details: { host: "example.org", status: 404 }, preview }));
const state: fc.Arbitrary<EntryState> = fc.oneof(
  fc.constant({ kind: "reading" as const }),
  item.map((ready) => ({ kind: "ready" as const, item: ready })),
  problem.map((failed) => ({ kind: "failed" as const, problem: failed })),
  fc.tuple(item, problem).map(([walled, why]) => ({ kind: "walled" as const, item: walled, problem: why })),
);
const when = new Date("2026-05-03T10:00:00Z");
const ts = "1777802400.000100";
const earlier = fc.record({
  userName: wild(300),
  channelId: fc.constant("C2"),
  sameChannel: fc.boolean(),
  messageTs: fc.constant(ts),
  sharedAt: fc.constant(when),
});
const entry = fc
  .record({ posted: fc.oneof(address, wild(400)), state, earlier }, { requiredKeys: ["posted", "state"] })
  .map((given) => ({ shareId: "1", ...given }));
const reply: fc.Arbitrary<Reply> = fc.record({
  entries: fc.oneof(fc.array(entry, { minLength: 1, maxLength: 3 }), fc.array(entry, { minLength: 4, maxLength: 30 })),
  language,
});
const visible: fc.Arbitrary<VisibleItem> = fc.record({ item, userName: wild(300) }).map(({ item: seen, userName }) => ({
  item: seen,
  share: { shareId: "1", channelId: "C1", messageTs: ts, userId: "U1", userName, sharedAt: when },
}));

/** Rendered blocks as a call would send them. */
const sent = (method: string, args: object) => violationsOf(method, JSON.parse(JSON.stringify(args)));

test("a reply stays inside Slack's limits and pings nobody, whatever the pages say", () => {
  fc.assert(
    fc.property(reply, (shown) => {
      expect(sent("chat.update", renderReply(shown, place))).toEqual([]);
    }),
    RUNS,
  );
});

test("the modal behind Why? stays inside Slack's limits for the longest item", () => {
  fc.assert(
    fc.property(item, fc.array(visible, { maxLength: 4 }), language, (shown, related, said) => {
      const view = renderEvidence({ item: shown, related, language: said });
      expect(sent("views.open", { view })).toEqual([]);
    }),
    RUNS,
  );
});

test("a list stays inside Slack's limits", () => {
  const piece = fc.record({ text: wild(500), found: fc.boolean() });
  const listed = fc.record({ seen: visible, snippet: fc.array(piece, { maxLength: 6 }) });
  fc.assert(
    fc.property(fc.array(listed, { maxLength: 5 }), wild(2_000), language, (rows, heading, said) => {
      const entries = rows.map(({ seen, snippet }) => ({ ...seen, snippet }));
      const list = { heading: heading || "x", entries, page: 1, hasNext: true, listKey: "q", language: said };
      expect(sent("chat.postEphemeral", renderList(list, place))).toEqual([]);
    }),
    RUNS,
  );
});

test("a digest stays inside Slack's limits", () => {
  const group = fc.record({
    tag: fc.option(wild(300), { nil: undefined }),
    items: fc.array(visible, { maxLength: 5 }),
  });
  fc.assert(
    fc.property(fc.array(group, { maxLength: 2 }), language, (groups, said) => {
      expect(sent("chat.postMessage", renderDigest({ groups, total: 12, language: said }, place))).toEqual([]);
    }),
    RUNS,
  );
});

test("so does the home tab of whoever set a digest in every channel of a large team", () => {
  const cadence = { kind: "daily", hour: 9, minute: 0 } as const;
  const zone = "America/Argentina/ComodRivadavia";
  const digests = Array.from({ length: 400 }, (_, at) => ({ channelId: `C0000${at}`, cadence, zone }));
  for (const said of ["en", "zh"] as const) {
    const lines = digestLines(wordsIn(said), digests);
    expect(sent("views.publish", { user_id: "U1", view: { type: "home", blocks: [lines] } })).toEqual([]);
    expect(JSON.stringify(lines)).toContain("<#C00000>");
  }
});
