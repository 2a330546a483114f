import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readFeed } from "../../../src/parse/sites/feed.ts";
import { readMedia } from "../../../src/parse/sites/media.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

test("a feed is its newest entries, the newest first", () => {
  const bytes = readFileSync(new URL("../../fixtures/pages/sites/feed.xml", import.meta.url));
  const page = readFeed({ bytes, url: "https://example.org/feed.xml" });
  expect(page).toMatchObject({
    kind: "feed",
    title: "Harbour Notes",
    publishedAt: "2024-03-06T08:00:00Z",
    language: "en",
  });
  expect(page.text).toBe(
    "The new ferry\nIt is quieter than the gulls.\n\nThe old crane\nIt has stood idle since spring.",
  );
  expect(page.links.map(({ url }) => url)).toEqual(["https://example.org/ferry", "https://example.org/crane"]);
});

test("an Atom feed gives its entries with their links", () => {
  const atom = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>潮汐</title><link rel="self" href="/self"/><link href="https://example.org/"/>
    <entry><title>大潮</title><link rel="alternate" href="https://example.org/spring"/><updated>2024-03-10T00:00:00+08:00</updated><summary>月圆的时候潮水最高。</summary></entry></feed>`;
  const page = readFeed({ bytes: bytesOf(atom) });
  expect(page).toMatchObject({ title: "潮汐", claimedUrl: "https://example.org/", language: "zh" });
  expect(page.links).toEqual([{ url: "https://example.org/spring", label: "大潮" }]);
});

test("a JSON feed is a feed", () => {
  const feed = {
    version: "https://jsonfeed.org/version/1.1",
    title: "Notes",
    items: [{ url: "https://example.org/1", content_html: "<p>Fog all <i>morning</i>.</p>" }],
  };
  expect(readFeed({ bytes: bytesOf(JSON.stringify(feed)) }).text).toContain("Fog all morning.");
});

test("a feed without entries says that it is empty", () => {
  expect(() => readFeed({ bytes: bytesOf("<rss><channel><title>x</title></channel></rss>") })).toThrow("EMPTY");
});

test("a picture is a card without a text", () => {
  const page = readMedia({ bytes: new Uint8Array(), url: "https://example.org/pics/old%20quay.png" }, "image");
  expect(page).toMatchObject({
    kind: "image",
    title: "old quay.png",
    text: "",
    imageUrl: "https://example.org/pics/old%20quay.png",
  });
});

test("no emoji is cut in two where an entry is shortened", () => {
  for (let before = 590; before <= 600; before += 1) {
    const text = `${"o".repeat(before)}👩‍🚒👩‍🚒👩‍🚒`;
    const feed = { version: "https://jsonfeed.org/version/1.1", items: [{ content_text: text }] };
    const page = readFeed({ bytes: bytesOf(JSON.stringify(feed)) });
    expect(page.text.replaceAll("👩‍🚒", "")).toMatch(/^[o\n]+…$/);
    expect(page.text.isWellFormed()).toBe(true);
  }
});
