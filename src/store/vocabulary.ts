import { sql } from "kysely";
import type { Executor } from "./database.ts";

/** The most tags that a tagger is offered to choose from. */
const MOST = 300;

/** Items whose tags are looked through, the newest: every card waits for this. */
const NEWEST = 3_000;

/**
 * The tags a team uses of late, most used first. Only those of public channels: a tag that a private channel coined
 * is not to surface on another channel's card.
 */
export async function vocabularyOf(db: Executor, teamId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ tag: string }>`
    select tag.value ->> 'text' as tag
    from (select id, tags from item where team_id = ${teamId} and status = 'ready'
        order by created_at desc limit ${NEWEST}) item, jsonb_array_elements(item.tags) as tag(value)
    where exists (
      select from share join channel using (team_id, channel_id)
      where share.item_id = item.id and share.deleted_at is null and channel.kind = 'public' and channel.left_at is null
      offset 0)
    group by 1 having count(*) > 1 order by count(*) desc, 1 limit ${MOST}`.execute(db);
  return rows.map((row) => row.tag);
}
