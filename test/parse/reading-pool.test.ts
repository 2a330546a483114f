import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RawDocument } from "../../src/core/page.ts";
import { openReadingPool, type ReadingPool } from "../../src/parse/reading-pool.ts";

const page = (html: string, url = "https://example.org/tides"): RawDocument => ({
  bytes: new TextEncoder().encode(html),
  contentType: "text/html; charset=utf-8",
  url,
});
const sentence = "The tide comes in twice a day, and the harbour wakes with it before the gulls do. ";
const article = page(`<title>Tides</title><article><h1>Tides</h1><p>${sentence.repeat(8)}</p></article>`);

let pool: ReadingPool;
beforeAll(() => {
  pool = openReadingPool({ threads: 2, timeoutMs: 2_000 });
});
afterAll(() => pool.close());

test("a page is read in a thread", async () => {
  const reading = await pool.read(article);
  expect(reading).toMatchObject({ kind: "page", page: { title: "Tides", language: "en" } });
});

test("a problem crosses the threads with its code, its details and what the page says of itself", async () => {
  const shell = page('<title>Ferries</title><meta property="og:description" content="Times"><div id="root"></div>');
  await expect(pool.read(shell)).rejects.toMatchObject({
    code: "NO_CONTENT",
    details: { host: "example.org" },
    preview: { title: "Ferries", description: "Times" },
  });
});

test("a refused page still gives its preview", async () => {
  const walled = page('<title>Sluices</title><meta property="og:title" content="Sluices of the north">');
  expect(await pool.preview(walled)).toMatchObject({ title: "Sluices of the north" });
});

describe("hostile pages end in bounded time with a sentence", () => {
  const text20Mb = sentence.repeat(Math.floor(19_900_000 / sentence.length));
  const hostile: Readonly<Record<string, string>> = {
    "100,000 nested elements": "<div>".repeat(100_000) + sentence,
    "100,000 nested inline elements": "<b><i>".repeat(50_000) + sentence,
    "a million attributes on one tag": `<p ${Array.from({ length: 1_000_000 }, (_, i) => `a${i}=1`).join(" ")}>x</p>`,
    "a million attributes over many tags": `<p a=1 b=2 c=3 d=4>x</p>`.repeat(250_000),
  };
  test.for(Object.entries(hostile))("%s", async ([, html]) => {
    await expect(pool.read(page(html))).rejects.toMatchObject({ code: "PARSE_LIMIT" });
  });

  test("100,000 tags that are never closed", async () => {
    const outcome = await pool.read(page(`<p>${sentence}<li>${sentence}`.repeat(50_000))).catch((error) => error.code);
    expect(outcome === "PARSE_LIMIT" || outcome.kind === "page").toBe(true);
  });

  test("20 MB of text", async () => {
    const outcome = await pool.read(page(`<article><p>${text20Mb}</p></article>`)).catch((error) => error.code);
    expect(outcome === "PARSE_LIMIT" || outcome.kind === "page").toBe(true);
  });

  test("the pool reads on afterwards", async () => {
    expect((await pool.read(article)).kind).toBe("page");
  });
});

test("what is still being read when the pool closes is told so", async () => {
  const short = openReadingPool({ threads: 1 });
  const pending = short.read(article);
  const outcome = expect(pending).rejects.toMatchObject({ code: "PARSE_LIMIT" });
  await short.close();
  await outcome;
});

test("what a page says is worked out in a thread, too", async () => {
  const text = sentence.repeat(8);
  const request = { title: "Tides", text, language: "en", hashtags: ["harbour"] };
  const summary = await pool.summarise({ ...request, maxCharacters: 140 });
  expect(summary.sentences[0]?.text).toBe(sentence.trim());
  const tags = await pool.tags({ ...request, keywords: [], vocabulary: [], limit: 1 });
  expect(tags).toEqual([{ text: "harbour", reason: "hashtag" }]);
});

const long = page(`<article><p>${sentence.repeat(50_000)}</p></article>`);

test("a document that takes too much processor time is ended, and the next one gets a new thread", async () => {
  const hasty = openReadingPool({ threads: 1, timeoutMs: 1 });
  await expect(hasty.read(long)).rejects.toMatchObject({ code: "PARSE_LIMIT" });
  await expect(hasty.read(long)).rejects.toMatchObject({ code: "PARSE_LIMIT" });
  await hasty.close();
});

test("one that gets no processor is ended by the clock", async () => {
  const starved = openReadingPool({ threads: 1, timeoutMs: 60_000, mostElapsedMs: 1 });
  await expect(starved.read(long)).rejects.toMatchObject({ code: "PARSE_LIMIT" });
  await starved.close();
});

test("a document that takes too much memory ends its thread, never the process", async () => {
  const narrow = openReadingPool({ threads: 1, timeoutMs: 60_000, maxHeapMb: 64 });
  const unclosed = page(`<p>${sentence}<li>${sentence}`.repeat(50_000));
  await expect(narrow.read(unclosed)).rejects.toMatchObject({ code: "PARSE_LIMIT" });
  expect((await narrow.read(article)).kind).toBe("page");
  await narrow.close();
});

test("a thread that has nothing to do ends, and the next document gets a new one", async () => {
  const sparing = openReadingPool({ threads: 1, idleMs: 0 });
  expect((await sparing.read(article)).kind).toBe("page");
  expect((await sparing.read(article)).kind).toBe("page");
  await sparing.close();
});
