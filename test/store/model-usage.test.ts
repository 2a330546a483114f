import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenDatabase, openDatabase } from "../../src/store/database.ts";
import { forgetModelAnswers, modelAnswersIn, modelBudgetIn } from "../../src/store/model-usage.ts";
import { type FreshDatabase, onEveryEngine } from "../support/databases.ts";

const DAY = "2026-05-03";
const NOON = new Date(`${DAY}T12:00:00Z`);
const DAY_MS = 24 * 60 * 60 * 1000;
const daysLater = (days: number) => new Date(NOON.getTime() + days * DAY_MS);

onEveryEngine("what is asked of a model", (engine) => {
  let fresh: FreshDatabase;
  let database: OpenDatabase;
  beforeAll(async () => {
    fresh = await engine.freshDatabase();
    database = openDatabase(fresh.connection, { max: 10 });
  });
  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  test("of 40 who ask at once, as many get a question as the day has left", async () => {
    const budget = modelBudgetIn(database.db);
    const taken = await Promise.all(Array.from({ length: 40 }, () => budget.take("T1", DAY, 7)));
    expect(taken.filter(Boolean)).toHaveLength(7);
  });

  test("each workspace and each day has its own allowance, and a raised one counts at once", async () => {
    const budget = modelBudgetIn(database.db);
    expect(await budget.take("T2", DAY, 1)).toBe(true);
    expect(await budget.take("T2", DAY, 1)).toBe(false);
    expect(await budget.take("T3", DAY, 1)).toBe(true);
    expect(await budget.take("T2", "2026-05-04", 1)).toBe(true);
    expect(await budget.take("T2", DAY, 2)).toBe(true);
  });

  test("an allowance of none gives none", async () => {
    expect(await modelBudgetIn(database.db).take("T4", DAY, 0)).toBe(false);
  });

  test("an answer is there until it is 30 days old, counted from its newest writing", async () => {
    const key = "a".repeat(64);
    const other = "b".repeat(64);
    const first = modelAnswersIn(database.db, () => NOON);
    expect(await first.get(key)).toBeUndefined();
    await first.set(key, '{"sentences":[]}');
    await first.set(other, "old");
    await modelAnswersIn(database.db, () => daysLater(20)).set(key, "newer");
    await forgetModelAnswers(database.db, daysLater(31));
    expect(await first.get(key)).toBe("newer");
    expect(await first.get(other)).toBeUndefined();
  });

  test("trimming leaves the day's own count alone", async () => {
    const budget = modelBudgetIn(database.db);
    await budget.take("T5", DAY, 1);
    await forgetModelAnswers(database.db, NOON);
    expect(await budget.take("T5", DAY, 1)).toBe(false);
    await forgetModelAnswers(database.db, daysLater(4));
    expect(await budget.take("T5", DAY, 1)).toBe(true);
  });
});
