import { jobId } from "../queue/contracts.ts";
import type { JobQueue, Queryable } from "../queue/job-queue.ts";
import { type Intake, keepEventsFirst, type ReceivedEvent } from "../slack/intake.ts";
import { listenForButtons } from "../slack/listeners/buttons.ts";
import { listenForCommands } from "../slack/listeners/command.ts";
import { listenForShortcuts } from "../slack/listeners/shortcuts.ts";
import type { OpenDatabase } from "../store/database.ts";
import { keepEvent } from "../store/inbox.ts";
import type { Parts } from "./parts.ts";
import { connectSlack, type SlackConnection } from "./slack-connection.ts";

/** Connections for keeping events alone, so that no work keeps Slack waiting. */
export const INTAKE_CONNECTIONS = 2;

/** The side that Slack talks to: events are kept, commands and clicks answered. */
export function takeEvents(parts: Parts): SlackConnection & Intake {
  const { config, log, now, metrics, intake: events, queue, answers, client, messages, identity } = parts;
  const { teamId } = identity;
  const connection = connectSlack(config.slack, { botId: identity.botId, botUserId: identity.botUserId }, log);
  const unexpected = (error: unknown) => log.error({ err: error }, "an answer failed");
  const onPostgres = config.redisUrl === undefined;
  const keep = async (received: ReceivedEvent) => {
    const started = performance.now();
    const { eventId } = received;
    const enqueue = (transaction?: Parameters<typeof queue.add>[2]["transaction"]) =>
      queue.add(
        "event",
        { teamId, eventId },
        { id: jobId("event", teamId, eventId), ...(transaction ? { transaction } : {}) },
      );
    const isNew = await keepEvent(events.pool, received, now(), async (client) =>
      onPostgres ? enqueue(client) : undefined,
    );
    // With the queue elsewhere the event is stored first; what then gets no job, the sweep finds.
    if (isNew && !onPostgres)
      await enqueue().catch((error: unknown) => log.warn({ err: error, eventId }, "stored, not yet queued"));
    metrics.events.inc({ type: received.type, outcome: isNew ? "kept" : "again" });
    metrics.ackSeconds.observe((performance.now() - started) / 1000);
  };
  const intake = keepEventsFirst(connection.app, {
    teamId,
    keep,
    left: (why) => log.warn({ why }, "an event was left that can't be followed"),
  });
  listenForCommands(connection.app, { ...answers, teamId }, unexpected);
  listenForButtons(connection.app, { ...answers, teamId, client, messages, unexpected });
  listenForShortcuts(connection.app, { ...identity, keep, directory: parts.directory, unexpected });
  return { ...connection, ...intake };
}

/** Rounds in which each intake connection keeps an event for practice; after these an answer takes its usual time. */
const REHEARSALS = 3;

/**
 * Keeps events for practice and rolls them back, so that Slack's first ones find connections open and the way through
 * the queue compiled.
 */
export async function rehearseIntake(
  { pool }: OpenDatabase,
  queue: JobQueue,
  { now, onPostgres }: { readonly now: Date; readonly onPostgres: boolean },
): Promise<void> {
  const rolledBack = new Error("rehearsed");
  const rehearse = async (eventId: string) => {
    const event = { teamId: "rehearsal", eventId, type: "rehearsal", body: {} };
    const enqueue = async (transaction: Queryable) => {
      const id = jobId("event", event.teamId, eventId);
      if (onPostgres) await queue.add("event", { teamId: event.teamId, eventId }, { id, transaction });
      throw rolledBack;
    };
    await keepEvent(pool, event, now, enqueue).catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
  };
  for (let round = 0; round < REHEARSALS; round++) {
    await Promise.all(Array.from({ length: INTAKE_CONNECTIONS }, (_, at) => rehearse(`${round}-${at}`)));
  }
}
