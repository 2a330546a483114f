import { type Kysely, sql } from "kysely";

/** While the lease lasts, one worker alone may send a digest. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table digest_run add column lease_until timestamptz`.execute(db);
}
