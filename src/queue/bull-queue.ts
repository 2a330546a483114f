import {
  type BackendFactory,
  type QueueOptions as BullOptions,
  type Job,
  type JobsOptions,
  type Processor,
  Queue,
  type RedisQueueBackend,
  Worker,
  type WorkerOptions,
} from "bullmq";
import { ATTEMPTS, backoff } from "./backoff.ts";
import type { JobName } from "./contracts.ts";
import type {
  AddOptions,
  FailedJob,
  JobHandlers,
  JobQueue,
  QueueLog,
  QueueOptions,
  QueueTimes,
  Schedule,
} from "./job-queue.ts";
import { idOf, type Runner, runJob } from "./run-job.ts";

/** The one queue in which all jobs stand, in any database. */
export const QUEUE = "footnote";

/** Failed jobs are kept this long for a person to ask again. */
const KEEP_FAILED_MS = 14 * 24 * 60 * 60_000;
const TRIM_EVERY_MS = 60 * 60_000;
const TRIM_AT_ONCE = 1_000;
/** A job that keeps killing its worker is given up after this many times; 1, BullMQ's own, lost jobs when measured. */
const MAX_STALLED = 20;
/** After jobs were handed back, a close takes no longer than this. */
const CLOSE_MS = 1_000;
/** BullMQ takes jobs without a priority first, then these. */
const BACKGROUND = 10;

const TIMES: QueueTimes = { lockMs: 15_000, stalledMs: 5_000, retryMs: 2_000, addMs: 1_500, awayMs: 1_000 };

/**
 * Jobs that succeed leave nothing: keeping a number of them deadlocks BullMQ's PostgreSQL backend, which then marks
 * jobs failed that were done. Failed ones stay, without their stack, until they are old.
 */
const JOB_OPTIONS: JobsOptions = {
  attempts: ATTEMPTS,
  backoff: { type: "footnote" },
  removeOnComplete: true,
  removeOnFail: false,
  stackTraceLimit: 0,
};

/** BullMQ types its classes after its Redis backend; what we use of them is the same on every one. */
export type BullFactory = BackendFactory<RedisQueueBackend>;

/** What differs between PostgreSQL and Redis. */
export interface Backend {
  /** For adding and asking. */
  readonly connection: unknown;
  /** For workers. */
  readonly workerConnection: unknown;
  readonly factory?: BullFactory;
  /** BullMQ's ids of the failed jobs that were added under this id. */
  failedIds(id: string): Promise<readonly string[]>;
  /** Told of each job that failed for good. */
  rememberFailed(id: string, bullId: string): Promise<void>;
  /** Adds within an open transaction, which it leaves alone once `late` is aborted; absent where that cannot be. */
  readonly addWithin?: (
    job: { readonly name: JobName; readonly data: object; readonly bull: JobsOptions },
    options: AddOptions,
    late: AbortSignal,
  ) => Promise<void>;
  close(): Promise<void>;
}

const SILENT: QueueLog = { warn: () => {}, error: () => {} };

/** The queue over a BullMQ backend that is ready to be used. */
export async function bullQueue(backend: Backend, options: QueueOptions): Promise<JobQueue> {
  const log = options.log ?? SILENT;
  const times = { ...TIMES, ...options.times };
  const onError = (error: Error) => log.warn({ err: error }, "queue error");
  const { factory } = backend;
  const opening = queueOptions(backend.connection);
  const queue = factory ? new Queue(QUEUE, opening, factory) : new Queue(QUEUE, opening);
  queue.on("error", onError);
  await queue.waitUntilReady();
  const handBack = new AbortController();
  let worker: Worker | undefined;
  let tell: Runner["tellGivenUp"] = async () => {};
  const trim = setInterval(() => queue.clean(KEEP_FAILED_MS, TRIM_AT_ONCE, "failed").catch(onError), TRIM_EVERY_MS);
  trim.unref();

  function work(handlers: JobHandlers, { concurrency }: { readonly concurrency: number }): void {
    const onOutcome = options.onOutcome ?? (() => {});
    const ran = new WeakSet<Job>();
    const tellGivenUp: Runner["tellGivenUp"] = (name, data, error) => tell(name, data, error);
    const runner: Runner = { handlers, handBack: handBack.signal, log, tellGivenUp, onOutcome };
    const run: Processor = async (job, token = "") => {
      ran.add(job);
      await runJob(runner, job, token);
    };
    const settings: WorkerOptions = {
      ...queueOptions(backend.workerConnection),
      concurrency,
      lockDuration: times.lockMs,
      stalledInterval: times.stalledMs,
      maxStalledCount: MAX_STALLED,
      runRetryDelay: times.awayMs,
      settings: { backoffStrategy: (failures: number) => backoff(failures, times.retryMs, Math.random) },
    };
    worker = factory ? new Worker(QUEUE, run, settings, factory) : new Worker(QUEUE, run, settings);
    worker.on("error", onError);
    worker.on("failed", (job, error) => {
      if (job?.finishedOn) settleFailed(job, error, ran.has(job)).catch(onError);
    });
  }

  /** A job that stalled too often fails without running, so nobody was told of it. */
  async function settleFailed(job: Job, error: Error, wasTold: boolean): Promise<void> {
    await backend.rememberFailed(idOf(job), job.id ?? "");
    if (!wasTold) await tell(job.name as JobName, job.data, error);
  }

  async function add(name: JobName, data: object, more: AddOptions): Promise<void> {
    const bull = jobOptions(more);
    if (more.transaction) {
      if (!backend.addWithin) throw new Error("this queue cannot add within a transaction");
      return backend.addWithin({ name, data, bull }, more, AbortSignal.timeout(times.addMs));
    }
    const before = await backend.failedIds(more.id);
    await queue.add(name, data, bull);
    for (const old of before) await queue.remove(old);
  }

  async function retryFailed(id: string): Promise<boolean> {
    const newest = (await backend.failedIds(id)).at(-1);
    const job = await queue.getJob(newest ?? id);
    if (!job || !(await job.isFailed())) return false;
    if (newest) await add(job.name as JobName, job.data, { id });
    else await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
    return true;
  }

  async function close({ graceMs }: { readonly graceMs: number }): Promise<void> {
    clearInterval(trim);
    const ending = worker?.close() ?? Promise.resolve();
    if (!(await within(ending, graceMs))) {
      handBack.abort();
      await within(ending, CLOSE_MS);
    }
    await within(queue.close(), CLOSE_MS);
    await within(backend.close(), CLOSE_MS);
  }

  return {
    add: (name, data, more) => limited(add(name, data, more), times.addMs),
    work,
    schedule: (id, plan, name, data) => schedule(queue, { id, ...plan, name, next: undefined }, data),
    unschedule: async (id) => void (await queue.removeJobScheduler(id)),
    schedules: () => schedules(queue),
    counts: () => counts(queue),
    failed: (limit = 100) => failed(queue, limit),
    retryFailed,
    onGivenUp: (callback) => {
      tell = callback;
    },
    close,
  };
}

function queueOptions(connection: unknown): BullOptions {
  // BullMQ types connections as Redis's; the PostgreSQL backend takes a pool in the same place.
  return {
    connection: connection as BullOptions["connection"],
    defaultJobOptions: JOB_OPTIONS,
    streams: { events: { maxLen: 100 } },
  };
}

/** One job with an id waits at a time; one more may stand behind it while it runs: BullMQ's `keepLastIfActive`. */
function jobOptions({ id, delayMs = 0, background = false, hurry = false }: AddOptions): JobsOptions {
  return {
    ...JOB_OPTIONS,
    deduplication: { id, keepLastIfActive: true, ...(hurry ? { replace: true } : {}) },
    ...(delayMs > 0 ? { delay: delayMs } : {}),
    ...(background ? { priority: BACKGROUND } : {}),
  };
}

/** A schedule that stands already is left alone: to set it anew would skip a time that was missed while we were down. */
async function schedule(queue: Queue, { id, pattern, zone, name }: Schedule, data: object): Promise<void> {
  const now = await queue.getJobScheduler(id);
  const same = now?.pattern === pattern && now.tz === zone && now.name === name;
  if (same && JSON.stringify(now.template?.data) === JSON.stringify(data)) return;
  await queue.upsertJobScheduler(id, { pattern, tz: zone }, { name, data, opts: JOB_OPTIONS });
}

async function schedules(queue: Queue): Promise<readonly Schedule[]> {
  const found = await queue.getJobSchedulers();
  return found.map(({ key, name, pattern, tz, next }) => ({
    id: key,
    name: name as JobName,
    pattern: pattern ?? "",
    zone: tz ?? "UTC",
    next: next ? new Date(next) : undefined,
  }));
}

async function counts(queue: Queue) {
  const {
    waiting = 0,
    prioritized = 0,
    active = 0,
    delayed = 0,
    failed = 0,
  } = await queue.getJobCounts("waiting", "prioritized", "active", "delayed", "failed");
  return { waiting: waiting + prioritized, active, delayed, failed };
}

async function failed(queue: Queue, limit: number): Promise<readonly FailedJob[]> {
  const jobs = await queue.getFailed(0, limit - 1);
  return jobs.map((job) => ({
    id: idOf(job),
    name: job.name as JobName,
    data: job.data,
    reason: job.failedReason ?? "",
    failedAt: new Date(job.finishedOn ?? 0),
  }));
}

/** Whether the work was done in time; it is not undone if not. */
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  const done = work.then(
    () => true,
    () => true,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

async function limited(work: Promise<void>, ms: number): Promise<void> {
  if (!(await within(work, ms))) throw new Error(`the queue did not answer within ${ms} ms`);
  await work;
}
