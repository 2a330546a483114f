import type { Config } from "../core/config.ts";
import type { Log } from "../ops/log.ts";
import type { JobQueue, QueueOptions } from "../queue/job-queue.ts";
import { postgresQueue } from "../queue/postgres-queue.ts";
import { redisQueue } from "../queue/redis-queue.ts";
import { embeddedPostgres } from "../store/embedded-postgres.ts";
import { givenPostgres, type PostgresServer } from "../store/postgres-server.ts";

/** The PostgreSQL that the settings name: a given one, or Footnote's own. */
export function databaseServer(config: Config, log: Log): Promise<PostgresServer> {
  return config.database.kind === "given"
    ? givenPostgres(config.database.url)
    : embeddedPostgres({ dir: config.database.dir, log });
}

/** The queue that the settings name: on Redis, or on the same PostgreSQL as the library. */
export function queueOn(config: Config, server: PostgresServer, options: QueueOptions): Promise<JobQueue> {
  if (config.redisUrl) return redisQueue({ url: config.redisUrl, ...options });
  return postgresQueue({ connection: server.connection, max: 3 + config.concurrency, ...options });
}
