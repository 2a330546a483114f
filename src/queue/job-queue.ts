import type pg from "pg";
import type { JobData, JobName } from "./contracts.ts";

/** What is known of one job when its handler runs. */
export interface JobRun {
  readonly id: string;
  /** When it was to run at the earliest; for a job of a schedule the very instant that the schedule names. */
  readonly dueAt: Date;
  /** 1 for the first try, and so on; a try that was put off by `retryAfterMs` does not count. */
  readonly attempt: number;
  /** Whether a failure of this try is the last one. */
  readonly last: boolean;
  /** Aborted when the queue closes and can wait no longer: the job is handed back and runs again elsewhere. */
  readonly signal: AbortSignal;
}

/** One function for each job. It gets data that was checked, may run twice for one job, and tells failure by throwing. */
export type JobHandlers = { readonly [Name in JobName]: (data: JobData<Name>, run: JobRun) => Promise<void> };

export interface AddOptions {
  /** What the job is about, from `jobId`. */
  readonly id: string;
  /** Not before this many milliseconds from now. */
  readonly delayMs?: number;
  /** PostgreSQL only: an open transaction. The job exists when it commits, and never does when it rolls back. */
  readonly transaction?: Queryable;
}

/** The part of a `pg` client that an open transaction lends to the queue. */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<pg.QueryResult>;
}

/** When a schedule fires: a cron pattern of five fields (six with seconds), read in an IANA zone. */
export interface SchedulePlan {
  readonly pattern: string;
  readonly zone: string;
}

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
  /** Called once for a job that will not be tried again; should it throw, it is called again later. */
  onGivenUp(tell: (name: JobName, data: unknown, error: Error) => Promise<void>): void;
  /** Takes no new job, waits at most `graceMs` for those that run, hands back the rest, closes connections. */
  close(options: { readonly graceMs: number }): Promise<void>;
}
