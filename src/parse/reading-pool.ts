import { Worker } from "node:worker_threads";
import type { Audit } from "../core/audit/audit.ts";
import { filenameOf, type ParsedPage, type RawDocument, type Reading } from "../core/page.ts";
import { FootnoteError, type PagePreview, type ProblemDetails } from "../core/problems.ts";
import type { TextTerms } from "../core/search/document.ts";
import type { Summary, SummaryRequest } from "../core/summary/summary.ts";
import type { Tag, TagRequest } from "../core/tags/tag.ts";
import type { ReadingAnswer, ReadingOutcome, ReadingTask, ReadingWork, Want } from "./reading-task.ts";

/**
 * Threads that read documents and say what is in them, each under a limit of time and memory: nothing of it is done on
 * the thread that answers Slack. All but `close` throw FootnoteError `PARSE_LIMIT` for what takes too much of either.
 */
export interface ReadingPool {
  /**
   * Reads a document.
   * @throws FootnoteError as the readers do
   */
  read(document: RawDocument): Promise<Reading>;
  /** What a refused document says of itself. */
  preview(document: RawDocument): Promise<PagePreview>;
  /** `extractiveSummary`, in a thread. */
  summarise(request: SummaryRequest): Promise<Summary>;
  /** `tagsFor`, in a thread. */
  tags(request: TagRequest): Promise<readonly Tag[]>;
  /** `auditSavedSummary`, in a thread. */
  audit(page: ParsedPage): Promise<Audit | undefined>;
  /** `textTerms`, in a thread. */
  terms(text: string): Promise<TextTerms>;
  /** Ends all threads. What was not finished is rejected with `PARSE_LIMIT`. */
  close(): Promise<void>;
}

/** How many threads there are, and what each document may cost. */
export interface ReadingPoolOptions {
  /** How many documents are read at once. */
  readonly threads: number;
  /** The most processor time for one document; the wait for a thread and its start are left out. */
  readonly timeoutMs?: number;
  /** The most time by the clock, for a thread that waits, or gets no processor. */
  readonly mostElapsedMs?: number;
  /** The most memory of JavaScript objects in a thread, garbage included; every real page measured fitted in 128. */
  readonly maxHeapMb?: number;
  /** A thread that had nothing to do for so long ends and gives its memory back; the next start takes half a second. */
  readonly idleMs?: number;
}

/** How often a job's use of time and memory is looked at. */
const LOOK_MS = 100;
/**
 * Between a thread's limit and its engine's own. Measured: where one array outgrows that of the engine, the engine ends
 * the whole process and not the thread, so the thread has to be ended before.
 */
const HEAP_RESERVE_MB = 768;
/** New objects of a thread; with more of them a collection overruns the engine's limit. */
const YOUNG_MB = 12;

interface Job {
  readonly task: ReadingTask;
  /** What a refusal for its size says of the document. */
  readonly details: ProblemDetails;
  readonly resolve: (outcome: ReadingOutcome) => void;
  readonly reject: (error: Error) => void;
}

/** One thread and what it is doing. */
interface Thread {
  readonly worker: Worker;
  ready: boolean;
  /** Processor time used before its present job, in milliseconds. */
  cpuMs: number;
  job: Job | undefined;
  /** Ends the job at its limit, or the thread when it has been idle for long. */
  timer: NodeJS.Timeout | undefined;
}

/** Opens the pool. Threads start when there is work for them, are used again, and are replaced when they are ended. */
export function openReadingPool(options: ReadingPoolOptions): ReadingPool {
  const { threads: size, timeoutMs = 5_000, mostElapsedMs = 30_000, maxHeapMb = 384, idleMs = 300_000 } = options;
  const threads = new Set<Thread>();
  const waiting: Job[] = [];
  let closed = false;

  function next(): void {
    const idle = [...threads].find((thread) => thread.ready && !thread.job);
    if (waiting.length > 0 && idle) {
      start(idle);
      next();
      return;
    }
    const starting = [...threads].filter((thread) => !thread.ready).length;
    if (waiting.length > starting && threads.size < size) threads.add(openThread());
  }

  function start(thread: Thread): void {
    const job = waiting.shift();
    if (!job) return;
    clearTimeout(thread.timer);
    thread.job = job;
    thread.worker.ref();
    watch(thread, job, performance.now());
    thread.worker.postMessage(job.task);
  }

  /** Looks at the job again and again until it is done, or over a limit. */
  function watch(thread: Thread, job: Job, startedAt: number): void {
    thread.timer = setTimeout(async () => {
      // A thread inside of native code does not tell; then the clock alone decides.
      const used = await Promise.race([usageOf(thread.worker), after(LOOK_MS)]);
      if (thread.job !== job) return;
      const isOver =
        performance.now() - startedAt > mostElapsedMs ||
        (used && (used.cpuMs - thread.cpuMs > timeoutMs || used.heapMb > maxHeapMb));
      if (isOver) end(thread, limit(job));
      else watch(thread, job, startedAt);
    }, LOOK_MS);
  }

  function openThread(): Thread {
    const worker = new Worker(new URL("./reading-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb + HEAP_RESERVE_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const thread: Thread = { worker, ready: false, cpuMs: 0, job: undefined, timer: undefined };
    worker.on("message", (answer: ReadingAnswer) => hear(thread, answer));
    worker.on("error", (error) => end(thread, thread.job && isOutOfMemory(error) ? limit(thread.job) : asError(error)));
    worker.on("exit", () => end(thread, new Error("The reading thread ended by itself")));
    return thread;
  }

  function hear(thread: Thread, { cpuMs, outcome }: ReadingAnswer): void {
    thread.ready = true;
    thread.cpuMs = cpuMs;
    if (outcome) release(thread)?.resolve(outcome);
    thread.worker.unref();
    thread.timer = setTimeout(() => end(thread, new Error("The reading thread was idle")), idleMs).unref();
    next();
  }

  /** Takes the job off a thread, which is free again. */
  function release(thread: Thread): Job | undefined {
    clearTimeout(thread.timer);
    const { job } = thread;
    thread.job = undefined;
    return job;
  }

  /** Ends a thread for good. One that failed before it could take work fails the work that waits for it. */
  function end(thread: Thread, error: Error): void {
    if (!threads.delete(thread)) return;
    const job = release(thread) ?? (thread.ready ? undefined : waiting.shift());
    job?.reject(error);
    void thread.worker.terminate();
    if (!closed) next();
  }

  async function ask<Wanted extends Want>(
    want: Wanted,
    input: ReadingWork[Wanted]["takes"],
    filename?: string,
  ): Promise<ReadingWork[Wanted]["gives"]> {
    const details = filenameOf({ filename });
    const outcome = await new Promise<ReadingOutcome>((resolve, reject) => {
      const job = { task: { want, input }, details, resolve, reject };
      if (closed) reject(limit(job));
      else waiting.push(job);
      next();
    });
    if (outcome.kind === "done") return outcome.value as ReadingWork[Wanted]["gives"];
    throw errorOf(outcome, details);
  }

  return {
    read: (document) => ask("reading", document, document.filename),
    preview: (document) => ask("preview", document, document.filename),
    summarise: (request) => ask("summary", request),
    tags: (request) => ask("tags", request),
    audit: (page) => ask("audit", page),
    terms: (text) => ask("terms", text),
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.reject(limit(job));
      const open = [...threads];
      for (const thread of open) end(thread, thread.job ? limit(thread.job) : new Error("The reading pool was closed"));
      await Promise.all(open.map(({ worker }) => worker.terminate()));
    },
  };
}

/** The processor time of a thread since its start, and the size of its objects; undefined when it has ended. */
async function usageOf(worker: Worker): Promise<{ readonly cpuMs: number; readonly heapMb: number } | undefined> {
  try {
    const [{ user, system }, heap] = await Promise.all([worker.cpuUsage(), worker.getHeapStatistics()]);
    return { cpuMs: (user + system) / 1_000, heapMb: heap.used_heap_size / 1_000_000 };
  } catch {
    return undefined;
  }
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}

function limit({ details }: Pick<Job, "details">): FootnoteError {
  return new FootnoteError("PARSE_LIMIT", details);
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function errorOf(outcome: Exclude<ReadingOutcome, { readonly kind: "done" }>, details: ProblemDetails): Error {
  if (outcome.kind === "problem") {
    const options = outcome.preview === undefined ? {} : { preview: outcome.preview };
    return new FootnoteError(outcome.code, { ...details, ...outcome.details }, options);
  }
  const error = new Error(outcome.message);
  if (outcome.stack !== undefined) error.stack = outcome.stack;
  return error;
}
