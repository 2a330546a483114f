import { sql } from "kysely";
import { CHAMPION, EVERY_ITEM } from "../core/search/document.ts";
import { type KnownWord, type Spelling, slipsAllowed, spellingsOf } from "../core/search/spelling.ts";
import { AS_WRITTEN, isSingleCharacter, isSpelt } from "../core/search/tokens.ts";
import { stem } from "../core/text/stem.ts";
import type { Executor } from "./database.ts";

/** Sorts after everything that can follow a prefix. */
const LAST_CHARACTER = "\u{10ffff}";
/** The most words that a mistyped one is compared with. */
const MOST_COMPARED = 20_000;

/** Characters by which words that end alike are found: as in the index `search_term_ending`. */
const ENDING = 2;

/** In how many items of a team these terms stand, in texts and in titles, and how many items there are. */
export async function termCounts(
  db: Executor,
  teamId: string,
  terms: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const wanted = [EVERY_ITEM, ...terms.flatMap((term) => [term, CHAMPION + term])];
  const { rows } = await sql<{ term: string; items: number }>`
    select term, items from search_term where team_id = ${teamId} and term = any(${wanted}::text[])`.execute(db);
  const counts = new Map(rows.map(({ term, items }) => [term, items]));
  const all = counts.get(EVERY_ITEM) ?? 0;
  for (const term of terms.filter(isSingleCharacter)) {
    for (const beginning of [term, CHAMPION + term])
      counts.set(beginning, await countOfBeginning(db, teamId, beginning, all));
  }
  return counts;
}

/** At most so many items have a term that begins so: an item with two of them counts twice. */
async function countOfBeginning(db: Executor, teamId: string, beginning: string, all: number): Promise<number> {
  const { rows } = await sql<{ items: number }>`
    select coalesce(sum(items), 0)::int as items from search_term
    where team_id = ${teamId} and term >= ${beginning} and term < ${beginning + LAST_CHARACTER}`.execute(db);
  return Math.min(all, rows[0]?.items ?? 0);
}

/** What a word that stands almost nowhere may be meant for: words with its first letter, else with its ending. */
export async function spellingsFor(db: Executor, teamId: string, word: string): Promise<readonly Spelling[]> {
  if (!isSpelt(word) || slipsAllowed(word) === 0) return [];
  const first = word[0] as string;
  const found = spellingsOf(word, await wordsLike(db, teamId, word, { beginning: first }));
  if (found.length > 0) return found;
  return spellingsOf(word, await wordsLike(db, teamId, word, { ending: word.slice(-ENDING) }));
}

async function wordsLike(
  db: Executor,
  teamId: string,
  word: string,
  { beginning = "", ending = "" }: { readonly beginning?: string; readonly ending?: string },
): Promise<readonly KnownWord[]> {
  const inRange = (prefix: string) =>
    sql`(term >= ${prefix + (beginning || "a")} and term < ${prefix + (beginning || "z") + LAST_CHARACTER})`;
  const { rows } = await sql<{ word: string; items: number }>`
    select ltrim(term, ${AS_WRITTEN}) as word, max(items) as items from search_term
    where team_id = ${teamId} and (${inRange("")} or ${inRange(AS_WRITTEN)})
      and length(ltrim(term, ${AS_WRITTEN})) between ${word.length - 2} and ${word.length + (beginning ? 8 : 2)}
      ${ending ? sql`and right(term, ${sql.lit(ENDING)}) = ${ending}` : sql``}
    group by 1 order by 2 desc limit ${MOST_COMPARED}`.execute(db);
  return rows.filter((row) => isSpelt(row.word));
}

/** The term under which a spelling stands in the index. */
export function termOfSpelling({ word }: Spelling): string {
  return stem(word);
}
