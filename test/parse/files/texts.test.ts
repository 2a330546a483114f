import { describe, expect, test } from "vitest";
import type { ParsedPage, RawDocument, Reading } from "../../../src/core/page.ts";
import { readJson } from "../../../src/parse/files/json-page.ts";
import { readLinkFile } from "../../../src/parse/files/link-file.ts";
import { readMarkdown } from "../../../src/parse/files/markdown.ts";
import { readPlainText } from "../../../src/parse/files/plain-text.ts";
import { ARTICLE_PAGE } from "./a-message.ts";

const file = (text: string, filename: string): RawDocument => ({ bytes: new TextEncoder().encode(text), filename });

function pageIn(reading: Reading): ParsedPage {
  if (reading.kind !== "page") throw new Error(`a ${reading.kind}`);
  return reading.page;
}

describe("Markdown", () => {
  test("of a web clipper gives what its front matter says", () => {
    const page = readMarkdown(
      file(
        `---
title: "Walls: a history"
source: "https://harbour.example/walls?utm_source=x"
author:
  - "[[A. Reader]]"
published: 2024-03-05
created: 2024-04-01
tags:
  - "clippings"
  - "harbour"
---
## Stone

The **wall** holds, says [the report](https://harbour.example/report).

- one
- two
`,
        "Walls a history.md",
      ),
    );
    expect(page).toMatchObject({
      reader: "markdown",
      title: "Walls: a history",
      author: "A. Reader",
      publishedAt: "2024-03-05",
      claimedUrl: "https://harbour.example/walls?utm_source=x",
      claims: { savedAt: "2024-04-01" },
      keywords: ["harbour"],
    });
    expect(page.text).toBe("Stone\n\nThe wall holds, says the report.\n\none\ntwo");
    expect(page.links).toEqual([{ url: "https://harbour.example/report", label: "the report" }]);
  });

  test("of Jekyll, with a zone and an unquoted colon that is no YAML", () => {
    const page = readMarkdown(
      file(
        "---\nlayout: post\ntitle: Walls: a history\ndate: 2024-03-05 10:15:00 +0100\n---\nThe wall holds.\n",
        "2024-03-05-walls.md",
      ),
    );
    expect(page).toMatchObject({ title: "Walls: a history", text: "The wall holds." });
    expect(page.publishedAt).toBe("2024-03-05T10:15:00+01:00");
  });

  test("of a reader's dump", () => {
    const page = readMarkdown(
      file(
        "Title: Walls\n\nURL Source: https://harbour.example/walls\n\nPublished Time: 2024-03-05T10:15:00Z\n\nMarkdown Content:\nThe wall ![Image 1](https://harbour.example/a.png) holds.\n",
        "dump.txt",
      ),
    );
    expect(page).toMatchObject({
      title: "Walls",
      claimedUrl: "https://harbour.example/walls",
      publishedAt: "2024-03-05T10:15:00Z",
      text: "The wall holds.",
    });
  });

  test("that is plain is filed and says so; its heading is its title", () => {
    const page = readMarkdown(
      file("# 海边的墙\n\n来源：https://harbour.example/qiang\n\n墙挡住了沙子，港口不用每年清淤。\n", "notes.md"),
    );
    expect(page).toMatchObject({ title: "海边的墙", claimedUrl: "https://harbour.example/qiang", language: "zh" });
    expect(page.text).toBe("墙挡住了沙子，港口不用每年清淤。");
    expect(page.notes).toEqual(["Filed as plain Markdown."]);
  });

  test("keeps code and tables readable and drops raw scripts", () => {
    const page = readMarkdown(
      file(
        "# T\n\n```js\nconst a = 1 < 2;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script>\n",
        "t.md",
      ),
    );
    expect(page.text).toContain("const a = 1 < 2;");
    expect(page.text).toContain("1 2");
    expect(page.text).not.toContain("alert");
  });

  test("with aliases that multiply is read without them", () => {
    const bomb = `---\na: &a ["x","x"]\n${Array.from({ length: 20 }, (_, at) => `b${at}: &b${at} [*${at ? `b${at - 1}` : "a"},*${at ? `b${at - 1}` : "a"}]`).join("\n")}\ntitle: Walls\n---\nThe wall holds.`;
    expect(readMarkdown(file(bomb, "a.md")).title).toBe("Walls");
  });
});

describe("plain text", () => {
  test("has a title, an address and joined lines", () => {
    const text =
      "Sand and walls\n\nURL: https://harbour.example/walls\n\nThe wall holds, and the harbour has not been dredged since the\nspring before last.\n";
    const page = pageIn(readPlainText(file(text, "walls.txt")));
    expect(page).toMatchObject({ title: "Sand and walls", claimedUrl: "https://harbour.example/walls" });
    expect(page.text).toBe("The wall holds, and the harbour has not been dredged since the spring before last.");
  });

  test("without a title is called by its file", () => {
    expect(
      pageIn(readPlainText(file("The wall holds. It was built in one winter.", "harbour_wall-notes.txt"))).title,
    ).toBe("harbour wall notes");
  });

  test("of one address is a link", () => {
    expect(readPlainText(file(" https://harbour.example/walls\n", "a.txt"))).toEqual({
      kind: "link",
      url: "https://harbour.example/walls",
    });
  });
});

describe("link files", () => {
  test.each([
    ["a.url", "[InternetShortcut]\r\nURL=https://harbour.example/walls?a=1\r\nIconIndex=0\r\n"],
    ["a.desktop", "[Desktop Entry]\nType=Link\nName=Walls\nURL[$e]=https://harbour.example/walls?a=1\n"],
    [
      "a.webloc",
      '<?xml version="1.0"?><plist version="1.0"><dict><key>URL</key><string>https://harbour.example/walls?a=1</string></dict></plist>',
    ],
  ])("%s", (name, text) => {
    expect(readLinkFile(file(text, name))).toEqual({ kind: "link", url: "https://harbour.example/walls?a=1" });
  });

  test("a binary .webloc", () => {
    const url = "https://harbour.example/walls?a=1";
    const bytes = Buffer.from(
      `bplist00\xd1\x01\x02SURL\x5f\x10${String.fromCharCode(url.length)}${url}\x08\x0b\x0f`,
      "latin1",
    );
    expect(readLinkFile({ bytes, filename: "a.webloc" })).toEqual({ kind: "link", url });
  });

  test("other schemes and files without an address are told", () => {
    expect(() => readLinkFile(file("[InternetShortcut]\nURL=file:///etc/passwd\n", "a.url"))).toThrow(
      expect.objectContaining({ code: "URL_SCHEME" }),
    );
    expect(() => readLinkFile(file("[InternetShortcut]\nIconIndex=0\n", "a.url"))).toThrow(
      expect.objectContaining({ code: "FILE_INVALID" }),
    );
  });
});

describe("JSON", () => {
  test("of Readability", () => {
    const saved = {
      title: "Walls",
      byline: "A. Reader",
      siteName: "The Harbour",
      lang: "en",
      publishedTime: "2024-03-05T10:15:00Z",
      content: '<div><p>The wall holds.</p><p>See <a href="/report">the report</a>.</p></div>',
      url: "https://harbour.example/walls",
    };
    const page = pageIn(readJson(file(JSON.stringify(saved), "walls.json")));
    expect(page).toMatchObject({
      reader: "json",
      title: "Walls",
      author: "A. Reader",
      site: "The Harbour",
      publishedAt: "2024-03-05T10:15:00Z",
      claimedUrl: "https://harbour.example/walls",
    });
    expect(page.text).toBe("The wall holds.\n\nSee the report.");
    expect(page.links).toEqual([{ url: "https://harbour.example/report", label: "the report" }]);
  });

  test("with a whole page in it is read as that page", () => {
    const page = pageIn(
      readJson(file(JSON.stringify({ url: "https://harbour.example/walls", content: ARTICLE_PAGE }), "walls.json")),
    );
    expect(page).toMatchObject({
      title: "How the Harbour Wall Was Built",
      claimedUrl: "https://harbour.example/walls",
    });
  });

  test("of a service's answer in Markdown", () => {
    const page = pageIn(
      readJson(
        file(
          JSON.stringify({
            code: 200,
            data: { title: "Walls", url: "https://harbour.example/w", content: "## Stone\n\nThe **wall** holds." },
          }),
          "a.json",
        ),
      ),
    );
    expect(page.text).toBe("Stone\n\nThe wall holds.");
  });

  test("a list of pages is a bundle", () => {
    const reading = readJson(file(JSON.stringify([{ title: "a", text: "The wall holds." }, { other: 1 }]), "a.json"));
    expect(reading).toMatchObject({ kind: "bundle", documents: [{ contentType: "application/json" }] });
  });

  test("that is broken or no page is told", () => {
    for (const text of ['{"title": ', "{}", "[1, 2]", "null", '{"content": ""}']) {
      expect(() => readJson(file(text, "a.json"))).toThrow(expect.objectContaining({ code: "FILE_INVALID" }));
    }
  });
});
