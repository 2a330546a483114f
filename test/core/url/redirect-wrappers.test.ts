import fc from "fast-check";
import { expect, test } from "vitest";
import { unwrapRedirect } from "../../../src/core/url/redirect-wrappers.ts";

const PAGE = "https://example.com/a?b=1&c=文#d";
const encoded = encodeURIComponent(PAGE);

test.each([
  `https://weibo.cn/sinaurl?u=${encoded}`,
  `http://weibo.cn/sinaurl?luicode=1&u=${encodeURIComponent(encoded)}`,
  `https://www.google.com/url?sa=t&rct=j&url=${encoded}&usg=x`,
  `https://www.google.co.uk/url?q=${encoded}`,
  `https://l.facebook.com/l.php?u=${encoded}&h=AT0`,
  `https://l.instagram.com/?u=${encoded}&e=x`,
  `https://link.zhihu.com/?target=${encoded}`,
  `https://link.juejin.cn/?target=${encoded}`,
  `https://link.csdn.net/?target=${encoded}`,
  `https://www.jianshu.com/go-wild?ac=2&url=${encoded}`,
  `https://www.douban.com/link2/?url=${encoded}`,
  `https://eur01.safelinks.protection.outlook.com/?url=${encoded}&data=05`,
  `https://www.youtube.com/redirect?event=video&q=${encoded}`,
  `https://medium.com/r/?url=${encoded}`,
  `https://steamcommunity.com/linkfilter/?url=${encoded}`,
  `https://slack-redir.net/link?url=${encoded}`,
  `https://out.reddit.com/t3_x?url=${encoded}&token=1`,
  `https://duckduckgo.com/l/?uddg=${encoded}`,
  `https://vk.com/away.php?to=${encoded}`,
  `https://www.linkedin.com/redir/redirect?url=${encoded}`,
  `https://c.pc.qq.com/middlem.html?pfurl=${encoded}`,
])("%s is unwrapped", (wrapper) => {
  expect(unwrapRedirect(wrapper)).toBe(PAGE);
});

test.each([
  ["https://urldefense.com/v3/__https://example.com/a__;!!abc$", "https://example.com/a"],
  ["https://urldefense.proofpoint.com/v2/url?u=https-3A__example.com_a-3Fb-3D1&d=x", "https://example.com/a?b=1"],
  ["https://www.bing.com/ck/a?!&p=1&u=a1aHR0cHM6Ly9leGFtcGxlLmNvbS9h&ntb=1", "https://example.com/a"],
  ["https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a", "https://www.example.com/a"],
  ["https://www.google.com/amp/s/example.com/a", "https://example.com/a"],
  ["https://r.jina.ai/https://example.com/a", "https://example.com/a"],
])("%s is unwrapped", (wrapper, page) => {
  expect(unwrapRedirect(wrapper)).toBe(page);
});

test("wrappers in wrappers, without end in sight, end", () => {
  const nest = (page: string) =>
    `https://link.zhihu.com/?target=${encodeURIComponent(`https://weibo.cn/sinaurl?u=${encodeURIComponent(page)}`)}`;
  expect(unwrapRedirect(nest(nest(PAGE)))).toBe(PAGE);
  const deep = "https://www.google.com/url?q=".repeat(3_000) + PAGE.split("#")[0];
  expect(unwrapRedirect(deep).length).toBeLessThan(deep.length);
});

test.each([
  PAGE,
  "https://t.cn/A6abc",
  "https://weibo.cn/sinaurl",
  "https://weibo.cn/sinaurl?u=javascript%3Aalert(1)",
  "https://www.google.com/search?q=https://example.com",
  "https://evil.example/sinaurl?u=https://example.com",
  "not an address",
  "",
])("%j stays", (text) => expect(unwrapRedirect(text)).toBe(text));

test("never throws, and never gives anything but what came or a web address", () => {
  const parts = fc.constantFrom(
    "https://weibo.cn/sinaurl?u=",
    "https://www.bing.com/ck/a?u=a1",
    "https://urldefense.com/v3/__https:/",
    "%",
    "%3A",
    "https%3A//",
    "__;",
    "a",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(parts).map((some) => some.join("")),
        fc.string(),
        fc.webUrl(),
      ),
      (text) => {
        const inner = unwrapRedirect(text);
        expect(inner === text || /^https?:\/\//i.test(inner)).toBe(true);
      },
    ),
  );
});
