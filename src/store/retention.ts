import { sql } from "kysely";
import type { Database } from "./database.ts";
import { letDigestsStand } from "./digest-posts.ts";

/** Items deleted at one time, so that no sweep holds its locks for long. */
const AT_ONCE = 200;

/**
 * Deletes items that nobody shared since `before` and nobody saved, with what hangs on them; the replies and
 * digests that stand in Slack stay as they are. Returns how many went.
 */
export function forgetOldItems(db: Database, before: Date, now: Date): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      select id from item
      where created_at < ${before}
        and not exists (select from share where item_id = item.id and shared_at >= ${before} and deleted_at is null)
        and not exists (select from bookmark where item_id = item.id)
      order by created_at limit ${AT_ONCE} for update`.execute(trx);
    const ids = rows.map((row) => row.id);
    if (ids.length === 0) return 0;
    await letDigestsStand(trx, ids);
    // A share without an item would be taken for one that was never read.
    await trx.updateTable("share").set({ deleted_at: now }).where("item_id", "in", ids).execute();
    await trx.deleteFrom("item").where("id", "in", ids).execute();
    return ids.length;
  });
}
