import { load } from "cheerio";
import fc from "fast-check";
import { createElement, Fragment } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { cardAsText, columns } from "../../src/playground/card-as-text.ts";
import { drawnBlocks } from "../../src/playground/drawn-blocks.ts";
import { drawnMrkdwn } from "../../src/playground/drawn-mrkdwn.ts";
import type { Json } from "../../src/playground/json.ts";

const names = {
  user: (id: string) => (id === "U1" ? "Ana" : id),
  channel: (id: string) => (id === "C1" ? "reading" : id),
  here: (url: string) => (url.startsWith("http://slack.test/") ? "/?in=C1#m1" : undefined),
};
const html = (mrkdwn: string) => renderToStaticMarkup(createElement(Fragment, undefined, drawnMrkdwn(mrkdwn, names)));
const blocksHtml = (...blocks: Json[]) =>
  renderToStaticMarkup(createElement(Fragment, undefined, drawnBlocks(blocks, names)));
const plain = (text: string): Json => ({ type: "plain_text", text });
const mrkdwn = (text: string): Json => ({ type: "mrkdwn", text });

describe("mrkdwn", () => {
  test.each([
    ["*bold* _it_ ~no~", "<strong>bold</strong> <em>it</em> <del>no</del>"],
    ["中文*不粗*中文", "中文*不粗*中文"],
    ["中文 *粗* 中文", "中文 <strong>粗</strong> 中文"],
    ["snake_case_name 2*3*4", "snake_case_name 2*3*4"],
    [
      "*<https://x.org/?a=1&amp;b=2|A &lt;b&gt; &amp; c>*",
      '<strong><a href="https://x.org/?a=1&amp;b=2" target="_blank" rel="noreferrer noopener">A &lt;b&gt; &amp; c</a></strong>',
    ],
    ["<javascript:alert(1)|x>", "<span>x</span>"],
    ["<http://slack.test/archives/C1/p1|there>", '<a href="/?in=C1#m1">there</a>'],
    ["`*a* &lt;`", "<code>*a* &lt;</code>"],
    ["<@U1> in <#C1>", '<span class="mention">@Ana</span> in <span class="mention">#reading</span>'],
    ["&amp;lt;b&amp;gt;", "&amp;lt;b&amp;gt;"],
    [":link: :no_such:", "🔗 :no_such:"],
  ])("%s", (text, drawn) => {
    expect(html(text)).toBe(`<span>${drawn}</span>`);
  });

  test("a quote stands apart", () => {
    expect(html("a\n&gt; b\n&gt; c")).toBe("<span>a</span><blockquote>b\nc</blockquote>");
  });
});

describe("blocks", () => {
  test("plain text is literal", () => {
    expect(blocksHtml({ type: "header", text: plain("*a* <b> &amp;") })).toBe(
      '<h3 class="block header">*a* &lt;b&gt; &amp;amp;</h3>',
    );
  });

  test("a button says what the page must know of it, and asks before", () => {
    const confirm = { title: plain("Sure?"), text: plain("It goes."), confirm: plain("Yes"), deny: plain("No") };
    const elements = [{ type: "button", action_id: "forget", text: plain("Forget"), style: "danger", confirm }];
    expect(blocksHtml({ type: "actions", block_id: "b", elements })).toBe(
      '<div class="block actions"><button type="button" data-act="click" class="button danger" data-action="forget" data-block="b" data-confirm="Sure?\n\nIt goes.">Forget</button></div>',
    );
  });

  test("rich text keeps its words and loses addresses that may not be followed", () => {
    const elements = [
      { type: "text", text: "*a* <i>" },
      { type: "link", url: "javascript:alert(1)", text: "x" },
      { type: "user", user_id: "U1" },
    ];
    const drawn = blocksHtml({ type: "rich_text", elements: [{ type: "rich_text_section", elements }] });
    expect(drawn).toContain("*a* &lt;i&gt;");
    expect(drawn).toContain("@Ana");
    expect(drawn).not.toContain("javascript:");
  });

  test("no text ever becomes markup", () => {
    const nasty = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "<https://x|</a><script>>",
        "*<b>*",
        "`<i>`",
        "&lt;script&gt;",
      ),
    );
    fc.assert(
      fc.property(
        fc.array(nasty, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(" ")),
        (text) => {
          const drawn = blocksHtml(
            {
              type: "section",
              text: mrkdwn(text),
              accessory: { type: "button", action_id: text, text: plain(text), value: text, url: text },
            },
            { type: "header", text: plain(text) },
            { type: "context", elements: [mrkdwn(text), plain(text)] },
            { type: "image", image_url: text, alt_text: text, title: plain(text) },
            {
              type: "input",
              block_id: text,
              label: plain(text),
              element: { type: "plain_text_input", action_id: "a", initial_value: text },
            },
            {
              type: "rich_text",
              elements: [
                {
                  type: "rich_text_section",
                  elements: [
                    { type: "text", text },
                    { type: "link", url: text },
                  ],
                },
              ],
            },
          );
          const $ = load(drawn, undefined, false);
          for (const element of $("*").toArray()) {
            if (!("attribs" in element)) continue;
            expect(ELEMENTS).toContain(element.name);
            expect(Object.keys(element.attribs).filter((name) => name.startsWith("on"))).toEqual([]);
            expect(element.attribs.href ?? "https:").toMatch(/^(?:https?:|mailto:|\/\?)/i);
          }
        },
      ),
    );
  });
});

/** What drawing may make of blocks; no script, picture, frame or form is among them. */
const ELEMENTS = [
  ...["h3", "div", "span", "p", "strong", "em", "del", "code", "pre", "a", "blockquote", "hr", "br"],
  ...[
    "button",
    "label",
    "input",
    "textarea",
    "select",
    "option",
    "figure",
    "figcaption",
    "svg",
    "path",
    "ul",
    "ol",
    "li",
  ],
];

describe("a card on a terminal", () => {
  const blocks: readonly Json[] = [
    { type: "section", text: mrkdwn("*<https://example.org/a|收藏不等于读过：给团队的一份阅读办法>*") },
    { type: "context", elements: [mrkdwn("example.org · 林溪 · 4 min")] },
    {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_list",
          style: "bullet",
          elements: [
            {
              type: "rich_text_section",
              elements: [{ type: "text", text: "问题并不在于大家懒，链接本身几乎不带任何信息。" }],
            },
          ],
        },
      ],
    },
    { type: "divider" },
    {
      type: "actions",
      elements: [
        { type: "button", text: plain("Why?") },
        { type: "button", text: plain("Save") },
      ],
    },
  ];

  test("looks like one", () => {
    expect(cardAsText({ text: "", blocks }, 40)).toMatchInlineSnapshot(`
      "┌──────────────────────────────────────────┐
      │ 收藏不等于读过：给团队的一份阅读办法     │
      │ (https://example.org/a)                  │
      │ example.org · 林溪 · 4 min               │
      │ • 问题并不在于大家懒，链接本身几乎不带   │
      │   任何信息。                             │
      │ ──────────────────────────────────────── │
      │ [ Why? ]  [ Save ]                       │
      └──────────────────────────────────────────┘"
    `);
  });

  test("invisible characters take no column", () => {
    expect(["\u2060#queues", "é", "中文", "👩‍👩‍👧", "ab"].map(columns)).toEqual([7, 1, 4, 2, 2]);
  });

  test("its frame closes whatever the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("中文", "👩‍👩‍👧", "ｆｕｌｌ", "\u2060#tag", "x".repeat(90)),
        (text, more) => {
          const shown = cardAsText({
            text: "",
            blocks: [{ type: "header", text: plain(`${text}${more} ${text}`.replaceAll(/\p{Cc}/gu, "")) }],
          });
          const widths = new Set(shown.split("\n").map(columns));
          expect([...widths]).toEqual([80]);
        },
      ),
    );
  });
});
