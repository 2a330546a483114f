import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { migrateQueue } from "../../src/queue/migrate-queue.ts";
import { postgresQueue } from "../../src/queue/postgres-queue.ts";
import { type FreshDatabase, freshDatabase } from "../support/databases.ts";
import { handlers } from "./engines.ts";

let fresh: FreshDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  fresh = await freshDatabase();
  pool = new pg.Pool(fresh.connection);
});
afterAll(async () => {
  await pool.end();
  await fresh.drop();
});

test("a job that was given up because it kept killing its worker is told of, too", async () => {
  const queue = await postgresQueue({ connection: fresh.connection });
  const told = vi.fn(async () => {});
  const ran = vi.fn(async () => {});
  queue.onGivenUp(told);
  await queue.add("ingest", { shareId: "bomb" }, { id: "bomb" });
  // What BullMQ writes when a job stalled once too often.
  await pool.query("update bullmq.job set deferred_failure = 'job stalled more than allowable limit'");
  queue.work(handlers({ ingest: ran }), { concurrency: 1 });
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
  expect(told).toHaveBeenCalledWith("ingest", { shareId: "bomb" }, expect.any(Error));
  expect(ran).not.toHaveBeenCalled();
  expect(await queue.failed()).toMatchObject([{ id: "bomb", reason: expect.stringContaining("stalled") }]);
  await queue.close({ graceMs: 1_000 });
});

test("a user that may not make the queue's tables is told what to grant", async () => {
  await pool.query("drop schema bullmq cascade");
  await pool.query("create role guest login");
  const guest = new pg.Pool({ ...fresh.connection, user: "guest" });
  await expect(migrateQueue(guest)).rejects.toMatchObject({
    code: "CONFIG_DATABASE",
    say: expect.stringContaining("Grant it CREATE"),
  });
  await guest.end();
  await pool.query("drop role guest");
});
