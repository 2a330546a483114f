import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sayReason, storedProblem } from "../../../src/core/archive/left-out.ts";

test("a problem is told in the reader's language, without the entry's name and without a promise", () => {
  const reason = storedProblem("TIMEOUT", { host: "slow.example", limit: "15 seconds", filename: "a.md" });
  expect(reason).not.toContain("a.md");
  expect(sayReason(reason, "en")).toBe("slow.example took longer than 15 seconds.");
  expect(sayReason(reason, "zh")).toBe("slow.example 超过 15 秒没有返回内容。");
});

test("words of ours stay as they are in English, and so does what is none of ours", () => {
  expect(sayReason("it is a picture", "en")).toBe("it is a picture");
  expect(sayReason("TIMEOUT {broken", "zh")).toBe("TIMEOUT {broken");
});

test("every reason that a ZIP or an import gives is known in Chinese", () => {
  const files = ["src/parse/files/zip.ts", "src/parse/files/zip-entries.ts", "jobs/import.ts", "jobs/keep-record.ts"];
  const reasons = files.flatMap(
    (file) => readFileSync(file, "utf8").match(/(?<=")(?:its? |the archive )[^"]+(?=")/g) ?? [],
  );
  expect(reasons.length).toBeGreaterThan(12);
  for (const reason of reasons) expect(sayReason(reason, "zh")).not.toBe(reason);
});
