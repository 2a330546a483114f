import { type RawBuilder, sql } from "kysely";
import type { ItemId } from "../core/item.ts";
import { type ItemCounts, idf, type Lead, type Slot } from "../core/search/candidates.ts";
import { EVERY_ITEM, quoteLexeme } from "../core/search/document.ts";
import { lexemeQuery } from "../core/search/plan.ts";
import type { Executor } from "./database.ts";
import { type Asker, allOf, type Conditions, hasVisibleShare, visibleShare } from "./search-conditions.ts";

/** What is searched for, ready for the database. */
export interface Sought {
  readonly asker: Asker;
  readonly conditions: Conditions;
  readonly slots: readonly Slot[];
  readonly counts: ItemCounts;
}

/** Which page of the results, counted from 0, and when it is asked for. */
export interface SearchPage {
  readonly page: number;
  readonly pageSize: number;
  readonly now: Date;
}

/** Where a hit is: the item, and the newest of its shares that fulfil the query. */
export interface Place {
  readonly item_id: ItemId;
  readonly share_id: string;
}

/** A page of places, and how many there are in all. */
export interface Found {
  readonly places: readonly Place[];
  readonly total: number;
}

export const NOTHING: Found = { places: [], total: 0 };

/** The most items that are counted, those of them that are scored, and the most shares that a list looks through. */
export const MOST_COUNTED = 2_000;
const MOST_SCORED = 200;
const MOST_LISTED = 5_000;
/** How many of the best are weighed by age and engagement. */
const WEIGHED = 60;

/** Items by the newest of their shares. */
export async function listed(
  db: Executor,
  search: Sought,
  { page, pageSize }: SearchPage,
  words: string | undefined,
): Promise<Found> {
  const { asker, conditions } = search;
  const strict = [conditions.strict, words && `(${words})`].filter(Boolean).join(" & ");
  const indexed = strict ? [sql`item_search.document @@ ${`${quoteLexeme(EVERY_ITEM)} & ${strict}`}::tsquery`] : [];
  const ready = conditions.anyStatus ? [] : [sql`item.status = 'ready'`];
  const { rows } = await sql<Place & { total: number }>`
    select item_id, share_id, count(*) over ()::int as total from (
      select distinct on (item_id) item_id, share_id, shared_at from (
        select item.id as item_id, share.id as share_id, share.shared_at
        from share join item on item.id = share.item_id left join item_search on item_search.item_id = item.id
        where ${visibleShare(asker.viewer)} ${allOf([...conditions.ofShare, ...conditions.rest, ...indexed, ...ready])}
        order by share.shared_at desc limit ${MOST_LISTED}
      ) seen order by item_id, shared_at desc
    ) newest order by shared_at desc, item_id desc limit ${pageSize} offset ${page * pageSize}`.execute(db);
  return { places: rows, total: rows[0]?.total ?? 0 };
}

/** Weights of the field classes D, C, B and A for `ts_rank`: names and addresses, text, summaries, title and tags. */
const FIELD_WEIGHTS = "{0.2, 0.5, 0.7, 1}";
/** `ts_rank` divides by the limit of the sum of 1/i², so that no word scores over the weight of its field. */
const RANK_LIMIT = 1.64493406685;
/** BM25's saturation and length parameters, on weighted frequencies in which a title counts 1, and the usual length. */
const SATURATION = 0.3;
const LENGTH_SHARE = 0.3;
const USUAL_WORDS = 300;
/** Raises for what is recent (falling off over two months) and for what was shared again or reacted to. */
const RECENT_SHARE = 0.06;
const RECENT_DAYS = 60;
const ENGAGED_SHARE = 0.03;

/** What brings the items that are scored. */
export interface Candidates {
  readonly leads: readonly Lead[];
  /** Whether the leads bring many more items than are counted, so that most shares of the library are looked at. */
  readonly many?: boolean;
  /** The only items that can be found at all, where they are few. */
  readonly among?: readonly ItemId[];
}

/**
 * The best of what the leads bring. First the index alone tells how much of the query each item that the viewer may
 * see has; the full score, for which a document must be unpacked, is only worked out for the likeliest.
 */
export async function ranked(
  db: Executor,
  search: Sought,
  { page, pageSize, now }: SearchPage,
  candidates: Candidates,
): Promise<Found> {
  const { asker, conditions } = search;
  const scored = Math.max(candidates.among?.length ?? MOST_SCORED, (page + 1) * pageSize);
  const weighed = Math.max(WEIGHED, (page + 1) * pageSize);
  const ofItem = conditions.rest.length > 0 ? sql`join item on item.id = found.item_id` : sql``;
  const seen = hasVisibleShare(asker, conditions.ofShare, sql`found.item_id`, candidates.many ? "many" : "few");
  const { rows } = await sql<Place & { total: number }>`
    with candidate as materialized (
      select found.item_id, found.gain from ${gainsOf(search, candidates)} found ${ofItem}
      where ${seen} ${allOf(conditions.rest)}
      order by found.gain desc, found.item_id desc limit ${MOST_COUNTED}
    ), scored as materialized (
      select item_id, ${scoreOf(search)} as score
      from ${unpacked(sql`(select item_id from candidate order by gain desc, item_id desc limit ${scored}) likely
        join item_search using (item_id)`)}
      order by score desc, item_id desc limit ${weighed}
    )
    select scored.item_id, (select count(*)::int from candidate) as total, seen.share_id
    from scored cross join lateral (
      select (array_agg(share.id order by share.shared_at desc))[1] as share_id, max(share.shared_at) as shared_at,
        count(*) as shares, sum((select count(*) from reaction where reaction.team_id = share.team_id
          and reaction.channel_id = share.channel_id and reaction.message_ts = share.message_ts)) as reactions
      from share where share.item_id = scored.item_id and ${visibleShare(asker.viewer)} ${allOf(conditions.ofShare)}
    ) seen
    order by score
      * (1 + ${RECENT_SHARE}::float8 * exp(-greatest(0, extract(epoch from ${now}::timestamptz - seen.shared_at)::float8) / (86400 * ${RECENT_DAYS}::float8)))
      * (1 + ${ENGAGED_SHARE}::float8 * ln((seen.shares + seen.reactions)::float8)) desc, scored.item_id desc
    limit ${pageSize} offset ${page * pageSize}`.execute(db);
  return { places: rows, total: rows[0]?.total ?? 0 };
}

/** The items that the leads bring, each with the sum of their gains. */
function gainsOf({ asker, conditions }: Sought, { leads, among }: Candidates): RawBuilder<unknown> {
  const queries = leads.map(({ query }) => (conditions.strict ? `(${query}) & ${conditions.strict}` : query));
  // Each of a few documents is looked at, and none of those that the index would bring.
  const searched = among
    ? sql`(select item_id, team_id, document from item_search where item_id = any(${among}::bigint[]) offset 0) few`
    : sql`item_search`;
  return sql`(
    select matched.item_id, sum(lead.gain) as gain
    from unnest(${queries}::text[]::tsquery[], ${leads.map(({ gain }) => gain)}::float8[]) lead (query, gain)
      cross join lateral (select item_id from ${searched}
        where document @@ lead.query and team_id = ${asker.viewer.teamId}) matched
    group by matched.item_id order by gain desc, matched.item_id desc
  )`;
}

/** So few that each of their documents can be unpacked. */
const FEW = 500;

/** The items with a share that the viewer may see and that is asked for, if there are few of them. */
export async function fewInReach(db: Executor, { asker, conditions }: Sought): Promise<readonly ItemId[] | undefined> {
  const { rows } = await sql<{ item_id: ItemId }>`
    select item_id from share where item_id is not null and ${visibleShare(asker.viewer)} ${allOf(conditions.ofShare)}
    limit ${FEW + 1}`.execute(db);
  return rows.length > FEW ? undefined : [...new Set(rows.map((row) => row.item_id))];
}

/** BM25F of `item_search`: for each word its idf times its saturated, length-normalised frequency in all fields. */
export function scoreOf({ slots, counts }: Pick<Sought, "slots" | "counts">): RawBuilder<number> {
  const all = counts(EVERY_ITEM);
  const parts = slots.flatMap(({ alternatives }) => {
    const standing = alternatives.filter(({ term }) => counts(term) > 0);
    if (standing.length === 0) return [];
    const scores = standing.map(
      ({ term, weight }) => sql`${weight * idf(counts(term), all)}::float8 * ${saturated(term)}`,
    );
    return [sql`greatest(${sql.join(scores)})`];
  });
  return sql<number>`(${sql.join(parts, sql` + `)})`;
}

/** f / (f + k), written so that the frequency is read once. */
function saturated(term: string): RawBuilder<number> {
  const frequency = sql`ts_rank(${FIELD_WEIGHTS}::real[], document, ${lexemeQuery(term)}::tsquery) * ${RANK_LIMIT}::float8`;
  return sql<number>`(1 - halfway / (halfway + ${frequency}))`;
}

/** The frequency at which a word has half its weight: more in a longer text. */
const HALFWAY = sql`(${SATURATION}::float8 * (1 - ${LENGTH_SHARE}::float8
  + ${LENGTH_SHARE}::float8 * least(words / ${USUAL_WORDS}::float8, 4))) as halfway`;

/** What {@link scoreOf} needs of candidates: their documents, each brought into memory once, by deleting nothing. */
export function unpacked(candidates: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select item_id, ts_delete(document, '') as document, ${HALFWAY} from ${candidates} offset 0) unpacked`;
}
