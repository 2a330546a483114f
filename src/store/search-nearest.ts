import { sql } from "kysely";
import { quoteLexeme } from "../core/search/document.ts";
import { formatQuery } from "../core/search/format-query.ts";
import { lexemeQuery, type SoughtTerm } from "../core/search/plan.ts";
import type { Query } from "../core/search/query.ts";
import type { Executor } from "./database.ts";
import { type Asker, hasVisibleShare } from "./search-conditions.ts";
import { spellingsFor, termOfSpelling } from "./search-terms.ts";

/** The most suggestions after a search that found nothing. */
const MOST_SUGGESTIONS = 5;

/**
 * The words without what narrows them, spellings and tags near the words, each proved to find something that the viewer
 * may see.
 */
export async function nearestTo(
  db: Executor,
  asker: Asker,
  query: Query,
  sought: readonly SoughtTerm[],
): Promise<readonly string[]> {
  const { viewer } = asker;
  if (viewer.channelIds.length === 0) return [];
  const words = sought.flatMap(({ written }) => (written ? [written] : []));
  const spellings = await Promise.all(words.slice(0, 6).map((word) => spellingsFor(db, viewer.teamId, word)));
  const candidates = [
    ...wider(query, sought),
    ...spellings.flat().map(({ word }) => ({ say: word, query: lexemeQuery(termOfSpelling({ word, weight: 1 })) })),
    ...(await tagsNear(db, asker, sought)).map((tag) => ({ say: `tag:${tag}`, query: quoteLexeme(`=tag:${tag}`) })),
  ];
  const proved: string[] = [];
  for (const { say, query } of candidates.slice(0, 12)) {
    if (proved.length === MOST_SUGGESTIONS) break;
    if (!proved.includes(say) && (await findsAnything(db, asker, query))) proved.push(say);
  }
  return proved;
}

/** The words alone, where a filter or an exclusion stood beside them. */
function wider({ clauses }: Query, sought: readonly SoughtTerm[]): readonly { say: string; query: string }[] {
  const words = clauses.filter(({ kind }) => kind === "word");
  if (words.length === 0 || words.length === clauses.length || sought.length === 0) return [];
  const query = sought.map(({ term }) => lexemeQuery(term)).join(" | ");
  return [{ say: formatQuery({ clauses: words, sort: "best" }), query }];
}

/** Tags that hold one of the words. */
async function tagsNear(db: Executor, asker: Asker, sought: readonly SoughtTerm[]): Promise<readonly string[]> {
  const words = sought.map(({ written, term }) => written ?? term).filter((word) => word.length >= 2);
  if (words.length === 0) return [];
  const { rows } = await sql<{ tag: string }>`
    select substr(term, 6) as tag from search_term
    where team_id = ${asker.viewer.teamId} and term >= '=tag:' and term < '=tag;'
      and (${sql.join(
        words.map((word) => sql`strpos(term, ${word}) > 0`),
        sql` or `,
      )})
    order by items desc limit 6`.execute(db);
  return rows.map(({ tag }) => tag);
}

async function findsAnything(db: Executor, asker: Asker, query: string): Promise<boolean> {
  const { rows } = await sql`
    select from item_search found where found.document @@ ${query}::tsquery and found.team_id = ${asker.viewer.teamId}
      and ${hasVisibleShare(asker, [], sql`found.item_id`)} limit 1`.execute(db);
  return rows.length > 0;
}
