import { spawn } from "node:child_process";
import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { FootnoteError } from "../../src/core/problems.ts";
import type { JobHandlers, JobOutcome, JobQueue, JobRun, QueueOptions } from "../../src/queue/job-queue.ts";
import { handlers, onEveryQueue, type QueuePlace } from "./engines.ts";

const QUICK = { lockMs: 400, stalledMs: 100, retryMs: 10, awayMs: 50 };
const NOBODY = { graceMs: 0 };

onEveryQueue((newPlace) => {
  let place: QueuePlace;
  let open: JobQueue[] = [];
  let number = 0;

  beforeAll(async () => {
    place = await newPlace();
  });
  afterEach(async () => {
    for (const queue of open) await queue.close(NOBODY);
    open = [];
  });
  afterAll(() => place.remove());

  async function aQueue(options: QueueOptions = {}): Promise<JobQueue> {
    const queue = await place.open({ times: QUICK, ...options });
    open.push(queue);
    return queue;
  }

  async function aWorker(named: Partial<JobHandlers>, options: QueueOptions = {}): Promise<JobQueue> {
    const queue = await aQueue(options);
    queue.work(handlers(named), { concurrency: 4 });
    return queue;
  }

  const anId = () => `ingest-${++number}`;
  const idle = (queue: JobQueue) =>
    vi.waitFor(async () => expect(await queue.counts()).toMatchObject({ waiting: 0, active: 0, delayed: 0 }), {
      timeout: 20_000,
      interval: 10,
    });

  test("a job runs once, with its data checked, and leaves nothing", async () => {
    const runs: unknown[] = [];
    const outcomes: JobOutcome[] = [];
    const queue = await aWorker(
      { ingest: async (data, { attempt }) => void runs.push({ data, attempt }) },
      { onOutcome: (_, outcome) => outcomes.push(outcome) },
    );
    await queue.add("ingest", { shareId: "7" }, { id: anId() });
    await vi.waitFor(() => expect(outcomes).toEqual(["done"]));
    await idle(queue);
    expect(runs).toEqual([{ data: { shareId: "7" }, attempt: 1 }]);
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  });

  test("asked for twice while it waits, a job runs once", async () => {
    const queue = await aQueue();
    const id = anId();
    await queue.add("ingest", { shareId: "1" }, { id });
    await queue.add("ingest", { shareId: "1" }, { id });
    const ran = vi.fn(async () => {});
    queue.work(handlers({ ingest: ran }), { concurrency: 4 });
    await idle(queue);
    expect(ran).toHaveBeenCalledTimes(1);
  });

  test("asked for again while it runs, a job runs once more, with the newest data, and never beside itself", async () => {
    const id = anId();
    const seen: string[] = [];
    let atOnce = 0;
    const queue = await aWorker({
      ingest: async ({ shareId }) => {
        expect(++atOnce).toBe(1);
        seen.push(shareId);
        if (seen.length === 1) {
          await queue.add("ingest", { shareId: "second" }, { id });
          await queue.add("ingest", { shareId: "third" }, { id });
        }
        atOnce -= 1;
      },
    });
    await queue.add("ingest", { shareId: "first" }, { id });
    await vi.waitFor(() => expect(seen).toEqual(["first", "third"]));
    await idle(queue);
    expect(seen).toHaveLength(2);
  });

  test("a delayed job waits, and a person in a hurry need not", async () => {
    const id = anId();
    const seen: string[] = [];
    const queue = await aWorker({ ingest: async ({ shareId }) => void seen.push(shareId) });
    await queue.add("ingest", { shareId: "later" }, { id, delayMs: 3_600_000 });
    await queue.add("ingest", { shareId: "ignored" }, { id });
    expect((await queue.counts()).delayed).toBe(1);
    await queue.add("ingest", { shareId: "now" }, { id, hurry: true });
    await vi.waitFor(() => expect(seen).toEqual(["now"]));
    await idle(queue);
  });

  test("work in the background lets a link pass that was posted later", async () => {
    const queue = await aQueue();
    for (const shareId of ["b1", "b2"]) await queue.add("ingest", { shareId }, { id: anId(), background: true });
    await queue.add("ingest", { shareId: "new" }, { id: anId() });
    expect((await queue.counts()).waiting).toBe(3);
    const seen: string[] = [];
    queue.work(handlers({ ingest: async ({ shareId }) => void seen.push(shareId) }), { concurrency: 1 });
    await idle(queue);
    expect(seen).toEqual(["new", "b1", "b2"]);
  });

  test("a job that fails is tried again, and knows which try it is", async () => {
    const attempts: number[] = [];
    const queue = await aWorker({
      ingest: async (_, { attempt }) => {
        attempts.push(attempt);
        if (attempt < 3) throw new FootnoteError("NETWORK");
      },
    });
    await queue.add("ingest", { shareId: "1" }, { id: anId() });
    await vi.waitFor(() => expect(attempts).toEqual([1, 2, 3]), { timeout: 5_000 });
    await idle(queue);
  });

  test("what trying again cannot mend is given up at once and told once, with the error itself", async () => {
    const id = anId();
    const told = vi.fn(async () => {});
    const problem = new FootnoteError("NOT_FOUND", { status: 404 });
    const queue = await aWorker({
      ingest: async () => {
        throw problem;
      },
    });
    queue.onGivenUp(told);
    await queue.add("ingest", { shareId: "gone" }, { id });
    await vi.waitFor(async () =>
      expect(await queue.failed()).toMatchObject([{ id, name: "ingest", reason: "NOT_FOUND" }]),
    );
    expect(told.mock.calls).toEqual([["ingest", { shareId: "gone" }, problem]]);
    await queue.retryFailed(id);
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
    await vi.waitFor(async () => expect(await queue.failed()).toHaveLength(1));
  });

  test("a job that was given up starts afresh when it is added again, and is no longer a failed one", async () => {
    const id = anId();
    let broken = true;
    const attempts: number[] = [];
    const queue = await aWorker({
      ingest: async (_, { attempt }) => {
        attempts.push(attempt);
        if (broken) throw new FootnoteError("FORBIDDEN");
      },
    });
    const before = (await queue.counts()).failed;
    await queue.add("ingest", { shareId: "1" }, { id });
    await vi.waitFor(async () => expect((await queue.counts()).failed).toBe(before + 1));
    broken = false;
    await queue.add("ingest", { shareId: "1" }, { id });
    await vi.waitFor(() => expect(attempts).toEqual([1, 1]));
    await idle(queue);
    expect((await queue.counts()).failed).toBe(before);
    expect(await queue.retryFailed(id)).toBe(false);
  });

  test("a job is given up after its eighth try", async () => {
    const attempts: number[] = [];
    const told = vi.fn(async () => {});
    const queue = await aWorker(
      {
        ingest: async (_, { attempt }) => {
          attempts.push(attempt);
          throw new Error("a bug");
        },
      },
      { times: { ...QUICK, retryMs: 0 } },
    );
    queue.onGivenUp(told);
    await queue.add("ingest", { shareId: "1" }, { id: anId() });
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1), { timeout: 10_000 });
    expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test("Retry-After puts a job off without using up a try", async () => {
    const attempts: number[] = [];
    const queue = await aWorker({
      card: async (_, { attempt }) => {
        attempts.push(attempt);
        if (attempts.length < 12) throw new FootnoteError("SLACK_DOWN", {}, { retryAfterMs: 5 });
      },
    });
    await queue.add("card", { teamId: "T1", channelId: "C1", messageTs: "1.0" }, { id: anId() });
    await vi.waitFor(() => expect(attempts).toHaveLength(12), { timeout: 10_000 });
    expect(new Set(attempts)).toEqual(new Set([1]));
    await idle(queue);
  });

  test("data that is not what the job needs is given up, not tried for hours", async () => {
    const told = vi.fn(async () => {});
    const queue = await aWorker({});
    queue.onGivenUp(told);
    await queue.add("ingest", { shareId: 7 as unknown as string }, { id: anId() });
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
  });

  test("a close waits for the job that runs", async () => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const done = vi.fn();
    const queue = await aWorker({
      ingest: async () => {
        started.resolve();
        await finish.promise;
        done();
      },
    });
    await queue.add("ingest", { shareId: "1" }, { id: anId() });
    await started.promise;
    const closing = queue.close({ graceMs: 10_000 });
    finish.resolve();
    await closing;
    expect(done).toHaveBeenCalledTimes(1);
    expect(await (await aQueue()).counts()).toMatchObject({ waiting: 0, active: 0 });
  });

  test("a close that can wait no longer hands the job back, and another worker does it at once", async () => {
    const started = Promise.withResolvers<JobRun>();
    const times = { ...QUICK, lockMs: 60_000 }; // So that nobody takes it over.
    const queue = await aWorker(
      {
        ingest: (_, run) => {
          started.resolve(run);
          return new Promise(() => {});
        },
      },
      { times },
    );
    await queue.add("ingest", { shareId: "1" }, { id: anId() });
    const { signal } = await started.promise;
    await queue.close({ graceMs: 20 });
    expect(signal.aborted).toBe(true);
    const attempt = Promise.withResolvers<number>();
    await aWorker({ ingest: async (_, run) => attempt.resolve(run.attempt) }, { times });
    expect(await attempt.promise).toBe(1);
  });

  test("a worker that is killed loses its job to another", async () => {
    const id = anId();
    const queue = await aQueue();
    await queue.add("ingest", { shareId: "kill" }, { id });
    const child = spawn(
      process.execPath,
      [new URL("./stuck-worker.ts", import.meta.url).pathname, JSON.stringify(place.address)],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect((await queue.counts()).active).toBe(1);
    const ran = Promise.withResolvers<string>();
    queue.work(handlers({ ingest: async ({ shareId }) => ran.resolve(shareId) }), { concurrency: 4 });
    expect(await ran.promise).toBe("kill");
    await idle(queue);
  });

  test("the server is killed and comes back in mid-work: every job is done, and adding fails fast meanwhile", async ({
    skip,
  }) => {
    const { server } = place;
    if (!server) return skip("other files share this server; embedded-restart.test.ts kills one of its own");
    const done = new Set<string>();
    const halfway = Promise.withResolvers<void>();
    const queue = await aWorker({
      ingest: async ({ shareId }) => {
        if (done.size === 20) halfway.resolve();
        done.add(shareId);
        await setImmediate();
      },
    });
    const all = Array.from({ length: 60 }, (_, index) => `share-${index}`);
    for (const shareId of all) await queue.add("ingest", { shareId }, { id: anId() });
    await halfway.promise;
    await server.kill();
    const before = performance.now();
    await expect(queue.add("ingest", { shareId: "unheard" }, { id: anId() })).rejects.toThrow();
    expect(performance.now() - before).toBeLessThan(2_000);
    await server.start();
    await vi.waitFor(() => expect([...done].toSorted()).toEqual(all.toSorted()), { timeout: 20_000 });
    await idle(queue);
  });

  test("a schedule fires in its zone, is listed, stays when set again, and ends", async () => {
    const queue = await aQueue();
    const plan = { pattern: "30 8 * * *", zone: "Asia/Shanghai" };
    await queue.schedule("digest-1", plan, "digest", { digestId: "1" });
    const [first] = await queue.schedules();
    expect(first).toMatchObject({ id: "digest-1", name: "digest", ...plan });
    expect(first?.next?.toISOString()).toMatch(/T00:30:00.000Z$/);
    await queue.schedule("digest-1", plan, "digest", { digestId: "1" });
    expect(await queue.schedules()).toEqual([first]);
    await queue.schedule("digest-1", { ...plan, zone: "Europe/Berlin" }, "digest", { digestId: "1" });
    expect(await queue.schedules()).toMatchObject([{ zone: "Europe/Berlin" }]);
    expect((await queue.counts()).delayed).toBe(1);
    await queue.unschedule("digest-1");
    expect(await queue.schedules()).toEqual([]);
    expect((await queue.counts()).delayed).toBe(0);
  });

  test("a job of a schedule knows the instant that was named, and the next one is planned", async () => {
    const runs: JobRun[] = [];
    const queue = await aWorker({ sweep: async (_, run) => void runs.push(run) });
    await queue.schedule("every-second", { pattern: "* * * * * *", zone: "UTC" }, "sweep", {});
    await vi.waitFor(() => expect(runs.length).toBeGreaterThan(1), { timeout: 10_000 });
    await queue.unschedule("every-second");
    const instants = runs.map(({ dueAt }) => dueAt.getTime());
    expect(instants.every((instant) => instant % 1_000 === 0)).toBe(true);
    expect(new Set(instants).size).toBe(instants.length);
    await idle(queue);
  });
});
