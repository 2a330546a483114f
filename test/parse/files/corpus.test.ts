import { existsSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { evaluate } from "../../eval/saved.ts";

const CORPUS = "../shared/corpus";
const isThere = existsSync(`${CORPUS}/saved-files`);
if (!isThere) console.log(`skipped: there are no saved files at ${CORPUS}`);

test.skipIf(!isThere)("every saved file of the corpus passes every check", async () => {
  const said = vi.spyOn(console, "log").mockImplementation(() => {});
  const passed = await evaluate(CORPUS, []);
  const failures = said.mock.calls.map(String).filter((line) => /FAILED|NOT READ|WRONG/.test(line));
  said.mockRestore();
  expect(failures).toEqual([]);
  expect(passed).toBe(true);
});
