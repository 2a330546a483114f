import type { App } from "@slack/bolt";
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

/**
 * Keeps every event before Slack gets its answer. Bolt by itself answers first and calls listeners after, so that a
 * crash in between loses the event. When `keep` throws, Slack gets an error (over HTTP) or no acknowledgement (in
 * Socket Mode) and delivers again. Commands and clicks go on to Bolt's listeners.
 */
export function keepEventsFirst(app: App, keep: (event: ReceivedEvent) => Promise<void>): void {
  const processOther = app.processEvent.bind(app);
  app.processEvent = async (received) => {
    const envelope = Envelope.safeParse(received.body);
    if (!envelope.success) return processOther(received);
    const { team_id: teamId, event_id: eventId, event } = envelope.data;
    await keep({ teamId, eventId, type: event.type, body: event });
    await received.ack();
  };
}
