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

/** Abstracts keep the line breaks of the form they were typed into; joining wrapped lines is a reader's work. */
const unwrapped = (text: string) => text.replaceAll(/\s+/gu, " ").trim();

/** Reads a file of SciTLDR: one JSON object a line. */
export function readPapers(file: string): readonly Paper[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => Line.parse(JSON.parse(line)))
    .map(({ title, source, target }) => {
      const sentences = source.map(unwrapped);
      return { title, sentences, text: sentences.join(" "), targets: target };
    });
}
