import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { describe, inject } from "vitest";
import { migrateQueue } from "../../src/queue/migrate-queue.ts";
import { migrateToLatest, openDatabase } from "../../src/store/database.ts";
import { embeddedPostgres } from "../../src/store/embedded-postgres.ts";
import { debianPostgres, debianPostgresProgram, type TestPostgres } from "./debian-postgres.ts";

/** A database of its own, with every migration applied, for one test file. */
export interface FreshDatabase {
  /** What a `pg` pool or `openDatabase` needs. */
  readonly connection: pg.PoolConfig;
  /** Takes the database away, whoever is still connected to it. */
  drop(): Promise<void>;
}

/** One of the PostgreSQLs that Footnote must work on. */
export interface PostgresEngine {
  readonly name: string;
  freshDatabase(): Promise<FreshDatabase>;
}

/** A number for the advisory lock under which the template is made: one test file at a time. */
const TEMPLATE_LOCK = 7_266_100;
const TEMPLATE = "footnote_template";

/**
 * A fresh, migrated database on the embedded server that all test files of a run share. The first file to ask
 * starts the server, the last to drop its database stops it, and the next one starts it again, in 0.1 s.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = await embeddedPostgres({ dir: inject("postgresDir"), fsync: false });
  const fresh = await databaseOn(server.connection);
  return {
    connection: fresh.connection,
    drop: async () => {
      await fresh.drop();
      await server.stop();
    },
  };
}

/** A fresh, migrated database on a Debian PostgreSQL of its own, which may be killed. */
export async function freshDebianDatabase(): Promise<FreshDatabase & { readonly server: TestPostgres }> {
  const server = await debianPostgres();
  const { connection } = await databaseOn(server.connection);
  return { connection, server, drop: () => server.remove() };
}

const EMBEDDED: PostgresEngine = { name: "embedded PostgreSQL", freshDatabase };
const DEBIAN: PostgresEngine = { name: "Debian's PostgreSQL", freshDatabase: freshDebianDatabase };

/** Runs a suite once for every PostgreSQL that this machine has; says which one it lacks. */
export function onEveryEngine(title: string, suite: (engine: PostgresEngine) => void): void {
  describe(`${title} on ${EMBEDDED.name}`, () => suite(EMBEDDED));
  describe.skipIf(debianPostgresProgram().kind === "missing")(`${title} on ${DEBIAN.name}`, () => suite(DEBIAN));
}

async function databaseOn(server: pg.PoolConfig): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await withClient(server, async (client) => {
    await ensureTemplate(client, server);
    await client.query(`create database ${name} template ${TEMPLATE}`);
  });
  return { connection: { ...server, database: name }, drop: () => withClient(server, (client) => drop(client, name)) };
}

/** How long connections that were closed may take to be gone before the others are cut, in milliseconds. */
const GONE_WITHIN_MS = 2_000;

/** A closed pool's connections end a moment later; cut in that moment, they raise an error that nobody listens to. */
async function drop(client: pg.Client, name: string): Promise<void> {
  for (const until = Date.now() + GONE_WITHIN_MS; Date.now() < until; await pause(10)) {
    const { rowCount } = await client.query("select from pg_stat_activity where datname = $1", [name]);
    if (rowCount === 0) break;
  }
  await client.query(`drop database ${name} with (force)`);
}

async function ensureTemplate(client: pg.Client, server: pg.PoolConfig): Promise<void> {
  await client.query(`select pg_advisory_lock(${TEMPLATE_LOCK})`);
  const { rowCount } = await client.query(`select from pg_database where datname = '${TEMPLATE}'`);
  if (!rowCount) {
    // Under another name until it is whole: a run that is stopped here leaves no half-made template.
    await client.query(`drop database if exists ${TEMPLATE}_draft with (force)`);
    await client.query(`create database ${TEMPLATE}_draft`);
    await migrate({ ...server, database: `${TEMPLATE}_draft` });
    await client.query(`alter database ${TEMPLATE}_draft rename to ${TEMPLATE}`);
  }
  await client.query(`select pg_advisory_unlock(${TEMPLATE_LOCK})`);
}

async function migrate(connection: pg.PoolConfig): Promise<void> {
  const database = openDatabase(connection, { max: 2 });
  try {
    await migrateToLatest(database.db);
    await migrateQueue(database.pool);
  } finally {
    await database.close();
  }
}

async function withClient<T>(connection: pg.PoolConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
