import type { WebClient } from "@slack/web-api";
import type { DigestParts } from "../../jobs/digest.ts";
import type { Config, SlackConfig } from "../core/config.ts";
import type { Log } from "../ops/log.ts";
import type { Metrics } from "../ops/metrics.ts";
import type { JobQueue } from "../queue/job-queue.ts";
import type { AnswerParts } from "../slack/asker.ts";
import { slackDirectory } from "../slack/directory.ts";
import { type SlackMessages, slackMessages } from "../slack/messages.ts";
import { permalinkOf } from "../slack/permalink.ts";
import type { OpenDatabase } from "../store/database.ts";
import { directoryIn } from "../store/directory.ts";
import { libraryOn } from "./library.ts";
import type { Identity } from "./slack-identity.ts";

/** Settings that name a Slack: a real workspace's, or the playground's stand-in. */
export type ServedConfig = Config & { readonly slack: Exclude<SlackConfig, { kind: "playground" }> };

/** What is open when Footnote joins its parts. */
export interface Opened {
  readonly config: ServedConfig;
  readonly log: Log;
  readonly now: () => Date;
  readonly metrics: Metrics;
  readonly database: OpenDatabase;
  readonly intake: OpenDatabase;
  readonly queue: JobQueue;
  readonly client: WebClient;
  readonly identity: Identity;
}

/** What both sides need: the one that Slack talks to, and the one that does the work. */
export type Parts = Opened & {
  readonly messages: SlackMessages;
  readonly channels: ReturnType<typeof directoryIn>;
  readonly directory: ReturnType<typeof slackDirectory>;
  readonly place: { readonly permalink: ReturnType<typeof permalinkOf> };
  readonly digestParts: DigestParts;
  readonly answers: AnswerParts;
};

/** Builds what both sides share on what is open. */
export function partsOn(opened: Opened): Parts {
  const { config, queue, database, client, identity, now } = opened;
  const messages = counted(slackMessages({ client, token: config.slack.botToken }), opened.metrics);
  const channels = directoryIn(database.db);
  const directory = slackDirectory({ client, memory: channels, now });
  const place = { permalink: permalinkOf(identity.teamUrl) };
  const digestParts = { db: database.db, messages, directory, place, now };
  const library = libraryOn({ db: database.db, channels, queue, digestParts, now });
  const answers = { library, directory, place };
  return { ...opened, messages, channels, directory, place, digestParts, answers };
}

function counted(messages: SlackMessages, metrics: Metrics): SlackMessages {
  return {
    ...messages,
    post: async (...args) => {
      const ts = await messages.post(...args);
      metrics.botPosts.inc();
      return ts;
    },
  };
}
