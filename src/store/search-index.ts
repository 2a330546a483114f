import { sql } from "kysely";
import type { Item, ItemId } from "../core/item.ts";
import { DOCUMENT_VERSION, searchDocument, type TextTerms } from "../core/search/document.ts";
import type { DatabaseTransaction, Executor } from "./database.ts";

/**
 * Makes an item findable as it is now, in place of what the index knew of it. The counts of its words follow by
 * themselves; from here to the end of the transaction no other item of the team is indexed.
 * @param terms those of the item's text, where they are known already
 */
export async function indexItem(trx: DatabaseTransaction, item: Item, terms?: TextTerms): Promise<void> {
  const { document, words } = searchDocument(item, terms);
  await removeFromIndex(trx, item.id);
  await sql`insert into item_search (item_id, team_id, words, document, version)
    values (${item.id}, ${item.teamId}, ${words}, ${document}::tsvector, ${DOCUMENT_VERSION})`.execute(trx);
}

/** Takes an item out of the index; nothing happens when it is not in it. Deleting the item does it too. */
export async function removeFromIndex(trx: DatabaseTransaction, itemId: ItemId): Promise<void> {
  // The lock of the triggers, taken before a row is touched: two that index one item at once would both find nothing
  // to delete, and then both insert.
  await sql`select pg_advisory_xact_lock(hashtextextended('search ' || team_id, 0)) from item
    where id = ${itemId}`.execute(trx);
  await sql`delete from item_search where item_id = ${itemId}`.execute(trx);
}

/** Counts the words of every team anew: after many items were loaded with the counting turned off. */
export async function recountTerms(db: Executor): Promise<void> {
  await sql`delete from search_term`.execute(db);
  const { rows } = await sql<{ team_id: string }>`select distinct team_id from item_search`.execute(db);
  for (const { team_id: teamId } of rows) {
    const documents = `select document from item_search where team_id = '${teamId.replaceAll("'", "''")}'`;
    await sql`insert into search_term (team_id, term, items)
      select ${teamId}, word, ndoc from ts_stat(${documents})`.execute(db);
  }
}
