import { Migrator } from "kysely/migration";
import type pg from "pg";
import { StartupError } from "../core/startup-error.ts";
import { type Database, MIGRATION_LOCK } from "./database.ts";
import { migrations } from "./migrations.ts";

/** The first line of a backup. */
interface Header {
  readonly footnoteBackup: 1;
  /** The changes of the schema that its rows need, in order. */
  readonly migrations: readonly string[];
  readonly madeAt: string;
}

/** Every further line but the last begins a table, or is one row as PostgreSQL writes it in JSON. */
type TableLine = { readonly table: string };
/** The last line: without it a backup was cut off. */
type EndLine = { readonly end: true; readonly rows: number };

/** Rows that are fetched, and written, at once. */
const FETCH = 500;
/** Characters of rows that are written at once. */
const CHUNK = 4_000_000;

/**
 * Everything a library holds, as lines, at one instant, whoever writes meanwhile. The queue is left out: what it had to
 * do is found again from the library when Footnote starts.
 */
export async function* backupLines(client: pg.ClientBase, madeAt: Date): AsyncGenerator<string> {
  await client.query("begin isolation level repeatable read read only");
  try {
    const header: Header = {
      footnoteBackup: 1,
      migrations: await appliedMigrations(client),
      madeAt: madeAt.toISOString(),
    };
    yield JSON.stringify(header);
    let rows = 0;
    for (const table of await tablesOf(client)) {
      yield JSON.stringify({ table } satisfies TableLine);
      for await (const row of rowsOf(client, table)) {
        rows += 1;
        yield row;
      }
    }
    yield JSON.stringify({ end: true, rows } satisfies EndLine);
  } finally {
    await client.query("rollback");
  }
}

async function* rowsOf(client: pg.ClientBase, table: string): AsyncGenerator<string> {
  // As text, so that no number of PostgreSQL's is rounded to one of JavaScript's on its way.
  await client.query(`declare backup_rows cursor for select row_to_json(one)::text as row from ${named(table)} one`);
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${FETCH} from backup_rows`);
    for (const { row } of rows) yield row;
    if (rows.length < FETCH) break;
  }
  await client.query("close backup_rows");
}

/**
 * Fills an empty store with the lines of a backup, all of them or none, under a lock; afterwards the schema is the one
 * that the backup was made with. How many rows came back.
 * @throws StartupError when the store holds something, or the backup is no whole one that this Footnote can read
 */
export async function restoreLines(db: Database, client: pg.ClientBase, lines: AsyncIterable<string>): Promise<number> {
  // The lock of the migrations: a Footnote that starts meanwhile waits.
  await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
  try {
    const iterator = lines[Symbol.asyncIterator]();
    const header = readHeader((await iterator.next()).value);
    await emptyStore(client);
    await migrateTo(db, header.migrations);
    await client.query("begin");
    try {
      // Rows come in any order and the index comes with them: neither references nor triggers are wanted meanwhile.
      await client.query("set local session_replication_role = replica");
      const rows = await fill(client, { [Symbol.asyncIterator]: () => iterator });
      await setSequences(client);
      await client.query("commit");
      return rows;
    } catch (error) {
      await client.query("rollback");
      throw error;
    }
  } finally {
    await client.query(`select pg_advisory_unlock(${MIGRATION_LOCK})`);
  }
}

function refused(say: string): StartupError {
  return new StartupError("CONFIG_DATABASE", say);
}

function readHeader(line: string | undefined): Header {
  const header = objectOf(line);
  if (header?.footnoteBackup !== 1 || !Array.isArray(header.migrations)) {
    throw refused("That file is no backup of Footnote.");
  }
  const known = Object.keys(migrations);
  if (header.migrations.some((name, index) => name !== known[index])) {
    throw refused("A newer Footnote made that backup. Restore it with that one.");
  }
  return { footnoteBackup: 1, migrations: header.migrations.map(String), madeAt: String(header.madeAt) };
}

/** A store that was used and holds nothing is made as if it had never been; one that holds anything is left alone. */
async function emptyStore(client: pg.ClientBase): Promise<void> {
  for (const table of await tablesOf(client)) {
    const { rowCount } = await client.query(`select from ${named(table)} limit 1`);
    if (rowCount)
      throw refused(
        "There is a library in this store already, and restoring would mix the two. Name an empty FOOTNOTE_DATA_DIR.",
      );
  }
  await client.query("drop schema if exists bullmq cascade");
  await client.query("drop schema public cascade");
  await client.query("create schema public");
}

async function migrateTo(db: Database, names: readonly string[]): Promise<void> {
  const last = names.at(-1);
  if (last === undefined) throw refused("That backup is empty.");
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateTo(last);
  if (error) throw error;
}

async function fill(client: pg.ClientBase, lines: AsyncIterable<string>): Promise<number> {
  const tables = new Set(await tablesOf(client));
  let table: string | undefined;
  let waiting: string[] = [];
  let size = 0;
  let rows = 0;
  const flush = async () => {
    if (table === undefined || waiting.length === 0) return;
    await client.query(
      `insert into ${named(table)} overriding system value
        select * from json_populate_recordset(null::${named(table)}, $1::json)`,
      [`[${waiting.join(",")}]`],
    );
    rows += waiting.length;
    waiting = [];
    size = 0;
  };
  for await (const line of lines) {
    const mark = /^\{"(?:table|end)":/.test(line) ? objectOf(line) : undefined;
    if (mark?.end === true) {
      await flush();
      if (mark.rows === rows) return rows;
      break;
    }
    if (typeof mark?.table === "string" && Object.keys(mark).length === 1) {
      await flush();
      if (!tables.has(mark.table)) throw refused("That backup is damaged: it names a table that does not exist.");
      table = mark.table;
      continue;
    }
    waiting.push(line);
    size += line.length;
    if (size > CHUNK || waiting.length >= FETCH) await flush();
  }
  throw refused("That backup is not whole: its end is missing. Nothing was restored.");
}

/** Numbers that the database gives go on behind those that came back. */
async function setSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ table_name: string; column_name: string }>(
    "select table_name, column_name from information_schema.columns where table_schema = 'public' and is_identity = 'YES'",
  );
  for (const { table_name: table, column_name: column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${named(column)}), 0) + 1, false) from ${named(table)}`,
      [named(table), column],
    );
  }
}

/** The library's tables; the migrations' own are made by migrating. */
async function tablesOf(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ table_name: string }>(
    `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
      and table_name not like 'kysely\\_%' order by table_name`,
  );
  return rows.map((row) => row.table_name);
}

async function appliedMigrations(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>("select name from kysely_migration order by name");
  return rows.map(({ name }) => name);
}

function named(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function objectOf(line: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line ?? "");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
