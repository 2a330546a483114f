import { expect, test } from "vitest";
import { readPdf } from "../../../src/parse/files/pdf.ts";
import { usualCharacters } from "../../../src/parse/files/pdf-characters.ts";
import { aPdf, column } from "./a-pdf.ts";

const LEFT = [
  "The river brings sand to the coast all year, and the",
  "harbour has to be dredged every spring. We mea-",
  "sured how much of it the new wall holds back. Two",
  "gauges were set up, one on each side of the wall,",
  "and read every hour by the harbour's own crew.",
];
const RIGHT = [
  "After one winter the difference was plain. The outer",
  "gauge showed twelve tonnes a day, the inner one two,",
  "so that a dredger is needed in only one year of five.",
  "The wall paid for itself before its paint was dry,",
  "which nobody on the council had thought possible.",
];

test("two columns are read one after the other, and a word parted at a line's end is whole", async () => {
  const page = await readPdf(
    aPdf([
      [{ text: "Sand and Walls", x: 200, y: 720, size: 20 }, ...column(LEFT, 50, 650), ...column(RIGHT, 320, 650)],
    ]),
  );
  expect(page.title).toBe("Sand and Walls");
  expect(page.text).toContain("We measured how much of it the new wall holds back. Two gauges were set up");
  expect(page.text.indexOf("harbour's own crew")).toBeLessThan(page.text.indexOf("After one winter"));
  expect(page).toMatchObject({ reader: "pdf", kind: "pdf", pages: 1, language: "en" });
});

test("columns drawn line by line across the page are read the same", async () => {
  const across = LEFT.flatMap((text, at) => [
    { text, x: 50, y: 650 - at * 12 },
    { text: RIGHT[at] ?? "", x: 320, y: 650 - at * 12 },
  ]);
  const page = await readPdf(aPdf([across]));
  expect(page.text.indexOf("harbour's own crew")).toBeLessThan(page.text.indexOf("After one winter"));
});

test("running heads and page numbers are gone", async () => {
  const pages = [1, 2, 3, 4].map((number) => [
    { text: "Harbour Studies, volume 7", x: 50, y: 765, size: 8 },
    { text: `${number}`, x: 300, y: 30, size: 8 },
    ...column(
      LEFT.map((line) => line.replace("year", `year ${number}`)),
      50,
      700,
    ),
  ]);
  const { text, pages: count } = await readPdf(aPdf(pages));
  expect(text).not.toContain("Harbour Studies");
  expect(text).not.toMatch(/^\d+$/m);
  expect(text).toContain("all year 4");
  expect(count).toBe(4);
});

test("metadata give title, author and date, unless a program wrote them", async () => {
  const info = { Title: "Sand, Walls and Money", Author: "A. Reader", CreationDate: "D:20240305101500+01'00'" };
  const page = await readPdf(aPdf([[...column(LEFT, 50, 700)]], { info }));
  expect(page).toMatchObject({
    title: "Sand, Walls and Money",
    author: "A. Reader",
    publishedAt: "2024-03-05T10:15:00+01:00",
  });
  const poor = await readPdf(
    aPdf([[{ text: "The Real Title", x: 50, y: 740, size: 18 }, ...column(LEFT, 50, 700)]], {
      info: { Title: "Microsoft Word - draft7.doc", Author: "user" },
    }),
  );
  expect(poor.title).toBe("The Real Title");
  expect(poor.author).toBeUndefined();
});

test("arXiv's stamp is the paper's address and no part of its text", async () => {
  const stamp = { text: "arXiv:2401.00001v2  [cs.CL]  3 Jan 2024", x: 20, y: 250, size: 20, turned: true };
  const page = await readPdf(aPdf([[stamp, { text: "A Title", x: 50, y: 740, size: 16 }, ...column(LEFT, 50, 700)]]));
  expect(page.claimedUrl).toBe("https://arxiv.org/abs/2401.00001v2");
  expect(page.kind).toBe("paper");
  expect(page.title).toBe("A Title");
  expect(page.text).not.toContain("arXiv:");
});

test("addresses in the text are links", async () => {
  const page = await readPdf(aPdf([[...column([...LEFT, "Data: https://harbour.example/data.csv."], 50, 700)]]));
  expect(page.links).toEqual([{ url: "https://harbour.example/data.csv", label: "harbour.example" }]);
});

test("a scan, a password and a broken file each have their word", async () => {
  await expect(readPdf(aPdf([[]]))).rejects.toMatchObject({ code: "PDF_NO_TEXT" });
  await expect(readPdf(aPdf([column(LEFT, 50, 700)], { encrypted: true }))).rejects.toMatchObject({
    code: "PDF_ENCRYPTED",
  });
  const broken = { bytes: new TextEncoder().encode("%PDF-1.4\nnothing behind it"), filename: "a.pdf" };
  await expect(readPdf(broken)).rejects.toMatchObject({ code: "FILE_INVALID" });
});

test("of 300 pages the first 200 are read, and the note says so", async () => {
  const pages = Array.from({ length: 300 }, () => column(["Some words on a page."], 50, 700));
  const page = await readPdf(aPdf(pages));
  expect(page.pages).toBe(300);
  expect(page.notes.join(" ")).toContain("first 200 of 300 pages");
});

test("a document that takes too long is read in part", async () => {
  let clock = 0;
  const pages = Array.from({ length: 20 }, (_, at) => column([`Some words on page ${at + 1} of it.`], 50, 700));
  const page = await readPdf(aPdf(pages), () => {
    clock += 1_000;
    return clock;
  });
  expect(page.title).toContain("page 1 of it");
  expect(page.notes.join(" ")).toMatch(/^The first \d of 20 pages were read\.$/);
});

test("ligatures and radicals come out as the characters a person writes", () => {
  expect(usualCharacters("\u2f00\u2f6f\u2ea0\ufb01")).toBe("一石民fi");
});

test("what a browser prints on the margins is gone", async () => {
  const printed = [
    { text: "3/5/24, 10:15 AM", x: 30, y: 770, size: 8 },
    { text: "Sand and Walls", x: 300, y: 770, size: 8 },
    { text: "https://harbour.example/walls", x: 30, y: 20, size: 8 },
    { text: "1/1", x: 580, y: 20, size: 8 },
  ];
  const page = await readPdf(aPdf([[...printed, ...column(LEFT, 50, 700)]]));
  expect(page.claimedUrl).toBe("https://harbour.example/walls");
  expect(page.text).toMatch(/^The river brings/);
  expect(page.text).toMatch(/own crew\.$/);
});
