import fc from "fast-check";
import { expect, test } from "vitest";
import { formatQuery } from "../../../src/core/search/format-query.ts";
import { parseQuery } from "../../../src/core/search/parse-query.ts";
import { isEmptyQuery } from "../../../src/core/search/query.ts";

const TODAY = "2026-05-13"; // a Wednesday

function understood(text: string): string {
  const reading = parseQuery(text, TODAY);
  return reading.ok
    ? formatQuery(reading.query)
    : `mistake: ${text.slice(reading.mistake.at, reading.mistake.at + reading.mistake.length)}`;
}

test.each([
  ["solar tax", "solar tax"],
  ['"exact phrase" word', '"exact phrase" word'],
  ["“中文短语” 「另一个」", '"中文短语" "另一个"'],
  ["关于“大模型”的文章", '关于 "大模型" 的文章'],
  ["rust -async -大模型", "rust -async -大模型"],
  ['-"not this"', '-"not this"'],
  ["a b OR c d", "a b OR c d"],
  ["(a b) OR c", "(a b) OR c"],
  ["(a OR b) c", "a OR b c"],
  ["-(a OR b)", "-(a OR b)"],
  ["NOT a AND b", "-a b"],
  ["OR a OR", "a"],
  ['tag:RAG tag:"large models" tag:#大模型#', 'tag:RAG tag:"large models" tag:大模型'],
  ["from:@Ana from:<@U0123ABCD|ana> from:me", "from:@ana from:<@U0123ABCD> from:me"],
  ["queue <@U0123ABCD|ana> -<#C0123ABCD|ml>", "queue from:<@U0123ABCD> -in:<#C0123ABCD>"],
  ["in:#ml in:<#C0123ABCD|ml> in:ml", "in:#ml in:<#C0123ABCD> in:#ml"],
  [
    "site:https://www.Example.com/a?b site:例子.com site:<http://x.org|x.org>",
    "site:example.com site:xn--fsqu00a.com site:x.org",
  ],
  ["type:papers type:论文 type:PDF", "type:paper type:paper type:pdf"],
  ["type:代码库 type:订阅源", "type:repo type:feed"],
  ["lang:中文 lang:en-GB lang:chinese", "lang:zh lang:en lang:zh"],
  ["is:saved is:failed has:summary sort:new", "is:saved is:failed has:summary sort:new"],
  ["is:收藏 is:失败 has:摘要 sort:最新", "is:saved is:failed has:summary sort:new"],
  ["lang:简体中文 lang:法语", "lang:zh lang:fr"],
  ["Tag：rag　ｆｕｌｌ　（x）", "tag:rag full x"],
  ["before:2026-05-03", "before:2026-05-03"],
  ["after:2026/5/3", "after:2026-05-03"],
  ["on:2026-05-03", "on:2026-05-03"],
  ["on:2026年5月", "on:2026-05-01..2026-05-31"],
  ["after:7d", "after:2026-05-05"],
  ["after:2w before:昨天", "after:2026-04-28 before:2026-05-12"],
  ["on:last week", "on:2026-05-04..2026-05-10"],
  ['after:"last week"', "after:2026-05-03"],
  ["on:上周 x", "on:2026-05-04..2026-05-10 x"],
  ["on:yesterday", "on:2026-05-12"],
  ["on:last-week x", "on:2026-05-04..2026-05-10 x"],
  ["before:tomorrow", "before:2026-05-14"],
  ["after:3 days ago x", "after:2026-05-09 x"],
  ["after:三天前 after:最近两周 after:一个月内", "after:2026-05-09 after:2026-04-28 after:2026-04-12"],
  ["on:monday on:周三 on:sat", "on:2026-05-11 on:2026-05-13 on:2026-05-09"],
  ["on:last wednesday on:上周五 on:上星期天", "on:2026-05-06 on:2026-05-08 on:2026-05-10"],
  [
    "on:may on:november on:4月 on:十二月",
    "on:2026-05-01..2026-05-31 on:2025-11-01..2025-11-30 on:2026-04-01..2026-04-30 on:2025-12-01..2025-12-31",
  ],
  ["on:3个月", "on:2026-02-13..2026-05-13"],
  ["after:May 3 x", "after:2026-05-03 x"],
  ["on:3rd May, 2024 x", "on:2024-05-03 x"],
  ["on:nov 2024 on:5月3日 on:11月3号", "on:2024-11-01..2024-11-30 on:2026-05-03 on:2025-11-03"],
  ["on:20260503 queue", "on:2026-05-03 queue"],
  ["on:2026 queue 7", "on:2026-01-01..2026-12-31 queue 7"],
  ["since:2026-04-30 by:ana language:zh", "after:2026-04-30 from:@ana lang:zh"],
  ["R&amp;D &lt;b&gt;", "R&D b"],
  ["<https://example.com/a|example.com/a>", "https://example.com/a"],
  ["<https://example.com/?a=1&amp;b=2>", "https://example.com/?a=1&b=2"],
  ["mail <mailto:ana@example.org|ana@example.org>", "mail ana@example.org"],
  ["call <tel:+123456|+123456>", "call 123456"],
  ["C++ C# GPT-4o 3.5 don't", "C++ C# GPT-4o 3.5 don't"],
])("%s is understood as %s", (text, normal) => {
  expect(understood(text)).toBe(normal);
});

test.each([
  "what is this?!",
  "hello, world; (maybe",
  ":) :-( ¯\\_(ツ)_/¯",
  'a 5" disk',
  "note: read this",
  "at 10:30",
  "http://example.com/a?b=c:d",
  "C:\\temp",
  "Gemma:7b",
  "-",
  "--",
  "a - b",
  ")(",
  "''' ``` *** ~~~",
  "100% _ \\ ' ; drop table item; --",
  "😀🎉 👩‍👩‍👧",
  "« a",
  "\u0000\u0007\u202e",
])("punctuation alone is never an error: %j", (text) => {
  expect(parseQuery(text, TODAY).ok).toBe(true);
});

test.each([
  ["colour:red x", "colour:"],
  ["x autor:ana", "autor:"],
  ['say "never closes', '"'],
  ["after:2026-02-30", "2026-02-30"],
  ["after:2月30日", "2月30日"],
  ["on:13月", "13月"],
  ["rust before:soonish", "soonish"],
  ["type:novel", "novel"],
  ["is:great", "great"],
  ["has:pictures", "pictures"],
  ["sort:sideways", "sideways"],
  ["lang:klingonish", "klingonish"],
  ["ｗｏｒｄ <@U0123ABCD|ana> is:great", "great"],
])("%s: the spot is %s", (text, spot) => {
  expect(understood(text)).toBe(`mistake: ${spot}`);
  const reading = parseQuery(text, TODAY);
  if (!reading.ok) expect(understood(reading.mistake.example), reading.mistake.example).not.toMatch(/^mistake/);
});

test("a slip in an operator's name is answered with the operator that was meant", () => {
  const exampleFor = (text: string) => {
    const reading = parseQuery(text, TODAY);
    return reading.ok ? undefined : reading.mistake.example;
  };
  expect(exampleFor("tpye:paper x")).toBe("type:paper");
  expect(exampleFor("autor:ana")).toBe('"autor ana"');
});

test.each(["", "   ", "OR", "- OR ()", "!!! ???", '""', "😀"])("%j asks for nothing", (text) => {
  const reading = parseQuery(text, TODAY);
  expect(reading.ok && isEmptyQuery(reading.query)).toBe(true);
});

test("a query of 10,000 characters is cut, and its quotation mark closes there", () => {
  for (const text of [`"${"long ".repeat(2_000)}`, "(".repeat(10_000), "x".repeat(10_000), "-".repeat(10_000)]) {
    const reading = parseQuery(text, TODAY);
    expect(reading.ok).toBe(true);
    if (reading.ok) expect(formatQuery(reading.query).length).toBeLessThan(300);
  }
});

const pieces = fc.constantFrom(
  ...["may", "nov", "friday", "ago", "3", "days", "11月", "三天前", "constructor", "lang:", "type:", "is:", "has:"],
  ...[
    '"',
    "“",
    "”",
    "「",
    "」",
    "(",
    ")",
    "（",
    "-",
    "－",
    "OR",
    "AND",
    "NOT",
    "|",
    " ",
    "  ",
    ":",
    "：",
    "tag:",
    "from:",
    "in:",
    "site:",
  ],
  ...[
    "after:",
    "on:",
    "before:",
    "is:saved",
    "sort:new",
    "type:paper",
    "lang:zh",
    "7d",
    "last week",
    "2026-05-03",
    "2026",
    "me",
    "@ana",
  ],
  ...[
    "<@U0123ABCD|ana>",
    "<#C0123ABCD>",
    "大模型",
    "灯",
    "GPT-4o",
    "C++",
    "word",
    "😀",
    "\u200b",
    "\ud83d",
    "é",
    "⑴",
    "ﬁ",
    ".",
    ",",
    "/",
    "\\",
    "'",
    "%",
    "_",
  ],
  ...["#", "@", "x:y", 'Ab:"c d"', "Ab:c", "&amp;", "&lt;", "..", "例子.com"],
);
const anyText = fc.oneof(
  fc.array(pieces, { maxLength: 14 }).map((some) => some.join("")),
  fc.string({ unit: "binary" }),
  fc.string(),
);

test("never throws; a mistake lies inside the text; the normal form is stable and means the same", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const reading = parseQuery(text, TODAY);
      if (!reading.ok) {
        expect(reading.mistake.at + reading.mistake.length).toBeLessThanOrEqual(text.length);
        return;
      }
      const normal = formatQuery(reading.query);
      if (normal.length > 250) return;
      expect(parseQuery(normal, TODAY)).toEqual(reading);
    }),
    { numRuns: 5_000 },
  );
});
