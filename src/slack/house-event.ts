import { z } from "zod";
import { FileSchema, readableFiles } from "./message-event.ts";

/** What an event that is no message means to Footnote. */
export type HouseNews =
  | {
      readonly kind: "reaction";
      readonly added: boolean;
      readonly channelId: string;
      readonly messageTs: string;
      readonly userId: string;
      readonly name: string;
    }
  | { readonly kind: "member"; readonly joined: boolean; readonly channelId: string; readonly userId: string }
  /** The bot itself is out of the channel, or the channel is no more. */
  | { readonly kind: "channel-left"; readonly channelId: string }
  /** Renamed, archived, converted: what is known of it is stale. */
  | { readonly kind: "channel-changed"; readonly channelId: string }
  /** Someone spoke to Footnote in a channel, and gave it no file to read. */
  | { readonly kind: "mention"; readonly mention: Mention }
  | { readonly kind: "home"; readonly userId: string }
  /** Uninstalled, or the token was taken back. */
  | { readonly kind: "gone"; readonly why: string }
  | { readonly kind: "nothing" };

/** What someone said to Footnote in a channel, its name left out. */
export interface Mention {
  readonly channelId: string;
  readonly userId: string;
  readonly threadTs?: string;
  readonly text: string;
}

const MentionEvent = z.object({
  user: z.string(),
  bot_id: z.string().optional(),
  channel: z.string(),
  text: z.string(),
  thread_ts: z.string().optional(),
  files: z.array(FileSchema).nullish().catch(undefined),
});
const Named = z.object({ type: z.string(), subtype: z.string().optional() });
const Reaction = z.object({
  user: z.string(),
  reaction: z.string(),
  item: z.object({ type: z.literal("message"), channel: z.string(), ts: z.string() }),
});
const Member = z.object({ user: z.string(), channel: z.string() });
const Channel = z.object({ channel: z.union([z.string(), z.object({ id: z.string() })]) });
const Revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).nullish() }) });
const Home = z.object({ user: z.string(), tab: z.string().optional() });

const LEFT = new Set(["channel_left", "group_left", "channel_deleted", "group_deleted"]);
const CHANGED = new Set([
  "channel_rename",
  "group_rename",
  "channel_archive",
  "channel_unarchive",
  "group_archive",
  "group_unarchive",
  "channel_shared",
  "channel_unshared",
]);

/** Slack has no event for this: the channel says it in a message. Source: Slack, "message event", subtypes. */
const CONVERTED = new Set(["channel_convert_to_private", "channel_convert_to_public"]);

/** Reads an event that is no message of a person; what Footnote has no use for is nothing. */
export function readHouseEvent(event: unknown, botUserId: string): HouseNews {
  const { type = "", subtype = "" } = Named.safeParse(event).data ?? {};
  if (type === "reaction_added" || type === "reaction_removed") {
    const { data } = Reaction.safeParse(event);
    if (!data) return { kind: "nothing" };
    const { item, user: userId, reaction: name } = data;
    return {
      kind: "reaction",
      added: type === "reaction_added",
      channelId: item.channel,
      messageTs: item.ts,
      userId,
      name,
    };
  }
  if (type === "member_joined_channel" || type === "member_left_channel") {
    const { data } = Member.safeParse(event);
    return data
      ? { kind: "member", joined: type === "member_joined_channel", channelId: data.channel, userId: data.user }
      : { kind: "nothing" };
  }
  if (LEFT.has(type) || CHANGED.has(type) || CONVERTED.has(subtype)) {
    const { data } = Channel.safeParse(event);
    if (!data) return { kind: "nothing" };
    const channelId = typeof data.channel === "string" ? data.channel : data.channel.id;
    return { kind: LEFT.has(type) ? "channel-left" : "channel-changed", channelId };
  }
  if (type === "app_mention") return readMention(event, botUserId);
  if (type === "app_home_opened") {
    const { data } = Home.safeParse(event);
    return data && data.tab !== "messages" ? { kind: "home", userId: data.user } : { kind: "nothing" };
  }
  if (type === "app_uninstalled") return { kind: "gone", why: type };
  // A person who takes back a token of their own takes none of ours.
  if (type === "tokens_revoked" && Revoked.safeParse(event).data?.tokens.bot?.length)
    return { kind: "gone", why: type };
  return { kind: "nothing" };
}

/** What someone said, the bot's name left out. */
export function withoutName(text: string, botUserId: string): string {
  return text.replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (named, id) => (id === botUserId ? " " : named)).trim();
}

function readMention(event: unknown, botUserId: string): HouseNews {
  const { data } = MentionEvent.safeParse(event);
  // Bots are never answered. The same message comes as a message event, too, and its files are read there.
  if (!data || data.bot_id || readableFiles(data).length > 0) return { kind: "nothing" };
  const text = withoutName(data.text, botUserId);
  const thread = data.thread_ts ? { threadTs: data.thread_ts } : {};
  return { kind: "mention", mention: { channelId: data.channel, userId: data.user, text, ...thread } };
}
