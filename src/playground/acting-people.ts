import type { Channel, Directory } from "./directory.ts";
import { type EmulatedWorkspace, rowId } from "./emulated-workspace.ts";
import type { EventDeliveries } from "./event-deliveries.ts";
import { asObject, asObjects, asText, type Json } from "./json.ts";
import type { Signature } from "./signed-sender.ts";
import type { NextTs } from "./slack-clock.ts";
import type { SlackEvents } from "./slack-events.ts";
import { messageFromRow, type SlackMessage } from "./slack-message.ts";
import { linked, richTextOf } from "./typed-text.ts";
import { wireFile, wireMessage } from "./web-api-methods.ts";

/** Who speaks, and where in the channel. */
export interface SayOptions {
  /** Handle or id; default the first person. */
  readonly as?: string;
  readonly threadTs?: string;
  /** Shows a thread reply in the channel as well, which makes its subtype `thread_broadcast`. */
  readonly broadcast?: boolean;
  /** In the place of the blocks that Slack makes from the text. `[]` sends none. */
  readonly blocks?: readonly Json[];
  /** What stands under the message, such as one that it forwards. */
  readonly attachments?: readonly Json[];
  readonly signature?: Signature;
}

/** A file to attach. */
export interface FileContent {
  readonly filename: string;
  readonly content: string | Uint8Array;
  readonly title?: string;
}

/** How a file is attached. */
export interface AttachOptions {
  readonly as?: string;
  readonly comment?: string;
  readonly threadTs?: string;
  /**
   * What Slack shows of it: `stub` is a Slack Connect file of which the event holds only an id
   * (`file_access: "check_file_info"`), `tombstone` a deleted one, `hidden_by_limit` one beyond a free plan's limit.
   */
  readonly shownAs?: "stub" | "tombstone" | "hidden_by_limit";
}

/** What people and other apps do in channels. Every promise settles when the app has taken the event, or has failed to. */
export interface ActingPeople {
  /** Says something. `text` is mrkdwn as Slack would pass it on; bare addresses become links. */
  say(channel: string, text: string, options?: SayOptions): Promise<SlackMessage>;
  /** Says something to the bot by its name: a message and an app_mention. */
  mention(channel: string, text: string, options?: SayOptions): Promise<SlackMessage>;
  /** Uploads files with one message. */
  attach(channel: string, files: FileContent | readonly FileContent[], options?: AttachOptions): Promise<SlackMessage>;
  edit(message: SlackMessage, text: string): Promise<SlackMessage>;
  /** Deletes a message; one with replies stays as a tombstone, which reaches the app as `message_changed`. */
  remove(message: SlackMessage): Promise<void>;
  /** What Slack does to most messages with links, seconds later: an edit that changes no text. */
  unfurl(message: SlackMessage): Promise<void>;
  /** Delivers the message's event once more, under the same event id. */
  redeliver(message: SlackMessage): Promise<void>;
  /** Another app posts. */
  sayAsOtherBot(channel: string, text: string, options?: { readonly threadTs?: string }): Promise<SlackMessage>;
  react(message: SlackMessage, emoji: string, options?: { readonly as?: string }): Promise<void>;
  /** Puts a person, or the bot (`bot`), into a channel. */
  join(channel: string, who: string): Promise<void>;
  leave(channel: string, who: string): Promise<void>;
  /** Makes a channel private, or public. Slack tells of it by a message in the channel only. */
  convert(channel: string, to: "private" | "public", options?: { readonly as?: string }): Promise<void>;
  /** Takes a person's account away. Slack tells the app nothing: it does not hear of everybody's changes. */
  deactivate(who: string): void;
  openHome(as?: string): Promise<void>;
}

/** What acting needs. */
export interface ActingParts {
  readonly workspace: EmulatedWorkspace;
  readonly directory: Directory;
  readonly events: SlackEvents;
  readonly deliveries: EventDeliveries;
  readonly nextTs: NextTs;
  readonly lostFiles: Map<string, "tombstone" | "hidden_by_limit">;
}

/** The people of a workspace. */
export function actingPeople(parts: ActingParts): ActingPeople {
  const { workspace, directory, events, nextTs } = parts;
  const { messages } = workspace.tables;
  const author = (as: string | undefined) => (as === undefined ? firstPerson(directory) : directory.person(as));
  const row = ({ channel, ts }: SlackMessage) => {
    const found = messages.findBy("channel_id", channel).find((one) => one.ts === ts);
    if (!found) throw new Error(`There is no message ${ts} in ${channel} any more.`);
    return found;
  };

  async function say(channelName: string, text: string, options: SayOptions = {}): Promise<SlackMessage> {
    const channel = await directory.channel(channelName);
    const { id } = author(options.as);
    const mrkdwn = linked(text);
    const inserted = post(channel, {
      user: id,
      text: mrkdwn,
      blocks: options.blocks ?? [richTextOf(mrkdwn)],
      ...(options.attachments ? { attachments: options.attachments } : {}),
      thread_ts: options.threadTs,
      ...(options.broadcast ? { subtype: "thread_broadcast" } : {}),
    });
    await send(inserted, channel, options.signature);
    return messageFromRow(inserted);
  }

  /** Into the table itself, since emulate's own method would pass the event on before we can add to it. */
  function post(channel: Channel, content: Json): Json {
    const inserted = messages.insert({
      type: "message",
      channel_id: channel.id,
      reply_count: 0,
      reply_users: [],
      reactions: [],
      ...content,
    });
    countReply(inserted);
    return inserted;
  }

  function countReply({ channel_id, thread_ts, user }: Json): void {
    const parent = messages.findBy("channel_id", asText(channel_id)).find(({ ts }) => ts === thread_ts);
    if (!parent) return;
    const users = Array.isArray(parent.reply_users) ? parent.reply_users : [];
    const reply_users = users.includes(user) ? users : [...users, user];
    messages.update(rowId(parent), { reply_count: Number(parent.reply_count ?? 0) + 1, reply_users });
  }

  async function send(inserted: Json, channel: Channel, signature?: Signature, changes: Json = {}): Promise<void> {
    // The app hears what is said where its bot is.
    if (!channel.members.includes(workspace.bot.userId)) return;
    const event = { ...wireMessage(inserted, workspace.teamId), ...changes };
    const options = signature ? { signature } : {};
    const mentioned = asText(inserted.text).includes(`<@${workspace.bot.userId}>`) && channel.kind !== "im";
    const mention = { ...event, type: "app_mention", channel: channel.id, event_ts: inserted.ts };
    await Promise.all([
      events.emit(events.full(event, channel), options),
      mentioned ? events.emit(mention, options) : undefined,
    ]);
  }

  async function change(channel: Channel, message: Json, previous: Json, subtype = "message_changed"): Promise<void> {
    const changed = subtype === "message_deleted" ? { deleted_ts: previous.ts } : { message };
    const event = { type: "message", subtype, hidden: true, ...changed, previous_message: previous };
    await events.emit(events.full({ ...event, channel: channel.id }, channel));
  }

  return {
    say,
    mention: (channel, text, options) => say(channel, `<@${workspace.bot.userId}> ${text}`, options),
    attach: async (channelName, files, options = {}) => {
      const channel = await directory.channel(channelName);
      const list = "filename" in files ? [files] : files;
      return attach(parts, { channel, userId: author(options.as).id, files: list, options, post, send });
    },
    edit: async (message, text) => {
      const previous = row(message);
      const mrkdwn = linked(text);
      const content = { text: mrkdwn, blocks: [richTextOf(mrkdwn)], edited: { user: message.user } };
      const edited = messages.update(rowId(previous), content) ?? previous;
      await change(await directory.channel(message.channel), edited, previous);
      return messageFromRow(edited);
    },
    remove: async (message) => {
      const previous = row(message);
      const channel = await directory.channel(message.channel);
      const replies = messages
        .findBy("channel_id", channel.id)
        .filter((one) => one.thread_ts === message.ts && one.ts !== message.ts);
      if (replies.length === 0) {
        messages.delete(rowId(previous));
        return change(channel, previous, previous, "message_deleted");
      }
      const tombstone = messages.update(rowId(previous), TOMBSTONE) ?? previous;
      await change(channel, tombstone, previous);
    },
    unfurl: async (message) => {
      const previous = row(message);
      const attachments = [{ id: 1, from_url: "https://example.com/", title: "A preview", fallback: "A preview" }];
      const unfurled = messages.update(rowId(previous), { attachments }) ?? previous;
      await change(await directory.channel(message.channel), unfurled, previous);
    },
    redeliver: async ({ channel, ts }) => {
      const envelope = events.envelopeOf(channel, ts);
      if (!envelope) throw new Error(`No event was sent for the message ${ts}.`);
      await parts.deliveries.again(envelope);
    },
    sayAsOtherBot: async (channelName, text, { threadTs } = {}) => {
      const channel = await directory.channel(channelName);
      const other = { subtype: "bot_message", bot_id: "B0000000ZZ", username: "build-bot", user: "U0000000ZZ" };
      const inserted = post(channel, { ...other, text: linked(text), thread_ts: threadTs });
      await send(inserted, channel);
      return messageFromRow(inserted);
    },
    react: async ({ channel, ts }, emoji, { as } = {}) => {
      const token = workspace.tokenOf(author(as).id);
      await workspace.call(token, "reactions.add", { channel, timestamp: ts, name: emoji });
    },
    join: async (channelName, who) => {
      const channel = await directory.channel(channelName);
      const user = who === "bot" ? workspace.bot.userId : directory.person(who).id;
      directory.setMember(channel.id, user, true);
      await events.emit({
        type: "member_joined_channel",
        user,
        channel: channel.id,
        ...joinDetails(channel),
        event_ts: nextTs(),
      });
    },
    leave: async (channelName, who) => {
      const channel = await directory.channel(channelName);
      const user = who === "bot" ? workspace.bot.userId : directory.person(who).id;
      directory.setMember(channel.id, user, false);
      const left = who === "bot" ? (channel.kind === "private" ? "group_left" : "channel_left") : "member_left_channel";
      await events.emit({ type: left, user, channel: channel.id, ...joinDetails(channel), event_ts: nextTs() });
    },
    convert: async (channelName, to, { as } = {}) => {
      const { id } = await directory.channel(channelName);
      directory.setPrivate(id, to === "private");
      const channel = await directory.channel(id);
      const said = { subtype: `channel_convert_to_${to}`, text: `made this channel *${to}*.`, user: author(as).id };
      await send(post(channel, said), channel);
    },
    deactivate: (who) => {
      const { id } = directory.person(who);
      for (const channel of directory.channels()) {
        if (channel.kind !== "im" && channel.members.includes(id)) directory.setMember(channel.id, id, false);
      }
      const row = asObject(workspace.tables.users.findOneBy("user_id", id));
      workspace.tables.users.update(rowId(row), { deleted: true });
    },
    openHome: async (as) => {
      const person = author(as);
      const { id: channel } = await directory.channel(`@${person.name}`);
      await events.emit({ type: "app_home_opened", user: person.id, channel, tab: "home", event_ts: nextTs() });
    },
  };

  function joinDetails(channel: Channel): Json {
    return { channel_type: channel.kind === "public" ? "C" : "G", team: workspace.teamId };
  }
}

/**
 * What is left of a deleted message that has replies. Its event is `message_changed`, not `message_deleted`
 * (seen in slack-edge pull request 10 and matterbridge issue 600).
 */
const TOMBSTONE = {
  subtype: "tombstone",
  text: "This message was deleted.",
  user: "USLACKBOT",
  hidden: true,
  blocks: undefined,
  files: undefined,
} as const;

function firstPerson(directory: Directory) {
  const [first] = directory.people();
  if (!first) throw new Error("There is nobody in this workspace.");
  return first;
}

interface Attaching {
  readonly channel: Channel;
  readonly userId: string;
  readonly files: readonly FileContent[];
  readonly options: AttachOptions;
  post(channel: Channel, content: Json): Json;
  send(inserted: Json, channel: Channel, signature: undefined, changes: Json): Promise<void>;
}

/** Uploads as a person's client does, then lets the message tell of it, since emulate sends its event at once. */
async function attach(parts: ActingParts, attaching: Attaching): Promise<SlackMessage> {
  const { channel, userId, files, options } = attaching;
  const uploaded: Json[] = [];
  for (const file of files) uploaded.push(await upload(parts, userId, channel, file));
  const text = linked(options.comment ?? "");
  const inserted = attaching.post(channel, {
    user: userId,
    subtype: "file_share",
    text,
    ...(text === "" ? {} : { blocks: [richTextOf(text)] }),
    thread_ts: options.threadTs,
    files: uploaded,
    upload: false,
  });
  const shown = options.shownAs;
  if (shown === "tombstone" || shown === "hidden_by_limit") {
    for (const { file_id } of uploaded) parts.lostFiles.set(asText(file_id), shown);
  }
  const seen = uploaded.map((file) =>
    shown === undefined ? wireFile(file) : partlyShown(asText(file.file_id), shown),
  );
  await attaching.send(inserted, channel, undefined, { files: seen });
  return messageFromRow({ ...inserted, files: seen });
}

async function upload(parts: ActingParts, userId: string, channel: Channel, file: FileContent): Promise<Json> {
  const { workspace } = parts;
  const token = workspace.tokenOf(userId);
  const bytes = Buffer.from(file.content);
  const asked = await workspace.call(token, "files.getUploadURLExternal", {
    filename: file.filename,
    length: bytes.length,
  });
  await workspace.fetch(new Request(asText(asked.upload_url), { method: "POST", body: bytes }));
  const done = { files: [{ id: asked.file_id, title: file.title ?? file.filename }] };
  const completed = await workspace.call(token, "files.completeUploadExternal", done);
  const [first] = asObjects(completed.files);
  if (!first) throw new Error(`The upload of ${file.filename} failed: ${asText(completed.error)}`);
  const row = asObject(workspace.tables.files.findOneBy("file_id", asText(first.id)));
  const place = { public: "channels", private: "groups", im: "ims" }[channel.kind];
  return workspace.tables.files.update(rowId(row), { [place]: [channel.id] }) ?? row;
}

function partlyShown(id: string, shown: NonNullable<AttachOptions["shownAs"]>): Json {
  if (shown !== "stub") return { id, mode: shown };
  return { id, created: 0, timestamp: 0, mode: "file_access", file_access: "check_file_info" };
}
