import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RawDocument } from "../../src/core/page.ts";
import { ARTICLE_PAGE, aMessage, anMhtml } from "../parse/files/a-message.ts";
import { aPdf, column } from "../parse/files/a-pdf.ts";
import { aSavedPost, PLAYER, savedPostText, wrapped } from "../parse/files/a-saved-post.ts";
import { aDocx, anEpub, aZip, paragraph } from "../parse/files/a-zip.ts";

const text = (filename: string, body: string): RawDocument => ({ bytes: new TextEncoder().encode(body), filename });

const CHINESE = `<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>潮汐电站 - 海边日报</title><meta property="og:description" content="一座电站"><script type="application/ld+json">{"@type":"NewsArticle","headline":"潮汐电站","datePublished":"2024-03-05T08:00:00+08:00","author":{"name":"记者"}}</script></head><body><nav><a href="/">首页</a></nav><article><h1>潮汐电站</h1>${"<p>海水每天涨落两次，港口随它醒来。渔民说，终于不用看天气了。</p>".repeat(8)}<table><tr><td>一</td><td>二</td></tr></table><pre>a  b</pre></article><footer>版权所有</footer></body></html>`;
const MARKDOWN = `---\ntitle: Tides\nsource: https://example.org/tides\ntags: [sea, port]\n---\n# Tides\n\nThe **tide** comes in [twice](https://example.org/a) a day.\n\n- one\n- two\n\n> quoted\n\n\`\`\`\ncode\n\`\`\`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n`;
const READER_JSON = JSON.stringify({
  title: "Tides",
  url: "https://example.org/tides",
  content: ARTICLE_PAGE,
  byline: "A",
  excerpt: "x",
  textContent: "y",
});
const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title><link>https://example.org/</link>${"<item><title>Crane</title><link>https://example.org/c</link><pubDate>Mon, 04 Mar 2024 08:00:00 GMT</pubDate><description><![CDATA[<p>It <b>stood</b> idle.</p>]]></description></item>".repeat(3)}</channel></rss>`;

/** One small document of every format that Footnote reads, by its file name. */
export const BUILT: readonly RawDocument[] = [
  text("article.html", ARTICLE_PAGE),
  text("chinese.html", CHINESE),
  text(
    "stub.html",
    '<meta http-equiv="refresh" content="0;url=https://example.org/a"><script>location.replace("https://example.org/b")</script>',
  ),
  aSavedPost(),
  text(
    "quoted.md",
    savedPostText({
      original: `看这个 ${wrapped("https://example.org/a?b=c&d")}<br>//<a href='/n/x'>@x</a>:原文${PLAYER}`,
    }),
  ),
  text(
    "conflict.md",
    `<<<<<<< HEAD\n${savedPostText()}=======\n${savedPostText({ url: "https://weibo.com/1/A" })}>>>>>>> other\n`,
  ),
  text("notes.md", MARKDOWN),
  text("notes.txt", "Tides\n\nThe tide comes in twice a day.\nhttps://example.org/tides\n".repeat(6)),
  anMhtml(),
  aMessage(
    {
      From: "A <a@example.org>",
      Subject: "=?utf-8?B?5r2u5rGQ?=",
      Date: "Tue, 5 Mar 2024 10:15:00 +0800",
      "Content-Type": "text/html; charset=utf-8",
      "MIME-Version": "1.0",
    },
    ARTICLE_PAGE,
    "letter.eml",
  ),
  aPdf(
    [
      column(["The tide comes in twice a day,", "and the harbour wakes with it."], 50, 700),
      [{ text: "Second page of the paper on tides.", x: 50, y: 700 }],
    ],
    { info: { Title: "Tides" } },
  ),
  aDocx(
    paragraph("Tides", "Heading1") +
      paragraph("The tide comes in twice a day, and the harbour wakes with it.").repeat(4),
    "<dc:title>Tides</dc:title>",
  ),
  anEpub(
    { "one.xhtml": "<h1>One</h1><p>The tide comes in twice a day, and the harbour wakes.</p>".repeat(4) },
    "<dc:title>Tides</dc:title>",
  ),
  aZip({ "a.html": ARTICLE_PAGE, "b.md": MARKDOWN }),
  text("home.url", "[InternetShortcut]\r\nURL=https://example.org/tides\r\n"),
  text(
    "home.webloc",
    '<?xml version="1.0"?><plist version="1.0"><dict><key>URL</key><string>https://example.org/</string></dict></plist>',
  ),
  text("reader.json", READER_JSON),
  text("feed.xml", FEED),
];

/** Where a page of a known site would be, by the beginning of its file's name. */
const SITE_ADDRESSES: readonly (readonly [string, string])[] = [
  ["arxiv", "https://arxiv.org/abs/2401.00001"],
  ["bilibili", "https://www.bilibili.com/video/BV1xx411c7mD"],
  ["github-issue", "https://github.com/a/b/issues/1"],
  ["github-release", "https://github.com/a/b/releases/tag/v1"],
  ["github-file", "https://github.com/a/b/blob/main/c.ts"],
  ["github", "https://github.com/a/b"],
  ["hacker-news", "https://news.ycombinator.com/item?id=1"],
  ["npm", "https://www.npmjs.com/package/a"],
  ["pubmed", "https://pubmed.ncbi.nlm.nih.gov/1/"],
  ["pypi", "https://pypi.org/project/a/"],
  ["reddit", "https://old.reddit.com/r/a/comments/b/c/"],
  ["stack-overflow", "https://stackoverflow.com/questions/1/a"],
  ["wechat", "https://mp.weixin.qq.com/s/abc"],
  ["weibo-article", "https://weibo.com/ttarticle/p/show?id=1"],
  ["weibo", "https://m.weibo.cn/detail/5146276219846689"],
  ["wikipedia", "https://en.wikipedia.org/wiki/A"],
  ["x-", "https://x.com/a/status/1"],
  ["youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"],
  ["zhihu", "https://www.zhihu.com/question/1/answer/2"],
];

/** Pages of known sites, as far as the tests hold fixtures for them. */
function sitePages(): readonly RawDocument[] {
  const folder = join(import.meta.dirname, "../fixtures/pages/sites");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((filename) => {
      const url = SITE_ADDRESSES.find(([start]) => filename.startsWith(start))?.[1];
      return { bytes: readFileSync(join(folder, filename)), filename, ...(url === undefined ? {} : { url }) };
    });
}

/** What is mutated. */
export const SEEDS: readonly RawDocument[] = [...BUILT, ...sitePages()];

/** What is put where it does not belong: the stuff that formats are made of. */
export const TOKENS: readonly string[] = [
  "<",
  ">",
  "</",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "<p>",
  "</p>",
  "<div>",
  "</article>",
  "<script>",
  "</script>",
  "<style>",
  "<title>",
  "<svg><p>",
  "<math><mi>",
  "<template>",
  "<table><tr>",
  "<select><option>",
  "<plaintext>",
  "<noscript>",
  "<frameset>",
  "<iframe srcdoc='<p>x'>",
  "<a href='javascript:alert(1)'>x</a>",
  "<img src=x onerror=alert(1)>",
  "<base href='http://[::1/'>",
  "<meta charset=utf-16>",
  "<meta charset=gbk>",
  '<link rel=canonical href="//">',
  '<script type="application/ld+json">{"@graph":[{"headline":{}}]}</script>',
  "&",
  "&amp;",
  "&#0;",
  "&#xd800;",
  "&nbsp",
  "\u0000",
  "\u0001",
  "\u200b",
  "\u202e",
  "\ufeff",
  "\ufffd",
  "😀",
  "\ud83d",
  "é",
  "潮汐",
  "ı",
  "﷽",
  "# ",
  "## AI 摘要\n",
  "## 原始摘要\n\n",
  "**URL**: ",
  "**URL**: https://[\n",
  "- **来源**: \n",
  "<<<<<<< HEAD\n",
  "=======\n",
  ">>>>>>> x\n",
  "---\n",
  "```",
  "[](",
  "](",
  "![",
  "|",
  "\\",
  "\r\n",
  "\n\n\n",
  "\t",
  "{",
  "}",
  "[",
  "]",
  '"',
  ":",
  ",",
  "null",
  "1e999",
  "-1",
  "9999999999999",
  "2024-13-45",
  "0000-00-00T00:00:00Z",
  'Content-Type: text/html; charset="x\n',
  "--=_sea\r\n",
  "=3D",
  "=\r\n",
  "base64",
  "%PDF-1.7\n",
  "%%EOF",
  "endstream",
  "endobj",
  "obj",
  "<<",
  ">>",
  "/Length 99999999",
  "/Kids [2 0 R]",
  "startxref\n0",
  "PK\u0003\u0004",
  "PK\u0005\u0006",
  "https://",
  "http://x/?u=http%3A%2F%2F%5B",
  "//weibo.cn/sinaurl?u=%",
  "data:text/html,x",
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  "&a;",
  '<?xml version="1.0" encoding="utf-16"?>',
  "../../",
  "a".repeat(3_000),
  "<b>".repeat(300),
  "(".repeat(500),
  " ".repeat(2_000),
  "#".repeat(400),
  "*_".repeat(300),
];
