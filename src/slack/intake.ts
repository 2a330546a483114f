import type { App, ReceiverEvent } from "@slack/bolt";
import { z } from "zod";

const Envelope = z.object({
  type: z.literal("event_callback"),
  team_id: z.string(),
  event_id: z.string(),
  event: z.looseObject({ type: z.string() }),
});

/** An event as it arrived, ready to be kept. */
export interface ReceivedEvent {
  readonly teamId: string;
  readonly eventId: string;
  readonly type: string;
  readonly body: unknown;
}

/** What has come in from Slack and is not answered to the end yet. */
export interface Intake {
  /** Settles when every command, click and event so far has been dealt with. */
  settled(): Promise<void>;
}

/**
 * Keeps every event before Slack gets its answer. Bolt by itself answers first and calls listeners after, so that a
 * crash in between loses the event. When `keep` throws, Slack gets an error (over HTTP) or no acknowledgement (in
 * Socket Mode) and delivers again. Commands and clicks go on to Bolt's listeners.
 */
export function keepEventsFirst(app: App, keep: (event: ReceivedEvent) => Promise<void>): Intake {
  const processOther = app.processEvent.bind(app);
  const pending = new Set<Promise<void>>();
  const take = async (received: ReceiverEvent): Promise<void> => {
    const envelope = Envelope.safeParse(received.body);
    if (!envelope.success) return processOther(received);
    const { team_id: teamId, event_id: eventId, event } = envelope.data;
    await keep({ teamId, eventId, type: event.type, body: event });
    await received.ack();
  };
  app.processEvent = (received) => {
    const taken = take(received);
    const over = taken.catch(() => {}).finally(() => pending.delete(over));
    pending.add(over);
    return taken;
  };
  return {
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}
