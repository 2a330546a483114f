import { sql } from "kysely";
import type { Item, ItemEdits, ItemId } from "../core/item.ts";
import { summaryText } from "../core/summary/summary.ts";
import type { Viewer, VisibleItem } from "../core/viewer.ts";
import type { Database, DatabaseTransaction } from "./database.ts";
import { deleteUnshared, holdItems, type ReplyDue, raiseReplies, toItem } from "./items.ts";
import { shareInReach, visibleByShare } from "./library.ts";
import { onMessage } from "./messages.ts";
import { indexItem } from "./search-index.ts";

/** What a person changes on a card. */
export interface ItemChange {
  readonly title?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
}

/** Lays a person's change over what was read, searchable at once. Undefined when they may not see the share. */
export async function editItem(
  db: Database,
  viewer: Viewer,
  shareId: string,
  change: ItemChange,
  now: Date,
): Promise<readonly ReplyDue[] | undefined> {
  return db.transaction().execute(async (trx) => {
    const found = await holdItem(trx, viewer, shareId);
    if (!found) return undefined;
    const { item } = found;
    const edits = editsWith(item, change, { by: viewer.userId, at: now.toISOString() });
    const row = await trx
      .updateTable("item")
      .set({ edits: JSON.stringify(edits), updated_at: now })
      .where("id", "=", item.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await indexItem(trx, toItem(row));
    const { channelId, messageTs } = found.share;
    return raiseReplies(trx, { teamId: viewer.teamId, channelId, messageTs }, item.id);
  });
}

/** The item of a share, held until the transaction ends. While it is waited for it may have become one with another. */
async function holdItem(trx: DatabaseTransaction, viewer: Viewer, shareId: string): Promise<VisibleItem | undefined> {
  const found = await visibleByShare(trx, viewer, shareId);
  if (!found) return undefined;
  const row = await trx.selectFrom("item").selectAll().where("id", "=", found.item.id).forUpdate().executeTakeFirst();
  return row ? { ...found, item: toItem(row) } : holdItem(trx, viewer, shareId);
}

function editsWith(
  item: Item,
  { title, tags, summary }: ItemChange,
  by: { readonly by: string; readonly at: string },
): ItemEdits {
  const shownSummary = summaryText(item.summary?.sentences ?? []);
  return {
    ...item.edits,
    ...(title && title !== item.title ? { title: { value: title, ...by } } : {}),
    ...(tags && !sameTags(tags, item) ? { tags: { value: tags, ...by } } : {}),
    ...(summary && summary !== shownSummary ? { summary: { value: summary, ...by } } : {}),
  };
}

function sameTags(tags: readonly string[], item: Item): boolean {
  return JSON.stringify(tags) === JSON.stringify(item.tags.map((tag) => tag.text));
}

/**
 * Deletes a share, for who shared it or an admin; an item that nothing shares any more goes with it. Returns the
 * reply that must now change.
 */
export async function removeShare(
  db: Database,
  viewer: Viewer,
  shareId: string,
  { admin, now }: { readonly admin: boolean; readonly now: Date },
): Promise<"gone" | "not yours" | ReplyDue> {
  const share = await shareInReach(db, viewer, shareId);
  if (!share) return "gone";
  if (share.userId !== viewer.userId && !admin) return "not yours";
  const key = { teamId: viewer.teamId, channelId: share.channelId, messageTs: share.messageTs };
  return db.transaction().execute(async (trx) => {
    await holdItems(trx, share.itemId ? [share.itemId] : []);
    // Who reads it meanwhile may have given it another item.
    const { rows } = await sql<{ item_id: ItemId | null }>`
      update share set deleted_at = ${now}, item_id = null from (select id, item_id from share where id = ${shareId}
        for update) before
      where share.id = before.id returning before.item_id`.execute(trx);
    await deleteUnshared(
      trx,
      rows.flatMap((row) => row.item_id ?? []),
    );
    const { version } = await trx
      .updateTable("message")
      .set({ version: sql`version + 1` })
      .where(onMessage(key))
      .returning("version")
      .executeTakeFirstOrThrow();
    return { ...key, version };
  });
}

/** Saves an item for a person, or takes that back; whether it is saved now. */
export async function toggleBookmark(db: Database, viewer: Viewer, itemId: ItemId, now: Date): Promise<boolean> {
  const removed = await db
    .deleteFrom("bookmark")
    .where("team_id", "=", viewer.teamId)
    .where("user_id", "=", viewer.userId)
    .where("item_id", "=", itemId)
    .executeTakeFirst();
  if (removed.numDeletedRows > 0n) return false;
  await db
    .insertInto("bookmark")
    .values({ team_id: viewer.teamId, user_id: viewer.userId, item_id: itemId, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}
