import type { JobData, JobName } from "./contracts.ts";

/** What is known of one job when its handler runs. */
export interface JobRun {
  readonly id: string;
  /** When it was to run at the earliest; for a job of a schedule the very instant that the schedule names. */
  readonly dueAt: Date;
  /** 1 for the first try, and so on; a try that was put off by `retryAfterMs` does not count. */
  readonly attempt: number;
  /** Aborted when the queue closes and can wait no longer: the job is handed back and runs again elsewhere. */
  readonly signal: AbortSignal;
}

/** One function for each job. It gets data that was checked, may run twice for one job, and tells failure by throwing. */
export type JobHandlers = { readonly [Name in JobName]: (data: JobData<Name>, run: JobRun) => Promise<void> };

/** How a job is put in. */
export interface AddOptions {
  /** What the job is about, from `jobId`. */
  readonly id: string;
  /** Not before this many milliseconds from now. */
  readonly delayMs?: number;
  /** Behind everything that is not: for big imports, so that a link posted now does not wait for them. */
  readonly background?: boolean;
  /** A person asked: a job with this id that waits for its next try starts afresh at once, with this data. */
  readonly hurry?: boolean;
  /** PostgreSQL only: an open transaction. The job exists when it commits, and never does when it rolls back. */
  readonly transaction?: Queryable;
}

/** The part of an open transaction that the queue borrows: one SQL text with its `$1`, `$2` … */
export interface Queryable {
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/** When a schedule fires: a cron pattern of five fields (six with seconds), read in an IANA zone. */
export interface SchedulePlan {
  readonly pattern: string;
  readonly zone: string;
}

/** A schedule that stands, and when it fires next. */
export interface Schedule extends SchedulePlan {
  readonly id: string;
  readonly name: JobName;
  readonly next: Date | undefined;
}

/** A job that was given up and is kept, so that a person can ask for it again. */
export interface FailedJob {
  readonly id: string;
  readonly name: JobName;
  readonly data: unknown;
  readonly reason: string;
  readonly failedAt: Date;
}

/** How many jobs stand where. */
export interface JobCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/** What the queue tells the log. A pino logger is one. */
export interface QueueLog {
  warn(fields: object, sentence: string): void;
  error(fields: object, sentence: string): void;
}

/** How one run of a job ended; a job that is put off by `retryAfterMs` or handed back at a stop has not failed. */
export type JobOutcome = "done" | "retried" | "put-off" | "handed-back" | "given-up";

/** Times in milliseconds. The defaults are for people; tests use shorter ones. */
export interface QueueTimes {
  /** A job whose worker has not been heard of for this long is taken over. */
  readonly lockMs: number;
  /** How often that is looked for; a take-over needs two looks. */
  readonly stalledMs: number;
  /** Before the second try; four times as long before each further one. */
  readonly retryMs: number;
  /** How long `add` may take before it gives up, so that a dead queue never delays an answer to Slack. */
  readonly addMs: number;
  /** Before work is looked for again while the database is away. */
  readonly awayMs: number;
}

/** What both queues take beside their connection. */
export interface QueueOptions {
  readonly log?: QueueLog;
  readonly times?: Partial<QueueTimes>;
  readonly onOutcome?: (name: JobName, outcome: JobOutcome, elapsedMs: number) => void;
}

/**
 * The queue of everything that Footnote does after it answered Slack: on PostgreSQL or on Redis, with one behaviour.
 * A job runs at least once; after a crash it may run again.
 */
export interface JobQueue {
  /**
   * Puts a job in. Nothing happens while one with this id waits: it will do the work. One that was given up is
   * started afresh with this data. One that runs at this moment may have read what has changed since, so the job is
   * put in once more behind it.
   * @throws when the queue cannot be reached within its time limit
   */
  add<Name extends JobName>(name: Name, data: JobData<Name>, options: AddOptions): Promise<void>;
  /** Begins to run jobs in this process, at most `concurrency` at once. Once per queue. */
  work(handlers: JobHandlers, options: { readonly concurrency: number }): void;
  /** Adds a job at every time that the plan names; a schedule with this id is replaced. */
  schedule<Name extends JobName>(id: string, plan: SchedulePlan, name: Name, data: JobData<Name>): Promise<void>;
  /** Ends a schedule and what it has put in for later. */
  unschedule(id: string): Promise<void>;
  schedules(): Promise<readonly Schedule[]>;
  counts(): Promise<JobCounts>;
  /** The newest first, at most `limit`. */
  failed(limit?: number): Promise<readonly FailedJob[]>;
  /** Starts a failed job afresh. Whether there was one. */
  retryFailed(id: string): Promise<boolean>;
  /** Called once for a job that will not be tried again; should it throw, the job is tried and told again later. */
  onGivenUp(tell: (name: JobName, data: unknown, error: Error) => Promise<void>): void;
  /** Takes no new job, waits at most `graceMs` for those that run, hands back the rest, closes connections. */
  close(options: { readonly graceMs: number }): Promise<void>;
}
