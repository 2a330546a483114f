import type { ServedConfig } from "../../src/assembly/parts.ts";
import { type Footnote, startFootnote } from "../../src/assembly/start.ts";
import { openLog } from "../../src/ops/log.ts";
import { openSlackStandIn, type SlackStandIn, type StandInOptions } from "../../src/playground/slack-stand-in.ts";
import { freshDatabase, freshDebianDatabase } from "./databases.ts";
import { debianPostgresProgram, type TestPostgres } from "./debian-postgres.ts";
import { type LocalSite, openLocalSite } from "./local-site.ts";
import { freshRedis, redisProgram, type TestRedis } from "./redis.ts";

/** One of the ways in which Footnote is run. */
export interface Shape {
  readonly name: string;
  /** Why this machine can't run it; undefined when it can. */
  readonly missing: string | undefined;
  open(): Promise<{
    readonly connection: Awaited<ReturnType<typeof freshDatabase>>["connection"];
    readonly redisUrl?: string;
    /** Workers beside the first process. */
    readonly workers: number;
    /** Servers of its own, where a story may kill them. */
    readonly servers?: Servers;
    close(): Promise<void>;
  }>;
}

interface Servers {
  readonly database: Pick<TestPostgres, "kill" | "start">;
  readonly redis: Pick<TestRedis, "kill" | "start" | "empty">;
}

const whyNot = (...services: readonly { kind: string; why?: string }[]) =>
  services.find((service) => service.kind === "missing")?.why;

/** Everything in one process, on Footnote's own PostgreSQL. */
export const EMBEDDED: Shape = {
  name: "embedded",
  missing: undefined,
  async open() {
    const database = await freshDatabase();
    return { connection: database.connection, workers: 0, close: () => database.drop() };
  },
};

/** Debian's PostgreSQL and Redis, one process that does all and one more worker. */
export const SERVED: Shape = {
  name: "served by PostgreSQL and Redis, two workers",
  missing: whyNot(debianPostgresProgram(), redisProgram()),
  async open() {
    const [database, redis] = await Promise.all([freshDebianDatabase(), freshRedis()]);
    return {
      connection: database.connection,
      redisUrl: redis.url,
      workers: 1,
      servers: { database: database.server, redis },
      async close() {
        await database.drop();
        await redis.remove();
      },
    };
  },
};

/** A team with Footnote in its Slack, and a web site to read. */
export interface Story {
  readonly slack: SlackStandIn;
  readonly site: LocalSite;
  readonly footnote: Footnote;
  readonly servers: Servers | undefined;
  /** Settles when something has come to be so, looked at after every call that Footnote makes to Slack. */
  until(isSo: () => boolean): Promise<void>;
  /** Settles when Slack has delivered everything and Footnote has nothing more to do. */
  settled(): Promise<void>;
  /** Stops every process in the middle of its work, and starts others in their place. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** What a story begins with. */
export interface StoryOptions {
  readonly slack?: StandInOptions;
  /** Footnote's clock. */
  readonly now?: () => Date;
  readonly config?: Partial<ServedConfig>;
  /** Milliseconds before a failed job is tried again. */
  readonly backoffMs?: number;
  /** Milliseconds between looks at the schedules. */
  readonly schedulesMs?: number;
}

/** Opens a story. */
export async function openStory(
  shape: Shape,
  { slack: slackOptions = {}, now, config = {}, backoffMs, schedulesMs }: StoryOptions = {},
): Promise<Story> {
  const [slack, site, engine] = await Promise.all([openSlackStandIn(slackOptions), openLocalSite(), shape.open()]);
  const server = { connection: engine.connection, joined: false, where: "test", stop: async () => {} };
  const served: ServedConfig = {
    slack: { kind: "http", botToken: slack.botToken, signingSecret: slack.signingSecret, apiUrl: slack.apiUrl },
    role: "all",
    port: 0,
    host: "127.0.0.1",
    database: { kind: "embedded", dir: "" },
    ...(engine.redisUrl ? { redisUrl: engine.redisUrl } : {}),
    allowHosts: [site.host],
    concurrency: 4,
    logLevel: process.env.FOOTNOTE_TEST_LOG ?? "silent",
    ...config,
  };
  const log = openLog(served.logLevel, { pretty: false });
  const options = {
    log,
    server,
    ...(now ? { now } : {}),
    ...(backoffMs ? { queueTimes: { retryMs: backoffMs } } : {}),
    ...(schedulesMs ? { schedulesMs } : {}),
  };
  const start = async () => {
    const first = await startFootnote({ ...options, config: served });
    const asWorker: ServedConfig = { ...served, role: "worker" };
    const workers = Array.from({ length: engine.workers }, () => startFootnote({ ...options, config: asWorker }));
    slack.connect(`http://127.0.0.1:${first.port}`);
    return [first, ...(await Promise.all(workers))] as const;
  };
  let processes = await start();
  const stop = (options?: { readonly graceMs: number }) => {
    slack.disconnect();
    return Promise.all(processes.map((one) => one.stop(options)));
  };
  return {
    slack,
    site,
    get footnote() {
      return processes[0];
    },
    servers: engine.servers,
    until: (isSo) => untilSo(slack, isSo),
    async settled() {
      const [footnote] = processes;
      await slack.settled();
      await footnote.idle();
      await slack.settled();
      await footnote.idle();
    },
    async restart() {
      await stop({ graceMs: 0 });
      processes = await start();
    },
    async close() {
      await stop();
      await Promise.all([slack.close(), site.close()]);
      await engine.close();
    },
  };
}

function untilSo(slack: SlackStandIn, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isSo()) return;
      stop();
      resolve();
    };
    const stop = slack.onCall(look);
    look();
  });
}
