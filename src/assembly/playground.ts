import { join } from "node:path";
import type { Config } from "../core/config.ts";
import { StartupError } from "../core/startup-error.ts";
import type { Log } from "../ops/log.ts";
import { cardAsText } from "../playground/card-as-text.ts";
import { openPlayground, type Playground } from "../playground/playground.ts";
import { openSampleSite } from "../playground/sample-site.ts";
import { type Sample, samplesOf } from "../playground/samples.ts";
import type { SlackMessage } from "../playground/slack-message.ts";
import { openSlackStandIn, type SlackStandIn } from "../playground/slack-stand-in.ts";
import { migrateToLatest, openDatabase } from "../store/database.ts";
import { embeddedPostgres } from "../store/embedded-postgres.ts";
import { forgetTeam } from "../store/forget.ts";
import type { PostgresServer } from "../store/postgres-server.ts";
import type { ServedConfig } from "./parts.ts";
import { type Footnote, startFootnote } from "./start.ts";

/** The real app against a Slack of its own, with a page to play on. */
export interface RunningPlayground {
  readonly url: string;
  readonly slack: SlackStandIn;
  readonly footnote: Footnote;
  stop(): Promise<void>;
}

/**
 * Starts Footnote, unchanged, against a stand-in for Slack, and posts two samples whose cards are written out as text.
 * The stand-in forgets everything when it stops, so its library begins empty too, in a folder of its own.
 */
export async function startPlayground(
  config: Config,
  log: Log,
  write: (line: string) => void,
): Promise<RunningPlayground> {
  const [slack, site] = await Promise.all([openSlackStandIn({ people: PEOPLE, channels: CHANNELS }), openSampleSite()]);
  const dir = config.database.kind === "embedded" ? join(config.database.dir, "playground") : undefined;
  if (!dir)
    throw new StartupError(
      "CONFIG_DATABASE",
      "DATABASE_URL is set, but no Slack token: the playground keeps to a folder of its own. Set SLACK_BOT_TOKEN too, or neither.",
    );
  const server = await embeddedPostgres({ dir, log });
  const served: ServedConfig = {
    ...config,
    slack: { kind: "http", botToken: slack.botToken, signingSecret: slack.signingSecret, apiUrl: slack.apiUrl },
    host: "127.0.0.1",
    port: 0,
    allowHosts: [...config.allowHosts, `127.0.0.1:${site.port}`],
  };
  await beginEmpty(server, slack.teamId);
  const footnote = await startFootnote({ config: served, log, server });
  slack.connect(`http://127.0.0.1:${footnote.port}`);
  const samples = samplesOf(site);
  const playground = await openPage({ slack, port: config.port, write, samples });
  // Not waited for: Ctrl-C must end things in order while the samples are being read, too.
  const shown = showSamples({ slack, samples, write }).then(() =>
    write(`\nOpen ${playground.url} to try it. Ctrl-C ends it.`),
  );
  return {
    url: playground.url,
    slack,
    footnote,
    async stop() {
      slack.disconnect();
      await playground.close();
      await footnote.stop();
      await shown.catch(() => {});
      await server.stop();
      await Promise.all([slack.close(), site.close()]);
    },
  };
}

const PEOPLE = [
  { name: "ana", realName: "Ana", tz: "Europe/Lisbon", isAdmin: true },
  { name: "bo", realName: "小波", tz: "Asia/Shanghai", locale: "zh-CN" },
  { name: "guest", realName: "Guest", isRestricted: true },
];
const CHANNELS = [
  { name: "reading", members: ["ana", "bo"] },
  { name: "general", members: ["ana", "bo", "guest"] },
  { name: "planning", isPrivate: true, members: ["ana"] },
];

async function beginEmpty(server: PostgresServer, teamId: string): Promise<void> {
  const { db, close } = openDatabase(server.connection, { max: 1 });
  await migrateToLatest(db);
  await forgetTeam(db, teamId);
  await close();
}

async function openPage(options: {
  slack: SlackStandIn;
  port: number;
  write: (line: string) => void;
  samples: readonly Sample[];
}): Promise<Playground> {
  try {
    return await openPlayground(options);
  } catch (cause) {
    throw new StartupError(
      "CONFIG_PORT",
      `PORT: ${options.port} can't be listened on. Is another Footnote running there?`,
      { cause },
    );
  }
}

/** Shows the main job on the terminal: a link and a saved file are posted, and their cards written out. */
async function showSamples(parts: {
  readonly slack: SlackStandIn;
  readonly samples: readonly Sample[];
  readonly write: (line: string) => void;
}): Promise<void> {
  const { slack, samples, write } = parts;
  const link = samples.find((sample) => sample.kind === "text");
  const file = samples.find((sample) => sample.kind === "file");
  const posted: SlackMessage[] = [];
  if (link?.kind === "text") posted.push(await slack.say("#reading", link.text));
  if (file?.kind === "file")
    posted.push(await slack.attach("#reading", { filename: file.filename, content: file.content }));
  for (const message of posted) {
    const reply = await finishedReply(slack, message);
    if (reply) write(`\n${cardAsText(reply)}`);
  }
}

/** A page of the playground is read in seconds; then what stands there is shown, whatever it says. */
const READ_WITHIN_MS = 45_000;

/** The reply to a message once it no longer says that it is being read. */
function finishedReply(slack: SlackStandIn, message: SlackMessage): Promise<SlackMessage | undefined> {
  const deadline = AbortSignal.timeout(READ_WITHIN_MS);
  return new Promise((resolve) => {
    const look = () => {
      const [reply] = slack.replies("#reading", message);
      if (!deadline.aborted && (!reply || reply.blocks.length <= 1)) return;
      stop();
      resolve(reply);
    };
    const stop = slack.onCall(look);
    deadline.addEventListener("abort", look);
    look();
  });
}
