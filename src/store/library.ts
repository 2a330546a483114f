import { sql } from "kysely";
import type { ItemId } from "../core/item.ts";
import type { Viewer, VisibleItem, VisibleShare } from "../core/viewer.ts";
import type { Executor, ItemRow } from "./database.ts";
import { toItem } from "./items.ts";

/**
 * The shares a viewer may see: live, in a channel of theirs that the bot is still in. The only gate between the
 * library and a person; every surface that shows items, counts or tags reads through it.
 */
export function visibleShares(viewer: Viewer) {
  return sql`(
    select share.*, message.thread_ts, person.name as user_name
    from share
    join channel using (team_id, channel_id)
    join message using (team_id, channel_id, message_ts)
    left join person on person.team_id = share.team_id and person.user_id = share.user_id
    where share.team_id = ${viewer.teamId} and share.channel_id = any(${viewer.channelIds}::text[])
      and share.deleted_at is null and channel.left_at is null
  )`;
}

interface ShareColumns {
  readonly share_id: string;
  readonly channel_id: string;
  readonly message_ts: string;
  readonly thread_ts: string | null;
  readonly user_id: string;
  readonly user_name: string | null;
  readonly shared_at: Date;
}

/** The item of a share, if this viewer may see that very share. */
export async function visibleByShare(db: Executor, viewer: Viewer, shareId: string): Promise<VisibleItem | undefined> {
  if (!/^\d{1,18}$/.test(shareId)) return undefined;
  return (await visibleWhere(db, viewer, sql`seen.id = ${shareId}`, 1))[0];
}

/** A share, read or not, if it is one that this viewer may see. */
export async function shareInReach(db: Executor, viewer: Viewer, shareId: string): Promise<ShareInReach | undefined> {
  if (!/^\d{1,18}$/.test(shareId)) return undefined;
  const { rows } = await sql<ShareInReach>`
    select channel_id as "channelId", message_ts as "messageTs", user_id as "userId", item_id as "itemId"
    from ${visibleShares(viewer)} seen where seen.id = ${shareId}`.execute(db);
  return rows[0];
}

/** Where a share stands, by whom, and its item once there is one. */
export interface ShareInReach {
  readonly channelId: string;
  readonly messageTs: string;
  readonly userId: string;
  readonly itemId: ItemId | null;
}

/** Items by id, as far as the viewer may see them, in the order of `ids`. */
export async function visibleByIds(
  db: Executor,
  viewer: Viewer,
  ids: readonly ItemId[],
): Promise<readonly VisibleItem[]> {
  const found = await visibleWhere(db, viewer, sql`seen.item_id = any(${ids}::bigint[])`, ids.length);
  return ids.flatMap((id) => found.filter(({ item }) => item.id === id));
}

/** The item filed under an address, if the viewer may see a share of it. */
export async function visibleByAddress(db: Executor, viewer: Viewer, url: string): Promise<VisibleItem | undefined> {
  const filed = sql`seen.item_id in (select item_id from item_address where team_id = ${viewer.teamId} and url = ${url})`;
  return (await visibleWhere(db, viewer, filed, 1))[0];
}

/** How many of the newest shares are looked through for each item of a list. */
const SHARES_AN_ITEM = 20;

/** What was shared last, newest first. */
export async function recentItems(
  db: Executor,
  viewer: Viewer,
  limit: number,
  offset = 0,
): Promise<readonly VisibleItem[]> {
  const ready = sql`item.status = 'ready'`;
  const found = await visibleWhere(db, viewer, ready, limit, offset, (offset + limit) * SHARES_AN_ITEM);
  // One story shared again and again, or the end of the list: only then all shares are sorted by their items.
  return found.length < limit ? visibleWhere(db, viewer, ready, limit, offset) : found;
}

/** What the viewer saved and may still see, newest share first. */
export function savedItems(db: Executor, viewer: Viewer, limit: number, offset = 0): Promise<readonly VisibleItem[]> {
  const mine = sql`seen.item_id in (select item_id from bookmark where team_id = ${viewer.teamId} and user_id = ${viewer.userId})`;
  return visibleWhere(db, viewer, mine, limit, offset);
}

/** How many items the viewer may see, by status. */
export async function countItems(db: Executor, viewer: Viewer): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ status: string; count: number }>`
    select item.status, count(distinct item.id)::int as count
    from ${visibleShares(viewer)} seen join item on item.id = seen.item_id group by 1`.execute(db);
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

/** Tags of visible items, as people edited them, with the number of items, most used first. */
export async function tagCounts(db: Executor, viewer: Viewer, limit: number) {
  const { rows } = await sql<{ tag: string; count: number }>`
    select tag, count(*)::int as count from item,
      jsonb_array_elements_text(coalesce(item.edits -> 'tags' -> 'value', jsonb_path_query_array(item.tags, '$[*].text'))) as tag
    where item.team_id = ${viewer.teamId} and item.status = 'ready'
      and item.id in (select seen.item_id from ${visibleShares(viewer)} seen)
    group by 1 order by 2 desc, 1 limit ${limit}`.execute(db);
  return rows;
}

async function visibleWhere(
  db: Executor,
  viewer: Viewer,
  condition: ReturnType<typeof sql>,
  limit: number,
  offset = 0,
  newestShares?: number,
): Promise<readonly VisibleItem[]> {
  if (viewer.channelIds.length === 0) return [];
  const { rows } = await sql<ItemRow & ShareColumns>`
    select item.*, share_id, channel_id, message_ts, thread_ts, user_id, user_name, shared_at from (
      select distinct on (seen.item_id) seen.item_id, seen.id as share_id, seen.channel_id, seen.message_ts,
        seen.thread_ts, seen.user_id, seen.user_name, seen.shared_at
      from (
        select seen.* from ${visibleShares(viewer)} seen join item on item.id = seen.item_id
        where ${condition} order by seen.shared_at desc limit ${newestShares ?? null}
      ) seen order by seen.item_id, seen.shared_at desc
    ) newest join item on item.id = newest.item_id
    order by shared_at desc, item.id desc limit ${limit} offset ${offset}`.execute(db);
  return rows.map((row) => ({ item: toItem(row), share: shareOf(row) }));
}

function shareOf(row: ShareColumns): VisibleShare {
  return {
    shareId: row.share_id,
    channelId: row.channel_id,
    messageTs: row.message_ts,
    ...(row.thread_ts ? { threadTs: row.thread_ts } : {}),
    userId: row.user_id,
    ...(row.user_name ? { userName: row.user_name } : {}),
    sharedAt: row.shared_at,
  };
}
