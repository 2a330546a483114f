import { describe, expect, test } from "vitest";
import { readHtml } from "../../../src/parse/html/read-html.ts";
import { CHINESE_PAGES } from "./chinese-pages.ts";

test("there are twenty pages", () => {
  expect(CHINESE_PAGES).toHaveLength(20);
});

describe("Chinese pages", () => {
  test.for(CHINESE_PAGES)("$layout", ({ html, title, paragraphs, junk }) => {
    const page = readHtml({ bytes: new TextEncoder().encode(html), url: "https://example.org/2024/story" });
    expect(page).toMatchObject({ title, language: "zh", site: "渡口晚报" });
    for (const paragraph of paragraphs) expect(page.text).toContain(paragraph);
    for (const words of junk) expect(page.text).not.toContain(words);
    expect(page.text.startsWith(title)).toBe(false);
  });
});
