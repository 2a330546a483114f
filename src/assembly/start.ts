import { workspaceOf } from "../../jobs/workspace.ts";
import { StartupError } from "../core/startup-error.ts";
import { opsRoutes, type RunningServer, startHttpServer } from "../ops/http-server.ts";
import type { Log } from "../ops/log.ts";
import { type Metrics, openMetrics } from "../ops/metrics.ts";
import type { JobQueue, QueueTimes } from "../queue/job-queue.ts";
import { migrateQueue } from "../queue/migrate-queue.ts";
import { migrateToLatest, type OpenDatabase, openDatabase } from "../store/database.ts";
import type { PostgresServer } from "../store/postgres-server.ts";
import { resumeWorkspace } from "../store/workspaces.ts";
import { databaseServer } from "./database-server.ts";
import { queueOn } from "./engines.ts";
import { type Parts, partsOn, type ServedConfig } from "./parts.ts";
import { INTAKE_CONNECTIONS, rehearseIntake, takeEvents } from "./receiving.ts";
import { type SlackConnection, slackClient } from "./slack-connection.ts";
import { isSignedOut, whoWeAre } from "./slack-identity.ts";
import { SCHEDULES_MS, startWorking } from "./working.ts";

/** A running Footnote. */
export interface Footnote {
  /** Port of `/slack/events`, `/healthz`, `/readyz` and `/metrics`. */
  readonly port: number;
  readonly metrics: Metrics;
  readonly queue: JobQueue;
  readonly database: OpenDatabase;
  /** Settles when nothing is queued or running that is due now. */
  idle(): Promise<void>;
  /**
   * Stops in order: events first, then jobs, queue, database. Loses nothing; takes at most about 10 s.
   * @param options.graceMs how long running jobs may take to end before they are handed back
   */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

/** What a Footnote starts with. */
export interface StartOptions {
  readonly config: ServedConfig;
  readonly log: Log;
  readonly now?: () => Date;
  /** A PostgreSQL that is up already; without one, the configured one is opened. */
  readonly server?: PostgresServer;
  /** For tests: shorter waits. */
  readonly queueTimes?: Partial<QueueTimes>;
  /** For tests: how often the schedules are looked after, in milliseconds. */
  readonly schedulesMs?: number;
}

/** How long running jobs may take to end at a stop unless it says otherwise, in milliseconds. */
const GRACE_MS = 6_000;
/** Connections for the work, beside one for each job at once. */
const DATABASE_CONNECTIONS = 4;

/** Builds all parts of a Footnote that serves a real workspace, or the playground's, and joins them. */
export async function startFootnote({
  config,
  log,
  now = () => new Date(),
  server: given,
  queueTimes = {},
  schedulesMs = SCHEDULES_MS,
}: StartOptions): Promise<Footnote> {
  const server = given ?? (await databaseServer(config, log));
  const opened: Closable[] = [() => server.stop()];
  try {
    return await startOn(
      server,
      { config: roleBeside(server, config, log), log, now, queueTimes, schedulesMs },
      opened,
    );
  } catch (error) {
    for (const close of opened.reverse()) await close().catch(() => {});
    throw error;
  }
}

type Closable = () => Promise<unknown>;

/** A second process on the same folder does not answer Slack a second time: it helps with the work. */
function roleBeside(server: PostgresServer, config: ServedConfig, log: Log): ServedConfig {
  if (!server.joined || config.role !== "all") return config;
  log.info({ where: server.where }, "another Footnote runs on this folder; this one joins it as a worker");
  return { ...config, role: "worker", port: 0 };
}

/** Starts on a database server that is up. What is opened on the way is put into `opened`, for when it fails. */
async function startOn(
  server: PostgresServer,
  { config, log, now, queueTimes, schedulesMs }: Required<Omit<StartOptions, "server">>,
  opened: Closable[],
): Promise<Footnote> {
  const metrics = openMetrics();
  const onError = (error: Error) => log.warn({ err: error }, "database connection lost");
  const database = openDatabase(server.connection, { max: DATABASE_CONNECTIONS + config.concurrency, onError });
  opened.push(() => database.close());
  const client = slackClient(config.slack, log);
  const migrated = migrate(database);
  const [identity] = await Promise.all([whoWeAre(client), migrated]).catch(async (error) => {
    if (isSignedOut(error)) await forgetDeparted({ migrated, database, log, now });
    throw error;
  });
  await resumeWorkspace(database.db, identity.teamId);
  const intake = openDatabase(server.connection, { max: INTAKE_CONNECTIONS, onError });
  opened.push(() => intake.close());
  const queue = await queueOn(config, server, {
    log,
    times: queueTimes,
    onOutcome: (job, outcome, elapsedMs) => metrics.jobSeconds.observe({ job, outcome }, elapsedMs / 1000),
  });
  opened.push(() => queue.close({ graceMs: 0 }));
  const parts = partsOn({ config, log, now, metrics, database, intake, queue, client, identity });
  const working = config.role === "web" ? undefined : startWorking(parts, { schedulesMs });
  opened.push(async () => working?.close());
  const connection = config.role === "worker" ? undefined : takeEvents(parts);
  if (connection) await rehearseIntake(intake, queue, { now: now(), onPostgres: !config.redisUrl });
  const http = await listen(connection, parts);
  return {
    port: http.port,
    metrics,
    queue,
    database,
    async idle() {
      await connection?.settled();
      await untilIdle(queue);
    },
    async stop({ graceMs = GRACE_MS } = {}) {
      await connection?.close();
      await http.close();
      await connection?.settled();
      await queue.close({ graceMs });
      await working?.close();
      await Promise.all([database.close(), intake.close()]);
      await server.stop();
    },
  };
}

async function migrate({ db, pool }: OpenDatabase): Promise<void> {
  await migrateToLatest(db);
  await migrateQueue(pool);
}

/** With a dead token nothing starts any more; what a team left is deleted in time all the same. */
async function forgetDeparted(parts: {
  readonly migrated: Promise<void>;
  readonly database: OpenDatabase;
  readonly log: Log;
  readonly now: () => Date;
}): Promise<void> {
  await parts.migrated;
  const { log, now } = parts;
  const gone = { teamId: "", installed: async () => false, endSchedules: async () => {} };
  await workspaceOf({ db: parts.database.db, log, now, ...gone }).forgetDeparted();
}

async function listen(
  connection: SlackConnection | undefined,
  { config, queue, database, metrics }: Parts,
): Promise<RunningServer> {
  const ops = opsRoutes({
    ready: async () => {
      await Promise.all([database.pool.query("select 1"), queue.counts()]);
    },
    metrics: async () => {
      for (const [state, count] of Object.entries(await queue.counts())) metrics.queued.set({ state }, count);
      return { contentType: metrics.registry.contentType, body: await metrics.registry.metrics() };
    },
  });
  const routes = connection?.route ? { ...ops, "/slack/events": connection.route } : ops;
  await connection?.open();
  try {
    return await startHttpServer(config.port, config.host, routes);
  } catch (error) {
    throw new StartupError(
      "CONFIG_PORT",
      `PORT: ${config.port} can't be listened on. Is another Footnote running there?`,
      { cause: error },
    );
  }
}

async function untilIdle(queue: JobQueue): Promise<void> {
  for (;;) {
    const { waiting, active } = await queue.counts();
    if (waiting + active === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
