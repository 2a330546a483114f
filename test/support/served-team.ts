import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { SlackMessage } from "../../src/playground/slack-message.ts";
import { openSlackStandIn, type SlackStandIn } from "../../src/playground/slack-stand-in.ts";
import type { LocalSite } from "./local-site.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { textOf } from "./text-of.ts";

/** A team in the stand-in, with Footnote as a process of its own that can be killed. */
export interface ServedTeam {
  readonly slack: SlackStandIn;
  readonly firstStartMs: number;
  /** Ends Footnote in order and starts it again; how long the start took. */
  restart(): Promise<number>;
  /** `kill -9`, then a start. */
  killAndStart(): Promise<void>;
  /** Settles when the message's reply has stopped saying that it is being read. */
  finished(message: SlackMessage, withinMs?: number): Promise<void>;
  /** Resident megabytes of Footnote and of its PostgreSQL, shared pages counted once (proportional set size). */
  residentMb(): { readonly total: number; readonly app: number; readonly database: number };
  close(): Promise<void>;
}

/** Starts the whole of Footnote, embedded, as `npm start` would with tokens set. */
export async function serveTeam(site: LocalSite): Promise<ServedTeam> {
  const [slack, folder] = await Promise.all([openSlackStandIn(), temporaryFolder("team")]);
  let started = await startProcess(slack, site, folder.dir);
  const { ms: firstStartMs } = started;
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    started.child.kill(signal);
    const [code] = await once(started.child, "exit");
    if (signal === "SIGTERM" && code !== 0) throw new Error(`Footnote did not stop in order (exit code ${code})`);
  };
  return {
    slack,
    firstStartMs,
    async restart() {
      await end("SIGTERM");
      started = await startProcess(slack, site, folder.dir);
      return started.ms;
    },
    async killAndStart() {
      await end("SIGKILL");
      started = await startProcess(slack, site, folder.dir);
      await slack.retryUndelivered();
    },
    finished: (message, withinMs = 60_000) => finished(slack, message, withinMs),
    residentMb: () => residentMb(started.child.pid ?? 0, folder.dir),
    async close() {
      await end("SIGTERM");
      await slack.close();
      await folder.remove();
    },
  };
}

async function startProcess(
  slack: SlackStandIn,
  site: LocalSite,
  dir: string,
): Promise<{ child: ChildProcess; ms: number }> {
  const begun = performance.now();
  const program = ["src/ops/compile-cache.mjs", "main.ts"].map((file) =>
    fileURLToPath(new URL(`../../${file}`, import.meta.url)),
  );
  const child = spawn(process.execPath, ["--import", ...program], {
    // Not the project's folder, where a .env may stand.
    cwd: dir,
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
    return { child, ms: Math.round(performance.now() - begun) };
  }
  throw new Error("Footnote did not start");
}

function finished(slack: SlackStandIn, message: SlackMessage, withinMs: number): Promise<void> {
  const isSo = () =>
    slack.replies(message.channel, message).some((reply) => reply.botId && !/^Reading /.test(textOf(reply.blocks)));
  const deadline = AbortSignal.timeout(withinMs);
  return new Promise((resolve) => {
    const look = () => {
      if (!isSo() && !deadline.aborted) return;
      stop();
      resolve();
    };
    const stop = slack.onCall(look);
    deadline.addEventListener("abort", look);
    look();
  });
}

function residentMb(appPid: number, dir: string): { total: number; app: number; database: number } {
  const app = proportionalMb([appPid]);
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
  const processes = lines
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, ppid, ...args]) => ({ pid: Number(pid), ppid: Number(ppid), args: args.join(" ") }));
  // The server is detached, so it is known by its data folder, not by its parent.
  const server = processes.find(({ args }) => args.includes(`postgres -D ${dir}`));
  const backends = processes.filter(({ ppid }) => server && ppid === server.pid).map(({ pid }) => pid);
  const database = server ? proportionalMb([server.pid, ...backends]) : 0;
  return { total: app + database, app, database };
}

function proportionalMb(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch {
      return 0; // It ended meanwhile.
    }
  });
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024);
}
