import { FootnoteError } from "../src/core/problems.ts";
import { canonicalUrl } from "../src/core/url/canonical-url.ts";
import type { EventJob } from "../src/queue/contracts.ts";
import type { JobRun } from "../src/queue/job-queue.ts";
import { asksAboutLink } from "../src/slack/answers/typed.ts";
import type { SlackDirectory } from "../src/slack/directory.ts";
import { type Mention, readHouseEvent, withoutName } from "../src/slack/house-event.ts";
import { linksIn } from "../src/slack/links.ts";
import { couldBePage, type MessageNews, type PersonMessage, readMessageEvent } from "../src/slack/message-event.ts";
import type { SlackMessages } from "../src/slack/messages.ts";
import type { Database } from "../src/store/database.ts";
import type { Directory } from "../src/store/directory.ts";
import { pendingEvent, settleEvent } from "../src/store/inbox.ts";
import {
  followDeletion,
  followEdit,
  type Recorded,
  recallMessage,
  recordMessage,
  type SharedMessage,
  type Source,
} from "../src/store/messages.ts";
import { addReaction, removeReaction } from "../src/store/reactions.ts";
import { type Enqueue, enqueueReading, enqueueReply } from "./enqueue.ts";
import type { Workspace } from "./workspace.ts";

/** Links and files of one message that are read; the reply says how many were left out. */
const MOST_SOURCES = 100;

interface Parts {
  readonly db: Database;
  readonly channels: Directory;
  readonly directory: SlackDirectory;
  readonly botUserId: string;
  readonly enqueue: Enqueue;
  readonly publishHome: (userId: string) => Promise<void>;
  readonly greet: (channelId: string) => Promise<void>;
  readonly answerMention: (mention: Mention) => Promise<void>;
  /** `again`: it may have been answered before, and Slack's word for that was lost. */
  readonly answerDirectMessage: (message: PersonMessage, again: boolean) => Promise<void>;
  readonly fileInfo: SlackMessages["fileInfo"];
  /** Called for each message of a person, for the count of our posts beside theirs. */
  readonly personSpoke: () => void;
  readonly workspace: Pick<Workspace, "stop" | "wake">;
  readonly now: () => Date;
}

/** Follows one stored event of Slack. Running it twice changes nothing: every claim it makes is unique. */
export function event(parts: Parts) {
  return async ({ teamId, eventId }: EventJob, { attempt }: Pick<JobRun, "attempt">): Promise<void> => {
    const body = await pendingEvent(parts.db, teamId, eventId);
    if (body === undefined) return;
    // In a stopped workspace an event waits: the sweep finds it once Slack takes our word again, should it ever.
    if (readHouseEvent(body, parts.botUserId).kind !== "gone" && (await parts.workspace.wake())) return;
    await follow(parts, teamId, body, attempt > 1);
    await settleEvent(parts.db, teamId, eventId, parts.now());
  };
}

async function follow(parts: Parts, teamId: string, body: unknown, again: boolean): Promise<void> {
  const news = readMessageEvent(body);
  switch (news.kind) {
    case "said":
      return said(parts, teamId, news.message, again);
    case "edited":
      return edited(parts, teamId, news);
    case "deleted": {
      const key = { teamId, channelId: news.channelId, messageTs: news.messageTs };
      const version = await followDeletion(parts.db, key, parts.now(), news.held);
      if (version !== undefined) await enqueueReply(parts.enqueue, { ...key, version });
      return;
    }
    case "nothing":
      return followHouse(parts, teamId, body);
  }
}

async function said(parts: Parts, teamId: string, message: PersonMessage, again: boolean): Promise<void> {
  if (message.userId === parts.botUserId) return;
  parts.personSpoke();
  if (isQuestion(parts, message) || message.links.length + message.files.length === 0) {
    const text = withoutName(message.text, parts.botUserId);
    // A picture by itself asks nothing; our name by itself does.
    if (message.channelType === "im" && message.text.trim() !== "")
      await parts.answerDirectMessage({ ...message, text }, again);
    return;
  }
  if (!(await captures(parts, teamId, message))) return;
  const meant = await withKnownFiles(parts, message);
  if (meant.links.length + meant.files.length === 0) return;
  const record = message.asked ? recallMessage : recordMessage;
  await handOn(parts, teamId, message, await record(parts.db, shared(parts, teamId, meant)));
}

async function edited(
  parts: Parts,
  teamId: string,
  { message, held, before }: Extract<MessageNews, { kind: "edited" }>,
): Promise<void> {
  if (message.userId === parts.botUserId) return;
  const takesNew = await captures(parts, teamId, message);
  // What was only asked about did not stand there to be read.
  const stood = before && !isQuestion(parts, before) ? sourcesOf(before) : [];
  const meant = isQuestion(parts, message) ? { ...message, links: [] } : await withKnownFiles(parts, message);
  await handOn(
    parts,
    teamId,
    message,
    await followEdit(parts.db, shared(parts, teamId, meant), { held, stood, takesNew }),
  );
}

async function handOn(parts: Parts, teamId: string, message: PersonMessage, recorded: Recorded): Promise<void> {
  for (const { shareId } of recorded.toRead) await enqueueReading(parts.enqueue, shareId);
  if (recorded.version === undefined) return;
  const { channelId, messageTs } = message;
  await enqueueReply(parts.enqueue, { teamId, channelId, messageTs, version: recorded.version });
}

/** Whether links of this channel are to be read; whoever asks for it is served whatever the channel is set to. */
async function captures(parts: Parts, teamId: string, message: PersonMessage): Promise<boolean> {
  const channel = await parts.directory.channel(teamId, message.channelId, message.channelType);
  return channel.capture || message.asked === true || mentionsUs(parts, message);
}

function mentionsUs({ botUserId }: Parts, { text }: PersonMessage): boolean {
  return text.includes(`<@${botUserId}>`);
}

/** Whether Footnote is asked about the link of a message: it is answered, in a channel to the mention, and not read. */
function isQuestion(parts: Parts, message: PersonMessage): boolean {
  const isSpokenTo = message.channelType === "im" || mentionsUs(parts, message);
  if (message.asked || !isSpokenTo || message.files.length > 0) return false;
  return asksAboutLink(withoutName(message.text, parts.botUserId));
}

function givesLinks({ text }: Mention): boolean {
  return linksIn(text).length > 0 && !asksAboutLink(text);
}

/** A message with what Slack says, when asked, of the files that it only named: what is no page is left alone then, too. */
async function withKnownFiles({ fileInfo }: Parts, message: PersonMessage): Promise<PersonMessage> {
  const files = message.files.map(async (file) => {
    const info = file.isUnknown ? await fileInfo(file.fileId) : undefined;
    if (!info) return [file];
    return couldBePage(info) ? [{ fileId: file.fileId, filename: info.name ?? file.filename }] : [];
  });
  return { ...message, files: (await Promise.all(files)).flat() };
}

function sourcesOf(message: Pick<PersonMessage, "links" | "files">): readonly Source[] {
  const links: Source[] = message.links.map((url) => {
    const canonical = canonicalUrl(url);
    return { kind: "link", url, ...(canonical ? { canonicalUrl: canonical } : {}) };
  });
  const files: Source[] = message.files.map((file) => ({ kind: "file", ...file }));
  const seen = new Set<string>();
  return [...links, ...files].filter((source) => {
    const key = source.kind === "link" ? (source.canonicalUrl ?? source.url) : source.fileId;
    return !seen.has(key) && seen.add(key);
  });
}

function shared(parts: Parts, teamId: string, message: PersonMessage): SharedMessage {
  const { channelId, messageTs, changedTs, threadTs, userId, text, clientMsgId } = message;
  const sources = sourcesOf(message);
  const postedAt = timeOf(messageTs) ?? parts.now();
  return {
    teamId,
    channelId,
    messageTs,
    ...(threadTs ? { threadTs } : {}),
    userId,
    text,
    ...(clientMsgId ? { clientMsgId } : {}),
    postedAt,
    changedAt: timeOf(changedTs) ?? postedAt,
    sources: sources.slice(0, MOST_SOURCES),
    enclosed: sourcesOf({ links: message.enclosed ?? [], files: [] }),
    leftOut: Math.max(0, sources.length - MOST_SOURCES),
  };
}

/** A Slack ts is Unix seconds with a fraction that makes it unique. */
function timeOf(ts: string): Date | undefined {
  const seconds = Number(ts);
  return Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000) : undefined;
}

/** Everything that is no message: who came and went, what was renamed, who reacted, who opened the home tab. */
async function followHouse(parts: Parts, teamId: string, body: unknown): Promise<void> {
  const news = readHouseEvent(body, parts.botUserId);
  const { channels } = parts;
  switch (news.kind) {
    case "reaction": {
      const key = { teamId, channelId: news.channelId, messageTs: news.messageTs };
      return news.added
        ? addReaction(parts.db, key, news.userId, news.name)
        : removeReaction(parts.db, key, news.userId, news.name);
    }
    case "member": {
      await channels.forgetFreshness(teamId, news.channelId);
      if (news.userId !== parts.botUserId) return;
      await channels.setLeft(teamId, news.channelId, news.joined ? undefined : parts.now());
      if (news.joined) await welcome(parts, teamId, news.channelId);
      return;
    }
    case "channel-left":
      return channels.setLeft(teamId, news.channelId, parts.now());
    case "channel-changed":
      return lookAgain(parts, teamId, news.channelId);
    case "mention":
      // The same message comes as a message event, too, and what it gives to read is followed there.
      return givesLinks(news.mention) ? undefined : parts.answerMention(news.mention);
    case "home":
      return parts.publishHome(news.userId);
    case "gone":
      return parts.workspace.stop(news.why);
    case "nothing":
      return;
  }
}

/** Asks what a channel is now: while it counts as public, cards of other channels name it without a look of their own. */
async function lookAgain({ channels, directory }: Parts, teamId: string, channelId: string): Promise<void> {
  await channels.forgetFreshness(teamId, channelId);
  const known = await channels.channel(teamId, channelId);
  if (known) await directory.channel(teamId, channelId, "channel");
}

async function welcome(parts: Parts, teamId: string, channelId: string): Promise<void> {
  await parts.directory.channel(teamId, channelId, "channel");
  try {
    await parts.greet(channelId);
  } catch (error) {
    // A channel that takes no greeting still takes links.
    if (!(error instanceof FootnoteError)) throw error;
  }
}
