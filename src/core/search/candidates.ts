import { CHAMPION, EVERY_ITEM } from "./document.ts";
import { lexemeQuery } from "./plan.ts";

/** A sought word with the terms that stand for it, and how much each counts for, 0 to 1. */
export interface Slot {
  readonly alternatives: readonly { readonly term: string; readonly weight: number }[];
}

/** In how many items of the team a term stands. */
export type ItemCounts = (term: string) => number;

/** A word in more items than this brings no candidates by itself, unless it stands in their title or tags. */
const COMMON = 200;
/** The most items that the terms of one search bring, by their counts. */
const MOST = 500;

/**
 * Inverse document frequency. Source: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", as in
 * Lucene: ln(1 + (N - n + 0.5) / (n + 0.5)).
 */
export function idf(items: number, all: number): number {
  return Math.log(1 + Math.max(0, all - items + 0.5) / (items + 0.5));
}

/**
 * The `tsquery` that brings the items worth scoring: those with any of the rare words; for common ones those that
 * have them in the title or the tags, or that have several of them. Undefined when no word stands anywhere.
 */
export function candidateQuery(slots: readonly Slot[], counts: ItemCounts): string | undefined {
  const all = counts(EVERY_ITEM);
  const terms = slots
    .flatMap(({ alternatives }) => alternatives.map(({ term }) => ({ term, items: counts(term) })))
    .filter(({ items }) => items > 0)
    .sort((a, b) => a.items - b.items);
  if (terms.length === 0) return undefined;
  if (all <= MOST) return terms.map(({ term }) => lexemeQuery(term)).join(" | ");
  const rare = withinBudget(terms.filter(({ items }) => items <= COMMON));
  const common = terms.filter(({ items }) => items > COMMON).map(({ term }) => term);
  const queries = [...rare, ...commonQueries(common, rare.length > 0, counts)];
  return queries.join(" | ");
}

function withinBudget(terms: readonly { readonly term: string; readonly items: number }[]): readonly string[] {
  let sum = 0;
  return terms.flatMap(({ term, items }, at) => {
    sum += items;
    return at === 0 || sum <= MOST ? [lexemeQuery(term)] : [];
  });
}

function commonQueries(terms: readonly string[], hasRare: boolean, counts: ItemCounts): readonly string[] {
  const champions = terms.map((term) => CHAMPION + term).filter((term) => counts(term) > 0);
  const few = champions.filter((term) => counts(term) <= COMMON).map(championQuery);
  const together = terms.length > 1 ? [`(${terms.map(lexemeQuery).join(" & ")})`] : [];
  if (hasRare) return [...few, ...together];
  const [first, second] = champions;
  // With nothing rare at all, the rarest titles, however many; and if no title has them, the texts.
  if (!first) return together.length > 0 ? together : terms.slice(0, 1).map(lexemeQuery);
  return [...new Set([...few, championQuery(first), ...(second ? [championQuery(second)] : []), ...together])];
}

function championQuery(term: string): string {
  return `'${term.replaceAll("'", "''")}'${[...term].length === CHAMPION.length + 1 ? ":*" : ""}`;
}
