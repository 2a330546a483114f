import { existsSync } from "node:fs";
import type pg from "pg";
import { tokensOf } from "../../src/core/search/tokens.ts";
import { openDatabase } from "../../src/store/database.ts";
import { searchItems } from "../../src/store/search.ts";
import { databaseFor, evalServers, measures, p95, QUERIES, type Rank, VIEWER } from "../eval/search.ts";
import { CHANNEL, type EvalItem, fill, multiplied, savedItems, TEAM } from "../eval/search-library.ts";
import type { BenchRow } from "./bench-row.ts";

/** Items of the whole archive. Source: design, section 9. */
const ARCHIVE = 4_500;
const NOW = new Date("2026-12-01T00:00:00Z");
const OPERATORS = /^(?:site|type):/;

/**
 * Known-item search among 4,500 items, ours beside PostgreSQL's `ts_rank` on the same documents in the same database:
 * mean reciprocal rank at ten, and the time that 95 of 100 searches do not exceed, in milliseconds.
 */
export async function bench(corpus = "../shared/corpus"): Promise<readonly BenchRow[]> {
  if (!existsSync(corpus)) {
    console.log(`search: skipped, there is no ${corpus} here`);
    return [];
  }
  const items = savedItems(corpus);
  for await (const server of evalServers()) {
    try {
      const connection = await databaseFor(server, "bench_search");
      return await compare(connection, items, await fill(connection, multiplied(items, ARCHIVE)));
    } finally {
      await server.stop();
    }
  }
  return [];
}

async function compare(
  connection: pg.PoolConfig,
  items: readonly EvalItem[],
  ids: readonly string[],
): Promise<readonly BenchRow[]> {
  const { db, pool, close } = openDatabase(connection, { max: 2 });
  try {
    const ours = await measured(items, ids, async (query) => {
      const outcome = await searchItems(db, VIEWER, query, { page: 0, pageSize: 10, now: NOW });
      return outcome.kind === "found" ? outcome.entries.map(({ item }) => item.id) : [];
    });
    const peer = await measured(items, ids, (query) => byTsRank(pool, query));
    return [
      {
        what: "search, 4,500 items: MRR@10",
        ours: ours.mrr.toFixed(3),
        peer: `${peer.mrr.toFixed(3)} (ts_rank)`,
        ratio: `${(ours.mrr / peer.mrr).toFixed(1)} x`,
      },
      {
        what: "search, 4,500 items: p95",
        ours: `${ours.p95.toFixed(1)} ms`,
        peer: `${peer.p95.toFixed(1)} ms (ts_rank)`,
        ratio: `${(peer.p95 / ours.p95).toFixed(1)} x`,
      },
    ];
  } finally {
    await close();
  }
}

async function measured(
  items: readonly EvalItem[],
  ids: readonly string[],
  search: (query: string) => Promise<readonly string[]>,
) {
  const ranks: Rank[] = [];
  const times: number[] = [];
  for (const warm of [true, false]) {
    for (const { query, file } of QUERIES) {
      const started = performance.now();
      const found = await search(query);
      if (warm) continue;
      times.push(performance.now() - started);
      const at = found.indexOf(ids[items.findIndex(({ files }) => files.includes(file))] ?? "");
      ranks.push(at < 0 ? undefined : at + 1);
    }
  }
  return { mrr: measures(ranks).mrr, p95: p95(times) };
}

/** What PostgreSQL offers without us: any of the words, by `ts_rank` with its own weights, for the same viewer. */
async function byTsRank(pool: pg.Pool, query: string): Promise<readonly string[]> {
  const words = query.split(" ").filter((word) => !OPERATORS.test(word));
  const terms = tokensOf(words.join(" ")).filter(({ term }) => !term.startsWith("~"));
  const tsquery = terms.map(({ term }) => `'${term.replaceAll("'", "''")}'`).join(" | ");
  const { rows } = await pool.query<{ item_id: string }>(
    `select item_id from item_search found where document @@ $1::tsquery and team_id = $2
       and exists (select from share where share.item_id = found.item_id and share.deleted_at is null and channel_id = any($3))
     order by ts_rank(document, $1::tsquery) desc limit 10`,
    [tsquery, TEAM, [CHANNEL]],
  );
  return rows.map((row) => row.item_id);
}
