import { type Kysely, sql } from "kysely";

/** What a posted digest tells of, so that what is gone from the library goes from there, too, whatever deleted it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table digest_post (
    reply_id uuid primary key,
    team_id text not null,
    channel_id text not null,
    -- Where it stands, once Slack has said.
    message_ts text,
    language text not null,
    -- The items that are shown, under the tags that lead them.
    groups jsonb not null,
    item_ids bigint[] not null,
    -- Everything that was new, shown or not.
    total integer not null,
    -- It shows what may be gone.
    stale boolean not null default false
  )`,
  "create index digest_post_channel on digest_post (team_id, channel_id)",
  "create index digest_post_stale on digest_post (reply_id) where stale",
  // Also one that waits to be redrawn already: a redrawing then waits for whoever is still forgetting.
  `create function digest_post_stale() returns trigger language plpgsql as $$
    begin
      update digest_post set stale = true
        where team_id = old.team_id and channel_id = old.channel_id and old.item_id = any(item_ids);
      return null;
    end $$`,
  `create trigger digest_post_share_gone after delete on share for each row
    when (old.item_id is not null and old.deleted_at is null) execute function digest_post_stale()`,
  `create trigger digest_post_share_deleted after update of deleted_at on share for each row
    when (old.item_id is not null and old.deleted_at is null and new.deleted_at is not null)
    execute function digest_post_stale()`,
] as const;
