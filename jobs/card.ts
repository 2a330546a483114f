import { createHash } from "node:crypto";
import { FootnoteError } from "../src/core/problems.ts";
import type { Reply } from "../src/core/reply.ts";
import type { CardJob } from "../src/queue/contracts.ts";
import type { JobRun } from "../src/queue/job-queue.ts";
import { type Card, type CardPlace, renderReply } from "../src/slack/blocks/card.ts";
import { renderImports } from "../src/slack/blocks/import-progress.ts";
import type { SlackDirectory } from "../src/slack/directory.ts";
import type { SlackMessages } from "../src/slack/messages.ts";
import { wordsLanguage } from "../src/slack/words.ts";
import type { Database, MessageRow } from "../src/store/database.ts";
import { importReports } from "../src/store/imports.ts";
import type { MessageKey } from "../src/store/messages.ts";
import {
  type LeasedMessage,
  leaseReply,
  releaseReply,
  replyEntries,
  replyPosting,
  replyShown,
  rootShows,
} from "../src/store/replies.ts";

/** A call to Slack has ended by then, in milliseconds. */
const CALL_MS = 20_000;

interface Parts {
  readonly db: Database;
  readonly messages: SlackMessages;
  readonly directory: SlackDirectory;
  readonly place: CardPlace;
  /** Called when a reply first shows what a link holds, with the milliseconds since it was posted. */
  readonly shown: (elapsedMs: number) => void;
  readonly now: () => Date;
}

/**
 * Makes the one reply to a message show what is known by now: posts it, edits it, or takes it away. Running it twice
 * changes nothing, and a crash between posting and recording is healed by looking for our own metadata in the thread.
 */
export function card(parts: Parts) {
  return async (key: CardJob, { id }: Pick<JobRun, "id">): Promise<void> => {
    for (;;) {
      const message = await leaseReply(parts.db, key, id, parts.now());
      if (!message) return;
      const retryAfterMs = onItsWayMs(message, parts.now());
      // The right is kept: whoever else comes meanwhile leaves it to this job.
      if (retryAfterMs > 0) throw new FootnoteError("SLACK_DOWN", {}, { retryAfterMs });
      try {
        if (await show(parts, key, message)) return;
      } catch (error) {
        await releaseReply(parts.db, key);
        throw error;
      }
    }
  };
}

/** For how long a post may still reach Slack from a process that ended, or was to end, before it heard the answer. */
function onItsWayMs({ cutOff, reply_state, reply_attempt_at }: LeasedMessage, now: Date): number {
  if (!cutOff || reply_state !== "posting" || !reply_attempt_at) return 0;
  return Math.max(0, reply_attempt_at.getTime() + CALL_MS - now.getTime());
}

/** Shows one version; whether that is the newest. */
async function show(parts: Parts, key: MessageKey, message: MessageRow): Promise<boolean> {
  const { db, messages } = parts;
  const { version } = message;
  const standing = await standingReply(parts, key, message);
  const isGone = message.deleted_at !== null || message.reply_state === "gone";
  const outsidersRead = () => parts.directory.outsidersRead(key.teamId, key.channelId);
  const entries = isGone ? [] : await replyEntries(db, key, outsidersRead);
  const imports = isGone ? [] : await importReports(db, key);
  const channel = await parts.directory.channel(key.teamId, key.channelId, "channel");
  // A card that a person had posted stands for itself, wherever others would; an import is told of in any case.
  const isCard = message.reply_ts === message.message_ts;
  const shown = channel.placement === "nowhere" && !isCard ? [] : entries;
  const adds = imports.length > 0 || (shown.length > 0 && !(await rootShows(db, message, shown)));
  if (!adds) {
    if (standing) await messages.remove(key.channelId, standing);
    return replyShown(db, key, { version, gone: isGone, removed: standing !== undefined });
  }
  const poster = channel.language ? undefined : await parts.directory.person(key.teamId, message.user_id);
  const language = channel.language ?? wordsLanguage(poster?.locale);
  const reply: Reply = { entries: shown, language, leftOut: message.left_out };
  const content = both(
    imports.length > 0 ? renderImports(imports, reply.language) : undefined,
    shown.length > 0 ? renderReply(reply, parts.place) : undefined,
  );
  const digest = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const isNewest = await putReply(parts, {
    key,
    message,
    content,
    digest,
    standing,
    inThread: channel.placement !== "channel",
  });
  const finished = shown.length > 0 && shown.every((entry) => entry.state.kind !== "reading");
  if (finished) parts.shown(parts.now().getTime() - message.posted_at.getTime());
  return isNewest;
}

/** What the imports of a message say, and the cards of its other links and files. */
function both(imports: Card | undefined, cards: Card | undefined): Card {
  const parts = [imports, cards].filter((part) => part !== undefined);
  return { text: parts.map(({ text }) => text).join("\n"), blocks: parts.flatMap(({ blocks }) => blocks) };
}

interface ReplyToPut {
  readonly key: MessageKey;
  readonly message: MessageRow;
  readonly content: Card;
  readonly digest: string;
  readonly standing: string | undefined;
  readonly inThread: boolean;
}

async function putReply(
  parts: Parts,
  { key, message, content, digest, standing, inThread }: ReplyToPut,
): Promise<boolean> {
  const { version } = message;
  if (!standing) {
    // Slack was so slow that another job took this over: it shows what this one would.
    if (!(await replyPosting(parts.db, key, message.lease_by, parts.now()))) return true;
    const threadTs = message.thread_ts ?? (inThread ? message.message_ts : undefined);
    const replyTs = await parts.messages.post(key.channelId, content, {
      id: message.reply_id,
      ...(threadTs ? { threadTs } : {}),
    });
    return replyShown(parts.db, key, { replyTs, version, digest });
  }
  const changed =
    digest === message.reply_digest ? "done" : await parts.messages.update(key.channelId, standing, content);
  // Someone took the reply away: it stays away.
  return replyShown(parts.db, key, { replyTs: standing, version, digest, gone: changed === "gone" });
}

/** The ts of the reply that stands in Slack. After a crash while posting, Slack is asked; if it cannot say, we wait. */
async function standingReply(parts: Parts, key: MessageKey, message: MessageRow): Promise<string | undefined> {
  if (message.reply_state === "posted") return message.reply_ts ?? undefined;
  if (message.reply_state !== "posting") return undefined;
  const since = message.reply_attempt_at ?? message.posted_at;
  const threadTs = message.thread_ts ?? message.message_ts;
  return (
    (await parts.messages.findOwn(key.channelId, { threadTs, id: message.reply_id, since })) ??
    inChannel(parts, key, message, since)
  );
}

/** The same for a reply that stands in the channel and not in the thread. */
async function inChannel(parts: Parts, key: MessageKey, message: MessageRow, since: Date): Promise<string | undefined> {
  const channel = await parts.directory.channel(key.teamId, key.channelId, "channel");
  if (channel.placement !== "channel") return undefined;
  return parts.messages.findOwn(key.channelId, { id: message.reply_id, since });
}
