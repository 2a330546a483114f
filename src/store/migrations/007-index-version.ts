import { type Kysely, sql } from "kysely";

/** In which form each item was indexed, so that a new form reaches the library without a stop. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  "alter table item_search add column version integer not null default 0",
  "create index item_search_version on item_search (version)",
] as const;
