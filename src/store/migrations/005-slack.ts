import { type Kysely, sql } from "kysely";

/** What Slack tells late, out of order, or of the whole workspace. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // When the content that is kept was written, by Slack's clock: of two edits the later one wins, whichever comes first.
  "alter table message add column changed_at timestamptz",
  // Links and files beyond what is read of one message.
  "alter table message add column left_out integer not null default 0",
  // Since when Slack takes nothing from the app; nothing is done for the workspace meanwhile.
  "alter table workspace add column stopped_at timestamptz",
] as const;
