import { readFileSync } from "node:fs";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Viewer } from "../../src/core/viewer.ts";
import type { Tables } from "../../src/store/database.ts";
import { embeddedPostgres } from "../../src/store/embedded-postgres.ts";
import { searchItems } from "../../src/store/search.ts";
import { debianPostgres, debianPostgresProgram } from "../support/debian-postgres.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { CHANNEL, type EvalItem, fill, multiplied, savedItems, TEAM } from "./search-library.ts";

/** A known-item query: what a person types who has that file in mind. */
export interface KnownItemQuery {
  /**
   * `zh` spaced Chinese, `run` Chinese run together, `en`, `typo`, `site` with an operator, `cross` Chinese for an English
   * paper, `mixed` Latin words for a Chinese post, `name` a product's name spelt otherwise, `trad` traditional Chinese,
   * `who` an author with a word.
   */
  readonly kind: string;
  readonly query: string;
  readonly file: string;
}

/** What must be reached. Source: design, section 9. */
const REACH = { mrr: 0.91, recall: 0.95, typo: 0.85, run: 0.95 };
const ARCHIVE = 4_500;
const LARGE = 100_000;
const ARCHIVE_P95_MS = 30;
const LARGE_P95_MS = 50;
/** Results that a person gets at a time, when searches are timed. */
const PAGE_SIZE = 5;
/** How often each query is timed, after a first round for the ranks. */
const ROUNDS = 3;

/** The queries that the ranking was fitted on. */
export const QUERIES = queriesOf("search-queries.json");
/** Written afterwards, from files drawn by hash, as a colleague would half remember them; their misses were looked at once. */
const SECOND_QUERIES = queriesOf("search-queries-second.json");
/** Written later still, and scored once ranking was as it is: nothing was changed for them. */
const THIRD_QUERIES = queriesOf("search-queries-third.json");

function queriesOf(file: string): readonly KnownItemQuery[] {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as readonly KnownItemQuery[];
}

export const VIEWER: Viewer = { teamId: TEAM, userId: "UEVAL001", channelIds: [CHANNEL] };
const NOW = new Date("2026-12-01T00:00:00Z");

/** Where each query found its file, 1 for the first place; undefined when not among ten. */
export type Rank = number | undefined;

/** A server that the eval may fill. */
export interface EvalServer {
  readonly name: string;
  readonly connection: pg.PoolConfig;
  stop(): Promise<void>;
}

/** The embedded server, and Debian's where it is installed. */
export async function* evalServers(): AsyncGenerator<EvalServer> {
  const folder = await temporaryFolder("search-eval");
  const embedded = await embeddedPostgres({ dir: folder.dir, fsync: false });
  try {
    yield { name: "embedded", connection: embedded.connection, stop: () => embedded.stop() };
  } finally {
    await folder.remove();
  }
  if (debianPostgresProgram().kind === "missing") return;
  const debian = await debianPostgres();
  yield { name: "Debian", connection: debian.connection, stop: () => debian.remove() };
}

/** A database of its own on a server. */
export async function databaseFor(server: EvalServer, name: string): Promise<pg.PoolConfig> {
  const client = new pg.Client(server.connection);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return { ...server.connection, database: name };
}

/**
 * Known-item search over the saved files: reciprocal rank and recall of queries of our own, by kind, and the time a
 * search takes among 4,500 items; with `large`, among 100,000 on a PostgreSQL of its own, too. Prints whether the index
 * was in use.
 */
export async function evaluate(corpus: string, args: readonly string[]): Promise<boolean> {
  const items = savedItems(corpus);
  let good = true;
  for await (const server of evalServers()) {
    console.log(`\n${server.name}: ${await versionOf(server.connection)}`);
    good = (await evaluateAt(server, items, { count: items.length, limitMs: ARCHIVE_P95_MS })) && good;
    good = (await evaluateAt(server, items, { count: ARCHIVE, limitMs: ARCHIVE_P95_MS })) && good;
    if (args.includes("large") && server.name === "Debian")
      good = (await evaluateAt(server, items, { count: LARGE, limitMs: LARGE_P95_MS })) && good;
    await server.stop();
  }
  return good;
}

async function versionOf(connection: pg.PoolConfig): Promise<string> {
  const client = new pg.Client(connection);
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>("show server_version");
  await client.end();
  return `PostgreSQL ${rows[0]?.server_version}`;
}

async function evaluateAt(
  server: EvalServer,
  items: readonly EvalItem[],
  { count, limitMs }: { count: number; limitMs: number },
): Promise<boolean> {
  const connection = await databaseFor(server, `eval_${count}`);
  const ids = await fill(connection, multiplied(items, count));
  const { ranks, times, plans } = await ask(connection, items, ids);
  const fitted = report(count, of(ranks, QUERIES));
  const second = report(count, of(ranks, SECOND_QUERIES));
  const third = report(count, of(ranks, THIRD_QUERIES));
  const fast = reportTimes(times, limitMs);
  const indexed = plans.filter((plan) => plan.includes("Bitmap Index Scan on item_search_document"));
  console.log(`  EXPLAIN: ${indexed.length} of ${plans.length} searches take their candidates from the GIN index`);
  // Among 150 items reading them all is cheaper, and PostgreSQL knows it.
  const quick = fast && (count < ARCHIVE || indexed.length >= plans.length * MOSTLY);
  // In a filled library most items are copies with words at random. Of 680 copies of a file some are nearly that file:
  // there the time alone counts.
  if (count >= LARGE) return quick;
  return fitted && (second || count > items.length) && third && quick;
}

/** For a word that most items hold, reading them all may be cheaper even in a large library. */
const MOSTLY = 0.9;

async function ask(connection: pg.PoolConfig, items: readonly EvalItem[], ids: readonly string[]) {
  const pool = new pg.Pool({ ...connection, max: 2 });
  const asked = new Map<string, { readonly sql: string; readonly parameters: readonly unknown[] }>();
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => {
      if (query.sql.includes("with candidate")) asked.set(String(query.parameters[0]), query);
    },
  });
  const ranks = new Map<KnownItemQuery, Rank>();
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const query of [...QUERIES, ...SECOND_QUERIES, ...THIRD_QUERIES]) {
      const started = performance.now();
      const pageSize = round === 0 ? 10 : PAGE_SIZE;
      const outcome = await searchItems(db, VIEWER, query.query, { page: 0, pageSize, now: NOW });
      if (round > 0) {
        times.push(performance.now() - started);
        continue;
      }
      const wanted = ids[items.findIndex(({ files }) => files.includes(query.file))];
      const place = outcome.kind === "found" ? outcome.entries.findIndex(({ item }) => item.id === wanted) : -1;
      ranks.set(query, place < 0 ? undefined : place + 1);
    }
  }
  const plans: string[] = [];
  const explaining = await pool.connect();
  await explaining.query("set enable_seqscan = off"); // As every search does.
  for (const { sql, parameters } of asked.values()) {
    const { rows } = await explaining.query<{ "QUERY PLAN": string }>(`explain ${sql}`, [...parameters]);
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
  }
  explaining.release(true);
  await db.destroy();
  return { ranks, times, plans };
}

/** Mean reciprocal rank and recall, both at ten. */
export function measures(ranks: readonly Rank[]): { readonly mrr: number; readonly recall: number } {
  const sum = ranks.reduce<number>((total, rank) => total + (rank ? 1 / rank : 0), 0);
  return { mrr: sum / ranks.length, recall: ranks.filter((rank) => rank !== undefined).length / ranks.length };
}

/** The value that 95 of 100 do not exceed. */
export function p95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
}

function of(ranks: ReadonlyMap<KnownItemQuery, Rank>, queries: readonly KnownItemQuery[]) {
  return queries.map((query) => ({ query, rank: ranks.get(query) }));
}

function report(count: number, found: readonly { readonly query: KnownItemQuery; readonly rank: Rank }[]): boolean {
  const ofKind = (kind?: string) =>
    measures(found.filter(({ query }) => !kind || query.kind === kind).map(({ rank }) => rank));
  const all = ofKind();
  const kinds = [...new Set(found.map(({ query }) => query.kind))];
  console.log(
    `  ${count} items, ${found.length} queries: MRR@10 ${all.mrr.toFixed(3)}, recall@10 ${all.recall.toFixed(3)}`,
  );
  console.log(`  MRR by kind: ${kinds.map((kind) => `${kind} ${ofKind(kind).mrr.toFixed(3)}`).join(", ")}`);
  const missed = found.filter(({ rank }) => rank !== 1).map(({ query, rank }) => `${query.query} (${rank ?? "-"})`);
  console.log(`  not first: ${missed.join("; ") || "none"}`);
  return (
    all.mrr >= REACH.mrr &&
    all.recall >= REACH.recall &&
    ofKind("typo").mrr >= REACH.typo &&
    ofKind("run").mrr >= REACH.run
  );
}

function reportTimes(times: readonly number[], limitMs: number): boolean {
  const median = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
  console.log(`  search: p50 ${median?.toFixed(1)} ms, p95 ${p95(times).toFixed(1)} ms (limit ${limitMs})`);
  return p95(times) <= limitMs;
}
