import { randomUUID } from "node:crypto";
import { type AnswerParts, askerOf } from "../asker.ts";
import type { PersonMessage } from "../message-event.ts";
import type { SlackMessages } from "../messages.ts";
import { say, searchAnswer } from "./lists.ts";

/** Answers what a person writes to Footnote alone: words are searched for, `help` is helped. */
export async function answerDirectMessage(
  parts: AnswerParts,
  messages: SlackMessages,
  teamId: string,
  message: PersonMessage,
): Promise<void> {
  const asker = await askerOf(parts, teamId, message.userId, message.channelId);
  const text = message.text.trim();
  const answer = /^(help|hi|hello|hey|\?|帮助|你好)[\s!.。！]*$/i.test(text)
    ? say(asker.words.help.join("\n"))
    : await searchAnswer(parts, asker, text, 0);
  await messages.post(message.channelId, answer, {
    id: randomUUID(),
    ...(message.threadTs ? { threadTs: message.threadTs } : {}),
  });
}
