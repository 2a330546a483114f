import {
  type ColumnType,
  type Generated,
  Kysely,
  PostgresDialect,
  type Selectable,
  sql,
  type Transaction,
} from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";
import type { Audit } from "../core/audit/audit.ts";
import type { ChannelKind } from "../core/directory.ts";
import type { ItemEdits, ItemStatus, ProblemRecord } from "../core/item.ts";
import type { Correction, OutboundLink, SavedClaims } from "../core/page.ts";
import type { Summary } from "../core/summary/summary.ts";
import type { Tag } from "../core/tags/tag.ts";
import { migrations } from "./migrations.ts";

type Json<T> = ColumnType<T, string, string>;
type JsonDefault<T> = ColumnType<T, string | undefined, string>;
type Time = ColumnType<Date, Date, Date>;
type TimeOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** A bigint made by the database; it travels as a decimal string. */
type Id = Generated<string>;

export interface WorkspaceTable {
  team_id: string;
  name: string | null;
  bot_user_id: string | null;
  settings: JsonDefault<Record<string, unknown>>;
  stopped_why: string | null;
  stopped_at: TimeOrNull;
  created_at: ColumnType<Date, Date | undefined, Date>;
}

export interface ChannelTable {
  team_id: string;
  channel_id: string;
  name: string | null;
  kind: ChannelKind;
  capture: Generated<boolean>;
  placement: Generated<"thread" | "channel" | "nowhere">;
  language: string | null;
  archived: Generated<boolean>;
  left_at: TimeOrNull;
  refreshed_at: TimeOrNull;
  members_at: TimeOrNull;
}

export interface ChannelMemberTable {
  team_id: string;
  channel_id: string;
  user_id: string;
}

export interface PersonTable {
  team_id: string;
  user_id: string;
  name: string | null;
  zone: string | null;
  locale: string | null;
  guest: Generated<boolean>;
  admin: Generated<boolean>;
  deactivated: Generated<boolean>;
  refreshed_at: Time;
}

export interface EventTable {
  team_id: string;
  event_id: string;
  type: string;
  body: Json<unknown>;
  received_at: Time;
  handled_at: TimeOrNull;
}

export interface ItemTable {
  id: Id;
  team_id: string;
  open_url: string | null;
  canonical_url: string | null;
  content_hash: string | null;
  status: Generated<ItemStatus>;
  problem: ColumnType<ProblemRecord | null, string | null | undefined, string | null>;
  kind: Generated<string>;
  title: Generated<string>;
  topic: string | null;
  author: string | null;
  site: string | null;
  published_at: string | null;
  modified_at: string | null;
  language: Generated<string>;
  description: string | null;
  image_url: string | null;
  text: Generated<string>;
  hashtags: JsonDefault<readonly string[]>;
  keywords: JsonDefault<readonly string[]>;
  links: JsonDefault<readonly OutboundLink[]>;
  claims: ColumnType<SavedClaims | null, string | null | undefined, string | null>;
  corrections: JsonDefault<readonly Correction[]>;
  notes: JsonDefault<readonly string[]>;
  pages: number | null;
  duration_seconds: number | null;
  reader: string | null;
  summary: ColumnType<Summary | null, string | null | undefined, string | null>;
  tags: JsonDefault<readonly Tag[]>;
  audit: ColumnType<Audit | null, string | null | undefined, string | null>;
  edits: JsonDefault<ItemEdits>;
  etag: string | null;
  last_modified: string | null;
  created_at: Time;
  updated_at: Time;
  ready_at: TimeOrNull;
}

export interface ItemAddressTable {
  team_id: string;
  url: string;
  item_id: string;
}

export interface MessageTable {
  team_id: string;
  channel_id: string;
  message_ts: string;
  thread_ts: string | null;
  user_id: string;
  text: Generated<string>;
  client_msg_id: string | null;
  posted_at: Time;
  deleted_at: TimeOrNull;
  version: Generated<number>;
  shown_version: Generated<number>;
  reply_state: Generated<"new" | "posting" | "posted" | "gone">;
  reply_id: Generated<string>;
  reply_ts: string | null;
  reply_attempt_at: TimeOrNull;
  reply_digest: string | null;
  lease_until: TimeOrNull;
  lease_by: string | null;
  changed_at: TimeOrNull;
  left_out: Generated<number>;
}

export interface ShareTable {
  id: Id;
  team_id: string;
  channel_id: string;
  message_ts: string;
  position: number;
  source_key: string;
  posted_url: string | null;
  file_id: string | null;
  filename: string | null;
  item_id: string | null;
  problem: ColumnType<ProblemRecord | null, string | null | undefined, string | null>;
  user_id: string;
  shared_at: Time;
  deleted_at: TimeOrNull;
  /** The import that filed it, for an entry of an archive. */
  import_id: string | null;
}

export interface ImportTable {
  id: Id;
  team_id: string;
  share_id: string;
  state: Generated<"running" | "done" | "failed">;
  problem: ColumnType<ProblemRecord | null, string | null | undefined, string | null>;
  total: Generated<number>;
  filed: Generated<number>;
  known: Generated<number>;
  skipped: Generated<number>;
  created_at: Time;
  told_at: TimeOrNull;
}

export interface ImportEntryTable {
  import_id: string;
  position: number;
  name: string;
  state: Generated<"new" | "filed" | "known" | "skipped">;
  why: string | null;
}

export interface ReactionTable {
  team_id: string;
  channel_id: string;
  message_ts: string;
  user_id: string;
  name: string;
}

export interface BookmarkTable {
  team_id: string;
  user_id: string;
  item_id: string;
  created_at: Time;
}

export interface DigestTable {
  id: Id;
  team_id: string;
  channel_id: string;
  cadence: Json<unknown>;
  zone: string;
  created_by: string;
  created_at: Time;
  since: Time;
}

export interface DigestRunTable {
  digest_id: string;
  local_date: string;
  state: "posting" | "posted" | "empty";
  reply_id: Generated<string>;
  attempt_at: Time;
  message_ts: string | null;
  covers_until: Time;
  lease_until: TimeOrNull;
}

/** The tables as Kysely sees them; those of the search and of the model's use are asked in SQL, by their own files. */
export interface Tables {
  workspace: WorkspaceTable;
  channel: ChannelTable;
  channel_member: ChannelMemberTable;
  person: PersonTable;
  event: EventTable;
  item: ItemTable;
  item_address: ItemAddressTable;
  message: MessageTable;
  share: ShareTable;
  import: ImportTable;
  import_entry: ImportEntryTable;
  reaction: ReactionTable;
  bookmark: BookmarkTable;
  digest: DigestTable;
  digest_run: DigestRunTable;
}

export type Database = Kysely<Tables>;
export type DatabaseTransaction = Transaction<Tables>;
/** A database or an open transaction on it. */
export type Executor = Database | DatabaseTransaction;
export type ItemRow = Selectable<ItemTable>;
export type MessageRow = Selectable<MessageTable>;
export type ShareRow = Selectable<ShareTable>;

/** A pool and the typed view of it; `close` waits for what is under way. */
export interface OpenDatabase {
  readonly db: Database;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Opens a pool of at most `max` connections; nothing is dialled until the first query. */
export function openDatabase(
  config: pg.PoolConfig,
  { max = 10, onError }: { max?: number; onError?: (error: Error) => void } = {},
): OpenDatabase {
  const pool = new pg.Pool({ keepAlive: true, application_name: "footnote", ...config, max });
  // A lost idle connection is replaced by the pool; without a listener Node would end the process.
  pool.on("error", (error) => onError?.(error));
  // So is one that is lost in use: whoever uses it hears of that by its query.
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const close = async () => {
    await db.destroy();
    // Kysely ends a pool only if it has used it.
    if (!pool.ended) await pool.end();
  };
  return { db, pool, close };
}

/** Number of the advisory lock under which the schema is changed: one process at a time on one database. */
export const MIGRATION_LOCK = 7_266_001;

/**
 * Brings the schema to the newest version; safe to call from many processes at once.
 * @throws the first migration's own error; nothing of it is kept
 */
export async function migrateToLatest(db: Database): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${sql.lit(MIGRATION_LOCK)})`.execute(connection);
    try {
      const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => migrations } });
      const { error } = await migrator.migrateToLatest();
      if (error) throw error;
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(MIGRATION_LOCK)})`.execute(connection);
    }
  });
}
