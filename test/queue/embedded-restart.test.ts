import { readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { migrateQueue } from "../../src/queue/migrate-queue.ts";
import { postgresQueue } from "../../src/queue/postgres-queue.ts";
import { embeddedPostgres } from "../../src/store/embedded-postgres.ts";
import type { PostgresServer } from "../../src/store/postgres-server.ts";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary-folder.ts";
import { handlers } from "./engines.ts";

let folder: TemporaryFolder;
let server: PostgresServer;
beforeAll(async () => {
  folder = await temporaryFolder("restart");
  server = await embeddedPostgres({ dir: folder.dir, fsync: false });
  const pool = new pg.Pool(server.connection);
  await migrateQueue(pool);
  await pool.end();
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

test("our own server is killed under the queue: it comes back, and every job is done", async () => {
  const log = { warn: vi.fn(), error: vi.fn() };
  const times = { lockMs: 400, stalledMs: 100, retryMs: 10, awayMs: 50 };
  const queue = await postgresQueue({ connection: server.connection, times, log });
  const all = Array.from({ length: 60 }, (_, index) => `share-${index}`);
  const done = new Set<string>();
  const halfway = Promise.withResolvers<void>();
  const ingest = async ({ shareId }: { readonly shareId: string }) => {
    if (done.add(shareId).size === 20) halfway.resolve();
  };
  for (const shareId of all) await queue.add("ingest", { shareId }, { id: shareId });
  queue.work(handlers({ ingest }), { concurrency: 4 });
  await halfway.promise;
  process.kill(Number.parseInt(await readFile(path.join(server.where, "postmaster.pid"), "utf8"), 10), "SIGKILL");
  await vi.waitFor(() => expect(done.size).toBe(all.length), { timeout: 20_000 });
  await vi.waitFor(async () => expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 }), {
    timeout: 20_000,
  });
  await queue.close({ graceMs: 1_000 });
  // While the server was away the queue waited; it did not spin.
  expect(log.warn.mock.calls.length).toBeLessThan(100);
});
