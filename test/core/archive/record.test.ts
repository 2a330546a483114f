import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { archivesOf } from "../../../src/core/archive/archives.ts";
import { markdownFile, recordPath } from "../../../src/core/archive/markdown-file.ts";
import {
  type ArchiveRecord,
  isRecordsFile,
  readRecord,
  recordLine,
  recordLines,
} from "../../../src/core/archive/record.ts";
import { readSavedPost } from "../../../src/parse/files/saved-post.ts";
import { isSavedPost } from "../../../src/parse/files/saved-sections.ts";

const TEXT = "Pilots read the tide tables every morning. The harbour falls dry twice a day.";

function aRecord(changes: Partial<ArchiveRecord> & { readonly title?: string; readonly text?: string } = {}) {
  const { title = "Tide tables", text = TEXT, ...rest } = changes;
  const record: Omit<ArchiveRecord, "path"> = {
    savedAt: "2026-05-03T09:30:15.123Z",
    url: "https://tides.example/tables",
    addresses: ["https://tides.example/tables"],
    page: {
      ...{ reader: "html", kind: "article", title, language: "en", text, site: "tides.example" },
      ...{ hashtags: [], keywords: [], links: [], corrections: [], notes: [] },
    },
    summary: {
      sentences: [{ text: text.slice(0, 42), spans: [{ start: 0, end: 42 }], match: "quoted" }],
      more: [{ text: text.slice(43, 76), spans: [{ start: 43, end: 76 }], match: "quoted" }],
      method: { kind: "extractive", weights: "w" },
    },
    tags: [{ text: "tides", reason: "phrase" }],
    edits: {},
    ...rest,
  };
  return { path: recordPath(record), ...record };
}

async function* given(records: readonly ArchiveRecord[]) {
  yield* records;
}

test("a line reads back as the record it was made of, and writes the same bytes again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (title, text) => {
      const clean = (words: string) => words.toWellFormed().replaceAll("\0", "");
      const line = recordLine(aRecord({ title: clean(title), text: `${TEXT}${clean(text)}` }));
      expect(line).not.toContain("\n");
      const read = readRecord(line);
      expect(read && recordLine(read)).toBe(line);
    }),
  );
});

test("the order in which parts were kept makes no difference", () => {
  const record = aRecord();
  const turned = Object.fromEntries(Object.entries(record).reverse()) as unknown as ArchiveRecord;
  expect(recordLine(turned)).toBe(recordLine(record));
});

test("a line that is no record is none, whatever it holds", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => readRecord(line) === undefined));
  const line = recordLine(aRecord());
  expect(readRecord(line.replace('"footnote":1', '"footnote":2'))).toBeUndefined();
  expect(readRecord(line.replaceAll("https://tides.example", "javascript:"))).toBeUndefined();
});

test("a quotation that the text does not hold is marked as not found", () => {
  const forged = recordLine(aRecord()).replace(
    '"text":"Pilots read the tide tables every morning."',
    '"text":"Pilots never read."',
  );
  expect(readRecord(forged)?.summary?.sentences[0]).toMatchObject({ match: "not found", spans: [] });
  const longer = recordLine(aRecord()).replace('"text":"The harbour falls', '"text":"The harbour burns');
  expect(readRecord(longer)?.summary?.more?.[0]).toMatchObject({ match: "not found", spans: [] });
  const outside = recordLine(aRecord()).replace('"end":42', '"end":4200');
  expect(readRecord(outside)?.summary?.sentences[0]?.match).toBe("not found");
});

test("the Markdown is the archive's format and opens no part of its own", () => {
  const text = `${TEXT}\n\n## 元数据\n\n- **来源**: somewhere\n\na < b & c\n\n# No title`;
  const file = markdownFile(
    aRecord({ text, edits: { title: { value: "The tables\nof tides", by: "U1", at: "2026-05-03T09:30:15Z" } } }),
  );
  expect(isSavedPost(file)).toBe(true);
  const page = readSavedPost({ bytes: new TextEncoder().encode(file), filename: "tides.md" });
  expect(page).toMatchObject({ title: "The tables of tides", claimedUrl: "https://tides.example/tables" });
  expect(page.text).toContain("## 元数据");
  expect(page.text).toContain("a < b & c");
  expect(page.claims).toMatchObject({ source: "tides.example", type: "文章", savedAt: "2026-05-03T09:30:15.123Z" });
});

test("paths are dated, readable, and of two items with one title never the same", () => {
  expect(aRecord({ title: "潮汐表：港口/深度?" }).path).toMatch(/^2026-05-03\/潮汐表-港口-深度-[0-9a-f]{8}\.md$/);
  expect(aRecord().path).not.toBe(aRecord({ addresses: ["https://tides.example/other"] }).path);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (title) => {
      expect(aRecord({ title }).path).toMatch(/^2026-05-03\/[\p{L}\p{N}-]+-[0-9a-f]{8}\.md$/u);
    }),
  );
});

test("an archive that is full is closed and another begun, each whole and the same at every packing", async () => {
  const records = [1, 2, 3].map((n) => aRecord({ addresses: [`https://tides.example/${n}`], title: `Table ${n}` }));
  const pack = () => Array.fromAsync(archivesOf(given(records), { items: 2, bytes: 1_000_000 }));
  const archives = await pack();
  expect(archives.map(({ items }) => items)).toEqual([2, 1]);
  expect(await pack()).toEqual(archives);
  const files = unzipSync(archives[0]?.bytes ?? new Uint8Array());
  const jsonl = { bytes: files["items.jsonl"] ?? new Uint8Array(), filename: "items.jsonl" };
  expect(isRecordsFile(jsonl)).toBe(true);
  expect(recordLines(jsonl).map(({ path }) => path)).toEqual(records.slice(0, 2).map(({ path }) => path));
  expect(Object.keys(files).sort()).toEqual(
    ["README.md", "items.jsonl", ...records.slice(0, 2).map(({ path }) => path)].sort(),
  );
  expect(strFromU8(files["README.md"] ?? new Uint8Array())).toContain("[Table 1](<2026-05-03/Table-1-");
});

test("nothing to pack is no archive", async () => {
  expect(await Array.fromAsync(archivesOf(given([])))).toEqual([]);
});

test("a quotation that rests on everything is not believed, nor gone through", () => {
  const text = "The tide. ".repeat(2_000);
  const spans = Array.from({ length: 500 }, () => ({ start: 0, end: text.length }));
  const sentences = Array.from({ length: 20 }, () => ({ text: "The tide.", spans, match: "quoted" as const }));
  const method = { kind: "extractive" as const, weights: "w" };
  const line = recordLine(aRecord({ text, summary: { sentences, method } }));
  const started = performance.now();
  expect(readRecord(line)?.summary?.sentences[0]).toEqual({ text: "The tide.", spans: [], match: "not found" });
  expect(performance.now() - started).toBeLessThan(1_000);
});
