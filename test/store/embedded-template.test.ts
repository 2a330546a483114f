import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshDatabase, onEveryEngine } from "../support/databases.ts";

onEveryEngine("a fresh database", (engine) => {
  let fresh: FreshDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    fresh = await engine.freshDatabase();
    pool = new pg.Pool(fresh.connection);
  });
  afterAll(async () => {
    await pool.end();
    await fresh.drop();
  });

  test("has the tables of the library and of the queue", async () => {
    const { rows } = await pool.query(
      "select to_regclass('public.item') is not null as item, to_regclass('bullmq.job') is not null as job",
    );
    expect(rows).toEqual([{ item: true, job: true }]);
  });

  test("folds the case of every alphabet", async () => {
    const { rows } = await pool.query("select lower('ÄÉЖ 语') as folded");
    expect(rows).toEqual([{ folded: "äéж 语" }]);
  });
});
