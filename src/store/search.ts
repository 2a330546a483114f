import { sql } from "kysely";
import type { Item, ItemId } from "../core/item.ts";
import {
  anyOfLeads,
  ENOUGH,
  type ItemCounts,
  leadsTo,
  leadsToAny,
  leadsToBest,
  type Slot,
} from "../core/search/candidates.ts";
import { EVERY_ITEM, linkFacet, quoteLexeme } from "../core/search/document.ts";
import { formatQuery } from "../core/search/format-query.ts";
import type { SearchHit, SearchOutcome } from "../core/search/outcome.ts";
import { parseQuery } from "../core/search/parse-query.ts";
import { type SoughtTerm, soughtTerms } from "../core/search/plan.ts";
import { isEmptyQuery, type Query } from "../core/search/query.ts";
import { snippetOf } from "../core/search/snippet.ts";
import { stem } from "../core/text/stem.ts";
import { canonicalUrl } from "../core/url/canonical-url.ts";
import type { Viewer } from "../core/viewer.ts";
import type { Executor } from "./database.ts";
import { visibleByIds, visibleByShare } from "./library.ts";
import { type Asker, conditionsOf, hasVisibleShare } from "./search-conditions.ts";
import { nearestTo } from "./search-nearest.ts";
import {
  type Found,
  fewInReach,
  listed,
  MOST_COUNTED,
  NOTHING,
  type Place,
  ranked,
  type SearchPage,
  type Sought,
  scoreOf,
  unpacked,
} from "./search-ranking.ts";
import { spellingsFor, termCounts, termOfSpelling } from "./search-terms.ts";

/**
 * Searches what a viewer may see. PostgreSQL does all of it: candidates come from the GIN index, are ranked by BM25F
 * over the four field classes of the index, a little raised when they are recent or often shared and reacted to.
 * @param text as typed after the command
 */
export function searchItems(db: Executor, viewer: Viewer, text: string, page: SearchPage): Promise<SearchOutcome> {
  return byIndex(db, (trx) => search(trx, viewer, text, page));
}

/**
 * Runs searches with sequential scans dear: documents lie outside their table, so that PostgreSQL takes reading the
 * whole table for cheap, and unpacks every document of the library.
 */
function byIndex<T>(db: Executor, work: (trx: Executor) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db);
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`.execute(trx);
    return work(trx);
  });
}

async function search(db: Executor, viewer: Viewer, text: string, page: SearchPage): Promise<SearchOutcome> {
  const asker: Asker = { viewer, zone: await zoneOf(db, viewer) };
  const reading = parseQuery(text, dayIn(asker.zone, page.now));
  if (!reading.ok) return { kind: "mistake", text, ...reading.mistake };
  const { query } = reading;
  if (isEmptyQuery(query)) return { kind: "empty" };
  const understood = formatQuery(query);
  const search = await prepare(db, asker, query);
  const found = viewer.channelIds.length > 0 ? await run(db, search, page) : NOTHING;
  if (found.total === 0)
    return { kind: "nothing", understood, nearest: await nearestTo(db, asker, query, search.sought) };
  return { kind: "found", entries: await hitsOf(db, search, found.places), total: found.total, understood };
}

interface Search extends Sought {
  readonly query: Query;
  readonly sought: readonly SoughtTerm[];
}

async function zoneOf(db: Executor, { teamId, userId }: Viewer): Promise<string> {
  const person = await db
    .selectFrom("person")
    .select("zone")
    .where("team_id", "=", teamId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return person?.zone && isZone(person.zone) ? person.zone : "UTC";
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** `YYYY-MM-DD` of a moment in a zone. */
function dayIn(zone: string, moment: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(moment);
}

async function prepare(db: Executor, asker: Asker, query: Query): Promise<Search> {
  const { teamId } = asker.viewer;
  const sought = soughtTerms(query.clauses);
  const asked = new Set(sought.flatMap((one, at) => [one.term, ...joinedTerms(one, sought[at + 1])]));
  const known = await termCounts(db, teamId, [...asked]);
  const slots = await Promise.all(
    sought.map((one, at) => {
      // Two words that a text has as one are both found there.
      const joined = [...joinedTerms(sought[at - 1], one), ...joinedTerms(one, sought[at + 1])];
      return slotFor(db, teamId, one, joined, known);
    }),
  );
  const added = slots
    .flatMap(({ alternatives }) => alternatives.map(({ term }) => term))
    .filter((term) => !asked.has(term));
  const more = added.length > 0 ? await termCounts(db, teamId, added) : known;
  const counts: ItemCounts = (term) => known.get(term) ?? more.get(term) ?? 0;
  return { asker, query, sought, slots, counts, conditions: conditionsOf(query.clauses, asker) };
}

/** Two words that follow each other, as they stand in the index when they are written together. */
function joinedTerms(one: SoughtTerm | undefined, following: SoughtTerm | undefined): readonly string[] {
  return one?.written && following?.written ? [stem(one.written + following.written)] : [];
}

/** In a larger library a word that stands in a single item may still be a slip. */
const LARGE_LIBRARY = 500;

async function slotFor(
  db: Executor,
  teamId: string,
  { term, written }: SoughtTerm,
  joined: readonly string[],
  known: ReadonlyMap<string, number>,
): Promise<Slot> {
  const items = known.get(term) ?? 0;
  const rare = items === 0 || (items === 1 && (known.get(EVERY_ITEM) ?? 0) > LARGE_LIBRARY);
  const spellings = rare && written ? await spellingsFor(db, teamId, written) : [];
  const others = spellings.map((spelling) => ({ term: termOfSpelling(spelling), weight: spelling.weight }));
  const meant = [term, ...joined].map((one) => ({ term: one, weight: 1 }));
  // The surest of each term: several spellings may have one stem.
  const surest = new Map([...meant, ...others].reverse().map((one) => [one.term, one]));
  return { alternatives: [...surest.values()].reverse() };
}

/** In a smaller library the index brings the matches of everybody sooner than those of one person are looked through. */
const VAST_LIBRARY = 5_000;

async function run(db: Executor, search: Search, page: SearchPage): Promise<Found> {
  const { slots, query, counts } = search;
  if (slots.length === 0) return listed(db, search, page, undefined);
  if (query.sort === "new") return newest(db, search, page);
  const any = leadsToAny(slots, counts);
  if (any.length === 0) return NOTHING;
  const among = counts(EVERY_ITEM) > VAST_LIBRARY ? await fewInReach(db, search) : undefined;
  if (among) return ranked(db, search, page, { leads: [{ query: anyOf(slots, counts), gain: 1 }], among });
  const best = leadsToBest(slots, counts);
  const bestFound = best.length > 0 ? await ranked(db, search, page, { leads: best }) : NOTHING;
  if (bestFound.total >= ENOUGH) return bestFound;
  const found = await ranked(db, search, page, { leads: leadsTo(slots, counts) });
  // Few of the likeliest are for this viewer: then all that match at all.
  return found.total < page.pageSize ? ranked(db, search, page, { leads: any, many: true }) : found;
}

function anyOf(slots: readonly Slot[], counts: ItemCounts): string {
  return anyOfLeads(leadsToAny(slots, counts)) ?? "";
}

/** Newest first: what has all the words, else what has any. */
async function newest(db: Executor, search: Search, page: SearchPage): Promise<Found> {
  const any = anyOf(search.slots, search.counts);
  if (!any) return NOTHING;
  const every = search.slots.map((slot) => `(${anyOf([slot], search.counts) || quoteLexeme("")})`);
  const found = every.includes(`(${quoteLexeme("")})`) ? NOTHING : await listed(db, search, page, every.join(" & "));
  return found.total > 0 ? found : listed(db, search, page, any);
}

async function hitsOf(db: Executor, search: Search, places: readonly Place[]): Promise<readonly SearchHit[]> {
  const { viewer } = search.asker;
  const ofShare = search.conditions.ofShare.length > 0;
  const visible = ofShare
    ? (await Promise.all(places.map(({ share_id }) => visibleByShare(db, viewer, share_id)))).filter(
        (one) => one !== undefined,
      )
    : await visibleByIds(
        db,
        viewer,
        places.map(({ item_id }) => item_id),
      );
  const terms = new Set(search.slots.flatMap(({ alternatives }) => alternatives.map(({ term }) => term)));
  return visible.map((one) => ({ ...one, snippet: snippetOf(one.item, terms) }));
}

/** How much of an item's own score a related one must reach. */
const RELATED_SHARE = 0.3;
/** Words of an item that say what it is about. */
const TELLING_WORDS = 14;

/**
 * Items that a viewer may see which point to the same source as this one, or to it, and then those close in content:
 * at most `limit`, the nearest first, never the item itself.
 */
export async function relatedItems(
  db: Executor,
  viewer: Viewer,
  item: Item,
  limit: number,
): Promise<readonly ItemId[]> {
  return viewer.channelIds.length === 0 ? [] : byIndex(db, (trx) => related(trx, viewer, item, limit));
}

async function related(db: Executor, viewer: Viewer, item: Item, limit: number): Promise<readonly ItemId[]> {
  const asker: Asker = { viewer, zone: "UTC" };
  const linked = await linkedItems(db, asker, item, limit);
  const close = linked.length < limit ? await closeItems(db, asker, item, limit + 1 + linked.length) : [];
  return [...new Set([...linked, ...close])].slice(0, limit);
}

async function linkedItems(db: Executor, asker: Asker, item: Item, limit: number): Promise<readonly ItemId[]> {
  const urls = [item.canonicalUrl, ...item.links.map(({ url }) => url)].flatMap(
    (url) => (url && canonicalUrl(url)) || [],
  );
  if (urls.length === 0) return [];
  const query = [...new Set(urls)]
    .slice(0, 20)
    .map((url) => quoteLexeme(linkFacet(url)))
    .join(" | ");
  const { rows } = await sql<{ item_id: ItemId }>`
    select found.item_id from item_search found
    where found.document @@ ${query}::tsquery and found.team_id = ${asker.viewer.teamId} and found.item_id <> ${item.id}
      and ${hasVisibleShare(asker, [], sql`found.item_id`)}
    order by found.item_id desc limit ${limit}`.execute(db);
  return rows.map((row) => row.item_id);
}

async function closeItems(db: Executor, asker: Asker, item: Item, limit: number): Promise<readonly ItemId[]> {
  const about = [
    item.title,
    ...item.tags.map((tag) => tag.text),
    ...item.hashtags,
    item.summary?.sentences[0]?.text ?? "",
  ].join(" · ");
  const sought = soughtTerms([{ kind: "phrase", text: about }]);
  const known = await termCounts(
    db,
    asker.viewer.teamId,
    sought.map(({ term }) => term),
  );
  const counts: ItemCounts = (term) => known.get(term) ?? 0;
  const telling = sought
    .filter(({ term }) => counts(term) > 1)
    .sort((a, b) => counts(a.term) - counts(b.term))
    .slice(0, TELLING_WORDS);
  const slots = telling.map(({ term }) => ({ alternatives: [{ term, weight: 1 }] }));
  const query = anyOfLeads(leadsTo(slots, counts));
  if (query === undefined) return [];
  const score = scoreOf({ slots, counts });
  const { rows } = await sql<{ item_id: ItemId }>`
    select item_id from (
      select item_id, ${score} as score, max(case when item_id = ${item.id} then ${score} end) over () as own
      from ${unpacked(sql`(select found.* from item_search found
        where found.document @@ ${query}::tsquery and found.team_id = ${asker.viewer.teamId}
          and (found.item_id = ${item.id} or ${hasVisibleShare(asker, [], sql`found.item_id`)})
        order by found.item_id desc limit ${MOST_COUNTED}) near`)}
    ) scored
    where item_id <> ${item.id} and score >= ${RELATED_SHARE} * coalesce(own, 0) and own is not null
    order by score desc limit ${limit}`.execute(db);
  return rows.map((row) => row.item_id);
}
