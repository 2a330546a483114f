import { sql } from "kysely";
import type { Database, Executor } from "./database.ts";

/** Slack says these when a team has removed the app: what is kept of it is to go. */
const REMOVED = ["app_uninstalled", "tokens_revoked"];

/**
 * Stops all work for a workspace. The first reason and its moment stay, unless the new one is that the app was removed
 * and the old one was not. Whether anything changed.
 */
export async function stopWorkspace(db: Executor, teamId: string, why: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into workspace (team_id, stopped_why, stopped_at) values (${teamId}, ${why}, ${now})
    on conflict (team_id) do update set stopped_why = excluded.stopped_why, stopped_at = excluded.stopped_at
      where workspace.stopped_at is null
        or (excluded.stopped_why = any(${REMOVED}) and not workspace.stopped_why = any(${REMOVED}))
    returning team_id`.execute(db);
  return rows.length > 0;
}

/** Whether a workspace is stopped. */
export async function isStopped(db: Executor, teamId: string): Promise<boolean> {
  const row = await db
    .selectFrom("workspace")
    .select("stopped_at")
    .where("team_id", "=", teamId)
    .where("stopped_at", "is not", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Lets a workspace go on; whether it was stopped. */
export async function resumeWorkspace(db: Executor, teamId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("workspace")
    .set({ stopped_why: null, stopped_at: null })
    .where("team_id", "=", teamId)
    .where("stopped_at", "is not", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The teams that removed the app before `before`. */
export async function departedTeams(db: Database, before: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("workspace")
    .select("team_id")
    .where("stopped_why", "in", REMOVED)
    .where("stopped_at", "<", before)
    .execute();
  return rows.map((row) => row.team_id);
}
