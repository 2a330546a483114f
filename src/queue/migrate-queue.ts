import { runMigrations } from "bullmq";
import type pg from "pg";

/**
 * Makes or updates BullMQ's own tables (schema `bullmq`) on this database. Safe to call from many processes at once:
 * BullMQ takes an advisory lock, and does all of it in one transaction.
 * @throws BullMQ's error when the tables were made by a newer BullMQ than this one
 */
export async function migrateQueue(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
}
