import { type Kysely, sql } from "kysely";

/**
 * Plans the counting anew for each item. A plan that PostgreSQL keeps for any list of words goes through the list for
 * every word of the team: a long text took more than half a minute, and nothing else was indexed meanwhile.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter function search_term_count() set plan_cache_mode = force_custom_plan`.execute(db);
}
