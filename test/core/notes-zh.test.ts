import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { noteInChinese } from "../../src/core/notes-zh.ts";

test("every note that a reader leaves is known in Chinese", () => {
  const notes = globSync("src/parse/{sites,files}/*.ts").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/(?:notes\.push\(|\bnote: |\bnotes: .*?\[)(["`])(.+?)\1[\]),} ]/g)].map(
      ([, , note = ""]) => note.replace(/\$\{[^}]+\}/g, "5"),
    ),
  );
  expect(notes.length).toBeGreaterThan(12);
  for (const note of notes) expect(noteInChinese(note), note).not.toMatch(/[a-z]{4} [a-z]/);
});

test.each([
  ["Pull request of queues/core", "queues/core 的拉取请求"],
  ["The first 100 of 250 pages were read.", "共 250 页，读取了前 100 页。"],
  ["A picture: there is no text to read", "这是图片，没有可读的文字"],
  ["Something that someone wrote.", "Something that someone wrote."],
])("%s", (note, chinese) => {
  expect(noteInChinese(note)).toBe(chinese);
});
