import fc from "fast-check";
import { getDomain } from "tldts";
import { expect, test } from "vitest";
import { canonicalUrl } from "../../../src/core/url/canonical-url.ts";

/** Each row is one page; all its spellings must meet in the first. */
const ONE_PAGE: readonly (readonly [canonical: string, ...spellings: string[]])[] = [
  [
    "https://example.com/a/b?id=3",
    "http://www.example.com/a/b/?id=3&utm_source=x&utm_medium=y",
    "HTTPS://EXAMPLE.COM:443/a/b?fbclid=1&id=3#part",
    "http://example.com:80/a/b/?gclid=2&id=3&ref=newsletter.example",
    "https://m.example.com/a/b?id=3",
    "https://amp.example.com/a/b/amp/?id=3",
    "https://example.com./a/b/index.html?id=3",
    " https://example.com/a/b?id=3。",
    "https://example.com/%61/b?id=3&amp=1",
  ],
  ["https://example.com", "http://www.example.com/", "https://example.com/?", "https://example.com/index.html#top"],
  ["https://example.com/s?a=1&b=2", "https://example.com/s?b=2&a=1"],
  ["https://xn--fsqu00a.com/%E8%B7%AF", "https://例子.com/路", "https://例子.com/%e8%b7%af/"],
  [
    "https://example.com/a_(b),_c's:d@e+f%5Bg%5D%7Ch",
    "https://example.com/a_%28b%29%2C_c%27s%3Ad%40e%2bf[g]|h",
    "https://example.com/x/../a_(b),_c's:d@e+f%5bg]%7ch/",
  ],
  ["https://example.com/app#/inbox/3", "https://example.com/app/#/inbox/3"],
  ["https://example.com/app#!/inbox", "http://www.example.com/app#!/inbox"],
  [
    "https://arxiv.org/abs/2301.12345",
    "http://arxiv.org/pdf/2301.12345v3.pdf",
    "https://www.arxiv.org/pdf/2301.12345",
    "https://export.arxiv.org/abs/2301.12345v1",
    "https://arxiv.org/html/2301.12345v2#S1",
    "https://ar5iv.labs.arxiv.org/html/2301.12345",
    "https://doi.org/10.48550/arXiv.2301.12345",
  ],
  [
    "https://arxiv.org/abs/math/0309136",
    "https://arxiv.org/abs/math.GT/0309136v2",
    "http://arxiv.org/pdf/math/0309136",
  ],
  [
    "https://youtube.com/watch?v=aB3-_cD4eF5",
    "https://youtu.be/aB3-_cD4eF5?si=xyz&t=42",
    "https://m.youtube.com/watch?v=aB3-_cD4eF5&list=PL1&index=2&feature=share",
    "https://www.youtube.com/shorts/aB3-_cD4eF5",
    "https://www.youtube-nocookie.com/embed/aB3-_cD4eF5?rel=0",
    "https://www.youtube.com/live/aB3-_cD4eF5",
  ],
  [
    "https://github.com/owner/tool",
    "https://github.com/Owner/Tool.git",
    "https://www.github.com/owner/tool/",
    "https://github.com/owner/tool/tree/main",
    "https://github.com/owner/tool?tab=readme-ov-file#install",
  ],
  ["https://github.com/owner/tool/pull/7", "https://github.com/owner/tool/pull/7/files"],
  [
    "https://github.com/owner/tool/blob/main/a.md",
    "https://raw.githubusercontent.com/owner/tool/main/a.md",
    "https://raw.githubusercontent.com/owner/tool/refs/heads/main/a.md",
  ],
  [
    // The pair of short id and number stands in public write-ups of the scheme.
    "https://weibo.com/detail/3501756485200075",
    "https://weibo.com/1234567890/z0JH2lOMb?from=page_100505&wvr=6",
    "https://m.weibo.cn/status/3501756485200075?sourceType=weixin",
    "https://m.weibo.cn/detail/3501756485200075",
    "https://m.weibo.cn/status/z0JH2lOMb",
    "http://www.weibo.com/1234567890/z0JH2lOMb#comment",
  ],
  [
    "https://x.com/i/status/1234567890",
    "https://twitter.com/Someone/status/1234567890?s=20&t=abc",
    "https://mobile.twitter.com/someone/status/1234567890/photo/1",
    "https://x.com/i/web/status/1234567890",
  ],
  [
    "https://mp.weixin.qq.com/s?__biz=MzA%3D&idx=1&mid=22&sn=abc",
    "http://mp.weixin.qq.com/s?__biz=MzA=&mid=22&idx=1&sn=abc&chksm=dd&scene=21#wechat_redirect",
    "https://mp.weixin.qq.com/s?sn=abc&__biz=MzA=&mid=22&idx=1&mpshare=1&srcid=1#rd",
  ],
  [
    "https://zhihu.com/answer/22",
    "https://www.zhihu.com/question/11/answer/22?utm_psn=3",
    "https://www.zhihu.com/answer/22",
  ],
  [
    "https://bilibili.com/video/BV1xx411c7mD",
    "https://www.bilibili.com/video/BV1xx411c7mD/?spm_id_from=333.9&vd_source=1&p=1",
    "https://m.bilibili.com/video/BV1xx411c7mD",
  ],
  ["https://en.wikipedia.org/wiki/Footnote", "https://en.m.wikipedia.org/wiki/Footnote#History"],
  [
    "https://zh.wikipedia.org/wiki/%E8%84%9A%E6%B3%A8",
    "https://zh.m.wikipedia.org/zh-hans/脚注",
    "https://zh.wikipedia.org/zh-cn/脚注",
  ],
  [
    "https://reddit.com/comments/ab12cd",
    "https://old.reddit.com/r/some/comments/ab12cd/a_title/",
    "https://redd.it/ab12cd",
  ],
  ["https://doi.org/10.1000/ab.1", "http://dx.doi.org/10.1000/AB.1"],
  [
    "https://stackoverflow.com/questions/11",
    "https://stackoverflow.com/questions/11/how-to?rq=1",
    "https://stackoverflow.com/q/11",
  ],
  ["https://openreview.net/forum?id=abc", "https://openreview.net/pdf?id=abc"],
  ["http://localhost:3000/a", "http://localhost:3000/a/"],
];

test.each(ONE_PAGE)("%s is one page, however it is spelt", (canonical, ...spellings) => {
  for (const spelling of [canonical, ...spellings]) expect(canonicalUrl(spelling), spelling).toBe(canonical);
});

test("what makes another page stays", () => {
  const different = [
    "https://example.com/a",
    "https://example.com/A",
    "https://example.com/a?p=1",
    "https://example.com/a?p=2",
    "https://news.ycombinator.com/item?id=1",
    "https://news.ycombinator.com/item?id=2",
    "https://gitlab.com/g/p?ref=main",
    "https://gitlab.com/g/p",
    "https://youtube.com/playlist?list=PL1",
    "https://bilibili.com/video/BV1xx411c7mD?p=2",
    "https://bilibili.com/video/BV1xx411c7mD",
    "https://someone.github.io/x",
    "https://other.github.io/x",
    "https://en.wikipedia.org/wiki/Inc.",
    "https://en.wikipedia.org/wiki/Inc",
    "http://example.com:8080/a",
  ];
  expect(new Set(different.map(canonicalUrl)).size).toBe(different.length);
});

test("m. and www. stay where they are the whole name", () => {
  expect(canonicalUrl("https://m.co.uk/x")).toBe("https://m.co.uk/x");
  expect(canonicalUrl("https://www.com/x")).toBe("https://www.com/x");
});

test.each(["", "no address", "ftp://example.com", "javascript:alert(1)", "http://[::1/", "http://%", "https://"])(
  "%j is no web address",
  (text) => expect(canonicalUrl(text)).toBeUndefined(),
);

test("an address with a password, or longer than any real one, is refused", () => {
  expect(canonicalUrl("https://user:pw@example.com/")).toBeUndefined();
  expect(canonicalUrl(`https://example.com/${"a".repeat(9_000)}`)).toBeUndefined();
});

test("an address too long for a key is filed under one that is not, however it is spelt", () => {
  const query = Array.from({ length: 300 }, (_, at) => `k${at}=${"v".repeat(6)}`);
  const long = `https://www.example.com/Report.PDF?${query.join("&")}`;
  const key = canonicalUrl(long) ?? "";
  expect(key).toMatch(/^https:\/\/example\.com\/long-[0-9a-f]{64}\.pdf$/);
  expect(canonicalUrl(key)).toBe(key);
  expect(canonicalUrl(`http://example.com:80/Report.PDF?${query.toReversed().join("&")}&utm_source=x#page=2`)).toBe(
    key,
  );
  expect(canonicalUrl(`${long}&other=1`)).not.toBe(key);
});

test("a wrapper is not the page", () => {
  const page = "https://example.com/story?id=4";
  for (const wrapper of [
    "https://weibo.cn/sinaurl?u=",
    "https://www.google.com/url?sa=t&url=",
    "https://link.zhihu.com/?target=",
  ])
    expect(canonicalUrl(wrapper + encodeURIComponent(`${page}&utm_source=w`))).toBe(page);
});

const hosts = fc.constantFrom(
  ...[
    "example.com",
    "www.example.co.uk",
    "m.weibo.cn",
    "weibo.com",
    "arxiv.org",
    "youtu.be",
    "www.youtube.com",
    "github.com",
  ],
  ...[
    "x.com",
    "reddit.com",
    "amp.a.example",
    "mp.weixin.qq.com",
    "www.google.com",
    "weibo.cn",
    "zh.m.wikipedia.org",
    "doi.org",
  ],
);
const segment = fc.oneof(
  fc.constantFrom(
    "amp",
    "abs",
    "pdf",
    "index.html",
    "tree",
    "main",
    "status",
    "watch",
    "a.git",
    "2301.12345v2.pdf",
    "",
    "url",
    "sinaurl",
    "%7e",
    "%zz",
    "文",
  ),
  fc.string({ maxLength: 12 }),
);
const anyUrl = fc
  .tuple(
    hosts,
    fc.array(segment, { maxLength: 5 }),
    fc.array(fc.tuple(segment, fc.webUrl()), { maxLength: 3 }),
    fc.string(),
  )
  .map(([host, path, parameters, hash]) => {
    const query = parameters.map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}&u=${encodeURIComponent(value)}`,
    );
    return `https://${host}/${path.join("/")}?${query.join("&")}#${hash}`;
  });

test("doing it twice changes nothing", () => {
  fc.assert(
    fc.property(
      fc.oneof(anyUrl, fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()),
      (text) => {
        const once = canonicalUrl(text);
        if (once !== undefined) expect(canonicalUrl(once)).toBe(once);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("order of parameters, case of the host, tracking and www make no other page", () => {
  fc.assert(
    fc.property(fc.webUrl(), fc.uniqueArray(fc.stringMatching(/^q[a-z]{1,5}$/), { maxLength: 4 }), (address, names) => {
      const url = new URL(address);
      // Under a suffix such as *.np the name itself is the suffix, and `www.` before it makes another site.
      fc.pre(getDomain(url.hostname, { allowPrivateDomains: true }) !== null);
      url.search = names.map((name) => `${name}=1`).join("&");
      url.hash = "";
      const other = new URL(url);
      other.search = [...names]
        .reverse()
        .map((name) => `${name}=1`)
        .concat("utm_campaign=z")
        .join("&");
      other.hash = "section-2";
      expect(canonicalUrl(other.href.replace("://", "://www."))).toBe(canonicalUrl(url.href));
    }),
  );
});
