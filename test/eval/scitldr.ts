import { readFileSync } from "node:fs";
import { z } from "zod";

const Line = z.object({ title: z.string(), source: z.array(z.string()), target: z.array(z.string()) });

/** An abstract with the one-sentence summaries people wrote of its paper. */
export interface Paper {
  readonly title: string;
  /** The sentences as the data set has them. */
  readonly sentences: readonly string[];
  /** The sentences joined by spaces. */
  readonly text: string;
  readonly targets: readonly string[];
}

/** Reads a file of SciTLDR: one JSON object a line. */
export function readPapers(file: string): readonly Paper[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => Line.parse(JSON.parse(line)))
    .map(({ title, source, target }) => ({ title, sentences: source, text: source.join(" "), targets: target }));
}
