import type pg from "pg";
import { describe } from "vitest";
import type { JobHandlers, JobQueue, QueueOptions } from "../../src/queue/job-queue.ts";
import { postgresQueue } from "../../src/queue/postgres-queue.ts";
import { redisQueue } from "../../src/queue/redis-queue.ts";
import { type FreshDatabase, freshDatabase, freshDebianDatabase } from "../support/databases.ts";
import { debianPostgresProgram, type TestPostgres } from "../support/debian-postgres.ts";
import { freshRedis, redisProgram, type TestRedis } from "../support/redis.ts";

/** A place for queues, empty at first, that goes away with `remove`. */
export interface QueuePlace {
  open(options?: QueueOptions): Promise<JobQueue>;
  /** What a child process needs to open the same queue. */
  readonly address: QueueAddress;
  /** The server, where a test may kill it. */
  readonly server?: Pick<TestRedis, "kill" | "start">;
  remove(): Promise<void>;
}

export type QueueAddress =
  | { readonly kind: "postgres"; readonly connection: pg.PoolConfig }
  | { readonly kind: "redis"; readonly url: string };

interface QueueEngine {
  readonly name: string;
  readonly missing: boolean;
  place(): Promise<QueuePlace>;
}

const ENGINES: readonly QueueEngine[] = [
  { name: "embedded PostgreSQL", missing: false, place: () => postgresPlace(freshDatabase) },
  {
    name: "Debian's PostgreSQL",
    missing: debianPostgresProgram().kind === "missing",
    place: () => postgresPlace(freshDebianDatabase),
  },
  { name: "Redis", missing: redisProgram().kind === "missing", place: redisPlace },
];

/** Runs a suite once for every backend of the queue that this machine has. */
export function onEveryQueue(suite: (place: () => Promise<QueuePlace>) => void): void {
  for (const { name, missing, place } of ENGINES) describe.skipIf(missing)(`the queue on ${name}`, () => suite(place));
}

/** The queue at an address; also how a child process of a test opens it. */
export function openQueue(address: QueueAddress, options: QueueOptions = {}): Promise<JobQueue> {
  return address.kind === "redis" ? redisQueue({ ...options, ...address }) : postgresQueue({ ...options, ...address });
}

/** Handlers of which a test names only those that it is about; any other job fails for good. */
export function handlers(named: Partial<JobHandlers>): JobHandlers {
  const unasked = async () => {
    throw new Error("the test did not ask for this job");
  };
  return {
    event: unasked,
    ingest: unasked,
    card: unasked,
    digest: unasked,
    redraw: unasked,
    import: unasked,
    export: unasked,
    sweep: unasked,
    ...named,
  };
}

async function postgresPlace(
  database: () => Promise<FreshDatabase & { readonly server?: TestPostgres }>,
): Promise<QueuePlace> {
  const fresh = await database();
  const address: QueueAddress = { kind: "postgres", connection: fresh.connection };
  const server = fresh.server ? { server: fresh.server } : {};
  return { address, ...server, open: (options) => openQueue(address, options), remove: () => fresh.drop() };
}

async function redisPlace(): Promise<QueuePlace> {
  const redis = await freshRedis();
  const address: QueueAddress = { kind: "redis", url: redis.url };
  return { address, server: redis, open: (options) => openQueue(address, options), remove: () => redis.remove() };
}
