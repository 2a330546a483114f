import { sql } from "kysely";
import { recordPath } from "../core/archive/markdown-file.ts";
import type { ArchiveRecord } from "../core/archive/record.ts";
import type { ItemId } from "../core/item.ts";
import { ITEM_KINDS, type ParsedPage } from "../core/page.ts";
import type { Viewer } from "../core/viewer.ts";
import type { Executor, ItemRow } from "./database.ts";
import { optional } from "./items.ts";
import { visibleShares } from "./library.ts";

/** Items that are loaded at once. */
const BATCH = 100;

/**
 * Everything a viewer may see that was read, as records, in an order that depends on nothing but the items: by when they
 * were saved, then by address. Who shared them where is left out.
 */
export async function* exportedItems(db: Executor, viewer: Viewer): AsyncGenerator<ArchiveRecord> {
  const { rows } = await sql<{ id: ItemId }>`
    select item.id from item where item.team_id = ${viewer.teamId} and item.status = 'ready'
      and item.id in (select seen.item_id from ${visibleShares(viewer)} seen)
    order by item.created_at, coalesce(item.canonical_url, item.content_hash) collate "C", item.id`.execute(db);
  for (let first = 0; first < rows.length; first += BATCH) {
    const ids = rows.slice(first, first + BATCH).map(({ id }) => id);
    yield* await records(db, viewer, ids);
  }
}

async function records(db: Executor, viewer: Viewer, ids: readonly ItemId[]): Promise<readonly ArchiveRecord[]> {
  const { rows } = await sql<ItemRow & { addresses: readonly string[] | null }>`
    select item.*, (select array_agg(url order by url = item.canonical_url desc, url collate "C")
      from item_address where item_address.item_id = item.id) as addresses
    from item where id = any(${ids}::bigint[]) and id in (select seen.item_id from ${visibleShares(viewer)} seen)`.execute(
    db,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    const addresses = row?.addresses ?? [];
    return row && (addresses.length > 0 || row.content_hash) ? [recordOf(row, addresses)] : [];
  });
}

function recordOf(row: ItemRow, addresses: readonly string[]): ArchiveRecord {
  const url = row.open_url ?? row.canonical_url;
  const record = {
    savedAt: row.created_at.toISOString(),
    ...(url ? { url } : {}),
    addresses,
    ...(row.content_hash ? { contentHash: row.content_hash } : {}),
    page: pageOf(row),
    ...(row.summary ? { summary: row.summary } : {}),
    tags: row.tags,
    edits: row.edits,
  };
  return { path: recordPath(record), ...record };
}

function pageOf(row: ItemRow): ParsedPage {
  return {
    reader: row.reader ?? "archive",
    kind: ITEM_KINDS.find((kind) => kind === row.kind) ?? "article",
    title: row.title,
    ...optional("topic", row.topic),
    ...optional("author", row.author),
    ...optional("site", row.site),
    ...optional("publishedAt", row.published_at),
    ...optional("modifiedAt", row.modified_at),
    language: row.language,
    ...optional("description", row.description),
    ...optional("imageUrl", row.image_url),
    text: row.text,
    hashtags: row.hashtags,
    keywords: row.keywords,
    links: row.links,
    ...optional("claims", row.claims),
    corrections: row.corrections,
    ...optional("pages", row.pages),
    ...optional("durationSeconds", row.duration_seconds),
    notes: row.notes,
  };
}
