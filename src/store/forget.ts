import { sql } from "kysely";
import type { Database } from "./database.ts";

/** Tables whose rows belong to one team, children before parents. */
const TEAM_TABLES = [
  "digest",
  "bookmark",
  "reaction",
  "share",
  "message",
  "item_address",
  "item",
  "event",
  "model_usage",
  "channel_member",
  "channel",
  "person",
  "workspace",
] as const;

/** Deletes everything that is kept of a team; what hangs on it goes with it. */
export async function forgetTeam(db: Database, teamId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of TEAM_TABLES) await sql`delete from ${sql.table(table)} where team_id = ${teamId}`.execute(trx);
    // Answers are kept by what they are about, not by whose they are: all go, for they can be asked for again.
    await sql`delete from model_answer`.execute(trx);
  });
}
