import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readDocx } from "../../../src/parse/files/docx.ts";
import { readEpub } from "../../../src/parse/files/epub.ts";
import { readZip } from "../../../src/parse/files/zip.ts";
import { zipParts } from "../../../src/parse/files/zip-parts.ts";
import { savedPostText } from "./a-saved-post.ts";
import { aDocx, anEpub, aZip, noise, paragraph } from "./a-zip.ts";

const PAGE = "<!doctype html><title>Tides</title><p>The tide is in.</p>";

function bundle(document: Parameters<typeof readZip>[0]) {
  const reading = readZip(document);
  if (reading.kind !== "bundle") throw new Error("not a bundle");
  return {
    names: reading.documents.map((entry) => entry.filename),
    skipped: new Map(reading.skipped.map((entry) => [entry.filename, entry.why])),
  };
}

describe("an archive", () => {
  test("is a bundle of its pages, without the clutter beside them", () => {
    const found = bundle(
      aZip({
        "2025-04-28/post.md": savedPostText(),
        "page.html": PAGE,
        "page_files/style.css": "p { color: red }",
        "__MACOSX/._page.html": "x",
        ".DS_Store": "x",
        "photo.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
        "文章.txt": "涨潮了，海边的人都回来了。",
      }),
    );
    expect(found.names).toEqual(["2025-04-28/post.md", "page.html", "文章.txt"]);
    expect([...found.skipped.keys()]).toEqual(["page_files/style.css", "photo.png"]);
  });

  test("leaves out names that lead out of it, archives inside it and empty files, each with its reason", () => {
    const inner = aZip({ "a.txt": "words" }).bytes;
    const found = bundle(
      aZip({ "../evil.md": "# x", "/root.md": "# y", "inner.zip": inner, "empty.txt": "", "good.txt": "Some words." }),
    );
    expect(found.names).toEqual(["good.txt"]);
    expect(found.skipped.get("../evil.md")).toContain("leads out");
    expect(found.skipped.get("/root.md")).toContain("leads out");
    expect(found.skipped.get("inner.zip")).toContain("archive inside");
    expect(found.skipped.get("empty.txt")).toContain("empty");
  });

  test("reads documents that are archives themselves", () => {
    const found = bundle(aZip({ "report.docx": aDocx(paragraph("Words.")).bytes }));
    expect(found.names).toEqual(["report.docx"]);
  });

  test("a bomb is refused before it is unpacked", () => {
    const bomb = aZip({ "bomb.txt": new Uint8Array(15_000_000) });
    expect(bomb.bytes.length).toBeLessThan(50_000);
    expect(() => readZip(bomb)).toThrow(expect.objectContaining({ code: "PARSE_LIMIT" }));
  });

  test("an entry that lies about its size gives no more than it says", () => {
    const document = aZip({ "liar.txt": "words ".repeat(10_000) });
    const view = new DataView(document.bytes.buffer);
    for (let at = 0; at < document.bytes.length - 4; at += 1) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 100, true);
    }
    const reading = readZip(document);
    const sizes = reading.kind === "bundle" ? reading.documents.map((entry) => entry.bytes.length) : [];
    expect(sizes.every((size) => size <= 100)).toBe(true);
  });

  test("an entry whose bytes are not those that were packed, and one that only names another file, are left out", () => {
    const { bytes } = aZip({ "good.txt": "Some words.", "bad.txt": "Some other words, changed on the way." });
    const view = new DataView(bytes.buffer);
    const records = Array.from(bytes.keys()).filter(
      (at) => at < bytes.length - 4 && view.getUint32(at, true) === 0x02014b50,
    );
    view.setUint32((records[1] ?? 0) + 16, 0x12345678, true);
    expect([...bundle({ bytes }).skipped]).toEqual([["bad.txt", "it is damaged"]]);
    const link = zipSync({ "passwd.txt": [strToU8("../../etc/passwd"), { os: 3, attrs: 0o120777 << 16 }] });
    expect([...bundle({ bytes: link }).skipped]).toEqual([["passwd.txt", "it only points to another file"]]);
  });

  test("entries that share their bytes, too many entries and a broken directory are refused", () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 20_001 }, (_, at) => [`${at}`, strToU8("x")])), {
      level: 0,
    });
    expect(() => readZip({ bytes: many })).toThrow(expect.objectContaining({ code: "PARSE_LIMIT" }));
    const cut = aZip({ "a.txt": "words" }).bytes.slice(0, -10);
    expect(() => readZip({ bytes: cut, filename: "a.zip" })).toThrow(expect.objectContaining({ code: "FILE_INVALID" }));
    expect(() => readZip(aZip({}))).toThrow(expect.objectContaining({ code: "EMPTY" }));
  });

  test("one too large to be read at once is cut into parts that hold the same documents", () => {
    const files: Record<string, string | Uint8Array> = {
      "../out.md": "# x",
      "__MACOSX/a.md": "clutter",
      "zeros.txt": new Uint8Array(30_000_000),
    };
    for (let at = 0; at < 9; at += 1) {
      files[`day-${at}/page.txt`] = `Page ${at} about the tide.`;
      files[`day-${at}/noise.bin`] = noise(3_000_000, at);
    }
    const document = aZip(files);
    const parts = zipParts(document) ?? [];
    expect(parts.length).toBeGreaterThan(1);
    const readings = parts.map((part) => bundle(part.open()));
    expect(readings.flatMap(({ names }) => names)).toEqual(Array.from({ length: 9 }, (_, at) => `day-${at}/page.txt`));
    expect(parts.every((part) => part.open().bytes.length <= 20_000_000)).toBe(true);
    const refused = parts.flatMap(({ entries }) => entries).filter(({ why }) => why !== undefined);
    expect(refused.map(({ name, why }) => [name, why])).toEqual([
      ["../out.md", "its name leads out of the archive"],
      ["zeros.txt", "it is larger than 20 MB"],
    ]);
    expect(zipParts(document)?.map(({ entries }) => entries)).toEqual(parts.map(({ entries }) => entries));
  });

  test("two entries of one name come out as two", () => {
    const large = { "n-1.bin": noise(10_500_000, 1), "n-2.bin": noise(10_500_000, 2) };
    const { bytes } = aZip({ "one.txt": "The first.", "two.txt": "The second.", ...large });
    const archive = Buffer.from(bytes);
    for (let at = archive.indexOf("two.txt"); at >= 0; at = archive.indexOf("two.txt")) archive.write("one.txt", at);
    const found = (zipParts({ bytes: archive, filename: "twice.zip" }) ?? []).map((part) => bundle(part.open()).names);
    expect(found.flat()).toEqual(["one.txt", "one.txt"]);
    expect(found.every((names) => new Set(names).size === names.length)).toBe(true);
  });

  test("one that is read at once is not cut, nor is any other file", () => {
    expect(zipParts(aZip({ "a.txt": "words" }))).toBeUndefined();
    expect(zipParts({ bytes: new Uint8Array(21_000_000), filename: "a.zip" })).toBeUndefined();
  });

  test("names in Chinese Windows' own characters are read", () => {
    const gbk = [0xba, 0xa3, 0xb1, 0xdf]; // 海边 in GBK.
    const document = aZip({ "abcd.txt": "涨潮了，海边的人都回来了。" });
    for (let at = 0; at < document.bytes.length - 4; at += 1) {
      if (Buffer.from(document.bytes.subarray(at, at + 4)).toString() === "abcd") document.bytes.set(gbk, at);
    }
    expect(bundle(document).names).toEqual(["海边.txt"]);
  });
});

describe("a Word document", () => {
  test("gives its paragraphs, lists and links, without deleted words and fields", () => {
    const link =
      '<w:p><w:r><w:t>See </w:t></w:r><w:hyperlink r:id="r1"><w:r><w:t>the report</w:t></w:r></w:hyperlink></w:p>';
    const deleted =
      "<w:p><w:r><w:t>Kept</w:t></w:r><w:del><w:r><w:delText> gone</w:delText></w:r></w:del><w:ins><w:r><w:t> and added</w:t></w:r></w:ins></w:p>";
    const page = readDocx(
      aDocx(
        paragraph("Tide Report", "Title") +
          paragraph("The tide is in.") +
          paragraph("one", "ListParagraph") +
          paragraph("two", "ListParagraph") +
          deleted +
          link,
        "<dc:creator>A. Reader</dc:creator><dcterms:created>2024-03-05T10:15:00Z</dcterms:created>",
        '<Relationship Id="r1" TargetMode="External" Target="https://tides.example/report"/>',
      ),
    );
    expect(page).toMatchObject({
      reader: "docx",
      title: "Tide Report",
      author: "A. Reader",
      publishedAt: "2024-03-05T10:15:00Z",
    });
    expect(page.text).toBe("The tide is in.\n\none\ntwo\n\nKept and added\n\nSee the report");
    expect(page.links).toEqual([{ url: "https://tides.example/report", label: "the report" }]);
  });

  test("entities that a document declares are not expanded", () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    const page = readDocx(
      aZip(
        {
          "[Content_Types].xml": "<Types/>",
          "word/document.xml": `${bomb}<w:document><w:body>${paragraph("Before &b; after the entity.")}</w:body></w:document>`,
        },
        "a.docx",
      ),
    );
    expect(page.text).not.toContain("aaaa");
  });

  test("without its document part it is told", () => {
    expect(() => readDocx(aZip({ "[Content_Types].xml": "<Types/>" }, "a.docx"))).toThrow(
      expect.objectContaining({ code: "FILE_INVALID" }),
    );
  });
});

describe("an e-book", () => {
  const chapter = `<h1>One</h1><p>${"The keeper of the light climbed the stairs every evening. ".repeat(15)}</p>`;
  const metadata =
    "<dc:title>The Light</dc:title><dc:creator>A. Reader</dc:creator><dc:language>en</dc:language><dc:date>2020-05-04</dc:date>";

  test("gives its first chapter and its contents", () => {
    const page = readEpub(
      anEpub({ "cover.xhtml": "<p>cover</p>", "One.xhtml": chapter, "Two.xhtml": "<p>short</p>" }, metadata),
    );
    expect(page).toMatchObject({
      reader: "epub",
      title: "The Light",
      author: "A. Reader",
      publishedAt: "2020-05-04",
      language: "en",
    });
    expect(page.text).toMatch(/^One\n\nThe keeper of the light/);
    expect(page.text).toMatch(/cover\nOne\nTwo$/);
  });

  test("without a package it is told", () => {
    expect(() => readEpub(aZip({ "META-INF/container.xml": "<container/>" }, "a.epub"))).toThrow(
      expect.objectContaining({ code: "FILE_INVALID" }),
    );
  });
});
