import { DelayedError, type Job, UnrecoverableError, WaitingError } from "bullmq";
import { FootnoteError } from "../core/problems.ts";
import { JOBS, type JobName } from "./contracts.ts";
import type { JobHandlers, JobOutcome, JobRun, QueueLog } from "./job-queue.ts";

/** What the runs of all jobs of a process share. */
export interface Runner {
  readonly handlers: JobHandlers;
  /** Aborted when the jobs that run are to be handed back. */
  readonly handBack: AbortSignal;
  readonly log: QueueLog;
  readonly tellGivenUp: (name: JobName, data: unknown, error: Error) => Promise<void>;
  readonly onOutcome: (name: JobName, outcome: JobOutcome, elapsedMs: number) => void;
}

/** A job may be put off by `retryAfterMs` for this long; after that, being put off counts as a failed try. */
const PUT_OFF_FOR_MS = 24 * 60 * 60_000;
/** Before a job is run again only because telling of its end failed. */
const TELL_AGAIN_MS = 30_000;

/** What becomes of a job whose handler threw. */
type Verdict =
  | { readonly kind: "handed-back" }
  | { readonly kind: "put-off"; readonly ms: number }
  | { readonly kind: "retried" }
  | { readonly kind: "given-up" };

/**
 * Runs the handler of one job and turns what it throws into what BullMQ understands. This is the one place where
 * `retry: false` becomes an `UnrecoverableError`, and `retryAfterMs` a delay that counts as no try.
 */
export async function runJob(runner: Runner, job: Job, token: string): Promise<void> {
  const started = Date.now();
  const name = job.name as JobName; // Whoever added it had to name one of ours; an older version's is caught below.
  try {
    await handle(runner, job);
    runner.onOutcome(name, "done", Date.now() - started);
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const verdict = verdictOn(runner, job, error);
    runner.onOutcome(name, verdict.kind, Date.now() - started);
    throw await carryOut(runner, job, token, verdict, error);
  }
}

async function handle({ handlers, handBack }: Runner, job: Job): Promise<void> {
  const name = job.name as JobName;
  const contract = JOBS[name];
  if (!contract) throw new UnrecoverableError(`no job is called ${job.name}`);
  const parsed = contract.safeParse(job.data);
  if (!parsed.success) throw new UnrecoverableError(`the data of a ${name} job is not what it must be`);
  const run: JobRun = {
    id: idOf(job),
    dueAt: dueAt(job),
    attempt: job.attemptsMade + 1,
    signal: handBack,
  };
  const handler = handlers[name] as (data: unknown, run: JobRun) => Promise<void>;
  await orHandedBack(handler(parsed.data, run), handBack);
}

/** The id that a job was added under; jobs of a schedule have only BullMQ's. */
export function idOf(job: Job): string {
  return job.deduplicationId ?? job.id ?? "";
}

/** BullMQ keeps the instant that a schedule named in `prevMillis`, where the next one is reckoned from. */
function dueAt({ opts, timestamp }: Job): Date {
  return new Date(opts.prevMillis ?? timestamp + (opts.delay ?? 0));
}

function isLast(job: Job): boolean {
  return job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
}

/** Rejects when the handler does or when the job is to be handed back, whichever is first. */
async function orHandedBack(work: Promise<void>, handBack: AbortSignal): Promise<void> {
  work.catch(() => {}); // After a hand-back nobody waits for it any more.
  let stop = () => {};
  const handedBack = new Promise<never>((_, reject) => {
    stop = () => reject(new WaitingError());
    handBack.addEventListener("abort", stop);
    if (handBack.aborted) stop();
  });
  try {
    await Promise.race([work, handedBack]);
  } finally {
    handBack.removeEventListener("abort", stop);
  }
}

function verdictOn(runner: Runner, job: Job, error: Error): Verdict {
  if (runner.handBack.aborted) return { kind: "handed-back" };
  if (error instanceof UnrecoverableError || (error instanceof FootnoteError && !error.retry))
    return { kind: "given-up" };
  const waitMs = error instanceof FootnoteError ? error.retryAfterMs : undefined;
  if (waitMs !== undefined && Date.now() - job.timestamp < PUT_OFF_FOR_MS) return { kind: "put-off", ms: waitMs };
  return { kind: isLast(job) ? "given-up" : "retried" };
}

/** Does what is to be done, and returns the error that tells BullMQ so. */
async function carryOut(runner: Runner, job: Job, token: string, verdict: Verdict, error: Error): Promise<Error> {
  switch (verdict.kind) {
    case "handed-back":
      await job.moveToWait(token);
      return new WaitingError();
    case "put-off":
      await job.moveToDelayed(Date.now() + verdict.ms, token);
      return new DelayedError();
    case "retried":
      runner.log.warn(
        { job: job.name, id: idOf(job), attempt: job.attemptsMade + 1, err: error },
        "job failed; it will be tried again",
      );
      return new Error(reasonOf(error));
    case "given-up":
      return giveUp(runner, job, token, error);
  }
}

async function giveUp(runner: Runner, job: Job, token: string, error: Error): Promise<Error> {
  runner.log.error({ job: job.name, id: idOf(job), err: error }, "job given up");
  try {
    await runner.tellGivenUp(job.name as JobName, job.data, error);
  } catch (untold) {
    if (Date.now() - job.timestamp < PUT_OFF_FOR_MS) {
      runner.log.error(
        { job: job.name, id: idOf(job), err: untold },
        "telling that a job was given up failed; trying again",
      );
      await job.moveToDelayed(Date.now() + TELL_AGAIN_MS, token);
      return new DelayedError();
    }
    runner.log.error({ job: job.name, id: idOf(job), err: untold }, "telling that a job was given up failed for a day");
  }
  return new UnrecoverableError(reasonOf(error));
}

/** What is kept beside a failed job: the code of a problem, or the first line of a bug's message. */
function reasonOf(error: Error): string {
  return error instanceof FootnoteError ? error.code : (error.message.split("\n", 1)[0] ?? "").slice(0, 200);
}
