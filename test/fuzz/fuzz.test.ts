import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openReadingPool, type ReadingPool } from "../../src/parse/reading-pool.ts";
import { answer, openFuzzedSite } from "./answers.ts";
import { checkReading } from "./check.ts";
import { cook, recipe } from "./documents.ts";
import { BUILT } from "./seeds.ts";

/** The same cases in every run; `npm run fuzz` takes new ones. */
const SEED = 20_260_301;

let readers: ReadingPool;
let site: Awaited<ReturnType<typeof openFuzzedSite>>;
beforeAll(async () => {
  readers = openReadingPool({ threads: 1 });
  site = await openFuzzedSite();
});
afterAll(() => Promise.all([readers.close(), site.close()]));

test("every seed is a document that is read", async () => {
  for (const seed of BUILT) expect(await checkReading(readers, seed), seed.filename).toMatch(/^(?:page|link|bundle)$/);
});

test("300 broken documents give a reading or a sentence", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(recipe, async (made) => void (await checkReading(readers, cook(made)))),
    { seed: SEED, numRuns: 300 },
  );
});

test("100 broken answers give a page or a sentence", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(answer, async (made) => void (await site.check(made))),
    { seed: SEED, numRuns: 100 },
  );
});
