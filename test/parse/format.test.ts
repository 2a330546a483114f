import { strToU8 } from "fflate";
import { describe, expect, test } from "vitest";
import type { RawDocument } from "../../src/core/page.ts";
import { formatOf } from "../../src/parse/format.ts";
import { aMessage, anMhtml } from "./files/a-message.ts";
import { aPdf } from "./files/a-pdf.ts";
import { savedPostText } from "./files/a-saved-post.ts";
import { aDocx, anEpub, aZip, paragraph } from "./files/a-zip.ts";

const text = (words: string, filename?: string, contentType?: string): RawDocument => ({
  bytes: new TextEncoder().encode(words),
  ...(filename ? { filename } : {}),
  ...(contentType ? { contentType } : {}),
});
const bytes = (start: string, filename = "file"): RawDocument => ({
  bytes: Buffer.from(`${start}${"\0".repeat(64)}`, "latin1"),
  filename,
});

describe("the bytes decide", () => {
  test.each<readonly [string, RawDocument]>([
    ["html", text("<!doctype html><title>a</title><p>b", "page.txt")],
    ["html", text("<!-- saved from url=(0027)https://harbour.example/a/ -->\n<html><body>x</body></html>")],
    ["html", text('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "a.xhtml")],
    ["html", text("Words <b>and</b> tags", "a.html")],
    ["html", text("Answer", undefined, "text/html; charset=utf-8")],
    ["html", text("<p>100 pages explain %PDF-1.4 files")],
    ["saved-post", text(savedPostText(), "post.md")],
    ["saved-post", text(savedPostText(), "post.txt")],
    ["saved-post", text(`\ufeff${savedPostText().replaceAll("\n", "\r\n")}`)],
    ["markdown", text("Just words.", "a.md")],
    ["markdown", text("---\ntitle: a\n---\nwords", "a.txt")],
    ["markdown", text("Title: a\n\nURL Source: https://harbour.example/\n\nMarkdown Content:\nwords", "a.txt")],
    ["markdown", text("# Heading\n\nSome [words](https://harbour.example/a).")],
    ["text", text("Just words, and more of them.", "a.txt")],
    ["text", text("Just words, and more of them.")],
    ["text", text("涨潮了，海边的人都回来了。", "a.txt")],
    ["text", text("[not json] but words", "a.txt")],
    ["text", text("MZ is how programs begin, says the manual.", "a.txt")],
    ["mhtml", anMhtml()],
    ["mhtml", aMessage({ "MIME-Version": "1.0", "Content-Type": "multipart/related" }, [], "old.mht")],
    [
      "eml",
      aMessage(
        {
          From: "a@b.example",
          To: "c@d.example",
          Subject: "x",
          Date: "Tue, 5 Mar 2024 10:15:00 +0100",
          "MIME-Version": "1.0",
          "Content-Type": "multipart/related",
        },
        [],
        "a.eml",
      ),
    ],
    [
      "eml",
      aMessage(
        { Received: "from x", From: "a@b.example", Subject: "x", Date: "Tue, 5 Mar 2024 10:15:00 +0100" },
        "words",
        "a.txt",
      ),
    ],
    ["pdf", aPdf([[]])],
    ["docx", aDocx(paragraph("a"))],
    ["epub", anEpub({ "a.xhtml": "<p>a</p>" }, "")],
    ["zip", aZip({ "a.txt": "words" }, "a.docx")],
    ["binary", aZip({ "[Content_Types].xml": "x", "xl/workbook.xml": "x" }, "a.xlsx")],
    ["json", text('{"title": "a"}', "a.txt")],
    ["json", text("{broken", "a.json")],
    ["feed", text('<?xml version="1.0"?><rss version="2.0"><channel/></rss>')],
    ["feed", text('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "a.xml")],
    ["feed", text('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "a.json")],
    ["link", text("[InternetShortcut]\r\nURL=https://harbour.example/\r\n", "a.url")],
    ["link", text("[Desktop Entry]\nType=Link\nURL=https://harbour.example/\n", "a.desktop")],
    [
      "link",
      text(
        '<?xml version="1.0"?><!DOCTYPE plist><plist><dict><key>URL</key><string>https://harbour.example/</string></dict></plist>',
        "a.webloc",
      ),
    ],
    ["image", bytes("\x89PNG\r\n\x1a\n", "a.html")],
    ["image", text('<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg")],
    ["image", bytes("\0\0\0\x1cftypavif")],
    ["video", bytes("\0\0\0\x1cftypisom", "a.pdfx")],
    ["video", bytes("\x1aE\xdf\xa3")],
    ["audio", bytes("ID3\x04")],
    ["audio", bytes("\0\0\0\x1cftypM4A ")],
    ["binary", bytes("MZ\x90\0\x03", "setup.exe")],
    ["binary", bytes("\x7fELF\x02")],
    ["binary", bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.doc")],
    ["binary", { bytes: Uint8Array.from({ length: 500 }, (_, at) => (at * 7) % 32), filename: "a.txt" }],
    ["empty", text("", "a.md")],
    ["empty", text(" \r\n\t\n", "a.md")],
    ["empty", text("\ufeff")],
  ])("%s: %#", (format, document) => {
    expect(formatOf(document)).toBe(format);
  });

  test("text in other character sets is still text", () => {
    const gbk = Uint8Array.from([
      0xba, 0xa3, 0xb1, 0xdf, 0xb5, 0xc4, 0xc7, 0xbd, 0xd5, 0xc7, 0xb3, 0xb1, 0xc1, 0xcb, 0xa1, 0xa3,
    ]);
    expect(formatOf({ bytes: gbk, filename: "a.txt" })).toBe("text");
    const utf16 = new Uint8Array(Buffer.from("\ufeffThe wall holds, they say.", "utf16le"));
    expect(formatOf({ bytes: utf16, filename: "a.txt" })).toBe("text");
  });

  test("a character cut at the end of what is looked at changes nothing", () => {
    const long = strToU8(`x${"海边的墙，".repeat(10_000)}`);
    expect(formatOf({ bytes: long, filename: "a.txt" })).toBe("text");
  });
});

describe("what is refused at once", () => {
  test("a page named .pdf", () => {
    const said = expect.objectContaining({ code: "FILE_INVALID", say: "page.pdf isn't a readable PDF." });
    expect(() => formatOf(text("<!doctype html><p>Sign in", "page.pdf"))).toThrow(said);
  });

  test("a file over 20 MB", () => {
    const document = { bytes: new Uint8Array(34_500_000).fill(97), filename: "big.txt" };
    expect(() => formatOf(document)).toThrow(
      expect.objectContaining({ code: "TOO_LARGE", say: "big.txt is 35 MB; at most 20 MB." }),
    );
  });
});
