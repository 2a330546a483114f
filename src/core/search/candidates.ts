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

/** A `tsquery` that the index answers alone, and what it is worth to an item to match it. */
export interface Lead {
  readonly query: string;
  readonly gain: number;
}

/** What it is worth to stand in the title or the tags, over standing anywhere, as a share of the word's idf. */
const CHAMPION_SHARE = 0.6;

/**
 * Queries that bring the items worth scoring: those with any of the rare words; for common ones those that have them
 * in the title or the tags, or that have several of them. The sum of an item's gains is a first, rough score of it.
 * Empty when no word stands anywhere.
 */
export function leadsTo(slots: readonly Slot[], counts: ItemCounts): readonly Lead[] {
  const terms = standingTerms(slots, counts);
  if (counts(EVERY_ITEM) <= MOST) return terms.map(leadOf);
  const rare = withinBudget(terms.filter(({ items }) => items <= COMMON));
  const common = terms.filter(({ items }) => items > COMMON);
  const inTitles = rare.filter(({ term }) => counts(CHAMPION + term) > 0).map(championLead);
  return [...rare.map(leadOf), ...inTitles, ...commonLeads(slots, common, rare.length > 0, counts)];
}

/** So many items that have every word, one of them in the title, leave nothing to look for among the others. */
export const ENOUGH = 200;

/**
 * For several words that are all common: leads to the items that have every one of them, and one in the title or tags.
 * Empty where a word is rare, or where such items are likely fewer than {@link ENOUGH}.
 */
export function leadsToBest(slots: readonly Slot[], counts: ItemCounts): readonly Lead[] {
  const terms = standingTerms(slots, counts);
  const [together] = everyWord(slots, terms);
  if (!together || terms.some(({ items }) => items <= COMMON) || likelyBest(slots, counts) < ENOUGH) return [];
  return terms
    .filter(({ term }) => counts(CHAMPION + term) > 0)
    .map(championLead)
    .map(({ query, gain }) => ({ query: `${query} & ${together.query}`, gain }));
}

/** How many items have every word, and one in the title, if words stood there independently of each other. */
function likelyBest(slots: readonly Slot[], counts: ItemCounts): number {
  const all = counts(EVERY_ITEM);
  let every = all;
  let untitled = 1;
  for (const { alternatives } of slots) {
    const [most = ""] = alternatives.map(({ term }) => term).sort((a, b) => counts(b) - counts(a));
    every *= counts(most) / all;
    untitled *= 1 - counts(CHAMPION + most) / Math.max(1, counts(most));
  }
  return every * (1 - untitled);
}

/** Leads to every item that has any of the words. */
export function leadsToAny(slots: readonly Slot[], counts: ItemCounts): readonly Lead[] {
  return standingTerms(slots, counts).map(leadOf);
}

/** The leads as one `tsquery`; undefined when there are none. */
export function anyOfLeads(leads: readonly Lead[]): string | undefined {
  return leads.length > 0 ? leads.map(({ query }) => query).join(" | ") : undefined;
}

interface Standing {
  readonly term: string;
  readonly items: number;
  /** Its idf, times how much it counts for the words that were typed. */
  readonly gain: number;
}

/** Each term once, the rarest first. */
function standingTerms(slots: readonly Slot[], counts: ItemCounts): readonly Standing[] {
  const all = counts(EVERY_ITEM);
  const weights = new Map<string, number>();
  for (const { term, weight } of slots.flatMap(({ alternatives }) => alternatives))
    weights.set(term, (weights.get(term) ?? 0) + weight);
  return [...weights]
    .map(([term, weight]) => ({ term, items: counts(term), gain: weight * idf(counts(term), all) }))
    .filter(({ items }) => items > 0)
    .sort((a, b) => a.items - b.items);
}

function leadOf({ term, gain }: Standing): Lead {
  return { query: lexemeQuery(term), gain };
}

function championLead({ term, gain }: Standing): Lead {
  return { query: championQuery(CHAMPION + term), gain: gain * CHAMPION_SHARE };
}

function withinBudget(terms: readonly Standing[]): readonly Standing[] {
  let sum = 0;
  return terms.filter(({ items }, at) => {
    sum += items;
    return at === 0 || sum <= MOST;
  });
}

function commonLeads(
  slots: readonly Slot[],
  terms: readonly Standing[],
  hasRare: boolean,
  counts: ItemCounts,
): readonly Lead[] {
  const champions = terms.filter(({ term }) => counts(CHAMPION + term) > 0);
  const few = champions.filter(({ term }) => counts(CHAMPION + term) <= COMMON);
  const together = everyWord(slots, terms);
  if (hasRare) return [...few.map(championLead), ...together];
  // With nothing rare at all, the rarest titles, however many; and if no title has them, the texts.
  if (champions.length === 0) return together.length > 0 ? together : terms.slice(0, 1).map(leadOf);
  return [...new Set([...few, ...champions.slice(0, 2)])].map(championLead).concat(together);
}

/** What has each of several words, in whatever spelling. */
function everyWord(slots: readonly Slot[], terms: readonly Standing[]): readonly Lead[] {
  const standing = new Map(terms.map((one) => [one.term, one]));
  const words = slots
    .map(({ alternatives }) => alternatives.flatMap(({ term }) => standing.get(term) ?? []))
    .filter((word) => word.length > 0);
  if (words.length < 2) return [];
  return [
    {
      query: `(${words.map((word) => `(${word.map(({ term }) => lexemeQuery(term)).join(" | ")})`).join(" & ")})`,
      gain: words.reduce((sum, word) => sum + Math.max(...word.map(({ gain }) => gain)), 0),
    },
  ];
}

function championQuery(term: string): string {
  return `'${term.replaceAll("'", "''")}'${[...term].length === CHAMPION.length + 1 ? ":*" : ""}`;
}
