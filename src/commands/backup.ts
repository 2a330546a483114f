import { createWriteStream } from "node:fs";
import { access, open, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import type { DatabaseConfig } from "../core/config.ts";
import { StartupError } from "../core/startup-error.ts";
import { backupLines } from "../store/backup.ts";
import { migrateToLatest, openDatabase } from "../store/database.ts";
import { embeddedPostgres } from "../store/embedded-postgres.ts";

/** What the command is given from outside. */
export interface BackupParts {
  readonly database: DatabaseConfig;
  readonly now: () => Date;
  readonly write: (line: string) => void;
}

/**
 * `npm run backup -- FILE`: writes everything the embedded store holds into one new file, also while Footnote runs on it.
 * The file is there whole or not at all, and only its owner may read it.
 *
 * @returns the exit code: 0 when the file is there
 * @throws StartupError when the store can't be opened
 */
export async function backupCommand(args: readonly string[], { database, now, write }: BackupParts): Promise<number> {
  const [file, ...rest] = args;
  if (!file || rest.length > 0 || file.startsWith("-")) {
    write("Say where to: npm run backup -- FILE");
    return 2;
  }
  if (database.kind === "given") {
    write("DATABASE_URL is set: back that PostgreSQL up with pg_dump, as its manual says.");
    return 2;
  }
  if (await exists(file)) {
    write(`${file} is there already. Name a new file.`);
    return 1;
  }
  const server = await embeddedPostgres({ dir: database.dir });
  const opened = openDatabase(server.connection, { max: 1 });
  const client = new pg.Client(server.connection);
  try {
    await migrateToLatest(opened.db);
    await client.connect();
    const lines = await writeWhole(file, backupLines(client, now()));
    write(`${file}: ${lines} lines. Put it back with npm run restore -- ${file}`);
    return 0;
  } finally {
    await client.end().catch(() => {});
    await opened.close();
    await server.stop();
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function writeWhole(file: string, lines: AsyncIterable<string>): Promise<number> {
  const draft = `${file}.part`;
  let count = 0;
  async function* counted() {
    for await (const line of lines) {
      count += 1;
      yield `${line}\n`;
    }
  }
  try {
    await pipeline(Readable.from(counted()), createGzip(), createWriteStream(draft, { mode: 0o600 }));
    const written = await open(draft, "r+");
    await written.sync();
    await written.close();
    await rename(draft, file);
    return count;
  } catch (error) {
    await rm(draft, { force: true });
    if (!(error instanceof Error && "code" in error && typeof error.code === "string" && /^E[A-Z]+$/.test(error.code)))
      throw error;
    throw new StartupError("CONFIG_DATABASE", `${file} can't be written (${error.code}).`, { cause: error });
  }
}
