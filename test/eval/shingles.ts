/** Shingles of a text: every run of four words, with how often it occurs. */
type Bag = ReadonlyMap<string, number>;

/** How much of one page was found and how much of what was found is right, each 0 to 1. */
export interface PageScore {
  readonly precision: number | undefined;
  readonly recall: number | undefined;
}

/** Averages over pages; F1 is made from the averages, as the benchmark does. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

const SHINGLE = 4;

/**
 * The metric of scrapinghub's article-extraction-benchmark (evaluate.py): tokens are runs of word characters, texts are
 * compared as bags of 4-token shingles. A text shorter than four tokens is one shingle. A side without shingles gives
 * no precision (nothing predicted) or no recall (nothing to find).
 */
export function scorePage(truth: string, predicted: string): PageScore {
  const wanted = shingles(truth);
  const found = shingles(predicted);
  let right = 0;
  for (const [shingle, count] of found) right += Math.min(count, wanted.get(shingle) ?? 0);
  return { precision: share(right, size(found)), recall: share(right, size(wanted)) };
}

/** Averages the pages, leaving out those that have no precision or no recall. */
export function average(pages: readonly PageScore[]): Score {
  const precision = mean(pages.map((page) => page.precision));
  const recall = mean(pages.map((page) => page.recall));
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function shingles(text: string): Bag {
  const tokens = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const bag = new Map<string, number>();
  if (tokens.length === 0) return bag;
  for (let i = 0; i < Math.max(1, tokens.length - SHINGLE + 1); i += 1) {
    const shingle = tokens.slice(i, i + SHINGLE).join(" ");
    bag.set(shingle, (bag.get(shingle) ?? 0) + 1);
  }
  return bag;
}

function size(bag: Bag): number {
  let all = 0;
  for (const count of bag.values()) all += count;
  return all;
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function mean(values: readonly (number | undefined)[]): number {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
}
