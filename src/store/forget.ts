import { sql } from "kysely";
import type { ItemId } from "../core/item.ts";
import type { Database, DatabaseTransaction } from "./database.ts";
import { holdDigests } from "./digest-posts.ts";
import { type DueRow, deleteUnshared, holdItems, type ReplyDue, replyDue } from "./items.ts";

/** Tables whose rows belong to one team, children before parents; with the words gone first, nothing counts them down. */
const TEAM_TABLES = [
  "search_term",
  "digest_post",
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

/** What is to be forgotten. */
export type Forgotten =
  /** The item of a share: every share of it, or only those of one person. */
  | { readonly kind: "item"; readonly itemId: ItemId; readonly sharedBy?: string }
  | { readonly kind: "person"; readonly userId: string }
  | { readonly kind: "channel"; readonly channelId: string };

/**
 * Deletes shares and, where nothing else shares them, their items, with all that hangs on them; the messages they came
 * with keep nothing but their place, so that no late event brings them back. Says how many shares went, and which
 * replies must go or change in Slack.
 */
export function forget(
  db: Database,
  teamId: string,
  what: Forgotten,
  now: Date,
): Promise<{ readonly shares: number; readonly due: readonly ReplyDue[] }> {
  return db.transaction().execute(async (trx) => {
    const ids = await heldShares(trx, teamId, what);
    await holdDigests(trx, ids);
    const due = await emptyMessages(trx, teamId, what, ids, now);
    // Who read one meanwhile may have given it another item.
    const { rows: gone } = await sql<{ item_id: ItemId | null }>`
      delete from share where id = any(${ids}::bigint[]) returning item_id`.execute(trx);
    await deleteUnshared(trx, [...new Set(gone.flatMap(({ item_id }) => item_id ?? []))]);
    if (what.kind === "person") await forgetTraces(trx, teamId, what.userId);
    if (what.kind === "channel") {
      await sql`delete from digest where team_id = ${teamId} and channel_id = ${what.channelId}`.execute(trx);
    }
    return { shares: ids.length, due };
  });
}

/** Whether an item was shared by this person, wherever that was. */
export async function hasShared(db: Database, teamId: string, userId: string, itemId: ItemId): Promise<boolean> {
  const { rows } = await sql<{ shared: boolean }>`select exists (
    select from share where team_id = ${teamId} and item_id = ${itemId} and user_id = ${userId} and deleted_at is null
  ) as shared`.execute(db);
  return rows[0]?.shared ?? false;
}

/**
 * The shares that are meant and what came in their archives, held until the transaction ends: imports first, so that
 * none adds to them, and items before shares, as whoever reads them holds them.
 */
async function heldShares(trx: DatabaseTransaction, teamId: string, what: Forgotten): Promise<readonly string[]> {
  const named = sql`share.team_id = ${teamId} and ${meant(what)}`;
  const { rows: imports } = await sql<{ id: string }>`
    select import.id from import join share on share.id = import.share_id where ${named}
    order by import.id for update of import`.execute(trx);
  const all = sql`(${named} or share.import_id = any(${imports.map(({ id }) => id)}::bigint[]))`;
  const { rows: items } = await sql<{ item_id: ItemId }>`
    select distinct item_id from share where ${all} and item_id is not null`.execute(trx);
  await holdItems(
    trx,
    items.map(({ item_id }) => item_id),
  );
  const { rows } = await sql<{ id: string }>`select id from share where ${all} order by id for update`.execute(trx);
  return rows.map(({ id }) => id);
}

/** The shares that are meant. */
function meant(what: Forgotten) {
  switch (what.kind) {
    case "item":
      return what.sharedBy === undefined
        ? sql`share.item_id = ${what.itemId}`
        : sql`share.item_id = ${what.itemId} and share.user_id = ${what.sharedBy}`;
    case "person":
      return sql`share.user_id = ${what.userId}`;
    case "channel":
      return sql`share.channel_id = ${what.channelId}`;
  }
}

/** Takes words and names off the messages; a message that shares nothing any more counts as deleted. */
async function emptyMessages(
  trx: DatabaseTransaction,
  teamId: string,
  what: Forgotten,
  shareIds: readonly string[],
  now: Date,
): Promise<readonly ReplyDue[]> {
  const whole = what.kind !== "item";
  const own = what.kind === "person" ? sql`user_id = ${what.userId}` : sql`false`;
  const here = what.kind === "channel" ? sql`channel_id = ${what.channelId}` : sql`false`;
  const { rows } = await sql<DueRow>`
    update message set version = version + 1, text = '', client_msg_id = null,
      user_id = case when ${whole} then '' else user_id end,
      deleted_at = case when ${whole} or not exists (
        select from share where (share.team_id, share.channel_id, share.message_ts)
          = (message.team_id, message.channel_id, message.message_ts)
          and share.deleted_at is null and not share.id = any(${shareIds}::bigint[]))
        then coalesce(deleted_at, ${now}) else deleted_at end
    where team_id = ${teamId} and (${own} or ${here} or (channel_id, message_ts) in (
      select channel_id, message_ts from share where id = any(${shareIds}::bigint[])))
    returning team_id, channel_id, message_ts, version`.execute(trx);
  return rows.map(replyDue);
}

/** What a person left behind beside shares: bookmarks, reactions, their name under edits, what Slack says of them. */
async function forgetTraces(trx: DatabaseTransaction, teamId: string, userId: string): Promise<void> {
  for (const table of ["bookmark", "reaction", "person"]) {
    await sql`delete from ${sql.table(table)} where team_id = ${teamId} and user_id = ${userId}`.execute(trx);
  }
  for (const field of ["title", "tags", "summary"]) {
    await sql`update item set edits = jsonb_set(edits, array[${field}, 'by'], '""')
      where team_id = ${teamId} and edits -> ${field}::text ->> 'by' = ${userId}`.execute(trx);
  }
}
