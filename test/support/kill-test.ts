import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { SlackMessage } from "../../src/playground/slack-message.ts";
import { openSlackStandIn, type SlackStandIn } from "../../src/playground/slack-stand-in.ts";
import { anArticle, type LocalSite, openLocalSite } from "./local-site.ts";
import { textOf } from "./story.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface KillTestOptions {
  readonly kills: number;
  readonly shares: number;
  readonly write?: (line: string) => void;
}

export interface KillTestReport {
  readonly kills: number;
  readonly shares: number;
  readonly missing: number;
  readonly doubled: number;
  /** One card that still says that it is being read. */
  readonly unfinished: number;
}

/** How long everything may take to be finished after the last kill. */
const FINISH_MS = 180_000;

/**
 * Shares links and saved files while the whole process is killed (`kill -9`) and started again, then waits until
 * nothing moves and counts the cards of every message.
 */
export async function killTest({ kills, shares, write = () => {} }: KillTestOptions): Promise<KillTestReport> {
  const [slack, site, folder] = await Promise.all([
    openSlackStandIn({ retryDelaysMs: [0] }),
    openLocalSite(),
    temporaryFolder("kills"),
  ]);
  const start = () => startProcess(slack, site, folder.dir);
  let running = await start();
  const posted: SlackMessage[] = [];
  const everyNth = Math.max(1, Math.floor(shares / kills));
  for (let index = 0; index < shares; index++) {
    const dies = index % everyNth === everyNth - 1 && posted.length < kills * everyNth;
    // Every other time the process dies at the worst moment: Slack has the post, and nobody has written that down.
    const justPosted = dies && index % 2 === 1 ? slack.nextCall("chat.postMessage") : undefined;
    posted.push(await share(slack, site, index));
    if (!dies) continue;
    await justPosted;
    await kill(running);
    running = await start();
    await slack.retryUndelivered();
    write(`killed ${Math.floor(index / everyNth) + 1} times, ${posted.length} shared`);
  }
  await allFinished(slack, posted);
  const counts = posted.map((message) => slack.replies("#reading", message).filter((reply) => reply.botId));
  const report = {
    kills,
    shares: posted.length,
    missing: counts.filter((replies) => replies.length === 0).length,
    doubled: counts.filter((replies) => replies.length > 1).length,
    unfinished: counts.filter(([reply]) => reply && !isFinished(reply)).length,
  };
  running.kill("SIGTERM");
  await once(running, "exit");
  await Promise.all([slack.close(), site.close()]);
  await folder.remove();
  return report;
}

function share(slack: SlackStandIn, site: LocalSite, index: number): Promise<SlackMessage> {
  const title = `Story number ${index}`;
  if (index % 4 === 3)
    return slack.attach("#reading", { filename: `story-${index}.html`, content: anArticle({ title }) });
  site.put(`/story/${index}`, anArticle({ title }));
  return slack.say("#reading", `<${site.url}/story/${index}>`);
}

async function startProcess(slack: SlackStandIn, site: LocalSite, dir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["main.ts"], {
    cwd: new URL("../..", import.meta.url).pathname,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      FOOTNOTE_DATA_DIR: dir,
      FOOTNOTE_ALLOW_HOSTS: site.host,
      FOOTNOTE_HOST: "127.0.0.1",
      PORT: "0",
    },
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, port } = JSON.parse(line) as { msg: string; port?: number };
    if (msg !== "Footnote is up") continue;
    slack.connect(`http://127.0.0.1:${port}`);
    child.stdout.resume();
    return child;
  }
  throw new Error("Footnote did not start");
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

function isFinished(reply: SlackMessage): boolean {
  return /Story number/.test(textOf(reply.blocks));
}

async function allFinished(slack: SlackStandIn, posted: readonly SlackMessage[]): Promise<void> {
  const pending = () =>
    posted.some((message) => !slack.replies("#reading", message).some((reply) => reply.botId && isFinished(reply)));
  const deadline = AbortSignal.timeout(FINISH_MS);
  await new Promise<void>((resolve) => {
    const look = () => {
      if (pending() && !deadline.aborted) return;
      stop();
      resolve();
    };
    const stop = slack.onCall(look);
    deadline.addEventListener("abort", look);
    look();
  });
}
