import type { App, ReceiverEvent } from "@slack/bolt";
import { z } from "zod";

const Envelope = z.object({
  type: z.literal("event_callback"),
  team_id: z.string(),
  context_team_id: z.string().nullish(),
  authorizations: z.array(z.object({ team_id: z.string().nullish() })).nullish(),
  event_id: z.string(),
  event: z.looseObject({ type: z.string() }),
});
/** What Slack tells by itself, beside commands and clicks. */
const Told = z.object({ type: z.enum(["event_callback", "app_rate_limited"]) });

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
 * Socket Mode) and delivers again. What is no whole event, or none of this team's, is answered and left: no second
 * delivery would make it one. Commands and clicks go on to Bolt's listeners.
 */
export function keepEventsFirst(
  app: App,
  parts: {
    readonly teamId: string;
    readonly keep: (event: ReceivedEvent) => Promise<void>;
    /** Told of each event that was left. */
    readonly left: (why: string) => void;
  },
): Intake {
  const { teamId, keep, left } = parts;
  const processOther = app.processEvent.bind(app);
  const pending = new Set<Promise<void>>();
  const take = async (received: ReceiverEvent): Promise<void> => {
    if (!Told.safeParse(received.body).success) return processOther(received);
    const envelope = Envelope.safeParse(received.body);
    if (!envelope.success) left(Told.parse(received.body).type);
    else if (!teamsOf(envelope.data).includes(teamId)) left("another team's");
    else {
      const { event_id: eventId, event } = envelope.data;
      await keep({ teamId, eventId, type: event.type, body: event });
    }
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

/** In a channel that is shared with another company, `team_id` may be theirs: the authorization says whose app it is. */
function teamsOf({ team_id, context_team_id, authorizations }: z.infer<typeof Envelope>) {
  return [team_id, context_team_id, ...(authorizations ?? []).map((one) => one.team_id)];
}
