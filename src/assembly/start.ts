import type { WebClient } from "@slack/web-api";
import { card } from "../../jobs/card.ts";
import { digest } from "../../jobs/digest.ts";
import type { Enqueue } from "../../jobs/enqueue.ts";
import { event } from "../../jobs/event.ts";
import { giveUp } from "../../jobs/give-up.ts";
import { importing } from "../../jobs/import.ts";
import { ingest } from "../../jobs/ingest.ts";
import { sweep } from "../../jobs/sweep.ts";
import { workspaceOf } from "../../jobs/workspace.ts";
import type { Config, SlackConfig } from "../core/config.ts";
import { StartupError } from "../core/startup-error.ts";
import type { Summariser } from "../core/summary/summary.ts";
import { openFetcher } from "../fetch/fetcher.ts";
import { opsRoutes, type RunningServer, startHttpServer } from "../ops/http-server.ts";
import type { Log } from "../ops/log.ts";
import { type Metrics, openMetrics } from "../ops/metrics.ts";
import { openReadingPool, type ReadingPool } from "../parse/reading-pool.ts";
import { jobId } from "../queue/contracts.ts";
import type { JobHandlers, JobQueue, Queryable, QueueTimes } from "../queue/job-queue.ts";
import { migrateQueue } from "../queue/migrate-queue.ts";
import { answerDirectMessage, answerMention } from "../slack/answers/direct-message.ts";
import { publishHome } from "../slack/answers/home.ts";
import { say } from "../slack/answers/lists.ts";
import type { AnswerParts } from "../slack/asker.ts";
import { slackDirectory } from "../slack/directory.ts";
import { type Intake, keepEventsFirst, type ReceivedEvent } from "../slack/intake.ts";
import { listenForButtons } from "../slack/listeners/buttons.ts";
import { listenForCommands } from "../slack/listeners/command.ts";
import { listenForShortcuts } from "../slack/listeners/shortcuts.ts";
import { type SlackMessages, slackMessages } from "../slack/messages.ts";
import { permalinkOf } from "../slack/permalink.ts";
import { wordsIn } from "../slack/words.ts";
import { migrateToLatest, type OpenDatabase, openDatabase } from "../store/database.ts";
import { allDigests } from "../store/digests.ts";
import { directoryIn } from "../store/directory.ts";
import { keepEvent } from "../store/inbox.ts";
import { modelAnswersIn, modelBudgetIn } from "../store/model-usage.ts";
import type { PostgresServer } from "../store/postgres-server.ts";
import { resumeWorkspace } from "../store/workspaces.ts";
import { databaseServer } from "./database-server.ts";
import { queueOn } from "./engines.ts";
import { endSchedules, libraryOn, scheduleDigest } from "./library.ts";
import { connectSlack, type SlackConnection, slackClient } from "./slack-connection.ts";
import { type Identity, isSignedOut, takesToken, whoWeAre } from "./slack-identity.ts";

export type ServedConfig = Config & { readonly slack: Exclude<SlackConfig, { kind: "playground" }> };

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

export interface StartOptions {
  readonly config: ServedConfig;
  readonly log: Log;
  readonly now?: () => Date;
  /** A PostgreSQL that is up already; without one, the configured one is opened. */
  readonly server?: PostgresServer;
  /** For tests: shorter waits. */
  readonly queueTimes?: Partial<QueueTimes>;
}

/** How long running jobs may take to end at a stop unless it says otherwise, in milliseconds. */
const GRACE_MS = 6_000;
/** Documents are read beside the event loop, never in it; a second thread would cost 100 MB and is seldom busy. */
const READING_THREADS = 1;
/** Connections for the work, beside one for each job at once. */
const DATABASE_CONNECTIONS = 4;
/** Connections for keeping events alone, so that no work keeps Slack waiting. */
const INTAKE_CONNECTIONS = 2;
const SWEEP = { pattern: "* * * * *", zone: "UTC" };

/** Builds all parts and joins them. The only place that knows which implementation is in use. */
export async function startFootnote({
  config,
  log,
  now = () => new Date(),
  server: given,
  queueTimes = {},
}: StartOptions): Promise<Footnote> {
  const server = given ?? (await databaseServer(config, log));
  const opened: Closable[] = [() => server.stop()];
  try {
    return await startOn(server, { config: roleBeside(server, config, log), log, now, queueTimes }, opened);
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
  { config, log, now, queueTimes }: Required<Omit<StartOptions, "server">>,
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
  const parts = { config, log, now, metrics, database, intake, queue, client, identity };
  const working = joinParts(parts);
  opened.push(() => working.close());
  if (config.role !== "worker") await rehearseIntake(intake, queue, { now: now(), onPostgres: !config.redisUrl });
  const http = await listen(config, working, parts);
  return {
    port: http.port,
    metrics,
    queue,
    database,
    async idle() {
      await working.connection?.settled();
      await untilIdle(queue);
    },
    async stop({ graceMs = GRACE_MS } = {}) {
      await working.connection?.close();
      await http.close();
      await working.connection?.settled();
      await queue.close({ graceMs });
      await working.close();
      await Promise.all([database.close(), intake.close()]);
      await server.stop();
    },
  };
}

/** Rounds in which each intake connection keeps an event for practice; after these an answer takes its usual time. */
const REHEARSALS = 3;

/**
 * Keeps events for practice and rolls them back, so that Slack's first ones find connections open and the way through
 * the queue compiled.
 */
async function rehearseIntake(
  { pool }: OpenDatabase,
  queue: JobQueue,
  { now, onPostgres }: { readonly now: Date; readonly onPostgres: boolean },
): Promise<void> {
  const rolledBack = new Error("rehearsed");
  const rehearse = async (eventId: string) => {
    const event = { teamId: "rehearsal", eventId, type: "rehearsal", body: {} };
    const enqueue = async (transaction: Queryable) => {
      const id = jobId("event", event.teamId, eventId);
      if (onPostgres) await queue.add("event", { teamId: event.teamId, eventId }, { id, transaction });
      throw rolledBack;
    };
    await keepEvent(pool, event, now, enqueue).catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
  };
  for (let round = 0; round < REHEARSALS; round++) {
    await Promise.all(Array.from({ length: INTAKE_CONNECTIONS }, (_, at) => rehearse(`${round}-${at}`)));
  }
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

interface Joined {
  readonly connection: (SlackConnection & Intake) | undefined;
  /** Stops what is neither queue, server nor database. */
  close(): Promise<void>;
}

interface JoinedParts {
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

function joinParts(parts: JoinedParts): Joined {
  const { config, queue, database, client, identity, now } = parts;
  const messages = counted(slackMessages({ client, token: config.slack.botToken }), parts.metrics);
  const channels = directoryIn(database.db);
  const directory = slackDirectory({ client, memory: channels, now });
  const place = { permalink: permalinkOf(identity.teamUrl) };
  const digestParts = { db: database.db, messages, directory, place, now };
  const library = libraryOn({ db: database.db, channels, queue, digestParts, now });
  const answers = { library, directory, place };
  const shared = { ...parts, messages, channels, directory, place, digestParts, answers };
  const worker = config.role === "web" ? undefined : startWorking(shared);
  return {
    connection: config.role === "worker" ? undefined : takeEvents(shared),
    close: async () => worker?.close(),
  };
}

type Shared = JoinedParts & {
  readonly messages: SlackMessages;
  readonly channels: ReturnType<typeof directoryIn>;
  readonly directory: ReturnType<typeof slackDirectory>;
  readonly place: { readonly permalink: ReturnType<typeof permalinkOf> };
  readonly digestParts: Parameters<typeof digest>[0];
  readonly answers: AnswerParts;
};

/** The side that Slack talks to: events are kept, commands and clicks answered. */
function takeEvents(shared: Shared): SlackConnection & Intake {
  const { config, log, now, metrics, intake: events, queue, answers, client, messages, identity } = shared;
  const connection = connectSlack(config.slack, { botId: identity.botId, botUserId: identity.botUserId }, log);
  const unexpected = (error: unknown) => log.error({ err: error }, "an answer failed");
  const onPostgres = config.redisUrl === undefined;
  const keep = async (received: ReceivedEvent) => {
    const started = performance.now();
    const { teamId, eventId } = received;
    const enqueue = (transaction?: Parameters<typeof queue.add>[2]["transaction"]) =>
      queue.add(
        "event",
        { teamId, eventId },
        { id: jobId("event", teamId, eventId), ...(transaction ? { transaction } : {}) },
      );
    const isNew = await keepEvent(events.pool, received, now(), async (client) =>
      onPostgres ? enqueue(client) : undefined,
    );
    // With the queue elsewhere the event is stored first; what then gets no job, the sweep finds.
    if (isNew && !onPostgres)
      await enqueue().catch((error: unknown) => log.warn({ err: error, eventId }, "stored, not yet queued"));
    metrics.events.inc({ type: received.type, outcome: isNew ? "kept" : "again" });
    metrics.ackSeconds.observe((performance.now() - started) / 1000);
  };
  const intake = keepEventsFirst(connection.app, {
    teamId: identity.teamId,
    keep,
    left: (why) => log.warn({ why }, "an event was left that can't be followed"),
  });
  listenForCommands(connection.app, { ...answers, messages }, unexpected);
  listenForButtons(connection.app, { ...answers, client, messages, unexpected });
  listenForShortcuts(connection.app, { keep, directory: shared.directory, unexpected });
  return { ...connection, ...intake };
}

/** The side that does the work. */
function startWorking(shared: Shared): { close(): Promise<void> } {
  const {
    config,
    log,
    now,
    metrics,
    database,
    queue,
    client,
    identity,
    messages,
    channels,
    directory,
    place,
    answers,
  } = shared;
  const { db } = database;
  const enqueue: Enqueue = (name, data, options) => queue.add(name, data, options);
  const fetcher = openFetcher({ allowHosts: config.allowHosts });
  const readers = openReadingPool({ threads: READING_THREADS });
  const { download } = messages;
  const keeping = { db, fetcher, readers, enqueue, now, download, summariser: summariserFor(shared, readers) };
  const workspace = workspaceOf({
    ...{ db, log, now },
    teamId: identity.teamId,
    installed: () => takesToken(client),
    endSchedules: (teamId) => endSchedules(db, queue, teamId),
  });
  const { unlessStopped } = workspace;
  const showReply = card({
    ...{ db, messages, directory, place, now },
    shown: (elapsedMs) => metrics.linkToCardSeconds.observe(elapsedMs / 1000),
  });
  const handlers: JobHandlers = {
    event: event({
      ...{ db, channels, directory, enqueue, now },
      botUserId: identity.botUserId,
      publishHome: (userId) => publishHome(client, answers, identity.teamId, userId),
      answerMention: (mention) => answerMention(answers, messages, identity.teamId, mention),
      answerDirectMessage: (message, again) => answerDirectMessage(answers, messages, identity.teamId, message, again),
      greet: async (channelId) => {
        const channel = await directory.channel(identity.teamId, channelId, "channel");
        await messages.post(channelId, say(wordsIn(channel.language ?? "en").greeting), { id: crypto.randomUUID() });
      },
      workspace,
      personSpoke: () => metrics.humanPosts.inc(),
    }),
    ingest: unlessStopped(ingest({ ...keeping, outcome: (outcome) => metrics.readings.inc({ outcome }) })),
    card: unlessStopped(showReply),
    digest: unlessStopped(digest(shared.digestParts)),
    sweep: sweep({
      db,
      enqueue,
      workspace,
      now,
      ...(config.retentionDays ? { retentionDays: config.retentionDays } : {}),
    }),
    // An archive of a thousand pages is neither to spend the model's allowance nor to wait for it.
    import: unlessStopped(importing({ ...keeping, summariser: readers })),
  };
  const lastTry = { id: "last try", dueAt: now(), attempt: 2, last: true, signal: new AbortController().signal };
  queue.onGivenUp(
    giveUp({
      ...{ db, enqueue, workspace, now },
      card: (key) => showReply(key, lastTry),
      event: (one) => handlers.event(one, lastTry),
    }),
  );
  queue.work(handlers, { concurrency: config.concurrency });
  void setSchedules(queue, db, log);
  return {
    close: async () => {
      await fetcher.close();
      await readers.close();
    },
  };
}

/** The model's sentences when one is configured, else the page's own. */
function summariserFor({ config, database, log, now }: JoinedParts, readers: ReadingPool): Summariser {
  const { model } = config;
  if (!model) return readers;
  // A model's libraries take a third of a second and 15 MB: only who has a model loads them.
  const opening = import("../llm/model-summariser.ts").then(({ modelSummariser }) =>
    modelSummariser({
      config: model,
      fallback: readers,
      budget: modelBudgetIn(database.db),
      cache: modelAnswersIn(database.db, now),
      ...{ log, now },
    }),
  );
  return { summarise: async (request) => (await opening).summarise(request) };
}

async function setSchedules(queue: JobQueue, db: OpenDatabase["db"], log: Log): Promise<void> {
  try {
    await queue.schedule("sweep", SWEEP, "sweep", {});
    for (const known of await allDigests(db)) await scheduleDigest(queue, known);
  } catch (error) {
    log.error({ err: error }, "schedules not set; they will be at the next start");
  }
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

async function listen(
  config: ServedConfig,
  { connection }: Joined,
  { queue, database, metrics }: JoinedParts,
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
