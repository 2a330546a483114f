import { sql } from "kysely";
import pg from "pg";
import type { ImportReport, LeftOut } from "../core/archive/import-report.ts";
import type { ItemId, ProblemRecord } from "../core/item.ts";
import type { Database, DatabaseTransaction, Executor } from "./database.ts";
import type { ReplyDue, ShareForReading } from "./items.ts";
import { type MessageKey, onMessage } from "./messages.ts";

/** An import as its job needs it. */
export interface ImportToRun extends MessageKey {
  readonly importId: string;
  readonly userId: string;
  readonly sharedAt: Date;
  readonly file: { readonly fileId: string; readonly filename: string };
  /** When its progress was last told. */
  readonly toldAt?: Date;
}

/** What became of one entry. */
export type EntryOutcome =
  | { readonly kind: "filed" }
  /** The library had it already; nothing but a share was added. */
  | { readonly kind: "known" }
  /** `why` is a reason of `core/archive/left-out.ts`. */
  | { readonly kind: "skipped"; readonly why: string };

/** Characters of an entry's name that are kept. */
const NAME = 300;
/** Rows that are written in one statement. */
const BATCH = 1_000;
/** Reasons a report holds, and names under each. */
const REASONS = 8;
const NAMES = 3;

/** Begins the import of an attached archive, once for each share; one that had failed begins again. Its id. */
export async function beginImport(db: Executor, share: ShareForReading, now: Date): Promise<string> {
  const { id } = await db
    .insertInto("import")
    .values({ team_id: share.teamId, share_id: share.shareId, created_at: now })
    .onConflict((conflict) =>
      conflict.column("share_id").doUpdateSet({
        state: sql`case import.state when 'failed' then 'running' else import.state end`,
        problem: null,
      }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** The import that a job is about; undefined when it is over, or its archive is gone from Slack or from the library. */
export async function importToRun(db: Executor, importId: string): Promise<ImportToRun | undefined> {
  const row = await db
    .selectFrom("import")
    .innerJoin("share", "share.id", "import.share_id")
    .selectAll("share")
    .select(["import.told_at"])
    .where("import.id", "=", importId)
    .where("import.state", "=", "running")
    .where("share.deleted_at", "is", null)
    .executeTakeFirst();
  if (!row?.file_id) return undefined;
  return {
    importId,
    teamId: row.team_id,
    channelId: row.channel_id,
    messageTs: row.message_ts,
    userId: row.user_id,
    sharedAt: row.shared_at,
    file: { fileId: row.file_id, filename: row.filename ?? row.file_id },
    ...(row.told_at ? { toldAt: row.told_at } : {}),
  };
}

/** Writes down every entry of an import, in its order; entries that stand there already stay as they are. */
export async function listEntries(db: Database, importId: string, names: readonly string[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (let first = 0; first < names.length; first += BATCH) {
      const rows = names.slice(first, first + BATCH).map((name, index) => ({
        import_id: importId,
        position: first + index,
        name: storable(name).slice(0, NAME),
      }));
      await trx
        .insertInto("import_entry")
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    await trx.updateTable("import").set({ total: names.length }).where("id", "=", importId).execute();
  });
}

/** The positions of the entries that are not settled yet, in order. */
export async function openEntries(db: Executor, importId: string): Promise<readonly number[]> {
  const rows = await db
    .selectFrom("import_entry")
    .select("position")
    .where("import_id", "=", importId)
    .where("state", "=", "new")
    .orderBy("position")
    .execute();
  return rows.map(({ position }) => position);
}

/**
 * The share of one entry, made if it is not there: a share of the message that the archive came with, so that whoever
 * sees the archive sees what was in it. Undefined when the archive was taken back meanwhile.
 */
export async function entryShare(
  db: Database,
  found: ImportToRun,
  position: number,
  source: { readonly name: string; readonly url?: string },
): Promise<ShareForReading | undefined> {
  const { importId, teamId, channelId, messageTs, userId } = found;
  const shareId = await db.transaction().execute(async (trx) => {
    if (!(await holdArchive(trx, found))) return undefined;
    return addEntryShare(trx, found, position, source);
  });
  if (shareId === undefined) return undefined;
  const origin =
    source.url === undefined
      ? ({ kind: "file", fileId: found.file.fileId, filename: source.name } as const)
      : ({ kind: "link", url: source.url } as const);
  return { shareId, teamId, channelId, messageTs, userId, importId, source: origin };
}

/** Whether the archive is still shared; nobody takes it back then before the transaction ends. */
async function holdArchive(trx: DatabaseTransaction, { importId, ...key }: ImportToRun): Promise<boolean> {
  await sql`select from import where id = ${importId} for key share`.execute(trx);
  await sql`select from message where ${onMessage(key)} for share`.execute(trx);
  const { rows } = await sql`
    select from import join share archive on archive.id = import.share_id
    where import.id = ${importId} and archive.deleted_at is null`.execute(trx);
  return rows.length > 0;
}

async function addEntryShare(
  trx: DatabaseTransaction,
  { importId, file, ...found }: ImportToRun,
  position: number,
  source: { readonly name: string; readonly url?: string },
): Promise<string> {
  const name = storable(source.name);
  const { id } = await trx
    .insertInto("share")
    .values({
      team_id: found.teamId,
      channel_id: found.channelId,
      message_ts: found.messageTs,
      position,
      source_key: `file:${file.fileId}#${position}/${name.slice(0, NAME)}`,
      posted_url: source.url ?? null,
      file_id: source.url === undefined ? file.fileId : null,
      filename: source.url === undefined ? name : null,
      user_id: found.userId,
      shared_at: found.sharedAt,
      import_id: importId,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["team_id", "channel_id", "message_ts", "source_key"])
        .doUpdateSet({ import_id: importId, deleted_at: null }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** PostgreSQL takes no zero byte and no half surrogate in text. */
function storable(name: string): string {
  return name.toWellFormed().replaceAll("\0", "");
}

/** Whether a story is in the library and was read, under one of its addresses or as this very file. */
export async function readyItem(
  db: Executor,
  teamId: string,
  addresses: readonly string[],
  contentHash: string | undefined,
): Promise<ItemId | undefined> {
  const { rows } = await sql<{ id: ItemId }>`
    select id from item where team_id = ${teamId} and status = 'ready' and (
      content_hash = ${contentHash ?? null}
      or id in (select item_id from item_address where team_id = ${teamId} and url = any(${addresses}::text[]))
    ) order by id limit 1`.execute(db);
  return rows[0]?.id;
}

/** Lets an entry's share show an item that the library has already. */
export async function shareKnownItem(db: Executor, shareId: string, itemId: ItemId): Promise<void> {
  await db.updateTable("share").set({ item_id: itemId, problem: null }).where("id", "=", shareId).execute();
}

/**
 * Whether PostgreSQL took offence at what was to be kept, and would again: data it can't hold, or too much of it.
 * Source: PostgreSQL, error codes, classes 22 and 54.
 */
export function isRefusedData(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(?:22|54)/.test(error.code ?? "");
}

/** Settles an entry; one that was left out keeps no share. */
export async function settleEntry(
  db: Database,
  importId: string,
  position: number,
  outcome: EntryOutcome,
  shareId?: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (outcome.kind === "skipped" && shareId) await trx.deleteFrom("share").where("id", "=", shareId).execute();
    await trx
      .updateTable("import_entry")
      .set({ state: outcome.kind, why: outcome.kind === "skipped" ? storable(outcome.why).slice(0, NAME) : null })
      .where("import_id", "=", importId)
      .where("position", "=", position)
      .execute();
  });
}

/** Brings the counts that are told up to date, and ends the import when `state` says so. The reply that must change. */
export function tellImport(
  db: Database,
  found: ImportToRun,
  now: Date,
  state: "running" | "done" = "running",
): Promise<ReplyDue | undefined> {
  return db.transaction().execute(async (trx) => {
    await sql`update import set state = ${state}, told_at = ${now}, filed = counted.filed, known = counted.known,
        skipped = counted.skipped
      from (select count(*) filter (where state = 'filed') as filed, count(*) filter (where state = 'known') as known,
          count(*) filter (where state = 'skipped') as skipped
        from import_entry where import_id = ${found.importId}) counted
      where id = ${found.importId}`.execute(trx);
    return raiseReply(trx, found);
  });
}

/** Ends an import that cannot go on. The reply that must change; undefined when the import or its message is gone. */
export function failImport(
  db: Database,
  importId: string,
  problem: ProblemRecord,
  now: Date,
): Promise<ReplyDue | undefined> {
  return db.transaction().execute(async (trx) => {
    const found = await importToRun(trx, importId);
    if (!found) return undefined;
    await trx
      .updateTable("import")
      .set({ state: "failed", problem: JSON.stringify(problem), told_at: now })
      .where("id", "=", importId)
      .execute();
    return raiseReply(trx, found);
  });
}

async function raiseReply(trx: DatabaseTransaction, key: MessageKey): Promise<ReplyDue | undefined> {
  const { teamId, channelId, messageTs } = key;
  const row = await trx
    .updateTable("message")
    .set({ version: sql`version + 1` })
    .where(onMessage(key))
    .where("deleted_at", "is", null)
    .returning("version")
    .executeTakeFirst();
  return row && { teamId, channelId, messageTs, version: row.version };
}

/** The imports of one message, as its reply tells them. */
export async function importReports(db: Executor, key: MessageKey): Promise<readonly ImportReport[]> {
  const rows = await db
    .selectFrom("import")
    .innerJoin("share", "share.id", "import.share_id")
    .selectAll("import")
    .select(["share.filename", "share.file_id"])
    .where("share.team_id", "=", key.teamId)
    .where("share.channel_id", "=", key.channelId)
    .where("share.message_ts", "=", key.messageTs)
    .where("share.deleted_at", "is", null)
    .orderBy("share.position")
    .execute();
  return Promise.all(
    rows.map(async (row) => ({
      filename: row.filename ?? row.file_id ?? "",
      state: row.state,
      ...(row.problem ? { problem: row.problem } : {}),
      total: row.total,
      filed: row.filed,
      known: row.known,
      skipped: row.skipped,
      leftOut: row.state === "done" && row.skipped > 0 ? await leftOut(db, row.id) : [],
    })),
  );
}

async function leftOut(db: Executor, importId: string): Promise<readonly LeftOut[]> {
  const { rows } = await sql<LeftOut>`
    select why, count(*)::int as count, (array_agg(name order by position))[1:${sql.lit(NAMES)}] as names
    from import_entry where import_id = ${importId} and state = 'skipped'
    group by why order by count(*) desc, why limit ${REASONS}`.execute(db);
  return rows;
}

/** Imports that stand still since before `before`: their job was lost, or waits. */
export async function staleImports(db: Executor, before: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("import")
    .select("id")
    .where("state", "=", "running")
    .where(sql<boolean>`coalesce(told_at, created_at) < ${before}`)
    .execute();
  return rows.map(({ id }) => id);
}
