import { sql } from "kysely";
import type { DigestGroup } from "../core/digest.ts";
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

/** Marks a posted digest as one that shows what may be gone: the sweep has it redrawn. */
export async function digestPostStale(db: Executor, replyId: string): Promise<void> {
  await sql`update digest_post set stale = true where reply_id = ${replyId}`.execute(db);
}

/** Forgets a digest that stands no more. */
export async function dropDigestPost(db: Executor, replyId: string): Promise<void> {
  await sql`delete from digest_post where reply_id = ${replyId}`.execute(db);
}
