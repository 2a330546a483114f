import type { App } from "@slack/bolt";
import { say, sayProblem } from "../answers/lists.ts";
import type { Card } from "../blocks/card.ts";
import type { SlackDirectory } from "../directory.ts";
import type { ReceivedEvent } from "../intake.ts";
import { readMessageEvent } from "../message-event.ts";
import { wordsIn, wordsLanguage } from "../words.ts";

interface Parts {
  readonly teamId: string;
  /** How Slack names our own bot, as an app and as a user. */
  readonly botId: string;
  readonly botUserId: string;
  readonly keep: (event: ReceivedEvent) => Promise<void>;
  readonly directory: SlackDirectory;
  readonly unexpected: (error: unknown) => void;
}

/**
 * Listens for “Save to Footnote” on a message: it is followed as if it had just been posted, and asked for by name. What
 * another app posted is then shared by whoever asks.
 */
export function listenForShortcuts(app: App, parts: Parts): void {
  const { teamId, keep, directory, unexpected } = parts;
  app.shortcut({ type: "message_action", callback_id: "save_message" }, async ({ ack, shortcut, respond }) => {
    await ack();
    const { channel, message, user, action_ts } = shortcut;
    const author = isAnotherApps(parts, message) ? { user: user.id, bot_id: undefined, subtype: undefined } : {};
    const body = { ...message, ...author, type: "message", channel: channel.id, asked: true };
    let words = wordsIn("en");
    const answer = ({ text, blocks }: Card) =>
      respond({ response_type: "ephemeral", replace_original: false, text, blocks: [...blocks] });
    try {
      words = wordsIn(wordsLanguage((await directory.person(teamId, user.id))?.locale));
      const news = readMessageEvent(body);
      const { left, placement } = await directory.channel(teamId, channel.id, "channel");
      const isReadable = !left && news.kind === "said" && news.message.links.length + news.message.files.length > 0;
      // Each use counts: an earlier one may have come to nothing.
      const eventId = `save-${channel.id}-${message.ts}-${action_ts}`;
      if (isReadable) await keep({ teamId, eventId, type: "message", body });
      await answer(say(left ? words.notHere : isReadable ? words.savingMessage[placement] : words.nothingToRead));
    } catch (error) {
      unexpected(error);
      await answer(sayProblem(words, error)).catch(unexpected);
    }
  });
}

function isAnotherApps(
  { botId, botUserId }: Parts,
  message: { readonly user?: string | undefined; readonly [field: string]: unknown },
): boolean {
  return typeof message.bot_id === "string" && message.bot_id !== botId && message.user !== botUserId;
}
