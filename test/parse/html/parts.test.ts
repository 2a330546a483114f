import { describe, expect, test } from "vitest";
import { isBoilerplateLine } from "../../../src/parse/html/boilerplate-lines.ts";
import { isoDate } from "../../../src/parse/html/dates.ts";
import { refusePathological } from "../../../src/parse/html/scan.ts";
import { bareTitle, isSiteName } from "../../../src/parse/html/title.ts";

describe("dates", () => {
  test.for([
    ["2024-03-05", "2024-03-05"],
    ["2024-03-05T09:30:00Z", "2024-03-05T09:30:00Z"],
    ["2024-03-05T09:30:00.123+0800", "2024-03-05T09:30:00+08:00"],
    ["2024-03-05 09:30", "2024-03-05"],
    ["2024/3/5", "2024-03-05"],
    ["20240305", "2024-03-05"],
    ["2024-03", "2024-03"],
    ["Tue, 05 Mar 2024 09:30:00 GMT", "2024-03-05T09:30:00Z"],
    ["March 5th, 2024", "2024-03-05"],
    ["5 Mar 2024", "2024-03-05"],
    ["2024年3月5日", "2024-03-05"],
    ["2024년 3월 5일", "2024-03-05"],
    ["1709630000", "2024-03-05T09:13:20Z"],
    ["03/04/2024", undefined],
    ["2024-13-05", undefined],
    ["2023-02-29", undefined],
    ["yesterday", undefined],
    ["", undefined],
  ] as const)("%s is %s", ([written, iso]) => {
    expect(isoDate(written)).toBe(iso);
  });
});

describe("titles lose the name of the site", () => {
  test.for([
    ["Tides at noon | The Daily Wave", ["The Daily Wave"], "Tides at noon"],
    ["Tides at noon - dailywave.com", ["dailywave.com"], "Tides at noon"],
    ["渡口的钟_渡口晚报", ["渡口晚报"], "渡口的钟"],
    ["Wave: tides at noon", ["Wave"], "Wave: tides at noon"],
    ["Left - right", ["The Daily Wave"], "Left - right"],
    ["The Daily Wave", ["The Daily Wave"], "The Daily Wave"],
  ] as const)("%s", ([title, names, bare]) => {
    expect(bareTitle(title, names)).toBe(bare);
  });

  test("a site is known by its host too", () => {
    expect(isSiteName("Daily Wave", ["www.dailywave.co.uk".replace("www.", "")])).toBe(true);
    expect(isSiteName("Other", ["dailywave.com"])).toBe(false);
  });
});

describe("lines about the page", () => {
  test.for([
    "By Ada Moor",
    "Published 3 March 2024, 10:30 am",
    "Updated: Sat 8:31 PM, Feb 17, 2018",
    "Advertisement",
    "Photo: Ada Moor / Harbour News",
    "Sign up for our newsletter",
    "Follow us on Twitter",
    "Read more: The old crane",
    "Share this article",
    "责任编辑：小林",
    "相关阅读：老街改造",
    "2024-03-05 09:12",
    "관련기사",
    "3 min read",
  ])("%s", (line) => {
    expect(isBoilerplateLine(line)).toBe(true);
  });

  test.for([
    "By noon the fog had lifted, and the boats went out one after another.",
    "In March 2024 the harbour was closed for three weeks.",
    "Share the load between both ropes.",
    "The photo shows nothing but fog.",
    "Read the water before you read the chart.",
    "图书馆的地板上响起轻轻的轮子声。",
    "编辑部里只剩下他一个人，灯还亮着，窗外是一条看不见的河。",
    "1984",
  ])("not: %s", (line) => {
    expect(isBoilerplateLine(line)).toBe(false);
  });
});

describe("the scan before any parser", () => {
  const refused = (html: string) => {
    try {
      refusePathological(html);
      return false;
    } catch {
      return true;
    }
  };

  test("long lists, unclosed paragraphs and big scripts are ordinary", () => {
    expect(refused(`<ul>${"<li>x".repeat(50_000)}</ul>${"<p>y".repeat(50_000)}`)).toBe(false);
    expect(refused(`<script>${"'<div>' ".repeat(50_000)}</script>`)).toBe(false);
    expect(refused(`<!-- ${"<div>".repeat(50_000)} -->`)).toBe(false);
  });

  test("nesting and attributes without end are not", () => {
    expect(refused("<div>".repeat(100_000))).toBe(true);
    expect(refused("<font color=red>".repeat(5_000))).toBe(true);
    expect(refused(`<p ${"a ".repeat(5_000)}>`)).toBe(true);
  });

  test("it takes linear time on the inputs made against it", () => {
    const before = performance.now();
    for (const piece of ['<a b="', "<a b='", "<a =", "<a / ", "< ", "</", "<a  b  "]) refused(piece.repeat(200_000));
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
