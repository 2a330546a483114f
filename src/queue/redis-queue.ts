import { Redis } from "ioredis";
import { StartupError } from "../core/startup-error.ts";
import { type Backend, bullQueue } from "./bull-queue.ts";
import type { JobQueue, QueueLog, QueueOptions } from "./job-queue.ts";

/** Which of BullMQ's failed jobs was added under which id. */
const FAILED = "footnote:failed";
/** A dead Redis is said to be one after this; `add` has its own, shorter limit in all. */
const COMMAND_MS = 1_500;
/** Between two tries to reach a Redis that went away. */
const RECONNECT_MS = 500;

/** What the queue on Redis is opened with. */
export interface RedisQueueOptions extends QueueOptions {
  /** `redis://` or `rediss://`, with a password and a database number if need be. */
  readonly url: string;
}

/**
 * The queue on Redis. Warns when that Redis may forget jobs: it must keep an append-only file and evict nothing.
 * @throws StartupError `CONFIG_REDIS` when it cannot be reached at the start
 */
export async function redisQueue({ url, ...options }: RedisQueueOptions): Promise<JobQueue> {
  const onError = (error: Error) => options.log?.warn({ err: error }, "Redis connection lost");
  const producer = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false, // What cannot be said now is an error now: Slack is waiting.
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_MS,
    connectTimeout: 5_000,
    retryStrategy: () => RECONNECT_MS,
  });
  producer.on("error", onError);
  await reach(producer, url);
  await sayIfForgetful(producer, options.log);
  const consumer = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => RECONNECT_MS });
  consumer.on("error", onError);
  const backend: Backend = {
    connection: producer,
    workerConnection: consumer,
    failedIds: async (id) => {
      const found = await producer.hget(FAILED, id);
      return found ? [found] : [];
    },
    rememberFailed: async (id, bullId) => void (await consumer.hset(FAILED, id, bullId)),
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
  return bullQueue(backend, options);
}

async function reach(redis: Redis, url: string): Promise<void> {
  let why: unknown; // What the caller hears is only that the connection is closed.
  redis.once("error", (error) => {
    why = error;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (cause) {
    redis.disconnect();
    const where = URL.parse(url)?.host ?? "that address";
    throw new StartupError(
      "CONFIG_REDIS",
      `REDIS_URL: Redis at ${where} cannot be used (${reason(why ?? cause)}). Is it running, and is the password right?`,
      {
        cause,
      },
    );
  }
}

function reason(cause: unknown): string {
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}

async function sayIfForgetful(redis: Redis, log: QueueLog | undefined): Promise<void> {
  const settings = await configOf(redis);
  if (settings.get("maxmemory-policy") && settings.get("maxmemory-policy") !== "noeviction") {
    log?.warn({ policy: settings.get("maxmemory-policy") }, "Redis may evict jobs: set maxmemory-policy to noeviction");
  }
  if (settings.get("appendonly") === "no") {
    log?.warn({}, "Redis forgets jobs when it is killed: set appendonly to yes");
  }
}

/** Hosted Redis often forbids the question; then nothing is known and nothing said. */
async function configOf(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const answer = await redis.config("GET", "maxmemory-policy", "appendonly").catch(() => []);
  const flat = Array.isArray(answer) ? answer.map(String) : [];
  return new Map(flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ""]] : [])));
}
