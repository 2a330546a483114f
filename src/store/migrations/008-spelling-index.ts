import { type Kysely, sql } from "kysely";

/** Words that end alike by their length too, and words alone: most terms are pairs of Chinese characters. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  "drop index search_term_ending",
  `create index search_term_ending on search_term (team_id, right(term, 2), length(term)) where term ~ '^~?[a-z]'`,
] as const;
