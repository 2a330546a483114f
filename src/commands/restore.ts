import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import pg from "pg";
import type { DatabaseConfig } from "../core/config.ts";
import { StartupError } from "../core/startup-error.ts";
import { restoreLines } from "../store/backup.ts";
import { migrateToLatest, openDatabase } from "../store/database.ts";
import { embeddedPostgres } from "../store/embedded-postgres.ts";

/** What the command is given from outside. */
export interface RestoreParts {
  readonly database: DatabaseConfig;
  readonly write: (line: string) => void;
}

/**
 * `npm run restore -- FILE`: fills an empty embedded store from a backup, wholly or not at all, and brings it up to date.
 *
 * @returns the exit code: 0 when everything is back
 * @throws StartupError that says why the store or the file is not fit for it
 */
export async function restoreCommand(args: readonly string[], { database, write }: RestoreParts): Promise<number> {
  const [file, ...rest] = args;
  if (!file || rest.length > 0 || file.startsWith("-")) {
    write("Say what from: npm run restore -- FILE");
    return 2;
  }
  if (database.kind === "given") {
    write("DATABASE_URL is set: put a dump of pg_dump back with pg_restore or psql, as its manual says.");
    return 2;
  }
  const server = await embeddedPostgres({ dir: database.dir });
  const opened = openDatabase(server.connection, { max: 2 });
  const client = new pg.Client(server.connection);
  try {
    if (server.joined) {
      write("Footnote is running on this store. Stop it first.");
      return 1;
    }
    await client.connect();
    const rows = await restoreLines(opened.db, client, linesOf(file));
    await migrateToLatest(opened.db);
    write(`${rows} rows are back from ${file}. Start Footnote as usual.`);
    return 0;
  } finally {
    await client.end().catch(() => {});
    await opened.close();
    await server.stop();
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const packed = createReadStream(file);
  const unpacked = createGunzip();
  packed.on("error", (error) => unpacked.destroy(error));
  packed.pipe(unpacked).setEncoding("utf8");
  let begun = "";
  try {
    for await (const chunk of unpacked) {
      // Not `readline`: it also ends lines where Unicode does, in the middle of a text.
      const lines = (begun + String(chunk)).split("\n");
      begun = lines.pop() ?? "";
      yield* lines;
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why = code.startsWith("Z_") ? "is no backup of Footnote, or is damaged" : `can't be read (${code})`;
    throw new StartupError("CONFIG_DATABASE", `${file} ${why}.`, { cause: error });
  }
}
