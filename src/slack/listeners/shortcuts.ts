import type { App } from "@slack/bolt";
import { say, sayProblem } from "../answers/lists.ts";
import type { Card } from "../blocks/card.ts";
import type { SlackDirectory } from "../directory.ts";
import type { ReceivedEvent } from "../intake.ts";
import { readMessageEvent } from "../message-event.ts";
import { wordsIn, wordsLanguage } from "../words.ts";

interface Parts {
  readonly teamId: string;
  readonly keep: (event: ReceivedEvent) => Promise<void>;
  readonly directory: SlackDirectory;
  readonly unexpected: (error: unknown) => void;
}

/** Listens for “Save to Footnote” on a message: it is followed as if it had just been posted, and asked for by name. */
export function listenForShortcuts(app: App, { teamId, keep, directory, unexpected }: Parts): void {
  app.shortcut({ type: "message_action", callback_id: "save_message" }, async ({ ack, shortcut, respond }) => {
    await ack();
    const { channel, message, user, action_ts } = shortcut;
    const body = { ...message, type: "message", channel: channel.id, asked: true };
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
