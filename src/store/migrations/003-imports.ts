import { type Kysely, sql } from "kysely";

/** Imports of archives and bookmarks, entry by entry, so that one that was cut off goes on where it stood. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table import (
    id bigint generated always as identity primary key,
    team_id text not null,
    -- The archive itself, as it was attached.
    share_id bigint not null unique references share on delete cascade,
    state text not null default 'running' check (state in ('running', 'done', 'failed')),
    problem jsonb,
    -- The counts as the progress message tells them; import_entry knows the newest.
    total integer not null default 0,
    filed integer not null default 0,
    known integer not null default 0,
    skipped integer not null default 0,
    created_at timestamptz not null,
    told_at timestamptz
  )`,
  "create index import_running on import (created_at) where state = 'running'",
  `create table import_entry (
    import_id bigint not null references import on delete cascade,
    position integer not null,
    -- A path in the archive, or an address; cut to a length that can be shown.
    name text not null,
    state text not null default 'new' check (state in ('new', 'filed', 'known', 'skipped')),
    why text,
    primary key (import_id, position)
  )`,
  // An imported entry is a share of the message that its archive came with, and shown by the import alone.
  "alter table share add column import_id bigint references import on delete cascade",
  "create index share_import on share (import_id) where import_id is not null",
] as const;
