/**
 * Measures Footnote on real data: `npm run eval -- [pages|summary|tags|audit|search|saved] [--corpus DIR]`.
 * Each name is a file of this folder that exports `evaluate(corpus, args)`; with no name, summary and tags run.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { corpus: { type: "string", default: "../shared/corpus" } },
});
const corpus = String(values.corpus);
if (!existsSync(corpus)) {
  console.log(`skipped: there is no corpus at ${corpus}`);
  process.exit(0);
}
for (const name of positionals.length > 0 ? positionals.slice(0, 1) : ["summary", "tags"]) {
  const { evaluate } = (await import(`./${name}.ts`)) as {
    evaluate: (corpus: string, args: readonly string[]) => Promise<boolean>;
  };
  if (!(await evaluate(corpus, positionals.slice(1)))) process.exitCode = 1;
}
