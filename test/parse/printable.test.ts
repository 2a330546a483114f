import { expect, test } from "vitest";
import { readDocument } from "../../src/parse/read-document.ts";

test.each([
  ["note.txt", "A title\u0000 with\u0007 bells\u0085\n\nAnd a paragraph with a \u0000 in it, long enough to be one."],
  [
    "feed.xml",
    '<rss version="2.0"><channel><title>News\u0000</title><item><title>One\u0000</title><description>Text\u0001</description></item></channel></rss>',
  ],
])("nothing that PostgreSQL refuses leaves the readers: %s", async (filename, text) => {
  const reading = await readDocument({ bytes: new TextEncoder().encode(text), filename });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(JSON.stringify(reading)).not.toMatch(/\\u00[01][0-8]|[\u0000-\u0008\u0080-\u009F]/);
});
