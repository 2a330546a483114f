import { expect, test } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { freshDatabase } from "../support/databases.ts";

test.each([
  ["nothing", async () => {}],
  ["the pool alone", async ({ pool }: ReturnType<typeof openDatabase>) => void (await pool.query("select 1"))],
  ["the tables", async ({ db }: ReturnType<typeof openDatabase>) => void (await db.selectFrom("item").execute())],
])("a closed database leaves no connection open when %s was used", async (_, use) => {
  const fresh = await freshDatabase();
  const database = openDatabase(fresh.connection);
  await use(database);
  await database.close();
  expect(database.pool).toMatchObject({ ended: true, totalCount: 0 });
  await fresh.drop();
});
