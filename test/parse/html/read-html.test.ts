import { Readability } from "@mozilla/readability";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { FootnoteError } from "../../../src/core/problems.ts";
import { readHtml, readPreview, readWebPage } from "../../../src/parse/html/read-html.ts";

const PROSE =
  "The ferry leaves at six, when the gulls are still asleep on the roof of the customs house, and nobody speaks before the second coffee.";
const document = (html: string, url = "https://example.org/ferry/morning") => ({
  bytes: new TextEncoder().encode(html),
  url,
});
const read = (html: string, url?: string) => readHtml(document(html, url));
const article = (head: string, body = `<h1>Morning ferry</h1><p>${PROSE}</p><p>${PROSE}</p>`) =>
  `<!doctype html><html lang="en"><head>${head}</head><body><article>${body}</article></body></html>`;

function problemOf(html: string, url?: string): FootnoteError {
  try {
    readWebPage(document(html, url));
  } catch (error) {
    if (error instanceof FootnoteError) return error;
    throw error;
  }
  throw new Error("The page was read");
}

describe("text", () => {
  test("paragraphs are parted by a blank line, list items by a line", () => {
    const page = read(
      article(
        "<title>Morning ferry</title>",
        `<p>${PROSE}</p><ul><li>One rope</li><li>Two horns</li></ul><p>${PROSE}</p>`,
      ),
    );
    expect(page.text).toBe(`${PROSE}\n\nOne rope\nTwo horns\n\n${PROSE}`);
  });

  test("a heading in a link to the front page names the site, and not the page", () => {
    const page = read(
      `<title>Morning ferry - Pierpost</title><div><a href="/"><h1>The harbour news</h1></a></div><main><h2>Morning ferry</h2><p>${PROSE}</p><p>${PROSE}</p></main>`,
    );
    expect(page.title).toMatch(/^Morning ferry/);
  });

  test("a stray CDATA section loses nothing", () => {
    expect(read(`<![CDATA[ x <p>y</p> ]]>${article("<title>Morning ferry</title>")}`).text).toContain(
      "The ferry leaves at six",
    );
  });

  test("markup in the text stays text", () => {
    expect(read(article("<title>t</title>", `<p>${PROSE} Write &lt;script&gt; &amp;amp; go.</p>`)).text).toContain(
      "Write <script> &amp; go.",
    );
  });

  test("a part named like an aside keeps the article that lies in it", () => {
    expect(
      read(`<title>t</title><div class="newsletter comment share"><p>${PROSE}</p><p>${PROSE}</p></div>`).text,
    ).toContain(PROSE);
  });

  test("the text under the heading is taken where most of it was missed", () => {
    const entries = Array.from(
      { length: 12 },
      (_, i) =>
        `<section><h2>Pier ${i}</h2><div class="x"><span>Pier ${i} takes boats of up to ${i + 4} metres, and its light burns green from dusk.</span></div></section>`,
    );
    const page = read(
      `<title>Piers</title><nav><a href="/">Home</a></nav><main><h1>Piers</h1>${entries.join("")}</main>`,
    );
    for (let i = 0; i < 12; i += 1) expect(page.text).toContain(`Pier ${i} takes boats`);
  });

  test("the text under the heading is taken where Readability crashes", () => {
    const parse = vi.spyOn(Readability.prototype, "parse").mockImplementation(() => {
      throw new TypeError("Cannot read properties of null (reading 'tagName')");
    });
    try {
      expect(read(article("<title>Morning ferry</title>")).text).toBe(`${PROSE}\n\n${PROSE}`);
    } finally {
      parse.mockRestore();
    }
  });

  test.each(["aside", "dialog", "form"])("a text that lies in <%s> is read", (name) => {
    expect(read(`<title>t</title><div>The Wave</div><${name}><p>${PROSE}</p><p>${PROSE}</p></${name}>`).text).toContain(
      PROSE,
    );
  });

  test("a request to accept cookies is not taken for the text of a page of short lines", () => {
    const banner = `<div id="cookie-banner"><p>We use cookies to measure how our site is used, and to give you the best experience.</p><p>By clicking accept you consent to all cookies; our privacy policy says which cookies these are.</p></div>`;
    const prices = read(
      `<title>Prices</title><main><h1>Prices</h1><ul><li>Adults: 3</li><li>Goats: 1</li></ul></main>${banner}`,
    );
    expect(prices.text).toBe("Adults: 3\nGoats: 1");
    expect(problemOf(`<title>The Wave</title>${banner}`).code).toBe("NO_CONTENT");
  });

  test("a template that is shown as the shadow of its element is text, another is none", () => {
    const page = `<title>t</title><body><the-story><template shadowrootmode="open"><p>${PROSE}</p></template></the-story><template><p>Not yet: ${PROSE}</p></template>`;
    expect(read(page).text).toBe(PROSE);
  });

  test("links are whole, in order, once each, without wrappers and places on the page", () => {
    const links = `<a href="/timetable">the timetable</a> <a href="#top">up</a> <a href="/timetable">again</a> <a href="javascript:x()">js</a>`;
    const page = read(article("<title>t</title>", `<p>${PROSE} See ${links}. ${PROSE}</p>`));
    expect(page.links).toEqual([{ url: "https://example.org/timetable", label: "the timetable" }]);
  });
});

describe("what a page says instead of an article", () => {
  test.for([
    ["<title>Just a moment...</title><p>Checking your browser</p>", "FORBIDDEN"],
    ["<title>安全验证</title><p>请完成验证</p>", "FORBIDDEN"],
    ["<title>Shop</title><script>window._cf_chl_opt={}</script><p>Wait</p>", "FORBIDDEN"],
    ["<title>Page not found | Harbour News</title><p>Sorry.</p>", "NOT_FOUND"],
    ["<title>404 Not Found</title>", "NOT_FOUND"],
    ["<title>页面不存在 - 渡口晚报</title><p>返回首页</p>", "NOT_FOUND"],
    [
      '<title>App</title><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>',
      "NO_CONTENT",
    ],
    ["<title>App</title><p>Please enable JavaScript to continue.</p>", "NO_CONTENT"],
    [
      "<title>News</title><div><p>We value your privacy. We and our third parties use cookies to store personal data.</p><p>Press accept to consent to all cookies, or read our cookie notice.</p></div>",
      "NO_CONTENT",
    ],
    ["  \n ", "EMPTY"],
  ] as const)("%s is %s", ([html, code]) => {
    expect(problemOf(html).code).toBe(code);
  });

  test("an article about walls is read", () => {
    const html = article(
      "<title>Access denied: a history of gates</title>",
      `<p>${PROSE} Then it says 404 not found.</p>`.repeat(12),
    );
    expect(read(html).title).toBe("Access denied: a history of gates");
  });

  test("a walled page keeps what it says of itself", () => {
    const head =
      '<title>Just a moment...</title><meta property="og:title" content="Night boats"><meta property="og:description" content="By lamp">';
    expect(problemOf(`<head>${head}</head>`).preview).toMatchObject({ title: "Night boats", description: "By lamp" });
    expect(readPreview(document(`<head>${head}</head>`))).toMatchObject({ title: "Night boats" });
    expect(readPreview(document(""))).toEqual({});
  });
});

describe("pages that only point elsewhere", () => {
  test.for([
    ['<meta http-equiv="refresh" content="0; url=/new">', "https://example.org/new"],
    ['<meta http-equiv="Refresh" content="3;URL=\'https://example.com/a\'">Moved', "https://example.com/a"],
    ['<script>window.location.replace("https://example.com/b")</script>', "https://example.com/b"],
    ['<script>location.href = "\\/c";</script>', "https://example.org/c"],
  ] as const)("%s", ([html, url]) => {
    expect(readWebPage(document(html))).toEqual({ kind: "link", url });
  });

  test.for([
    '<meta http-equiv="refresh" content="300">',
    '<meta http-equiv="refresh" content="0; url=javascript:alert(1)">',
    '<meta http-equiv="refresh" content="0; url=/ferry/morning">',
  ])("%s stays", (head) => {
    expect(readWebPage(document(article(head))).kind).toBe("page");
  });
});

describe("metadata", () => {
  test("the documented order: OpenGraph before the title, JSON-LD for author and dates", () => {
    const ld = {
      "@graph": [
        { "@type": "WebSite", name: "Harbour News" },
        {
          "@type": "NewsArticle",
          headline: "Morning ferry, shortened…",
          author: [{ "@type": "Person", name: "Ada Moor" }, { name: "Ben Quay" }],
          datePublished: "2024-03-05T06:10:00+01:00",
          dateModified: "2024-03-06",
        },
      ],
    };
    const page = read(
      article(
        `<title>Morning ferry - Harbour News</title><meta property="og:title" content="Morning ferry | Harbour News"><meta property="og:site_name" content="Harbour News">` +
          `<meta property="og:image" content="/lead.jpg"><meta name="description" content="A boat at six."><meta name="keywords" content="ferry, gulls">` +
          `<link rel="canonical" href="/ferry/morning?x=1"><script type="application/ld+json">${JSON.stringify(ld)}</script>`,
      ),
    );
    expect(page).toMatchObject({
      title: "Morning ferry",
      author: "Ada Moor, Ben Quay",
      site: "Harbour News",
      publishedAt: "2024-03-05T06:10:00+01:00",
      modifiedAt: "2024-03-06",
      imageUrl: "https://example.org/lead.jpg",
      claimedUrl: "https://example.org/ferry/morning?x=1",
      description: "A boat at six.",
      keywords: ["ferry", "gulls"],
      language: "en",
    });
    expect(page.text).not.toContain("Morning ferry");
  });

  test("nobody is no author, an account is none, a by-line in the text is none", () => {
    const page = read(
      article(
        '<title>t</title><meta name="author" content="admin"><meta property="article:author" content="https://example.org/u/7">',
        `<p>By Somebody Else</p><p>${PROSE}</p><p>${PROSE}</p>`,
      ),
    );
    expect(page.author).toBeUndefined();
  });

  test("the date of the page's frame is not the article's", () => {
    const page = read(`<header><time datetime="2026-11-23">today</time></header>${article("<title>t</title>")}`);
    expect(page.publishedAt).toBeUndefined();
  });

  test("broken JSON-LD describes nothing", () => {
    expect(
      read(article('<title>t</title><script type="application/ld+json">{"@type": "Article", </script>')).title,
    ).toBe("Morning ferry");
  });

  test("a saved page tells where it was saved from", () => {
    const html = `<!doctype html>\n<!-- saved from url=(0034)https://example.org/ferry/morning -->\n${article("<title>t</title>").replace("<!doctype html>", "")}`;
    expect(readHtml({ bytes: new TextEncoder().encode(html), filename: "ferry.html" }).claimedUrl).toBe(
      "https://example.org/ferry/morning",
    );
  });

  test("a page may ask not to be kept and not to be given to a model", () => {
    expect(read(article('<title>t</title><meta name="robots" content="noarchive, noai">')).optOut).toEqual({
      archive: true,
      model: true,
    });
    expect(read(article("<title>t</title>")).optOut).toBeUndefined();
  });
});

test("any soup of tags is read or refused in words", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "<p>",
      "</p>",
      "<div class='comment'>",
      "</div>",
      "<table><tr><td>",
      "<![CDATA[",
      "<!--",
      "-->",
      "<script>",
      "</script>",
      "<svg>",
      "<math>",
      "<br><br>",
      "<a href='//x'>",
      "</a>",
      "<title>",
      "<h1>",
      "</h1>",
      "<noscript>",
      "&#0;",
      "&lt;",
      "<template>",
    ),
    fc.string({ unit: "grapheme", maxLength: 30 }),
    fc.constant(PROSE),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        const reading = readWebPage(document(pieces.join("")));
        if (reading.kind === "page") expect(reading.page.text.trim()).not.toBe("");
      } catch (error) {
        expect(error).toBeInstanceOf(FootnoteError);
      }
    }),
    { numRuns: 200 },
  );
});
