import { sql } from "kysely";
import {
  type Edit,
  type Item,
  type ItemEdits,
  type ItemId,
  type ItemStatus,
  laterEdits,
  type ProblemRecord,
} from "../core/item.ts";
import { ITEM_KINDS, type ItemKind, type ParsedPage } from "../core/page.ts";
import type { TextTerms } from "../core/search/document.ts";
import type { Summary } from "../core/summary/summary.ts";
import type { Tag } from "../core/tags/tag.ts";
import type { CanonicalUrl } from "../core/url/canonical-url.ts";
import type { Database, DatabaseTransaction, Executor, ItemRow, MessageRow } from "./database.ts";
import { moveInDigests } from "./digest-posts.ts";
import { lockAddress, type MessageKey } from "./messages.ts";
import { indexItem, removeFromIndex } from "./search-index.ts";

/** A message whose reply must show a newer version. */
export interface ReplyDue extends MessageKey {
  readonly version: number;
}

/** What a reading found out, ready to be kept. */
export interface FinishedReading {
  readonly page: ParsedPage;
  readonly summary: Summary | undefined;
  readonly tags: readonly Tag[];
  readonly audit: unknown;
  /** What the index keeps of the page's text. */
  readonly terms: TextTerms;
  /** Every address the story was met by: posted, redirected to, named by the page. */
  readonly addresses: readonly CanonicalUrl[];
  /** The address to open. */
  readonly openUrl?: string;
  /** SHA-256 of the file, hex: the item's name when it has no address. */
  readonly contentHash?: string;
  readonly etag?: string;
  readonly lastModified?: string;
  /** For an item that comes back from an export and was not read here: when it was first saved, and what people changed. */
  readonly before?: { readonly savedAt: Date; readonly edits: ItemEdits };
}

/** A share on its way to being read. */
export interface ShareForReading extends MessageKey {
  readonly shareId: string;
  readonly userId: string;
  readonly threadTs?: string;
  readonly source:
    | { readonly kind: "link"; readonly url: string }
    | { readonly kind: "file"; readonly fileId: string; readonly filename: string };
  readonly item?: Item;
  /** When it was last read or edited, and by what its server tells whether the page has changed; for a text that was kept. */
  readonly lastRead?: { readonly at: Date; readonly etag?: string; readonly lastModified?: string };
  /** For an entry of an archive: the message of the archive tells the import, not each entry. */
  readonly importId?: string;
}

/** The share an `ingest` job is about; undefined when it is gone. */
export async function shareForReading(db: Executor, shareId: string): Promise<ShareForReading | undefined> {
  const row = await db
    .selectFrom("share")
    .innerJoin("message", (join) =>
      join
        .onRef("message.team_id", "=", "share.team_id")
        .onRef("message.channel_id", "=", "share.channel_id")
        .onRef("message.message_ts", "=", "share.message_ts"),
    )
    .selectAll("share")
    .select("message.thread_ts")
    .where("share.id", "=", shareId)
    .where("share.deleted_at", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  const item = row.item_id
    ? await db.selectFrom("item").selectAll().where("id", "=", row.item_id).executeTakeFirst()
    : undefined;
  return {
    shareId: row.id,
    teamId: row.team_id,
    channelId: row.channel_id,
    messageTs: row.message_ts,
    userId: row.user_id,
    ...(row.thread_ts ? { threadTs: row.thread_ts } : {}),
    source: row.file_id
      ? { kind: "file", fileId: row.file_id, filename: row.filename ?? row.file_id }
      : { kind: "link", url: row.posted_url ?? row.source_key },
    ...(item ? { item: toItem(item) } : {}),
    ...(item?.status === "ready" && item.text !== "" ? { lastRead: lastReadOf(item) } : {}),
  };
}

function lastReadOf({ updated_at, etag, last_modified }: ItemRow): NonNullable<ShareForReading["lastRead"]> {
  return { at: updated_at, ...optional("etag", etag), ...optional("lastModified", last_modified) };
}

/**
 * The one link of a thread's first message that met a wall: a saved page attached to that thread is taken for it.
 * Undefined when there is none, or more than one.
 */
export async function walledItemOf(db: Executor, share: ShareForReading): Promise<Item | undefined> {
  if (!share.threadTs) return undefined;
  const rows = await db
    .selectFrom("item")
    .innerJoin("share", "share.item_id", "item.id")
    .selectAll("item")
    .where("share.team_id", "=", share.teamId)
    .where("share.channel_id", "=", share.channelId)
    .where("share.message_ts", "=", share.threadTs)
    .where("share.deleted_at", "is", null)
    .where("item.status", "in", ["walled", "failed"])
    .execute();
  const [only, ...more] = rows;
  return only && more.length === 0 ? toItem(only) : undefined;
}

/**
 * Keeps what a reading found, under all its addresses, and indexes it. Where another item holds one of the addresses
 * the two become one. Of a story that nothing shares any more nothing is kept. Returns the messages whose replies must
 * now change.
 */
export function saveReading(
  db: Database,
  share: ShareForReading,
  reading: FinishedReading,
  now: Date,
): Promise<readonly ReplyDue[]> {
  return db.transaction().execute(async (trx) => {
    const itemId = await itemForReading(trx, share, reading, now);
    if (itemId === undefined) return [];
    const before = await trx
      .selectFrom("item")
      .selectAll()
      .where("id", "=", itemId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    await trx
      .updateTable("item")
      .set(readingColumns(before, share, reading, now))
      .where("id", "=", itemId)
      .execute();
    await trx.updateTable("share").set({ item_id: itemId, problem: null }).where("id", "=", share.shareId).execute();
    const row = await trx.selectFrom("item").selectAll().where("id", "=", itemId).executeTakeFirstOrThrow();
    const item = toItem(row);
    await indexItem(trx, item, item.text === reading.page.text ? reading.terms : undefined);
    return raiseReplies(trx, share, itemId);
  });
}

/**
 * Keeps why an item could not be read. An item that was read before stays as it is: a later failure hides nothing.
 * Returns the messages whose replies must now change.
 */
export function saveProblem(
  db: Database,
  share: ShareForReading,
  status: "walled" | "failed",
  problem: ProblemRecord,
  now: Date,
): Promise<readonly ReplyDue[]> {
  return db.transaction().execute(async (trx) => {
    const itemId = share.item?.id;
    if (!itemId) {
      await trx
        .updateTable("share")
        .set({ problem: JSON.stringify(problem) })
        .where("id", "=", share.shareId)
        .execute();
      return raiseReplies(trx, share, undefined);
    }
    await trx
      .updateTable("item")
      .set({
        status,
        problem: JSON.stringify(problem),
        title: sql`case when title = '' then ${problem.preview?.title ?? ""} else title end`,
        site: sql`coalesce(site, ${problem.preview?.site ?? null})`,
        description: sql`coalesce(description, ${problem.preview?.description ?? null})`,
        updated_at: now,
      })
      .where("id", "=", itemId)
      .where("status", "<>", "ready")
      .execute();
    return raiseReplies(trx, share, itemId);
  });
}

/** Holds items until the transaction ends, in one order whoever asks. */
export async function holdItems(trx: DatabaseTransaction, ids: readonly ItemId[]): Promise<void> {
  await sql`select from item where id = any(${ids}::bigint[]) order by id for update`.execute(trx);
}

/** Deletes those of these items that nothing shares any more. Held before that is asked, or a share on its way is missed. */
export async function deleteUnshared(trx: DatabaseTransaction, ids: readonly ItemId[]): Promise<void> {
  await holdItems(trx, ids);
  await sql`delete from item where id = any(${ids}::bigint[])
    and not exists (select from share where share.item_id = item.id and share.deleted_at is null)`.execute(trx);
}

/** Raises the version of every live message that shows an item, and says which. */
export async function raiseReplies(
  trx: DatabaseTransaction,
  share: MessageKey & { readonly importId?: string },
  itemId: ItemId | undefined,
): Promise<readonly ReplyDue[]> {
  const { rows } = await sql<DueRow>`
    update message set version = version + 1
    where deleted_at is null and (team_id, channel_id, message_ts) in (
      select team_id, channel_id, message_ts from share
        where item_id = ${itemId ?? null} and deleted_at is null and import_id is null
      union select ${share.teamId}, ${share.channelId}, ${share.messageTs} where ${share.importId === undefined}
    )
    returning team_id, channel_id, message_ts, version`.execute(trx);
  return rows.map(replyDue);
}

/** The columns that name a reply and its version. */
export type DueRow = Pick<MessageRow, "team_id" | "channel_id" | "message_ts" | "version">;

/** The reply that a message's row speaks of. */
export function replyDue(row: DueRow): ReplyDue {
  return { teamId: row.team_id, channelId: row.channel_id, messageTs: row.message_ts, version: row.version };
}

async function itemForReading(
  trx: DatabaseTransaction,
  share: ShareForReading,
  reading: FinishedReading,
  now: Date,
): Promise<ItemId | undefined> {
  const addresses = [...new Set(reading.addresses)].sort();
  for (const url of addresses) await lockAddress(trx, share.teamId, url);
  const holders = await holdersOf(trx, share, addresses, reading.contentHash);
  if (!(await isShared(trx, share.shareId, holders))) return undefined;
  const [first, ...others] = holders;
  const itemId = first ?? (await newItem(trx, share.teamId, reading, now));
  for (const other of others) await mergeItem(trx, other, itemId);
  for (const url of addresses) {
    await trx
      .insertInto("item_address")
      .values({ team_id: share.teamId, url, item_id: itemId })
      .onConflict((conflict) => conflict.columns(["team_id", "url"]).doUpdateSet({ item_id: itemId }))
      .execute();
  }
  return itemId;
}

/** The items that are this story already, oldest first. */
async function holdersOf(
  trx: DatabaseTransaction,
  share: ShareForReading,
  addresses: readonly string[],
  contentHash: string | undefined,
): Promise<readonly ItemId[]> {
  const { rows } = await sql<{ id: ItemId }>`
    select id from item where team_id = ${share.teamId} and (
      id = ${share.item?.id ?? null}
      or content_hash = ${contentHash ?? null}
      or id in (select item_id from item_address where team_id = ${share.teamId} and url = any(${addresses}::text[]))
    ) order by id for update`.execute(trx);
  return rows.map((row) => row.id);
}

/**
 * Whether the share is still there, or another one of its story: both may have been taken back while it was read. The
 * share is held until the transaction ends, so that whoever takes it back next finds the item.
 */
async function isShared(trx: DatabaseTransaction, shareId: string, items: readonly ItemId[]): Promise<boolean> {
  const { rows } = await sql`select from share where id = ${shareId} and deleted_at is null for update`.execute(trx);
  if (rows.length > 0) return true;
  const others =
    await sql`select from share where item_id = any(${items}::bigint[]) and deleted_at is null limit 1`.execute(trx);
  return others.rows.length > 0;
}

async function newItem(trx: DatabaseTransaction, teamId: string, reading: FinishedReading, now: Date): Promise<ItemId> {
  const { id } = await trx
    .insertInto("item")
    .values({
      team_id: teamId,
      open_url: reading.openUrl ?? null,
      canonical_url: reading.addresses[0] ?? null,
      content_hash: reading.contentHash ?? null,
      created_at: reading.before?.savedAt ?? now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.columns(["team_id", "content_hash"]).doUpdateSet({ updated_at: now }))
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

async function mergeItem(trx: DatabaseTransaction, from: ItemId, into: ItemId): Promise<void> {
  const edited = await trx.selectFrom("item").select("edits").where("id", "in", [from, into]).execute();
  const edits = edited.map((row) => row.edits).reduce(laterEdits);
  await trx
    .updateTable("item")
    .set({ edits: JSON.stringify(edits) })
    .where("id", "=", into)
    .execute();
  await trx.updateTable("share").set({ item_id: into }).where("item_id", "=", from).execute();
  await trx.updateTable("item_address").set({ item_id: into }).where("item_id", "=", from).execute();
  await moveInDigests(trx, from, into);
  await sql`insert into bookmark select team_id, user_id, ${into}::bigint, created_at from bookmark
    where item_id = ${from} on conflict do nothing`.execute(trx);
  await removeFromIndex(trx, from);
  await trx.deleteFrom("item").where("id", "=", from).execute();
}

/**
 * The columns a reading fills. A file attached for a story that was read already only adds its claims: the live page
 * knows better what it is.
 */
function readingColumns(before: ItemRow, share: ShareForReading, reading: FinishedReading, now: Date) {
  const { page } = reading;
  const claims = JSON.stringify(page.claims ?? before.claims ?? null);
  if (share.source.kind === "file" && before.status === "ready") {
    return {
      claims,
      audit: before.audit === null ? JSON.stringify(reading.audit ?? null) : sql<string>`audit`,
      updated_at: now,
    };
  }
  return {
    status: "ready" as const,
    ready_at: before.ready_at ?? now,
    problem: null,
    open_url: reading.openUrl ?? before.open_url,
    canonical_url: before.canonical_url ?? reading.addresses[0] ?? null,
    content_hash: before.content_hash ?? reading.contentHash ?? null,
    edits: JSON.stringify(laterEdits(before.edits, reading.before?.edits ?? {})),
    created_at: earlier(before.created_at, reading.before?.savedAt),
    kind: page.kind,
    title: page.title,
    topic: page.topic ?? null,
    author: page.author ?? null,
    site: page.site ?? null,
    published_at: page.publishedAt ?? null,
    modified_at: page.modifiedAt ?? null,
    language: page.language,
    description: page.description ?? null,
    image_url: page.imageUrl ?? null,
    text: page.optOut?.archive ? "" : page.text,
    hashtags: JSON.stringify(page.hashtags),
    keywords: JSON.stringify(page.keywords),
    links: JSON.stringify(page.links),
    claims,
    corrections: JSON.stringify(page.corrections),
    notes: JSON.stringify(page.notes),
    pages: wholeNumber(page.pages),
    duration_seconds: wholeNumber(page.durationSeconds),
    reader: page.reader,
    summary: JSON.stringify(reading.summary ?? null),
    tags: JSON.stringify(reading.tags),
    audit: JSON.stringify(reading.audit ?? null),
    etag: reading.etag ?? null,
    last_modified: reading.lastModified ?? null,
    updated_at: now,
  };
}

/** The most that an `integer` column holds. */
const MOST = 2_147_483_647;

/** A count as its column takes it; null for what a page only claims to be one. */
function wholeNumber(count = Number.NaN): number | null {
  return count >= 0 && count <= MOST ? Math.round(count) : null;
}

function earlier(one: Date, other: Date | undefined): Date {
  return other && other < one ? other : one;
}

/** A row as the domain knows it: edits laid over what was read. */
export function toItem(row: ItemRow): Item {
  const edits: ItemEdits = row.edits;
  return {
    id: row.id,
    teamId: row.team_id,
    ...optional("canonicalUrl", row.canonical_url),
    ...optional("openUrl", row.open_url ?? row.canonical_url),
    status: row.status as ItemStatus,
    ...optional("problem", row.problem),
    kind: itemKind(row.kind),
    title: edits.title?.value ?? row.title,
    ...optional("topic", row.topic),
    ...optional("author", row.author),
    ...optional("site", row.site),
    ...optional("publishedAt", row.published_at),
    language: row.language,
    ...optional("description", row.description),
    text: row.text,
    hashtags: row.hashtags,
    links: row.links,
    ...optional("claims", row.claims),
    corrections: row.corrections,
    notes: row.notes,
    ...optional("pages", row.pages),
    ...optional("durationSeconds", row.duration_seconds),
    ...optional("summary", edits.summary ? editedSummary(edits.summary) : row.summary),
    tags: edits.tags ? editedTags(edits.tags.value, row.tags) : row.tags,
    ...optional("audit", row.audit),
    edits,
    createdAt: row.created_at,
  };
}

function itemKind(kind: string): ItemKind {
  return ITEM_KINDS.find((known) => known === kind) ?? "article";
}

function editedSummary({ value, by, at }: Edit<string>): Summary {
  return { sentences: [{ text: value, spans: [], match: "not found" }], method: { kind: "person", by, at } };
}

function editedTags(texts: readonly string[], read: readonly Tag[]): readonly Tag[] {
  return texts.map((text) => read.find((tag) => tag.text === text) ?? { text, reason: "person" });
}

/** A property that is there when its column holds something: `null` stays in rows. */
export function optional<K extends string, V>(key: K, value: V | null | undefined): { readonly [P in K]?: V } {
  return value === null || value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
}
