import { expect, test } from "vitest";
import { readHtml } from "../../../src/parse/html/read-html.ts";
import { PAGES_OF_KINDS } from "./page-kinds.ts";

test.for(PAGES_OF_KINDS)(
  "$kind is read whole, without what stands around it",
  ({ html, language, wanted, unwanted }) => {
    const page = readHtml({ bytes: new TextEncoder().encode(html), url: "https://example.org/pages/one" });
    expect(page.language).toBe(language);
    for (const words of wanted) expect(page.text).toContain(words);
    for (const words of unwanted) expect(page.text).not.toContain(words);
  },
);
