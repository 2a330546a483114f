import { runMigrations, SchemaVersionMismatchError } from "bullmq";
import type pg from "pg";
import { StartupError } from "../core/startup-error.ts";

/** PostgreSQL's "insufficient privilege". Source: its manual, appendix A. */
const NOT_ALLOWED = "42501";

/**
 * Makes or updates BullMQ's own tables (schema `bullmq`) on this database. Safe to call from many processes at once:
 * BullMQ takes an advisory lock, and does all of it in one transaction.
 * @throws StartupError `CONFIG_DATABASE` when a newer Footnote made the tables, or the user may not make any
 */
export async function migrateQueue(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } catch (error) {
    throw inWords(error);
  } finally {
    client.release();
  }
}

function inWords(error: unknown): unknown {
  if (error instanceof SchemaVersionMismatchError) {
    return new StartupError("CONFIG_DATABASE", "A newer Footnote has used this database. Start that one.", {
      cause: error,
    });
  }
  if (error instanceof Error && "code" in error && error.code === NOT_ALLOWED) {
    const say = "DATABASE_URL: its user may not create the schema bullmq. Grant it CREATE on the database.";
    return new StartupError("CONFIG_DATABASE", say, { cause: error });
  }
  return error;
}
