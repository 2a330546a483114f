import type pg from "pg";
import type { Executor } from "./database.ts";

/** An event as Slack sent it. */
export interface SlackEvent {
  readonly teamId: string;
  readonly eventId: string;
  readonly type: string;
  readonly body: unknown;
}

/**
 * Keeps an event, and with it what `enqueue` does on the same open transaction: both happen or neither does. False
 * when the same event was kept before, a redelivery; then nothing is enqueued.
 */
export async function keepEvent(
  pool: pg.Pool,
  event: SlackEvent,
  receivedAt: Date,
  enqueue: (transaction: pg.PoolClient) => Promise<void>,
): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rowCount } = await client.query(
      `insert into event (team_id, event_id, type, body, received_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [event.teamId, event.eventId, event.type, JSON.stringify(event.body, storable), receivedAt],
    );
    if (rowCount) await enqueue(client);
    await client.query("commit");
    client.release();
    return rowCount === 1;
  } catch (error) {
    // The connection may be the reason: one that can't even roll back is not used again.
    const isWell = await client.query("rollback").then(
      () => true,
      () => false,
    );
    client.release(!isWell);
    throw error;
  }
}

/** PostgreSQL's JSON takes no U+0000 and no half of a surrogate pair: a message with one would never be kept. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\u0000", "").toWellFormed() : value;
}

/** The event's body, unless it is unknown or was handled already. */
export async function pendingEvent(db: Executor, teamId: string, eventId: string): Promise<unknown> {
  const row = await db
    .selectFrom("event")
    .select("body")
    .where("team_id", "=", teamId)
    .where("event_id", "=", eventId)
    .where("handled_at", "is", null)
    .executeTakeFirst();
  return row?.body;
}

/** Marks an event as done. */
export async function settleEvent(db: Executor, teamId: string, eventId: string, now: Date): Promise<void> {
  await db
    .updateTable("event")
    // Its words have done their work; what stays only makes a second delivery harmless.
    .set({ handled_at: now, body: "{}" })
    .where("team_id", "=", teamId)
    .where("event_id", "=", eventId)
    .execute();
}

/** Events that came before `before` and are not done: their job was lost, or waits. */
export async function pendingEvents(
  db: Executor,
  before: Date,
  limit: number,
): Promise<readonly { readonly teamId: string; readonly eventId: string }[]> {
  const rows = await db
    .selectFrom("event")
    .select(["team_id", "event_id"])
    .where("handled_at", "is", null)
    .where("received_at", "<", before)
    .orderBy("received_at")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ teamId: row.team_id, eventId: row.event_id }));
}

/** Forgets the events that were done before `before`; Slack does not deliver an event again after a day. */
export async function forgetEvents(db: Executor, before: Date): Promise<void> {
  await db.deleteFrom("event").where("handled_at", "is not", null).where("received_at", "<", before).execute();
}
