import { sql } from "kysely";
import type { Executor } from "./database.ts";

/** Answers of a model are asked for again after this, in milliseconds: 30 days. */
const ANSWER_MEMORY_MS = 30 * 24 * 60 * 60 * 1000;
/** A day's count is of no more use after this, in milliseconds: a day, and one more for clocks that differ. */
const USAGE_MEMORY_MS = 2 * 24 * 60 * 60 * 1000;

/** Counts what workspaces ask of a model; right for any number of processes on one database. */
export function modelBudgetIn(db: Executor) {
  return {
    /**
     * Takes one question of the workspace's day (`2025-03-04`) if fewer than `perDay` are taken, and says whether it
     * could. Ask and count are one statement, so that two who ask at once never take the same last one.
     */
    async take(workspace: string, day: string, perDay: number): Promise<boolean> {
      if (perDay < 1) return false;
      const { rows } = await sql`
        insert into model_usage as usage (team_id, day, asked) values (${workspace}, ${day}, 1)
        on conflict (team_id, day) do update set asked = usage.asked + 1 where usage.asked < ${perDay}
        returning asked`.execute(db);
      return rows.length > 0;
    },
  };
}

/** Keeps a model's answers by a key of 64 hex digits, until {@link forgetModelAnswers} takes them away. */
export function modelAnswersIn(db: Executor, now: () => Date) {
  return {
    async get(key: string): Promise<string | undefined> {
      const { rows } = await sql<{ answer: string }>`
        select answer from model_answer where key = ${key}`.execute(db);
      return rows[0]?.answer;
    },
    /** The newest answer to a question counts, and its age with it. */
    async set(key: string, answer: string): Promise<void> {
      await sql`
        insert into model_answer (key, answer, created_at) values (${key}, ${answer}, ${now()})
        on conflict (key) do update set answer = excluded.answer, created_at = excluded.created_at`.execute(db);
    },
  };
}

/** Trims what is too old: answers after 30 days, counts of past days. Safe to run at any time, by many at once. */
export async function forgetModelAnswers(db: Executor, now: Date): Promise<void> {
  await sql`delete from model_answer where created_at < ${new Date(now.getTime() - ANSWER_MEMORY_MS)}`.execute(db);
  const lastDay = new Date(now.getTime() - USAGE_MEMORY_MS).toISOString().slice(0, 10);
  await sql`delete from model_usage where day < ${lastDay}`.execute(db);
}
