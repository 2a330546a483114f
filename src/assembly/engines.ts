import type { Config } from "../core/config.ts";
import type { JobQueue, QueueOptions } from "../queue/job-queue.ts";
import { postgresQueue } from "../queue/postgres-queue.ts";
import { redisQueue } from "../queue/redis-queue.ts";
import type { PostgresServer } from "../store/postgres-server.ts";

/** The queue that the settings name: on Redis, or on the same PostgreSQL as the library. */
export function queueOn(config: Config, server: PostgresServer, options: QueueOptions): Promise<JobQueue> {
  if (config.redisUrl) return redisQueue({ url: config.redisUrl, ...options });
  return postgresQueue({ connection: server.connection, max: 3 + config.concurrency, ...options });
}
