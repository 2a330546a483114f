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

/** Characters by which words that begin or end alike are found; the ending as in the index `search_term_ending`. */
const BEGINNING = 2;
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

/** What a word that stands almost nowhere may be meant for: words with its first letter, else others. */
export async function spellingsFor(db: Executor, teamId: string, word: string): Promise<readonly Spelling[]> {
  if (!isSpelt(word) || slipsAllowed(word) === 0) return [];
  const known = await wordsLike(db, teamId, word);
  const beginsAlike = known.filter((one) => one.word.startsWith(word[0] as string));
  const found = spellingsOf(word, beginsAlike);
  return found.length > 0 ? found : spellingsOf(word, known);
}

/**
 * Words that begin or end alike, for a slip leaves one of the two as it is, and that are near in length and letters; and
 * those that begin with the word. Of two slips one may spoil the beginning and one the ending: that is not found.
 */
async function wordsLike(db: Executor, teamId: string, word: string): Promise<readonly KnownWord[]> {
  const slips = slipsAllowed(word);
  const shortest = word.length - slips;
  const longest = word.length + slips;
  // In four letters two neighbours that changed places may be the last of the beginning and the first of the ending.
  const beginning = word.slice(0, word.length > BEGINNING + ENDING ? BEGINNING : 1);
  const begins = (prefix: string) => sql`(term >= ${prefix} and term < ${prefix + LAST_CHARACTER})`;
  const ends = sql`(right(term, ${sql.lit(ENDING)}) = ${word.slice(-ENDING)} and term ~ '^~?[a-z]'
    and length(term) between ${shortest} and ${longest + AS_WRITTEN.length})`;
  const { rows } = await sql<{ word: string; items: number }>`
    select word, max(items) as items
    from search_term cross join lateral (select ltrim(term, ${AS_WRITTEN}) as word) written
    where team_id = ${teamId} and (${begins(beginning)} or ${begins(AS_WRITTEN + beginning)} or ${ends})
      and (starts_with(word, ${word}) or length(word) between ${shortest} and ${longest}
        and length(translate(word, ${word}, '')) <= ${slips})
    group by 1 order by 2 desc limit ${MOST_COMPARED}`.execute(db);
  return rows.filter((row) => isSpelt(row.word));
}

/** The term under which a spelling stands in the index. */
export function termOfSpelling({ word }: Spelling): string {
  return stem(word);
}
