import fc from "fast-check";
import { expect, test } from "vitest";
import type { RawDocument } from "../../../src/core/page.ts";
import { FootnoteError } from "../../../src/core/problems.ts";
import { readDocument } from "../../../src/parse/read-document.ts";
import { ARTICLE_PAGE, aMessage, anMhtml } from "./a-message.ts";
import { aPdf, column } from "./a-pdf.ts";
import { aSavedPost } from "./a-saved-post.ts";
import { aDocx, anEpub, aZip, paragraph } from "./a-zip.ts";

const text = (words: string, filename: string): RawDocument => ({ bytes: new TextEncoder().encode(words), filename });
const FILES: readonly RawDocument[] = [
  aSavedPost(),
  text(
    "---\ntitle: Walls\ntags: [a, b]\n---\n# One\n\n- two [three](https://harbour.example/)\n\n```\nfour\n```\n",
    "a.md",
  ),
  text("Walls\n\nURL: https://harbour.example/\n\nThe wall holds.", "a.txt"),
  text('{"title": "Walls", "content": "<p>The wall holds.</p>", "url": "https://harbour.example/"}', "a.json"),
  text("[InternetShortcut]\nURL=https://harbour.example/\n", "a.url"),
  text(ARTICLE_PAGE, "a.html"),
  anMhtml(),
  aMessage(
    {
      From: "a@b.example",
      To: "c@d.example",
      Subject: "Walls",
      Date: "Tue, 5 Mar 2024 10:15:00 +0100",
      "MIME-Version": "1.0",
      "Content-Type": "text/html",
    },
    "<p>The wall holds.</p>",
    "a.eml",
  ),
  aPdf([column(["The wall holds, and the harbour is deep.", "Another line of it."], 50, 700)], {
    info: { Title: "Walls" },
  }),
  aDocx(paragraph("The wall holds.", "Title") + paragraph("It was built in a winter.")),
  anEpub({ "one.xhtml": "<p>The wall holds.</p>" }, "<dc:title>Walls</dc:title>"),
  aZip({ "a.txt": "The wall holds.", "b.md": "# Walls\n\nThey hold." }),
];

/** One change: bytes overwritten, cut out, repeated, or the rest cut off. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(40),
  kind: fc.constantFrom("overwrite", "remove", "repeat", "cut"),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(bytes: Uint8Array, { at, length, kind, bytes: given }: Change): Uint8Array {
  const start = Math.floor(at * bytes.length);
  const [head, middle, tail] = [
    bytes.subarray(0, start),
    bytes.subarray(start, start + length),
    bytes.subarray(start + length),
  ];
  if (kind === "cut") return Uint8Array.from(head);
  if (kind === "remove") return Uint8Array.from([...head, ...tail]);
  if (kind === "repeat") return Uint8Array.from([...head, ...middle, ...middle, ...middle, ...tail]);
  return Uint8Array.from([...head, ...given, ...bytes.subarray(start + given.length)]);
}

test("a damaged file is read or refused in words, and never shows markup", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...FILES),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      async (file, changes) => {
        const document = { ...file, bytes: changes.reduce(changed, Uint8Array.from(file.bytes)) };
        try {
          const reading = await readDocument(document);
          if (reading.kind !== "page") return;
          expect(reading.page.title).not.toBe("");
          expect(reading.page.text.isWellFormed()).toBe(true);
          // What was damaged into plain text is shown as it stands.
          if (reading.page.reader !== "text")
            expect(reading.page.text).not.toMatch(/<\/?(?:p|div|body|html|br)\b[^<>]*>/i);
        } catch (error) {
          if (!(error instanceof FootnoteError)) throw error;
        }
      },
    ),
    { numRuns: 250 },
  );
});

test("every fixture is read when it is whole", async () => {
  for (const file of FILES) {
    const reading = await readDocument(file);
    expect([file.filename, reading.kind]).toEqual([
      file.filename,
      file.filename === "a.url" ? "link" : file.filename === "pages.zip" ? "bundle" : "page",
    ]);
  }
});

test.each<readonly [string, RawDocument]>([
  ["unclosed brackets in Markdown", text(`# a\n\n${"[".repeat(20_000)}`, "a.md")],
  ["nested quotations in Markdown", text(`# a\n\n${"> ".repeat(5_000)}x`, "a.md")],
  ["stars in Markdown", text(`# a\n\n${"*a **b ".repeat(5_000)}`, "a.md")],
  ["a megabyte of hashtags", aSavedPost({ original: "#a#b".repeat(250_000) })],
  ["a megabyte of list signs in text", text("- \n".repeat(300_000), "a.txt")],
  ["nested tags in a saved post", aSavedPost({ original: "<b>".repeat(100_000) })],
  ["header lines without end", text(`From: a\n${"X: y\n".repeat(100_000)}`, "a.eml")],
  [
    "boundaries without end",
    aMessage(
      { "MIME-Version": "1.0", "Content-Type": "multipart/related" },
      Array.from({ length: 20_000 }, () => ({ headers: {}, body: "" })),
      "a.mhtml",
    ),
  ],
  [
    "braces in LaTeX",
    aSavedPost({ url: "https://arxiv.org/abs/2401.00001", original: `\\emph{${"{".repeat(50_000)}$` }),
  ],
])("ends soon: %s", async (_, document) => {
  const start = performance.now();
  await readDocument(document).catch((error: unknown) => {
    if (!(error instanceof FootnoteError)) throw error;
  });
  expect(performance.now() - start).toBeLessThan(10_000);
});
