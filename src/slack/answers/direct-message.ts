import { type AnswerParts, type Asker, askerOf } from "../asker.ts";
import type { Card } from "../blocks/card.ts";
import type { Mention } from "../house-event.ts";
import type { PersonMessage } from "../message-event.ts";
import type { SlackMessages } from "../messages.ts";
import { say, searchAnswer } from "./lists.ts";

/** Words that ask for help rather than for something in the library. */
const HELP = /^(help|hi|hello|hey|\?|帮助|你好)?[\s!.。！]*$/i;

/** Answers who speaks to Footnote in a channel, for their eyes alone: words are searched for, `help` is helped. */
export async function answerMention(
  parts: AnswerParts,
  messages: SlackMessages,
  teamId: string,
  { channelId, userId, threadTs, text }: Mention,
): Promise<void> {
  const asker = await askerOf(parts, teamId, userId, channelId);
  await messages.ephemeral(channelId, userId, await answerTo(parts, asker, text), threadTs);
}

function answerTo(parts: AnswerParts, asker: Asker, text: string): Promise<Card> | Card {
  return HELP.test(text) ? say(asker.words.help.join("\n")) : searchAnswer(parts, asker, text, 0);
}

/** Answers what a person writes to Footnote alone: words are searched for, `help` is helped. */
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
  await messages.post(channelId, await answerTo(parts, asker, text.trim()), { id, ...thread });
}
