import type { Channel } from "./directory.ts";
import { type EmulatedWorkspace, rowId } from "./emulated-workspace.ts";
import type { EphemeralMessages } from "./ephemeral-messages.ts";
import { asObjects, asText, type Json } from "./json.ts";
import type { NextTs } from "./slack-clock.ts";
import { messageFromRow, type SlackMessage } from "./slack-message.ts";

/** Posts that a `response_url` takes. Source: Slack, "Handling user interaction", "Message responses". */
const USES = 5;
/** How long it takes them, in milliseconds. Source: the same. */
const LIFETIME_MS = 30 * 60 * 1_000;

/** What a command or click was about, so that an answer finds its place. */
export interface ResponsePlace {
  readonly channel: Channel;
  readonly user: string;
  readonly threadTs?: string;
  /** The message that was clicked, which `replace_original` replaces. */
  readonly original?: SlackMessage;
}

/** The `response_url`s that were given out. */
export interface ResponseUrls {
  open(place: ResponsePlace): string;
  /** Takes a post to one; gives Slack's answer. */
  respond(id: string, body: Json): Promise<Json>;
  /** As {@link ResponseUrls.respond}, for the body of an acknowledgement, which uses nothing up. */
  show(id: string, body: Json): void;
  /** What was said through one, as it stands now: messages everyone sees, then those for one person. */
  saidBy(id: string): readonly string[];
}

/** No `response_url` given out yet. */
export function responseUrls(parts: {
  readonly workspace: EmulatedWorkspace;
  readonly ephemerals: EphemeralMessages;
  readonly nextTs: NextTs;
  readonly clock: () => Date;
  readonly onPosted: (row: Json, channel: Channel) => void;
}): ResponseUrls {
  const { workspace, ephemerals, nextTs, clock, onPosted } = parts;
  const given = new Map<string, { place: ResponsePlace; uses: number; openedAt: number; said: string[] }>();

  function show(id: string, body: Json): void {
    const opened = given.get(id);
    if (!opened) return;
    const { place, said } = opened;
    const content = { text: asText(body.text), blocks: asObjects(body.blocks) };
    if (place.original && (body.replace_original === true || body.delete_original === true)) {
      changeOriginal(place.original, body.delete_original === true ? undefined : content);
      return;
    }
    if (body.replace_original === true && said.length > 0) {
      ephemerals.replace(said.at(-1) ?? "", content);
      return;
    }
    said.push(body.response_type === "in_channel" ? post(place, content) : whisper(place, content));
  }

  function changeOriginal(original: SlackMessage, content: Content | undefined): void {
    if (original.kind === "ephemeral") {
      content ? ephemerals.replace(original.ts, content) : ephemerals.remove(original.ts);
      return;
    }
    const { messages } = workspace.tables;
    const row = messages.findBy("channel_id", original.channel).find(({ ts }) => ts === original.ts);
    if (!row) return;
    if (content) messages.update(rowId(row), { ...content, edited: { user: workspace.bot.userId } });
    else messages.delete(rowId(row));
  }

  function post({ channel, threadTs }: ResponsePlace, content: Content): string {
    const row = workspace.tables.messages.insert({
      ...content,
      channel_id: channel.id,
      user: workspace.bot.userId,
      type: "message",
      thread_ts: threadTs,
      reply_count: 0,
      reply_users: [],
      reactions: [],
    });
    onPosted(row, channel);
    return asText(row.ts);
  }

  function whisper({ channel, user, threadTs }: ResponsePlace, content: Content): string {
    const ts = nextTs();
    const row = { ...content, ts, channel_id: channel.id, user: workspace.bot.userId, bot_id: workspace.bot.botId };
    const message = messageFromRow({ ...row, thread_ts: threadTs });
    ephemerals.add({ ...message, kind: "ephemeral", visibleTo: user });
    return ts;
  }

  return {
    open: (place) => {
      const id = `R${given.size + 1}`;
      given.set(id, { place, uses: 0, openedAt: clock().getTime(), said: [] });
      return id;
    },
    respond: async (id, body) => {
      const opened = given.get(id);
      if (!opened) return { ok: false, error: "invalid_url" };
      if (clock().getTime() - opened.openedAt > LIFETIME_MS) return { ok: false, error: "expired_url" };
      if (opened.uses >= USES) return { ok: false, error: "used_url" };
      opened.uses++;
      show(id, body);
      return { ok: true };
    },
    show,
    saidBy: (id) => [...(given.get(id)?.said ?? [])],
  };
}

type Content = { readonly text: string; readonly blocks: readonly Json[] };
