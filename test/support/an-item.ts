import type { Item } from "../../src/core/item.ts";
import type { SummarySentence } from "../../src/core/summary/summary.ts";

const TEXT =
  "A queue hides the gap between two rates. The first sign of trouble is a customer who asks. Measure the age of the oldest job.";

/** A sentence of a summary that stands in the text of {@link anItem} word for word. */
export function quoted(text: string, within = TEXT): SummarySentence {
  const start = within.indexOf(text);
  return { text, match: "quoted", spans: [{ start, end: start + text.length }] };
}

/** An item as it is kept after a good reading; it shows only what the test is about. */
export function anItem(given: Partial<Item> = {}): Item {
  return {
    id: "1",
    teamId: "T1",
    canonicalUrl: "https://example.org/queues",
    openUrl: "https://example.org/queues",
    status: "ready",
    kind: "article",
    title: "How queues fail",
    site: "example.org",
    language: "en",
    text: TEXT,
    hashtags: [],
    links: [],
    corrections: [],
    notes: [],
    summary: {
      sentences: [quoted("Measure the age of the oldest job.")],
      method: { kind: "extractive", weights: "test" },
    },
    tags: [{ text: "queues", reason: "title" }],
    edits: {},
    createdAt: new Date("2026-05-03T10:00:00Z"),
    ...given,
  };
}
