import fc from "fast-check";
import { expect, test } from "vitest";
import { FootnoteError } from "../../../src/core/problems.ts";
import { readSavedPost } from "../../../src/parse/files/saved-post.ts";
import { aSavedPost, hashtag, PLAYER, savedPostText, wrapped } from "./a-saved-post.ts";

const CONFLICT = /^(?:<{7}|>{7}|\|{7})(?:\s|$)/m;
const MARKUP = /<\/?(?:a|br|span|img|p|div|video|source|blockquote|b|i|script)(?:\s[^<>]*)?\/?>/i;
const SHIM = /网页链接|\[图片\]|\[doge\]|【图\d|视频无法显示/;

const pieces = fc.constantFrom(
  "涨潮了。",
  "The tide is in. ",
  "😀",
  "\ud83d",
  "\ufffd",
  "\u200b",
  "<br>",
  "<br><br>",
  "<b>",
  "</b>",
  "&lt;b&gt;",
  "&amp;",
  "<",
  ">",
  "#",
  "##",
  "# ",
  "\n",
  "\n\n",
  "【图1】",
  "[doge]",
  "[图片]",
  "<<<<<<< HEAD\n",
  "\n=======\n",
  "\n>>>>>>> x\n",
  "\n||||||| b\n",
  "```",
  "**",
  "<video>",
  "</video>",
  "<blockquote>",
  "</blockquote>",
  " - 转发 ",
  '<a href="',
  '">',
  "</a>",
  '<span class="surl-text">网页链接</span>',
  "\n## AI 摘要\n",
  "\n## 元数据\n",
  "\n## 原始摘要\n",
  "\n**URL**: https://weibo.com/1/PpkVEsW5r\n",
  "（99字）",
  "\ue000",
  "\ue001",
  hashtag("潮汐电站开始发电"),
  wrapped("https://tides.example/a"),
  PLAYER,
);
const messy = fc
  .array(fc.oneof(pieces, fc.string({ unit: "grapheme", maxLength: 12 })), { maxLength: 40 })
  .map((all) => all.join(""));

function readOrRefuse(text: string | Uint8Array): ReturnType<typeof readSavedPost> | undefined {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  try {
    return readSavedPost({ bytes, filename: "a.md" });
  } catch (error) {
    expect(error).toBeInstanceOf(FootnoteError);
    return undefined;
  }
}

test("any bytes are read or refused in words", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void readOrRefuse(bytes)));
});

test("whatever stands in the parts, no markup, shim or conflict marker reaches the reader", () => {
  fc.assert(
    fc.property(messy, messy, messy, (title, original, summary) => {
      const page = readOrRefuse(savedPostText({ title, original, summary }));
      for (const shown of [page?.title ?? "", page?.topic ?? "", page?.text ?? "", page?.claims?.summary ?? ""]) {
        expect(shown).not.toMatch(CONFLICT);
        expect(shown).not.toMatch(MARKUP);
        expect(shown).not.toMatch(SHIM);
        expect(shown).not.toMatch(/[\ufffd\u200b\ufeff\ue000-\uf8ff]/);
        expect(shown.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("words written as text come out as the same words", () => {
  const words = fc.array(fc.constantFrom("涨潮", "退潮", "海边", "机组", "发电", "3", "tide"), {
    minLength: 3,
    maxLength: 30,
  });
  fc.assert(
    fc.property(words, (all) => {
      const text = `${all.join("")}。`;
      expect(readSavedPost(aSavedPost({ original: `${text}<br><br>完。` })).text).toBe(`${text}\n\n完。`);
    }),
  );
});
