import { type Kysely, sql } from "kysely";

/** What is asked of a model, and what it answered: the day's allowance of each workspace, and a cache. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table model_usage (
    team_id text not null,
    -- UTC.
    day date not null,
    asked integer not null,
    primary key (team_id, day)
  )`,
  `create table model_answer (
    -- SHA-256 over page, prompt and model, hex: it tells nothing of whose page it is.
    key text primary key,
    answer text not null,
    created_at timestamptz not null
  )`,
  "create index model_answer_age on model_answer (created_at)",
] as const;
