import { sql } from "kysely";
import type { DigestGroup } from "../core/digest.ts";
import type { ItemId } from "../core/item.ts";
import type { Executor } from "./database.ts";

/** A digest as it was posted in a channel. */
export interface DigestPost {
  readonly replyId: string;
  readonly teamId: string;
  readonly channelId: string;
  /** Where it stands, once Slack has said. */
  readonly messageTs?: string;
  readonly language: "en" | "zh";
  /** The items that are shown. */
  readonly groups: readonly DigestGroup[];
  /** Everything that was new, shown or not. */
  readonly total: number;
}

/**
 * Keeps what a digest is about to show, or shows now. One that was not kept before counts as stale: what it tells of may
 * go while it is on its way to Slack.
 */
export async function saveDigestPost(db: Executor, post: Omit<DigestPost, "messageTs">): Promise<void> {
  const { replyId, teamId, channelId, language, groups, total } = post;
  const itemIds = groups.flatMap((group) => group.itemIds);
  await sql`
    insert into digest_post (reply_id, team_id, channel_id, language, groups, item_ids, total, stale)
      values (${replyId}, ${teamId}, ${channelId}, ${language}, ${JSON.stringify(groups)}, ${itemIds}, ${total}, true)
    on conflict (reply_id) do update
      set groups = excluded.groups, item_ids = excluded.item_ids, total = excluded.total`.execute(db);
}

/** Keeps where a digest stands. */
export async function digestPosted(db: Executor, replyId: string, messageTs: string): Promise<void> {
  await sql`update digest_post set message_ts = ${messageTs} where reply_id = ${replyId}`.execute(db);
}

/** The digests that show what may be gone, in channels that take a change. */
export async function staleDigestPosts(db: Executor, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ reply_id: string }>`
    select reply_id from digest_post post where stale and message_ts is not null and exists (
      select from channel where channel.team_id = post.team_id and channel.channel_id = post.channel_id
        and left_at is null and not archived)
    limit ${limit}`.execute(db);
  return rows.map((row) => row.reply_id);
}

/** A posted digest, which counts as up to date from now on. */
export async function takeDigestPost(db: Executor, replyId: string): Promise<DigestPost | undefined> {
  const { rows } = await sql<{
    team_id: string;
    channel_id: string;
    message_ts: string | null;
    language: DigestPost["language"];
    groups: readonly DigestGroup[];
    total: number;
  }>`update digest_post set stale = false where reply_id = ${replyId}
    returning team_id, channel_id, message_ts, language, groups, total`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { team_id: teamId, channel_id: channelId, message_ts: messageTs, language, groups, total } = row;
  return { replyId, teamId, channelId, language, groups, total, ...(messageTs === null ? {} : { messageTs }) };
}

/** Holds the digests that tell of these shares until the transaction ends, in one order whoever asks. */
export async function holdDigests(trx: Executor, shareIds: readonly string[]): Promise<void> {
  await sql`select from digest_post where item_ids && array(
    select item_id from share where id = any(${shareIds}::bigint[]) and item_id is not null)
    order by reply_id for update`.execute(trx);
}

/** Lets the digests that tell of an item tell of the one that it became. */
export async function moveInDigests(trx: Executor, from: ItemId, into: ItemId): Promise<void> {
  const { rows } = await sql<{ reply_id: string; groups: readonly DigestGroup[] }>`
    select reply_id, groups from digest_post where ${from}::bigint = any(item_ids) order by reply_id for update`.execute(
    trx,
  );
  for (const { reply_id, groups } of rows) {
    const moved = groups.map((group) => ({ ...group, itemIds: group.itemIds.map((id) => (id === from ? into : id)) }));
    await sql`update digest_post set groups = ${JSON.stringify(moved)},
      item_ids = array_replace(item_ids, ${from}::bigint, ${into}::bigint) where reply_id = ${reply_id}`.execute(trx);
  }
}

/** Lets the digests that tell of these items stand as they are when the items go; what else they tell of still counts. */
export async function letDigestsStand(trx: Executor, ids: readonly ItemId[]): Promise<void> {
  await sql`delete from digest_post where item_ids <@ ${ids}::bigint[]`.execute(trx);
  await sql`update digest_post set item_ids = array(select unnest(item_ids) except select unnest(${ids}::bigint[]))
    where item_ids && ${ids}::bigint[]`.execute(trx);
}

/** Marks a posted digest as one that shows what may be gone: the sweep has it redrawn. */
export async function digestPostStale(db: Executor, replyId: string): Promise<void> {
  await sql`update digest_post set stale = true where reply_id = ${replyId}`.execute(db);
}

/** Forgets a digest that stands no more. */
export async function dropDigestPost(db: Executor, replyId: string): Promise<void> {
  await sql`delete from digest_post where reply_id = ${replyId}`.execute(db);
}
