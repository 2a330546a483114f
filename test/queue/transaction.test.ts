import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { JobQueue } from "../../src/queue/job-queue.ts";
import { postgresQueue } from "../../src/queue/postgres-queue.ts";
import { type FreshDatabase, onEveryEngine } from "../support/databases.ts";
import { handlers } from "./engines.ts";

onEveryEngine("a job added within a transaction", (engine) => {
  let fresh: FreshDatabase;
  let pool: pg.Pool;
  let queue: JobQueue;
  beforeAll(async () => {
    fresh = await engine.freshDatabase();
    pool = new pg.Pool(fresh.connection);
    await pool.query("create table note (text text)");
    queue = await postgresQueue({ connection: fresh.connection });
  });
  afterAll(async () => {
    await queue.close({ graceMs: 0 });
    await pool.end();
    await fresh.drop();
  });

  async function storeAndAdd(id: string, end: "commit" | "rollback", before: () => Promise<void> = async () => {}) {
    const client = await pool.connect();
    await client.query("begin");
    await client.query("insert into note values ($1)", [id]);
    await queue.add("ingest", { shareId: id }, { id, transaction: client });
    await before();
    await client.query(end);
    client.release();
  }

  const waiting = async () => (await queue.counts()).waiting;
  const notes = async () => (await pool.query("select from note")).rowCount;

  test("is there with what was stored, or neither is", async () => {
    await storeAndAdd("a", "rollback");
    expect([await waiting(), await notes()]).toEqual([0, 0]);
    await storeAndAdd("a", "commit", async () => expect(await waiting()).toBe(0));
    expect([await waiting(), await notes()]).toEqual([1, 1]);
    await storeAndAdd("a", "commit");
    expect([await waiting(), await notes()]).toEqual([1, 2]);
  });

  test("leaves the connection as it was", async () => {
    const client = await pool.connect();
    const path = async () => (await client.query("show search_path")).rows;
    const before = await path();
    await client.query("begin");
    await queue.add("ingest", { shareId: "b" }, { id: "b", transaction: client });
    await client.query("rollback");
    expect(await path()).toEqual(before);
    client.release();
  });

  test("runs after the commit, and sees all of it, even when the same job was waiting before", async () => {
    await storeAndAdd("c", "commit");
    const seen: number[] = [];
    const worker = await postgresQueue({ connection: fresh.connection });
    const client = await pool.connect();
    await client.query("begin");
    await queue.add("ingest", { shareId: "c" }, { id: "c", transaction: client });
    worker.work(
      handlers({
        ingest: async ({ shareId }) => {
          seen.push((await pool.query("select from note where text = $1", [shareId])).rowCount ?? 0);
        },
      }),
      { concurrency: 4 },
    );
    await vi.waitFor(async () => expect(await queue.counts()).toMatchObject({ waiting: 1, active: 0 }));
    await client.query("insert into note values ('c')");
    await client.query("commit");
    client.release();
    await vi.waitFor(() => expect(seen).toContain(2), { timeout: 10_000 });
    await worker.close({ graceMs: 1_000 });
  });
});
