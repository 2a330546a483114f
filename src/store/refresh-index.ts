import { sql } from "kysely";
import type { ItemId } from "../core/item.ts";
import { DOCUMENT_VERSION } from "../core/search/document.ts";
import type { Database } from "./database.ts";
import { toItem } from "./items.ts";
import { indexItem } from "./search-index.ts";

/**
 * Indexes anew what stands in the index in an older form, as after an update of Footnote: at most `limit` items at a
 * time, the newest first.
 */
export async function refreshIndex(db: Database, limit: number): Promise<void> {
  const { rows } = await sql<{ item_id: ItemId }>`
    select item_id from item_search where version < ${DOCUMENT_VERSION} order by item_id desc limit ${limit}`.execute(
    db,
  );
  for (const { item_id: id } of rows) {
    await db.transaction().execute(async (trx) => {
      const row = await trx.selectFrom("item").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
      if (row) await indexItem(trx, toItem(row));
    });
  }
}
