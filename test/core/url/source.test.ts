import { expect, test } from "vitest";
import { sameSite, sourceOf } from "../../../src/core/url/source.ts";

test.each([
  ["https://m.weibo.cn/status/5000000000000000", "Weibo", "post"],
  ["https://weibo.com/1234567890/z0JH2lOMb", "Weibo", "post"],
  ["https://weibo.com/ttarticle/p/show?id=2309404", "Weibo", "article"],
  ["http://arxiv.org/pdf/2301.12345v2", "arXiv", "paper"],
  ["https://github.com/owner/tool", "GitHub", "repo"],
  ["https://github.com/owner/tool/issues/4", "GitHub", "post"],
  ["https://github.com/owner/tool/blob/main/docs/a.md", "GitHub", "article"],
  ["https://youtu.be/aB3-_cD4eF5", "YouTube", "video"],
  ["https://mp.weixin.qq.com/s/abc", "WeChat", "article"],
  ["https://www.example.co.uk/report.PDF?x=1", "example.co.uk", "pdf"],
  ["https://blog.example.com/post", "blog.example.com", "article"],
  ["https://weibo.cn/sinaurl?u=https%3A%2F%2Fexample.com%2Fa", "example.com", "article"],
])("%s comes from %s and is a %s", (url, site, kind) => {
  expect(sourceOf(url)).toEqual({ site, kind });
});

test("one owner, many hosts; strangers under one suffix", () => {
  expect(sameSite("https://m.example.co.uk/a", "http://news.example.co.uk/b")).toBe(true);
  expect(sameSite("https://example.com", "https://example.org")).toBe(false);
  expect(sameSite("https://a.github.io/x", "https://b.github.io/x")).toBe(false);
  expect(sameSite("http://127.0.0.1:3000/a", "http://127.0.0.1:3000/b")).toBe(true);
  expect(sameSite("http://127.0.0.1:3000/a", "http://127.0.0.1:3001/b")).toBe(false);
  expect(sameSite("nonsense", "nonsense")).toBe(false);
});
