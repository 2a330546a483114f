import fc from "fast-check";
import { expect, test } from "vitest";
import { slackStamps } from "../../src/playground/slack-clock.ts";
import { richTextOf, typed, unescaped } from "../../src/playground/typed-text.ts";

test.each([
  ["see https://example.org/a, ok", "see <https://example.org/a>, ok"],
  ["看这篇：https://example.org/a，不错", "看这篇：<https://example.org/a>，不错"],
  ["(https://example.org/a?b=1&c=2)", "(<https://example.org/a?b=1&amp;c=2>)"],
  ["a < b & c > d", "a &lt; b &amp; c &gt; d"],
  ["<https://example.org/>", "&lt;<https://example.org/>&gt;"],
  ["no link: example.org", "no link: example.org"],
])("what is typed as %s", (text, mrkdwn) => {
  expect(typed(text)).toBe(mrkdwn);
});

test("typing loses nothing: without its marks the text is what was typed", () => {
  const words = fc.array(
    fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true }), fc.constantFrom("中文，", "<", "&amp;", " ")),
  );
  fc.assert(
    fc.property(words, (parts) => {
      const text = parts.join(" ");
      expect(unescaped(typed(text).replaceAll(/[<>]/g, ""))).toBe(text);
    }),
  );
});

test("rich text of links, code, quotes and mentions", () => {
  const text = "`a &lt; b` <https://example.org/?a=1&amp;b=2|Ex> <@U1>\n&gt; said\n```\nx &amp; y\n```";
  expect(richTextOf(text)).toEqual({
    type: "rich_text",
    elements: [
      {
        type: "rich_text_section",
        elements: [
          { type: "text", text: "a < b", style: { code: true } },
          { type: "text", text: " " },
          { type: "link", url: "https://example.org/?a=1&b=2", text: "Ex" },
          { type: "text", text: " " },
          { type: "user", user_id: "U1" },
        ],
      },
      { type: "rich_text_quote", elements: [{ type: "text", text: "said" }] },
      { type: "rich_text_section", elements: [] },
      { type: "rich_text_preformatted", elements: [{ type: "text", text: "x & y" }] },
    ],
  });
});

test("stamps differ and grow while the clock stands still or goes back", () => {
  let now = new Date("2026-03-01T09:00:00Z");
  const next = slackStamps(() => now);
  const first = [next(), next()];
  now = new Date("2026-03-01T08:00:00Z");
  expect([...first, next()]).toEqual(["1772355600.000000", "1772355600.000001", "1772355600.000002"]);
});
