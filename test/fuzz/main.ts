/**
 * `npm run fuzz -- [--cases 10000] [--seed N]`: feeds broken documents to the readers and broken answers to the fetcher.
 * Ends with 1 and the smallest case it finds when one of them crashes, hangs or lets mark-up through.
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { openReadingPool } from "../../src/parse/reading-pool.ts";
import { answer, openFuzzedSite } from "./answers.ts";
import { checkReading } from "./check.ts";
import { cook, recipe } from "./documents.ts";

/** Of ten cases, one is an answer to the fetcher; the readers have the larger room. */
const SHARE_OF_ANSWERS = 0.1;

const { values } = parseArgs({
  options: { cases: { type: "string", default: "10000" }, seed: { type: "string" } },
});
const cases = Number(values.cases);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
process.stdout.write(`${cases} cases, seed ${seed}\n`);

const outcomes = new Map<string, number>();
const count = (outcome: string) => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
const startedAt = performance.now();
const readers = openReadingPool({ threads: 1 });
const site = await openFuzzedSite();
try {
  const answers = Math.round(cases * SHARE_OF_ANSWERS);
  const documents = fc.asyncProperty(recipe, async (made) => count(await checkReading(readers, cook(made))));
  await fc.assert(documents, { seed, numRuns: cases - answers });
  const fetches = fc.asyncProperty(answer, async (made) => count(await site.check(made)));
  await fc.assert(fetches, { seed, numRuns: answers });
  for (const [outcome, times] of [...outcomes].sort(([, a], [, b]) => b - a)) {
    process.stdout.write(`${String(times).padStart(7)} ${outcome}\n`);
  }
  process.stdout.write(`No crash, no hang, no mark-up in ${Math.round((performance.now() - startedAt) / 1_000)} s.\n`);
} catch (error) {
  process.stdout.write(`${inWords(error)}\n`);
  process.exitCode = 1;
} finally {
  await Promise.all([readers.close(), site.close()]);
}

/** The smallest case, and what it does. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}\n\n${error.cause.stack}` : error.message;
}
