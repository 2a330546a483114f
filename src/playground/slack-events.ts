import { createHash } from "node:crypto";
import manifest from "../../slack-manifest.json" with { type: "json" };
import { type Channel, channelType, type Directory } from "./directory.ts";
import type { EmulatedWorkspace } from "./emulated-workspace.ts";
import type { EventDeliveries, SendOptions } from "./event-deliveries.ts";
import { asObject, asText, type Json } from "./json.ts";
import type { NextTs } from "./slack-clock.ts";
import { wireMessage } from "./web-api-methods.ts";

/** The types of the events that Footnote's manifest subscribes to: `message.channels` and its like are one. */
const SUBSCRIBED: ReadonlySet<string> = new Set(
  manifest.settings.event_subscriptions.bot_events.map((name) => name.replace(/^message\..*/, "message")),
);

/** Turns what happens in the workspace into events as Slack sends them. */
export interface SlackEvents {
  /** Sends one event, if the app would get it. Undefined when it would not (not subscribed, bot not in the channel). */
  emit(event: Json, options?: SendOptions): Promise<unknown> | undefined;
  /** Takes an event from the emulator, fills in what Slack has and emulate has not, and sends it. */
  emitEmulated(envelope: Json): void;
  /** A message event with everything that Slack puts into one. */
  full(event: Json, channel: Channel): Json;
  /** The envelope that carried the message with this stamp, to deliver it again. */
  envelopeOf(channelId: string, ts: string): Json | undefined;
}

/** Events of a workspace. */
export function slackEvents(parts: {
  readonly workspace: EmulatedWorkspace;
  readonly directory: Directory;
  readonly deliveries: EventDeliveries;
  readonly nextTs: NextTs;
}): SlackEvents {
  const { workspace, directory, deliveries, nextTs } = parts;
  const sent = new Map<string, Json>();
  // Unlike those of an earlier stand-in on the same library, which would be taken for events seen before.
  const opening = nextTs().replace(".", "");
  let eventCount = 0;

  function emit(event: Json, options: SendOptions = {}): Promise<unknown> | undefined {
    if (!SUBSCRIBED.has(asText(event.type)) || !isSeenByBot(event)) return undefined;
    const envelope = enveloped(event);
    if (event.type === "message") sent.set(`${asText(event.channel)} ${asText(event.ts)}`, envelope);
    return deliveries.send(envelope, options);
  }

  function isSeenByBot(event: Json): boolean {
    const id = asText(event.channel) || asText(asObject(event.item).channel);
    if (id === "" || event.user === workspace.bot.userId) return true;
    return directory.knownChannel(id)?.members.includes(workspace.bot.userId) ?? false;
  }

  function enveloped(event: Json): Json {
    eventCount++;
    const event_id = `Ev${opening}${String(eventCount).padStart(6, "0")}`;
    const { teamId, bot } = workspace;
    return {
      token: "stand-in",
      team_id: teamId,
      context_team_id: teamId,
      api_app_id: bot.appId,
      event,
      type: "event_callback",
      event_id,
      event_time: Math.floor(Number(event.event_ts ?? 0)),
      authorizations: [
        { enterprise_id: null, team_id: teamId, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: false,
    };
  }

  function emitEmulated(envelope: Json): void {
    const event = asObject(envelope.event);
    const channel = directory.knownChannel(asText(event.channel));
    emit(event.type === "message" && channel ? fullMessage(event, channel) : { event_ts: nextTs(), ...event });
  }

  function fullMessage(event: Json, channel: Channel): Json {
    const place = { channel: channel.id, channel_type: channelType(channel.kind) };
    if (event.subtype === "message_changed" || event.subtype === "message_deleted") {
      const ts = nextTs();
      const inner =
        event.message === undefined ? {} : { message: wireMessage(asObject(event.message), workspace.teamId) };
      const previous_message = wireMessage(asObject(event.previous_message), workspace.teamId);
      return { ...event, ...inner, previous_message, ...place, ts, event_ts: ts };
    }
    const byPerson = event.bot_id === undefined && (event.subtype === undefined || event.subtype === "file_share");
    const client = byPerson ? { client_msg_id: clientMessageId(channel.id, asText(event.ts)) } : {};
    return { ...wireMessage(event, workspace.teamId), ...client, ...place, event_ts: event.ts };
  }

  return {
    emit,
    emitEmulated,
    full: fullMessage,
    envelopeOf: (channelId, ts) => sent.get(`${channelId} ${ts}`),
  };
}

/** The id by which a person's client names its message: the same for the same message, in the form of a UUID. */
function clientMessageId(channelId: string, ts: string): string {
  const hash = createHash("sha256").update(`${channelId} ${ts}`).digest("hex");
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `a${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-");
}
