import { type AnswerParts, askerOf } from "../asker.ts";
import type { Mention } from "../house-event.ts";
import type { PersonMessage } from "../message-event.ts";
import type { SlackMessages } from "../messages.ts";
import { commandAnswer } from "./commands.ts";
import { readTyped } from "./typed.ts";

/** Answers who speaks to Footnote in a channel, for their eyes alone, as the command does. */
export async function answerMention(
  parts: AnswerParts,
  messages: SlackMessages,
  teamId: string,
  { channelId, userId, threadTs, text }: Mention,
): Promise<void> {
  const asker = await askerOf(parts, teamId, userId, channelId);
  await messages.ephemeral(channelId, userId, await commandAnswer(parts, asker, readTyped(text)), threadTs);
}

/** Answers what a person writes to Footnote alone, as the command does. */
export async function answerDirectMessage(
  parts: AnswerParts,
  messages: SlackMessages,
  teamId: string,
  message: PersonMessage,
  again: boolean,
): Promise<void> {
  const { channelId, messageTs, threadTs, userId, text } = message;
  const id = `answer ${channelId} ${messageTs}`;
  const thread = threadTs ? { threadTs } : {};
  const since = new Date(Number(messageTs) * 1000);
  if (again && (await messages.findOwn(channelId, { ...thread, id, since }))) return;
  const asker = await askerOf(parts, teamId, userId, channelId);
  await messages.post(channelId, await commandAnswer(parts, asker, readTyped(text)), { id, ...thread });
}
