import { Worker } from "node:worker_threads";
import type { RawDocument, Reading } from "../core/page.ts";
import { FootnoteError, type PagePreview } from "../core/problems.ts";
import type { ReadingAnswer, ReadingTask } from "./reading-task.ts";

/** Threads that read documents, each under a limit of time and memory. */
export interface ReadingPool {
  /**
   * Reads a document in a thread of its own.
   * @throws FootnoteError as the readers do, and `PARSE_LIMIT` when the document takes too much time or memory
   */
  read(document: RawDocument): Promise<Reading>;
  /** What a refused document says of itself. */
  preview(document: RawDocument): Promise<PagePreview>;
  /** Ends all threads. What was not finished is rejected with `PARSE_LIMIT`. */
  close(): Promise<void>;
}

export interface ReadingPoolOptions {
  /** How many documents are read at once. */
  readonly threads: number;
  /** The most time for one document, its wait for a free thread and the start of the thread left out. */
  readonly timeoutMs?: number;
  /** The most memory of JavaScript objects per thread; every real page measured fitted in 128. */
  readonly maxHeapMb?: number;
}

interface Job {
  readonly want: ReadingTask["want"];
  readonly document: RawDocument;
  readonly resolve: (answer: ReadingAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** One thread and what it is doing. */
interface Thread {
  readonly worker: Worker;
  ready: boolean;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** Opens the pool. Threads start when there is work for them, are used again, and are replaced when they are ended. */
export function openReadingPool(options: ReadingPoolOptions): ReadingPool {
  const { threads: size, timeoutMs = 5_000, maxHeapMb = 256 } = options;
  const threads = new Set<Thread>();
  const waiting: Job[] = [];
  let closed = false;
  let lastId = 0;

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
    thread.job = job;
    thread.worker.ref();
    thread.timer = setTimeout(() => end(thread, limit(job)), timeoutMs);
    lastId += 1;
    thread.worker.postMessage({ id: lastId, want: job.want, document: job.document } satisfies ReadingTask);
  }

  function openThread(): Thread {
    const worker = new Worker(new URL("./reading-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
    const thread: Thread = { worker, ready: false, job: undefined, timer: undefined };
    worker.on("message", (answer: ReadingAnswer) => hear(thread, answer));
    worker.on("error", (error) => end(thread, thread.job && isOutOfMemory(error) ? limit(thread.job) : asError(error)));
    worker.on("exit", () => end(thread, new Error("The reading thread ended by itself")));
    return thread;
  }

  function hear(thread: Thread, answer: ReadingAnswer): void {
    if (answer.kind === "ready") thread.ready = true;
    else release(thread)?.resolve(answer);
    thread.worker.unref();
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

  function ask(want: ReadingTask["want"], document: RawDocument): Promise<ReadingAnswer> {
    return new Promise((resolve, reject) => {
      const job = { want, document, resolve, reject };
      if (closed) reject(limit(job));
      else waiting.push(job);
      next();
    });
  }

  return {
    async read(document) {
      const answer = await ask("reading", document);
      if (answer.kind === "reading") return answer.reading;
      throw errorOf(answer, document);
    },
    async preview(document) {
      const answer = await ask("preview", document);
      if (answer.kind === "preview") return answer.preview;
      throw errorOf(answer, document);
    },
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.reject(limit(job));
      const open = [...threads];
      for (const thread of open) end(thread, thread.job ? limit(thread.job) : new Error("The reading pool was closed"));
      await Promise.all(open.map(({ worker }) => worker.terminate()));
    },
  };
}

function limit({ document }: Pick<Job, "document">): FootnoteError {
  return new FootnoteError("PARSE_LIMIT", document.filename === undefined ? {} : { filename: document.filename });
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function errorOf(answer: ReadingAnswer, document: RawDocument): Error {
  if (answer.kind === "problem") {
    const details =
      document.filename === undefined ? answer.details : { filename: document.filename, ...answer.details };
    return new FootnoteError(answer.code, details, answer.preview === undefined ? {} : { preview: answer.preview });
  }
  if (answer.kind !== "bug") return new Error(`The reading thread answered ${answer.kind}`);
  const error = new Error(answer.message);
  if (answer.stack !== undefined) error.stack = answer.stack;
  return error;
}
