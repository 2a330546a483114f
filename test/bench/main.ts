/**
 * Measures Footnote beside its peers, in the same run: `npm run bench -- [name …]`. Each file of this folder is a
 * row or more; absolute times depend on the machine, the ratio does not.
 */
import { readdirSync } from "node:fs";
import type { BenchRow } from "./bench-row.ts";

/** Files of this folder that measure nothing themselves. */
const PARTS = new Set(["main.ts", "bench-row.ts", "percentile.ts"]);

const wanted = process.argv.slice(2);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts") && !PARTS.has(file))
  .map((file) => file.replace(/\.ts$/, ""))
  .filter((name) => wanted.length === 0 || wanted.includes(name))
  .sort();
for (const name of names) {
  const { bench } = (await import(`./${name}.ts`)) as { bench: () => Promise<readonly BenchRow[]> };
  for (const { what, ours, peer, ratio } of await bench())
    console.log([what, ours, peer, ratio].filter(Boolean).join(" | "));
}
