import { describe, expect, test } from "vitest";
import {
  FootnoteError,
  PROBLEMS,
  type ProblemCode,
  type ProblemDetails,
  sentenceFor,
} from "../../src/core/problems.ts";
import { sentenceInChinese } from "../../src/core/problems-zh.ts";

const codes = Object.keys(PROBLEMS) as readonly ProblemCode[];
const known: ProblemDetails = {
  host: "news.example.org",
  filename: "report.pdf",
  status: 418,
  type: "video/mp4",
  port: "22",
  size: "35 MB",
  limit: "20 MB",
  what: "a thing",
  at: "14:05 UTC",
};

describe.for(codes)("%s", (code) => {
  test.for<readonly [string, ProblemDetails]>([
    ["nothing", {}],
    ["a host", { host: "news.example.org" }],
    ["everything", known],
    ["that no try follows", { host: "news.example.org", final: true }],
  ])("has a sentence when %s is known", ([, details]) => {
    const say = sentenceFor(code, details);
    expect(say).not.toMatch(/undefined|NaN|\[object|\s{2}/);
    expect(say.length).toBeLessThan(200);
    if (details.what === undefined) expect(say).toMatch(/^\S.*\.$/);
  });

  test("has a sentence in Chinese, too, with the same promise", () => {
    const promise = /我会.*再试/;
    expect(sentenceInChinese(code, {})).toMatch(/^[^。]*\p{Script=Han}.*。$/u);
    expect(sentenceInChinese(code, {})).not.toMatch(/\p{Script=Han} \p{Script=Han}/u);
    expect(promise.test(sentenceInChinese(code, {}))).toBe(/I'll try again/.test(sentenceFor(code, {})));
    expect(sentenceInChinese(code, { final: true })).not.toMatch(promise);
  });

  test("promises another try only when one comes", () => {
    const promise = /I'll try again/;
    if (!PROBLEMS[code].retry) expect(sentenceFor(code, {})).not.toMatch(promise);
    expect(sentenceFor(code, { final: true })).not.toMatch(promise);
  });
});

test("an error knows its sentence, whether to try again, when, and what the page said of itself", () => {
  const cause = new Error("socket hang up");
  const error = new FootnoteError(
    "RATE_LIMITED",
    { host: "news.example.org", at: "14:05 UTC" },
    { cause, preview: { title: "Tides" }, retryAfterMs: 60_000 },
  );
  expect(error).toMatchObject({ retry: true, retryAfterMs: 60_000, preview: { title: "Tides" }, cause });
  expect(error.say).toBe("news.example.org asked me to wait; I'll try again at 14:05 UTC.");
  expect(new FootnoteError("NOT_FOUND")).toMatchObject({ retry: false, say: "The page doesn't exist (404)." });
});

test("a stored problem says the same as the error did", () => {
  const error = new FootnoteError("TLS", { host: "a.example", what: "has expired" });
  expect(sentenceFor(error.code, error.details)).toBe(error.say);
  expect(error.say).toBe("a.example's security certificate has expired.");
});

test.each(["NO_CONTENT", "FORBIDDEN"] as const)("%s: who attached a file is not told to attach it", (code) => {
  const details = { filename: "tides.html" };
  expect(sentenceFor(code, { host: "tides.example" })).toContain("attach the file here");
  expect(sentenceFor(code, details)).toMatch(/tides\.html.*Save (?:it|the page) again/);
  expect(sentenceInChinese(code, details)).toMatch(/^tides\.html 里.*再保存一次/);
});
