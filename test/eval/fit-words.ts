import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ENGLISH_STOP_WORDS } from "../../src/core/text/stop-words.ts";
import { wordTerm } from "../../src/core/text/terms.ts";
import { readPapers } from "./scitldr.ts";

const Truth = z.record(z.string(), z.object({ articleBody: z.string() }));

/** A stem in fewer documents than this tells more of one author than of English. */
const FEWEST = { papers: 4, pages: 2 };
/** What the table pretends to have counted: half of it abstracts, half of it articles. */
const TOTAL = 2_000;

function documentCounts(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const stem of new Set(text.match(/[A-Za-z][a-z’'-]+/gu)?.map(wordTerm) ?? [])) {
      counts.set(stem, (counts.get(stem) ?? 0) + 1);
    }
  }
  return counts;
}

/**
 * Counts in how many documents an English stem stands, over abstracts (SciTLDR train) and articles (pages), each given half the weight,
 * and writes the table to `file`. Words only: no sentence leaves the corpus.
 */
export function fitWords(corpus: string, file: string): void {
  const papers = readPapers(join(corpus, "scitldr", "train.jsonl")).map((paper) => `${paper.title}\n${paper.text}`);
  const truth = Truth.parse(JSON.parse(readFileSync(join(corpus, "pages", "ground-truth.json"), "utf8")));
  const pages = Object.values(truth).map((page) => page.articleBody);
  const inPapers = documentCounts(papers);
  const inPages = documentCounts(pages);
  const documents: Record<string, number> = {};
  for (const stem of [...new Set([...inPapers.keys(), ...inPages.keys()])].sort()) {
    const [ofPapers, ofPages] = [inPapers.get(stem) ?? 0, inPages.get(stem) ?? 0];
    if (ENGLISH_STOP_WORDS.has(stem) || (ofPapers < FEWEST.papers && ofPages < FEWEST.pages)) continue;
    const share = (ofPapers / papers.length + ofPages / pages.length) / 2;
    documents[stem] = Number((share * TOTAL).toFixed(1));
  }
  writeFileSync(file, `${JSON.stringify({ total: TOTAL, documents })}\n`);
  console.log(
    `${Object.keys(documents).length} stems counted over ${papers.length} abstracts and ${pages.length} articles`,
  );
}
