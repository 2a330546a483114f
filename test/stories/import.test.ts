import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SlackMessage } from "../../src/playground/slack-message.ts";
import { savedPostText } from "../parse/files/a-saved-post.ts";
import { aZip, noise } from "../parse/files/a-zip.ts";
import { anArticle } from "../support/local-site.ts";
import { EMBEDDED, openStory, SERVED, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

function savedPost(index: number, words = "Tide tables"): string {
  return savedPostText({
    title: `${words} number ${index}`,
    url: `https://tides.example/post/${index}`,
    original: `${words} number ${index} say when the harbour of town ${index} falls dry. The pilots read them every morning before they sail, and so do the fishermen of the whole coast.`,
    savedAt: "2025-04-28T05:03:32Z",
  });
}

describe.each([EMBEDDED, SERVED])("a team brings its archive along ($name)", (shape) => {
  const run = test.skipIf(shape.missing !== undefined);
  let story: Story;
  beforeAll(async () => {
    if (shape.missing) return console.log(`skipped: ${shape.missing}`);
    story = await openStory(shape);
  });
  afterAll(() => story?.close());

  const replies = (message: SlackMessage) => story.slack.replies("#reading", message).filter((one) => one.botId);
  const saysOf = (message: SlackMessage) =>
    replies(message)
      .map(({ blocks }) => textOf(blocks))
      .join("\n");

  async function attach(filename: string, content: string | Uint8Array): Promise<SlackMessage> {
    const message = await story.slack.attach("#reading", { filename, content });
    await story.until(() => /Imported|isn't|can't|at most|safely/.test(saysOf(message)));
    await story.settled();
    return message;
  }
  async function ask(text: string, as = "ana"): Promise<string> {
    const answered = await story.slack.command(text, { as, channel: "#reading" });
    await story.settled();
    return textOf(answered.answers.map(({ blocks }) => blocks));
  }

  run("a ZIP of saved files gets one reply that ends with what was left out and why", async () => {
    const { bytes } = aZip({
      "2025-04-28/one.md": savedPost(1),
      "2025-04-28/two.md": savedPost(2),
      "2025-04-29/page.html": anArticle({ title: "A page among posts" }),
      "2025-04-29/picture.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 1]),
      "../outside.md": savedPost(3),
      "2025-04-29/broken.pdf": "%PDF-1.7 and nothing else",
    });
    const message = await attach("archive.zip", bytes);
    expect(replies(message)).toHaveLength(1);
    const says = saysOf(message);
    expect(says).toContain("Imported archive.zip: 3 new");
    expect(says).toContain("Left out: 3");
    expect(says).toContain("it is a picture: 1 (2025-04-29/picture.png)");
    expect(says).toContain("its name leads out of the archive: 1 (../outside.md)");
    expect(await ask("harbour town 2")).toContain("Tide tables number 2");
    expect(await ask("page among posts")).toContain("A page among posts");
    expect(story.slack.violations()).toEqual([]);
  });

  run("an import is told of where no cards are posted, too, in its thread", async () => {
    const { slack, site } = story;
    await slack.command("cards nowhere", { as: "ana", channel: "#general" });
    site.put("/quiet", anArticle({ title: "A quiet link" }));
    const content = aZip({ "a.md": savedPost(1_001), "b.md": savedPost(1_002) }).bytes;
    const comment = `<${site.url}/quiet>`;
    const message = await slack.attach("#general", { filename: "quiet.zip", content }, { comment });
    const said = () => textOf(slack.replies("#general", message).map(({ blocks }) => blocks));
    await story.until(() => said().includes("Imported quiet.zip: 2 new"));
    await story.settled();
    expect(said()).not.toContain("A quiet link");
    expect(await ask("quiet link")).toContain("A quiet link");
    await slack.command("cards thread", { as: "ana", channel: "#general" });
  });

  run("a ZIP of over 20 MB goes in one go", async () => {
    const files: Record<string, string | Uint8Array> = { "noise/a.bin": noise(11_000_000, 1) };
    for (let at = 0; at < 30; at += 1) files[`2025-05-01/${at}.md`] = savedPost(at + 100, "Ferry timetables");
    files["noise/b.bin"] = noise(11_000_000, 2);
    const message = await attach("large.zip", aZip(files).bytes);
    expect(saysOf(message)).toContain("Imported large.zip: 30 new");
    expect(saysOf(message)).toContain("it is no page or text: 2 (noise/a.bin, noise/b.bin)");
    expect(await ask('"ferry timetables" number 129')).toContain("Ferry timetables number 129");
  });

  run("the same ZIP again adds nothing", async () => {
    const { bytes } = aZip({ "2025-04-28/one.md": savedPost(1), "2025-04-28/two.md": savedPost(2) });
    const message = await attach("again.zip", bytes);
    expect(saysOf(message)).toContain("0 new, 2 in the library before");
    expect(await ask('"Tide tables number 1"')).toMatch(/1 result/);
  });

  run("one page that was saved three times is one that is new", async () => {
    const copies = { "a.md": savedPost(70), "b.md": savedPost(70), "c.md": savedPost(70) };
    expect(saysOf(await attach("copies.zip", aZip(copies).bytes))).toContain("1 new, 2 in the library before");
  });

  run("a browser's bookmarks are read as links", async () => {
    const { site } = story;
    site.put("/marked", anArticle({ title: "A page somebody marked" }));
    const message = await attach(
      "bookmarks.html",
      `<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><DL><p>
      <DT><A HREF="${site.url}/marked" ADD_DATE="1">Marked &amp; kept</A>
      <DT><A HREF="${site.url}/marked?utm_source=x">Twice</A>
      <DT><A HREF="${site.url}/gone">Gone</A>
      <DT><A HREF="javascript:alert(1)">A bookmarklet</A></DL>`,
    );
    const says = saysOf(message);
    expect(says).toContain("Imported bookmarks.html: 1 new");
    expect(says).toContain("Left out: 2");
    expect(says).toContain(": 1 (A bookmarklet)");
    expect(says).toContain("404");
    expect(site.hits("/marked")).toBe(1);
    expect(await ask("somebody marked")).toContain("A page somebody marked");
  });

  run("stopped in the middle, an import goes on where it stood", async () => {
    const { site } = story;
    const pages = Array.from({ length: 8 }, (_, at) => `/kept/${at}`);
    for (const page of pages) site.put(page, anArticle({ title: `A buoy of number ${page.slice(6)}` }));
    const [slow = ""] = pages.slice(-1);
    const asked = new Promise<void>((resolve) => site.put(slow, () => resolve()));
    const links = pages.map((page) => `<DT><A HREF="${site.url}${page}">${page}</A>`).join("\n");
    const content = `<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><DL><p>${links}</DL>`;
    const message = await story.slack.attach("#reading", { filename: "buoys.html", content });
    await asked;
    site.put(slow, anArticle({ title: `A buoy of number ${slow.slice(6)}` }));
    await story.restart();
    await story.until(() => saysOf(message).includes("Imported"));
    await story.settled();
    expect(saysOf(message)).not.toContain("Left out");
    expect(await ask("buoy of number sort:new")).toMatch(/8 results/);
    // What was done before the stop is not done again: only what the three lanes were at.
    expect(pages.filter((page) => site.hits(page) > 1).length).toBeLessThanOrEqual(3);
    expect(replies(message)).toHaveLength(1);
  });

  run("an edit of the message keeps what was imported; its deletion takes all of it away", async () => {
    const { bytes } = aZip({ "a.md": savedPost(51, "Lighthouse lists"), "b.md": savedPost(52, "Lighthouse lists") });
    const message = await attach("lights.zip", bytes);
    const edited = await story.slack.edit(message, "our lights");
    await story.settled();
    expect(await ask("lighthouse lists")).toMatch(/2 results/);
    await story.slack.remove(edited);
    await story.settled();
    expect(await ask("lighthouse lists")).toContain("Nothing found");
    expect(replies(message)).toHaveLength(0);
  });

  run("a bomb and a broken archive get a clear sentence", async () => {
    const bomb = aZip({ "zeros.txt": new Uint8Array(30_000_000) });
    expect(saysOf(await attach("bomb.zip", bomb.bytes))).toContain("bomb.zip");
    const broken = await attach("broken.zip", aZip({ "a.md": savedPost(1) }).bytes.subarray(0, 120));
    expect(saysOf(broken)).toContain("broken.zip isn't a readable ZIP archive");
  });

  run("`/footnote import` says how", async () => {
    expect(await ask("import")).toContain("Attach a ZIP");
  });
});
