import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ParsedPage } from "../../../src/core/page.ts";
import { readHtml, readWebPage } from "../../../src/parse/html/read-html.ts";
import { readDocument } from "../../../src/parse/read-document.ts";

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/pages/sites/${name}.html`, import.meta.url));

interface Expected extends Partial<Omit<ParsedPage, "text" | "links">> {
  readonly has?: readonly string[];
  readonly hasNot?: readonly string[];
  readonly linksTo?: readonly string[];
}

const CASES: readonly (readonly [string, string, Expected])[] = [
  [
    "arxiv-abstract",
    "https://arxiv.org/abs/2401.01234v2",
    {
      reader: "arxiv",
      kind: "paper",
      site: "arXiv",
      title: "Quiet Clocks for Noisy Harbours",
      author: "Ada Moor, Ben Quay",
      publishedAt: "2024-01-02",
      claimedUrl: "https://arxiv.org/abs/2401.01234",
      keywords: ["Systems and Control (eess.SY)", "Instrumentation (physics.ins-det)"],
      has: ["Harbour clocks drift"],
      hasNot: ["Abstract:", "Submission history"],
      linksTo: ["https://example.org/clocks"],
    },
  ],
  [
    "github-repository",
    "https://github.com/harbour/tide-tables",
    {
      reader: "github",
      kind: "repo",
      title: "harbour/tide-tables",
      author: "harbour",
      keywords: ["tides", "sailing"],
      has: ["Tide tables for small boats", "tides --port", "hydrographic office"],
      hasNot: ["Pricing", "#\n"],
      linksTo: ["https://example.org/tides/guide"],
    },
  ],
  [
    "github-issue",
    "https://github.com/harbour/tide-tables/issues/12",
    {
      kind: "post",
      title: "Neap tides are an hour late",
      author: "ada-moor",
      publishedAt: "2024-03-05T09:30:00Z",
      has: ["east of the strait", "applied twice"],
    },
  ],
  [
    "github-release",
    "https://github.com/harbour/tide-tables/releases/tag/2.1.0",
    {
      title: "harbour/tide-tables 2.1.0: neap tides",
      author: "ada-moor",
      has: ["Neap tides come on time again\nPorts"],
    },
  ],
  [
    "github-file",
    "https://github.com/harbour/tide-tables/blob/main/src/neap.py",
    { kind: "file", title: "harbour/tide-tables: src/neap.py", has: ["def neap(moon_age):"] },
  ],
  [
    "youtube-video",
    "https://www.youtube.com/watch?v=abcdefghijk",
    {
      reader: "youtube",
      kind: "video",
      title: "How a lock lifts a ship",
      author: "Canal Hours",
      durationSeconds: 754,
      publishedAt: "2024-05-06T07:00:00-07:00",
      keywords: ["locks", "canals"],
      has: ['a {brace} in the "text"'],
    },
  ],
  [
    "bilibili-video",
    "https://www.bilibili.com/video/BV1xx411c7mD/",
    {
      reader: "bilibili",
      kind: "video",
      title: "船闸是怎样把船抬起来的",
      author: "运河时间",
      durationSeconds: 754,
      publishedAt: "2024-05-06T12:53:20Z",
      language: "zh",
      keywords: ["船闸", "水利"],
    },
  ],
  [
    "weibo-post",
    "https://m.weibo.cn/status/5008888888888888",
    {
      reader: "weibo",
      kind: "post",
      author: "潮汐笔记",
      publishedAt: "2024-03-06T21:14:03+08:00",
      hashtags: ["港口钟表"],
      title: "港口的钟走得不准，原因竟是起重机。",
      has: ["三个港口"],
      linksTo: ["https://arxiv.org/abs/2401.01234"],
    },
  ],
  [
    "weibo-article",
    "https://weibo.com/ttarticle/p/show?id=2309404999999999999999",
    {
      kind: "article",
      title: "灯塔看守人的一天",
      author: "海岸线",
      publishedAt: "2024-02-03",
      has: ["擦镜片", "雾散"],
    },
  ],
  [
    "wechat-article",
    "https://mp.weixin.qq.com/s/abcdef",
    {
      reader: "wechat",
      title: "码头上的早市",
      author: "小满",
      site: "海边日常",
      publishedAt: "2024-03-06T00:00:00Z",
      has: ["第一条船靠岸", "眼睛是不是还亮着"],
      hasNot: ["关注公众号"],
    },
  ],
  [
    "zhihu-answer",
    "https://www.zhihu.com/question/20/answer/30",
    {
      reader: "zhihu",
      kind: "post",
      title: "为什么潮水一天涨两次？",
      author: "潮汐笔记",
      publishedAt: "2023-11-14T23:13:20Z",
      has: ["两面都在鼓起来"],
    },
  ],
  [
    "zhihu-answer",
    "https://www.zhihu.com/question/20",
    { author: "岸上的人", has: ["在海边住了一年", "两面都在鼓起来"] },
  ],
  [
    "x-post",
    "https://x.com/adamoor/status/1234567890",
    { reader: "x", kind: "post", author: "Ada Moor", hashtags: ["tides"], has: ["The harbour clock is right again."] },
  ],
  [
    "reddit-post",
    "https://www.reddit.com/r/sailing/comments/1abc/my_boat_keeps_drifting/",
    {
      reader: "reddit",
      title: "My boat keeps drifting",
      author: "benquay",
      keywords: ["r/sailing"],
      publishedAt: "2024-06-01T12:00:00+00:00".replace("+00:00", "Z"),
      has: ["holds in sand", "wide flukes"],
      hasNot: ["Community rules"],
    },
  ],
  [
    "hacker-news-item",
    "https://news.ycombinator.com/item?id=1",
    {
      reader: "hacker-news",
      title: "A pendulum that ignores cranes",
      author: "adamoor",
      publishedAt: "2024-01-05",
      has: ["the trick is in the second one", "on a ferry"],
      hasNot: ["reply"],
      linksTo: ["https://example.org/pendulum"],
    },
  ],
  [
    "stack-overflow-question",
    "https://stackoverflow.com/questions/77/how-do-i-round-a-tide",
    {
      reader: "stack-overflow",
      title: "How do I round a tide to the minute?",
      keywords: ["python"],
      author: "benquay",
      has: ["must not.\n\nAdd thirty seconds, then cut the seconds off.\n\nYou could cut"],
    },
  ],
  [
    "wikipedia-article",
    "https://en.wikipedia.org/wiki/Neap_tide",
    {
      reader: "wikipedia",
      title: "Neap tide",
      keywords: ["Tides"],
      has: ["comes twice a month. It follows the Moon.\n\nCauses\n\nSun and Moon"],
      hasNot: ["[1]", "edit", "References", "A book", "Type: tide"],
      linksTo: ["https://en.wikipedia.org/wiki/Moon"],
    },
  ],
  [
    "pubmed-abstract",
    "https://pubmed.ncbi.nlm.nih.gov/12345678/",
    {
      reader: "pubmed",
      kind: "paper",
      title: "Sea air and sleep",
      author: "Ada Moor, Ben Quay",
      site: "Journal of Coastal Rest",
      has: ["40 minutes longer"],
    },
  ],
  [
    "npm-package",
    "https://www.npmjs.com/package/tide-tables",
    { reader: "npm", kind: "repo", title: "tide-tables", keywords: ["tides"], has: ["prints the week"] },
  ],
  [
    "pypi-project",
    "https://pypi.org/project/tide-tables/",
    { reader: "pypi", kind: "repo", keywords: ["tides", "sailing"], has: ["Tides of a week", "prints the week"] },
  ],
];

describe("pages of well-known sites", () => {
  test.for(CASES)("%s at %s", ([name, url, { has = [], hasNot = [], linksTo = [], ...facts }]) => {
    const page = readHtml({ bytes: fixture(name), contentType: "text/html; charset=utf-8", url });
    expect(page).toMatchObject(facts);
    for (const words of has) expect(page.text).toContain(words);
    for (const words of hasNot) expect(page.text).not.toContain(words);
    for (const link of linksTo) expect(page.links.map((one) => one.url)).toContain(link);
  });
});

test("another page of such a site is read as any page", () => {
  const html = `<title>About</title><article><h1>About</h1><p>${"We keep the harbour lights burning all night long. ".repeat(9)}</p></article>`;
  const page = readHtml({ bytes: Buffer.from(html), url: "https://github.com/about" });
  expect(page.reader).toBe("html");
});

describe("a page that shows nothing without scripts", () => {
  const shell = Buffer.from(
    `<title>X</title><div id="react-root"></div><noscript>JavaScript is not available.</noscript>`,
  );

  test.for([
    [
      "https://x.com/adamoor/status/123?s=20",
      "https://publish.twitter.com/oembed?omit_script=1&url=https%3A%2F%2Ftwitter.com%2Fadamoor%2Fstatus%2F123%3Fs%3D20",
    ],
    [
      "https://www.youtube.com/watch?v=abc",
      "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc",
    ],
  ] as const)("%s sends to its oEmbed", ([url, endpoint]) => {
    expect(readWebPage({ bytes: shell, url })).toEqual({ kind: "link", url: endpoint });
  });

  test("a post is read from oEmbed", async () => {
    const told = {
      url: "https://twitter.com/adamoor/status/123",
      author_name: "Ada Moor",
      html: `<blockquote class="twitter-tweet"><p lang="en">The ferry sails again on Monday.<br>Tables: <a href="https://example.org/t">example.org/t</a></p>&mdash; Ada Moor (@adamoor) <a href="https://twitter.com/adamoor/status/123">May 5, 2024</a></blockquote>`,
      type: "rich",
      provider_name: "Twitter",
      version: "1.0",
    };
    const bytes = Buffer.from(JSON.stringify(told));
    const url =
      "https://publish.twitter.com/oembed?omit_script=1&url=https%3A%2F%2Ftwitter.com%2Fadamoor%2Fstatus%2F123";
    expect(await readDocument({ bytes, url, contentType: "application/json; charset=utf-8" })).toMatchObject({
      kind: "page",
      page: {
        reader: "oembed",
        kind: "post",
        site: "X",
        title: "Ada Moor: The ferry sails again on Monday.",
        author: "Ada Moor",
        publishedAt: "2024-05-05",
        claimedUrl: "https://twitter.com/adamoor/status/123",
        text: "The ferry sails again on Monday.\nTables: example.org/t",
        links: [{ url: "https://example.org/t", label: "example.org/t" }],
      },
    });
  });

  test("a video is read from oEmbed, without a text", async () => {
    const told = { title: "Knots", author_name: "Harbour TV", type: "video", provider_name: "YouTube", version: "1.0" };
    const bytes = Buffer.from(
      JSON.stringify({ ...told, thumbnail_url: "https://i.example.org/k.jpg", html: "<iframe></iframe>" }),
    );
    const url = "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc";
    expect(await readDocument({ bytes, url, contentType: "application/json" })).toMatchObject({
      page: {
        ...{ kind: "video", title: "Knots", author: "Harbour TV", site: "YouTube", text: "" },
        imageUrl: "https://i.example.org/k.jpg",
        claimedUrl: "https://www.youtube.com/watch?v=abc",
      },
    });
  });
});

test("a README that a repository's page carries as data is read", () => {
  const overview = { overviewFiles: [{ richText: "<article><p>Prints the tides of a week.</p></article>" }] };
  const data = JSON.stringify({ props: { initialPayload: { overview } } });
  const html = `<title>t</title><react-partial partial-name="repos-overview"><script type="application/json" data-target="react-partial.embeddedData">${data}</script></react-partial>`;
  const page = readHtml({ bytes: Buffer.from(html), url: "https://github.com/harbour/tide-tables" });
  expect(page).toMatchObject({ reader: "github", kind: "repo", text: "Prints the tides of a week." });
});

test("a question without a text is no empty card", () => {
  const data = JSON.stringify({ initialState: { entities: { questions: { 7: { title: "为什么潮汐一天两次？" } } } } });
  const html = `<title>t</title><script id="js-initialData" type="text/json">${data}</script><p>${"潮汐一天两次，这里有一个回答。".repeat(9)}</p>`;
  const page = readHtml({ bytes: Buffer.from(html), url: "https://www.zhihu.com/question/7" });
  expect(page).toMatchObject({ reader: "html", text: expect.stringContaining("这里有一个回答") });
});

test("a paper's page is its abstract, and the whole paper where the page has it", () => {
  const abstract = `<section class="abstract"><h2>Abstract</h2><p>${"Bells in fog are heard twice as far. ".repeat(8)}</p></section>`;
  const head = `<title>Bells</title><meta name="citation_title" content="Bells"><meta name="citation_author" content="Ada Moor">`;
  const body = Array.from(
    { length: 12 },
    (_, i) => `<p>Part ${i}. ${"We rang the bell and asked who heard it, and where. ".repeat(16)}</p>`,
  );
  const read = (html: string) => readHtml({ bytes: Buffer.from(html), url: "https://papers.example.org/10.1000/7" });
  expect(read(`${head}<main>${abstract}</main>`)).toMatchObject({ reader: "paper", kind: "paper" });
  const whole = read(`${head}<main><h1>Bells</h1>${abstract}${body.join("")}</main>`);
  expect(whole).toMatchObject({ kind: "paper", text: expect.stringContaining("Part 11.") });
});
