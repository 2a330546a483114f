import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import type { Item } from "../../src/core/item.ts";
import { searchDocument } from "../../src/core/search/document.ts";
import { extractiveSummary } from "../../src/core/summary/extractive.ts";
import { tagsFor } from "../../src/core/tags/tagger.ts";
import { canonicalUrl } from "../../src/core/url/canonical-url.ts";
import { readSavedPost } from "../../src/parse/files/saved-post.ts";
import { migrateToLatest, openDatabase } from "../../src/store/database.ts";
import { recountTerms } from "../../src/store/search-index.ts";

/** A saved file as the library would hold it. */
export interface EvalItem {
  /** The names of all files that hold this page. */
  readonly files: readonly string[];
  readonly item: Omit<Item, "id">;
}

export const TEAM = "TEVAL001";
export const CHANNEL = "CEVAL001";

/** The saved files of a corpus, read, summarised and tagged as in the app; the same page saved twice is one item. */
export function savedItems(corpus: string): readonly EvalItem[] {
  const root = join(corpus, "saved-files");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".md") && name.includes("/"),
  );
  const byUrl = new Map<string, EvalItem>();
  for (const name of names.sort()) {
    const item = itemOf(readFileSync(join(root, name)), name);
    const key = item.canonicalUrl ?? name;
    const known = byUrl.get(key);
    byUrl.set(key, { files: [...(known?.files ?? []), name], item: known?.item ?? item });
  }
  return [...byUrl.values()];
}

function itemOf(bytes: Uint8Array, filename: string): Omit<Item, "id"> {
  const page = readSavedPost({ bytes, filename });
  const url = page.claimedUrl ? canonicalUrl(page.claimedUrl) : undefined;
  const { title, text, language, hashtags, keywords } = page;
  return {
    teamId: TEAM,
    ...(url ? { canonicalUrl: url, openUrl: page.claimedUrl ?? url } : {}),
    status: "ready",
    kind: page.kind,
    title,
    ...(page.topic ? { topic: page.topic } : {}),
    ...(page.author ? { author: page.author } : {}),
    ...(page.site ? { site: page.site } : {}),
    language,
    text,
    hashtags,
    links: page.links,
    ...(page.claims ? { claims: page.claims } : {}),
    corrections: [],
    notes: [],
    summary: extractiveSummary({ title, text, language, hashtags, maxCharacters: 140 }),
    tags: tagsFor({ title, text, language, hashtags, keywords, vocabulary: [], limit: 5 }),
    edits: {},
    createdAt: new Date("2026-01-01T00:00:00Z"),
  };
}

/** Numbers from 0 to 1, the same in every run. Source: Mulberry32. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How many of a copy's words are another item's: so many that of thirty copies none is the item that a query means. */
const ALTERED = 0.85;
const PIECES = /\p{Script=Han}{1,2}|[A-Za-z][A-Za-z0-9-]+/gu;

/** Copies of the items, each with most of its words taken from others, until there are `count` in all. */
export function* multiplied(items: readonly EvalItem[], count: number): Generator<Omit<Item, "id">> {
  const random = numbersFrom(20_260_513);
  const pools = { han: [] as string[], latin: [] as string[] };
  for (const { item } of items) {
    for (const [piece] of `${item.title} ${item.text}`.matchAll(PIECES))
      (/\p{Script=Han}/u.test(piece) ? pools.han : pools.latin).push(piece);
  }
  const altered = (text: string) =>
    text.replace(PIECES, (piece) => {
      const pool = /\p{Script=Han}/u.test(piece) ? pools.han : pools.latin;
      return random() < ALTERED ? (pool[Math.floor(random() * pool.length)] ?? piece) : piece;
    });
  for (const { item } of items) yield item;
  for (let made = items.length; made < count; made += 1) {
    const { item } = items[made % items.length] as EvalItem;
    const url = `https://copy${made % 97}.example.com/${made}`;
    yield {
      ...item,
      canonicalUrl: url,
      openUrl: url,
      title: altered(item.title),
      text: altered(item.text),
      hashtags: item.hashtags.map(altered),
      tags: item.tags.map((tag) => ({ ...tag, text: altered(tag.text) })),
      ...(item.topic ? { topic: altered(item.topic) } : {}),
      ...(item.claims?.summary ? { claims: { summary: altered(item.claims.summary) } } : {}),
      ...(item.summary
        ? {
            summary: {
              ...item.summary,
              sentences: item.summary.sentences.map((one) => ({ ...one, text: altered(one.text) })),
            },
          }
        : {}),
      links: [],
    };
  }
}

/** Items written at a time. */
const BATCH = 500;

/** Fills an empty, migrated database with items, each shared once in one channel. Returns the ids in their order. */
export async function fill(connection: pg.PoolConfig, items: Iterable<Omit<Item, "id">>): Promise<readonly string[]> {
  const database = openDatabase(connection, { max: 2 });
  const { pool } = database;
  await migrateToLatest(database.db);
  // As a bulk load is done: counting and indexing once, at the end.
  await pool.query("alter table item_search disable trigger search_term_count");
  await pool.query("drop index item_search_document");
  await pool.query("insert into channel (team_id, channel_id, name, kind) values ($1, $2, 'reading', 'public')", [
    TEAM,
    CHANNEL,
  ]);
  const ids: string[] = [];
  let batch: Omit<Item, "id">[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    ids.push(...(await write(pool, batch, ids.length)));
    batch = [];
  }
  ids.push(...(await write(pool, batch, ids.length)));
  const building = await pool.connect();
  await building.query("set maintenance_work_mem = '512MB'");
  await building.query("create index item_search_document on item_search using gin (document) with (fastupdate = off)");
  building.release(true);
  await recountTerms(database.db);
  await pool.query("alter table item_search enable trigger search_term_count");
  await pool.query("vacuum analyze");
  await database.close();
  return ids;
}

async function write(pool: pg.Pool, items: readonly Omit<Item, "id">[], before: number): Promise<readonly string[]> {
  const rows = items.map((item, at) => {
    const { document, words } = searchDocument({ ...item, id: "0" });
    const at_ = new Date(Date.UTC(2026, 0, 1) + (before + at) * 60_000);
    return {
      ...item,
      url: item.canonicalUrl ?? null,
      document,
      words,
      at: at_.toISOString(),
      ts: `${1_767_225_600 + before + at}.000100`,
    };
  });
  const { rows: ids } = await pool.query<{ id: string }>(
    `with given as (select * from jsonb_to_recordset($1) as g(url text, kind text, title text, text text, language text,
       site text, summary jsonb, tags jsonb, document text, words int, at timestamptz, ts text)),
     items as (insert into item (team_id, canonical_url, open_url, status, kind, title, text, language, site, summary, tags, created_at, updated_at)
       select $2, url, url, 'ready', kind, title, text, language, site, summary, coalesce(tags, '[]'), at, at from given order by ts
       returning id, created_at),
     messages as (insert into message (team_id, channel_id, message_ts, user_id, posted_at) select $2, $3, ts, 'UEVAL001', at from given returning message_ts),
     shares as (insert into share (team_id, channel_id, message_ts, position, source_key, item_id, user_id, shared_at)
       select $2, $3, ts, 0, coalesce(url, ts), id, 'UEVAL001', at from given join items on items.created_at = given.at),
     documents as (insert into item_search (item_id, team_id, words, document)
       select id, $2, words, document::tsvector from given join items on items.created_at = given.at)
     select id from items order by created_at`,
    [JSON.stringify(rows), TEAM, CHANNEL],
  );
  return ids.map(({ id }) => id);
}
