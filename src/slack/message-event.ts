import { z } from "zod";
import { linksInMessage } from "./links.ts";
import { REPLY_EVENT } from "./messages.ts";

/** What Slack says of an attached file. */
export const FileSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  filetype: z.string().nullish(),
  mode: z.string().nullish(),
});

/** What stands under a message: a forwarded one (`is_share`), what a bot encloses, or a preview of a link (`from_url`). */
const Attachment = z.object({
  text: z.string().nullish(),
  title_link: z.string().nullish(),
  from_url: z.string().nullish(),
  is_share: z.boolean().nullish(),
  message_blocks: z
    .array(z.object({ message: z.object({ blocks: z.array(z.unknown()).nullish() }) }))
    .nullish()
    .catch(undefined),
});

const MessageBody = z.object({
  ts: z.string(),
  user: z.string().nullish(),
  text: z.string().nullish(),
  thread_ts: z.string().nullish(),
  subtype: z.string().nullish(),
  bot_id: z.string().nullish(),
  client_msg_id: z.string().nullish(),
  blocks: z.array(z.unknown()).nullish().catch(undefined),
  files: z.array(FileSchema).nullish().catch(undefined),
  attachments: z.array(Attachment).nullish().catch(undefined),
  edited: z.object({ ts: z.string() }).nullish().catch(undefined),
  metadata: z.object({ event_type: z.string() }).nullish().catch(undefined),
});

const MessageEvent = MessageBody.extend({
  type: z.literal("message"),
  channel: z.string(),
  channel_type: z.string().nullish(),
  event_ts: z.string().nullish(),
  asked: z.boolean().nullish(),
  message: MessageBody.nullish(),
  previous_message: MessageBody.nullish().catch(undefined),
  deleted_ts: z.string().nullish(),
});

/** An attached file that could be a saved page. */
export interface AttachedFile {
  readonly fileId: string;
  readonly filename: string;
  /** Slack told no more than its id, as of another company's file: what it is must be asked. */
  readonly isUnknown?: true;
}

/** A message a person wrote, with what in it can be read. */
export interface PersonMessage {
  readonly channelId: string;
  readonly channelType: string;
  readonly messageTs: string;
  /** When it was written as it is here; later than `messageTs` once it was edited. */
  readonly changedTs: string;
  readonly threadTs?: string;
  readonly userId: string;
  readonly text: string;
  readonly clientMsgId?: string;
  readonly links: readonly string[];
  /** Links in what it forwards, or a bot encloses: among `links` only where a person asked for them. */
  readonly enclosed?: readonly string[];
  readonly files: readonly AttachedFile[];
  /** A person asked for this very message to be read, by its menu. */
  readonly asked?: boolean;
}

/**
 * What a message event means to Footnote. `held`: whether there was something to read in it before, so that its first
 * event, should that come later, is not to be followed any more. `before`: what the message was, where Slack tells.
 */
export type MessageNews =
  | { readonly kind: "said"; readonly message: PersonMessage }
  | {
      readonly kind: "edited";
      readonly message: PersonMessage;
      readonly held: boolean;
      readonly before?: PersonMessage;
    }
  | { readonly kind: "deleted"; readonly channelId: string; readonly messageTs: string; readonly held: boolean }
  /** Our own posts, other bots, joins and topics, unfurls. */
  | { readonly kind: "nothing" };

/** Slack's own voice, which no event marks as a bot's. What it repeats, such as reminders, nobody shares by it. */
const SLACKBOT = "USLACKBOT";

/** Subtypes under which people say things. Source: Slack, "message event", subtypes. */
const PEOPLE_SAY = new Set(["file_share", "thread_broadcast", "me_message"]);

/**
 * Reads a `message` event. Bots, our own echoes, and edits that change neither text nor files (Slack sends one for
 * every unfurl) are nothing.
 */
export function readMessageEvent(event: unknown): MessageNews {
  const parsed = MessageEvent.safeParse(event);
  if (!parsed.success) return { kind: "nothing" };
  const { data } = parsed;
  if (data.subtype === "message_deleted") {
    return data.deleted_ts
      ? { kind: "deleted", channelId: data.channel, messageTs: data.deleted_ts, held: heldBefore(data) }
      : { kind: "nothing" };
  }
  if (data.subtype === "message_changed") return readChange(data);
  if (data.subtype && !PEOPLE_SAY.has(data.subtype)) return { kind: "nothing" };
  const message = personMessage(data, data);
  return message ? { kind: "said", message } : { kind: "nothing" };
}

function readChange(data: z.infer<typeof MessageEvent>): MessageNews {
  const { message: inner, previous_message: before } = data;
  if (!inner) return { kind: "nothing" };
  // A deleted message with replies stays as a tombstone.
  if (inner.subtype === "tombstone") {
    return { kind: "deleted", channelId: data.channel, messageTs: inner.ts, held: heldBefore(data) };
  }
  const sameFiles =
    String(readableFiles(before).map(({ id }) => id)) === String(readableFiles(inner).map(({ id }) => id));
  if (before && before.text === inner.text && sameFiles) return { kind: "nothing" };
  if (inner.subtype && !PEOPLE_SAY.has(inner.subtype)) return { kind: "nothing" };
  const message = personMessage(inner, data);
  if (!message) return { kind: "nothing" };
  const known = before ? personMessage(before, data) : undefined;
  return { kind: "edited", message, held: heldBefore(data), ...(known ? { before: known } : {}) };
}

function heldBefore(data: z.infer<typeof MessageEvent>): boolean {
  if (!data.previous_message) return true;
  const before = personMessage(data.previous_message, data);
  return before !== undefined && before.links.length + before.files.length > 0;
}

function personMessage(
  body: z.infer<typeof MessageBody>,
  place: Pick<z.infer<typeof MessageEvent>, "channel" | "channel_type" | "event_ts" | "asked">,
): PersonMessage | undefined {
  if (!body.user || body.bot_id || body.metadata?.event_type === REPLY_EVENT) return undefined;
  const text = body.text ?? "";
  const links = body.user === SLACKBOT ? [] : linksInMessage({ text, blocks: body.blocks ?? [] });
  const enclosed = (body.attachments ?? []).flatMap(enclosedLinks);
  return {
    channelId: place.channel,
    channelType: place.channel_type ?? "channel",
    messageTs: body.ts,
    changedTs: body.edited?.ts ?? place.event_ts ?? body.ts,
    // Slack gives a thread's first message its own ts as thread_ts.
    ...(body.thread_ts && body.thread_ts !== body.ts ? { threadTs: body.thread_ts } : {}),
    userId: body.user,
    text,
    ...(body.client_msg_id ? { clientMsgId: body.client_msg_id } : {}),
    links: place.asked ? [...new Set([...links, ...enclosed])] : links,
    ...(enclosed.length > 0 ? { enclosed } : {}),
    ...(place.asked ? { asked: true } : {}),
    files: readableFiles(body).map(attachedFile),
  };
}

function enclosedLinks(attachment: z.infer<typeof Attachment>): readonly string[] {
  if (attachment.from_url && !attachment.is_share) return [];
  const blocks = (attachment.message_blocks ?? []).flatMap(({ message }) => message.blocks ?? []);
  const title = attachment.title_link ? `<${attachment.title_link}>` : "";
  return [...linksInMessage({ text: title }), ...linksInMessage({ text: attachment.text ?? "", blocks })];
}

function attachedFile({ id, name, mimetype }: z.infer<typeof FileSchema>): AttachedFile {
  return { fileId: id, filename: name ?? id, ...(name || mimetype ? {} : { isUnknown: true }) };
}

/** Canvases (`quip`) and lists are Slack's own; a file that lies elsewhere comes with its link in the text. */
const NO_PAGE_MODES = new Set(["quip", "list", "tombstone", "external"]);
/** Endings of what people attach all day that is no saved page: left alone, without a word. */
const NO_PAGE =
  /\.(xlsx?|ods|csv|tsv|pptx?|odp|key|numbers|psd|ai|sketch|fig|svg|ico|heic|mp[34]|m4a|mov|avi|mkv|webm|wav|ogg)$/i;

/** The attached files that are to be read. */
export function readableFiles(body: Pick<z.infer<typeof MessageBody>, "files"> | null | undefined) {
  return (body?.files ?? []).filter(couldBePage);
}

/** Whether a file is to be read, by what Slack says of it. */
export function couldBePage(file: Pick<z.infer<typeof FileSchema>, "mode" | "mimetype" | "name">): boolean {
  if (NO_PAGE_MODES.has(file.mode ?? "")) return false;
  if (/^(image|video|audio|font)\//.test(file.mimetype ?? "")) return false;
  return !NO_PAGE.test(file.name ?? "");
}
