import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linksIn, linksInMessage } from "../../src/slack/links.ts";
import { clip, clipEscaped, escapeMrkdwn, escapeNotification, mrkdwnLink, plainText } from "../../src/slack/mrkdwn.ts";

describe("links in a message", () => {
  test.each([
    ["<https://example.org/a?x=1&amp;y=2>", ["https://example.org/a?x=1&y=2"]],
    [
      "see <https://example.org/a|the article> and <https://example.org/b>",
      ["https://example.org/a", "https://example.org/b"],
    ],
    ["a bare domain <http://example.org|example.org> is left alone", []],
    ["with a path it is a link: <http://example.org/x|example.org/x>", ["http://example.org/x"]],
    ["`<https://example.org/code>` and ```\n<https://example.org/block>\n```", []],
    ["<https://team.slack.com/archives/C1/p1> <mailto:a@example.org|a@example.org> <#C1|x> <@U1> <!here>", []],
    ["中文<https://example.org/%E4%B8%AD|链接>后面", ["https://example.org/%E4%B8%AD"]],
    ["an open ``` block <https://example.org/x>", []],
  ])("%s", (text, expected) => {
    expect(linksIn(text)).toEqual(expected);
  });

  test("rich text tells code from text, and a link said twice counts once", () => {
    const link = (url: string, more = {}) => ({ type: "link", url, ...more });
    const blocks = [
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [link("https://example.org/a"), { type: "text", text: " " }, link("https://example.org/a")],
          },
          { type: "rich_text_preformatted", elements: [link("https://example.org/code")] },
          { type: "rich_text_section", elements: [link("https://example.org/b", { style: { code: true } })] },
          {
            type: "rich_text_list",
            elements: [{ type: "rich_text_section", elements: [link("https://example.org/c")] }],
          },
          { type: "rich_text_quote", elements: [link("http://example.org", { text: "example.org" })] },
        ],
      },
    ];
    expect(linksInMessage({ text: "<https://example.org/z>", blocks })).toEqual([
      "https://example.org/a",
      "https://example.org/c",
    ]);
  });

  test("blocks nested beyond all measure are not followed; the text is read instead", () => {
    let element: object = { type: "link", url: "https://example.org/deep" };
    for (let depth = 0; depth < 2_000; depth++) element = { type: "rich_text_section", elements: [element] };
    const blocks = [{ type: "rich_text", elements: [element] }];
    expect(linksInMessage({ text: "<https://example.org/text>", blocks })).toEqual(["https://example.org/text"]);
  });

  test("a link that Footnote writes, Footnote reads back", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.string(), (url, label) => {
        const bare = new URL(url).pathname === "/" && new URL(url).search === "";
        fc.pre(!bare);
        const safe = url.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E");
        expect(linksIn(mrkdwnLink(url, label).replaceAll("`", "'"))).toEqual([safe.replaceAll("`", "'")]);
      }),
    );
  });
});

describe("text from outside", () => {
  test("pings nobody and fools nobody", () => {
    expect(escapeMrkdwn("<!channel> <@U1> <https://bank.example|safe> a&b")).toBe(
      "&lt;!channel&gt; &lt;@U1&gt; &lt;https://bank.example|safe&gt; a&amp;b",
    );
    expect(escapeNotification("hello @here and @Channel")).not.toMatch(/@(here|channel)/i);
    expect(plainText("a\u202Egnp.exe\u200B\u0000b\uD800")).toBe("agnp.exe b\uFFFD");
  });

  test("escaped text has no angle bracket of its own, and clipping keeps the limit", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), fc.integer({ min: 8, max: 120 }), (text, limit) => {
        expect(escapeMrkdwn(text)).not.toMatch(/[<>]/);
        expect(clip(text, limit).length).toBeLessThanOrEqual(limit);
        expect(clipEscaped(text, limit).length).toBeLessThanOrEqual(limit);
        expect(clip(plainText(text), limit).isWellFormed()).toBe(true);
      }),
    );
  });
});
