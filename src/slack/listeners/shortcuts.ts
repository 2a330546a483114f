import type { App } from "@slack/bolt";
import type { ReceivedEvent } from "../intake.ts";

/** Listens for “Save to Footnote” on a message: it is followed as if it had just been posted. */
export function listenForShortcuts(
  app: App,
  parts: { readonly keep: (event: ReceivedEvent) => Promise<void>; readonly unexpected: (error: unknown) => void },
): void {
  app.shortcut({ type: "message_action", callback_id: "save_message" }, async ({ ack, shortcut }) => {
    await ack();
    const { channel, message, team } = shortcut;
    const event = { ...message, type: "message", channel: channel.id };
    try {
      await parts.keep({
        teamId: team?.id ?? "",
        eventId: `save-${channel.id}-${message.ts}`,
        type: "message",
        body: event,
      });
    } catch (error) {
      parts.unexpected(error);
    }
  });
}
