import type { SlackMessage } from "./slack-message.ts";

/** What each person alone can see. emulate keeps only those of chat.postEphemeral, and no `response_url`. */
export interface EphemeralMessages {
  add(message: SlackMessage): void;
  /** Puts a new content in the place of an old one; unknown stamps change nothing. */
  replace(ts: string, content: Pick<SlackMessage, "text" | "blocks">): void;
  remove(ts: string): void;
  of(userId: string): readonly SlackMessage[];
}

/** None yet. */
export function ephemeralMessages(): EphemeralMessages {
  let all: readonly SlackMessage[] = [];
  return {
    add: (message) => {
      all = [...all, message];
    },
    replace: (ts, content) => {
      all = all.map((message) => (message.ts === ts ? { ...message, ...content, edited: true } : message));
    },
    remove: (ts) => {
      all = all.filter((message) => message.ts !== ts);
    },
    of: (userId) => all.filter(({ visibleTo }) => visibleTo === userId),
  };
}
