import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ARTICLE_PAGE, aMessage, anMhtml } from "../parse/files/a-message.ts";
import { aPdf, column } from "../parse/files/a-pdf.ts";
import { savedPostText } from "../parse/files/a-saved-post.ts";
import { aDocx, anEpub, paragraph } from "../parse/files/a-zip.ts";
import { anArticle } from "../support/local-site.ts";
import { EMBEDDED, openStory, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

const WALL = "How the Harbour Wall Was Built";
const PROSE = "The tide comes in twice a day, and the harbour of Pellan wakes with it before the sun does. ";
const letter = {
  ...{ From: "Ada <ada@example.org>", Subject: "A letter about tides", Date: "Tue, 5 Mar 2024 10:15:00 +0800" },
  ...{ "Content-Type": "text/html; charset=utf-8", "MIME-Version": "1.0" },
};

/** Each format with a file of it, and what stands on the card. Links lead to SITE. */
const FILES: readonly (readonly [string, string | Uint8Array, string])[] = [
  ["page.html", ARTICLE_PAGE, WALL],
  ["single-file.html", `<!--\n Page saved with SingleFile\n url: https://example.org/wall\n-->${ARTICLE_PAGE}`, WALL],
  ["archive.mhtml", anMhtml().bytes, WALL],
  ["archive.mht", anMhtml({ "X-Copy": "another" }).bytes, WALL],
  [
    "paper.pdf",
    aPdf([column([PROSE, PROSE], 50, 700)], { info: { Title: "Tides of Pellan" } }).bytes,
    "Tides of Pellan",
  ],
  [
    "clip.md",
    `---\ntitle: A clipped page\nsource: https://example.org/clip\n---\n\n${PROSE.repeat(4)}`,
    "A clipped page",
  ],
  ["saved-post.md", savedPostText(), "Weibo"],
  [
    "dump.md",
    `Title: A page by a reader\n\nURL Source: https://example.org/dump\n\nMarkdown Content:\n${PROSE.repeat(4)}`,
    "A page by a reader",
  ],
  ["notes.txt", `Notes on tides\n\n${PROSE.repeat(4)}`, "Notes on tides"],
  ["letter.eml", aMessage(letter, `<p>${PROSE}</p>`.repeat(4), "letter.eml").bytes, "A letter about tides"],
  [
    "report.docx",
    aDocx(paragraph("A report", "Heading1") + paragraph(PROSE).repeat(4), "<dc:title>A report on tides</dc:title>")
      .bytes,
    "A report on tides",
  ],
  [
    "book.epub",
    anEpub({ "one.xhtml": `<h1>One</h1>${`<p>${PROSE}</p>`.repeat(4)}` }, "<dc:title>The book of tides</dc:title>")
      .bytes,
    "The book of tides",
  ],
  [
    "reader.json",
    JSON.stringify({ title: "Kept as JSON", url: "https://example.org/json", content: `<p>${PROSE}</p>`.repeat(4) }),
    "Kept as JSON",
  ],
  ["home.url", "[InternetShortcut]\r\nURL=SITE/url\r\n", "Behind a .url"],
  [
    "home.webloc",
    '<?xml version="1.0"?><plist version="1.0"><dict><key>URL</key><string>SITE/webloc</string></dict></plist>',
    "Behind a .webloc",
  ],
  ["home.desktop", "[Desktop Entry]\nType=Link\nURL=SITE/desktop\n", "Behind a .desktop"],
];

describe("a page that somebody saved, in whatever format", () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory(EMBEDDED);
    for (const name of ["url", "webloc", "desktop"])
      story.site.put(`/${name}`, anArticle({ title: `Behind a .${name}` }));
  });
  afterAll(() => story?.close());

  test.for(FILES)("%s gets its card", async ([filename, given, shown]) => {
    const content = typeof given === "string" ? given.replace("SITE", story.site.url) : given;
    const message = await story.slack.attach("#reading", { filename, content });
    await story.settled();
    const [card, ...more] = story.slack.replies("#reading", message).map((reply) => textOf(reply.blocks));
    expect(card).toContain(shown);
    expect(card).toMatch(/found in the text|this is all of it/);
    expect(more).toEqual([]);
  });
});
