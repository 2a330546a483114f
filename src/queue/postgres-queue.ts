import { createPostgresBackend, type JobsOptions, Queue } from "bullmq";
import pg from "pg";
import { type Backend, type BullFactory, bullQueue, QUEUE } from "./bull-queue.ts";
import type { AddOptions, JobQueue, Queryable, QueueOptions } from "./job-queue.ts";
import { steadyPool } from "./steady-pool.ts";

/** BullMQ's SQL finds its tables by this path. Its own come first: the library has a table `event`, too. */
const SEARCH_PATH = "-c search_path=bullmq,public";

const factory = createPostgresBackend as unknown as BullFactory;

export interface PostgresQueueOptions extends QueueOptions {
  readonly connection: pg.PoolConfig;
  /** Most connections the queue may hold: 2, and one for each job at once, are enough. */
  readonly max?: number;
}

/**
 * The queue on PostgreSQL, with a pool of its own. `migrateQueue` must have run on that database.
 * `add` takes a `transaction`: what it stores and the job then exist together or not at all.
 * @throws when the database cannot be reached or BullMQ's tables are missing
 */
export async function postgresQueue({ connection, max = 10, ...options }: PostgresQueueOptions): Promise<JobQueue> {
  const pool = new pg.Pool({
    application_name: "footnote queue",
    ...connection,
    options: [connection.options, SEARCH_PATH].filter(Boolean).join(" "),
    keepAlive: true,
    max,
  });
  pool.on("error", (error) => options.log?.warn({ err: error }, "queue connection lost"));
  const steady = steadyPool(pool);
  const backend: Backend = {
    connection: steady,
    workerConnection: steady,
    factory,
    failedIds: (id) => failedIds(steady, id),
    rememberFailed: async () => {},
    addWithin,
    close: () => pool.end(),
  };
  return bullQueue(backend, options).catch(async (error) => {
    await pool.end();
    throw error;
  });
}

/** Oldest first. */
async function failedIds(on: Queryable, id: string): Promise<readonly string[]> {
  const { rows } = await on.query(
    "select id from bullmq.job where queue = $1 and state = 'failed' and dedup_id = $2 order by finished_at_ms",
    [QUEUE, id],
  );
  return (rows as readonly { id: string }[]).map((row) => row.id);
}

/**
 * Adds by way of the open transaction. A job with this id that waits is held until the commit, so that it cannot
 * start before the others can see what is being stored.
 */
async function addWithin(name: string, data: object, more: AddOptions, bull: JobsOptions): Promise<void> {
  const { id, transaction } = more;
  if (!transaction) return;
  await transaction.query(
    "select set_config('search_path', current_setting('search_path') || ', bullmq', true) where current_setting('search_path') not like '%bullmq%'",
  );
  const { rows } = await transaction.query(
    "select id, state from bullmq.job where queue = $1 and dedup_id = $2 and state in ('waiting', 'delayed', 'failed') for update",
    [QUEUE, id],
  );
  const before = (rows as readonly { id: string; state: string }[]).filter(({ state }) => state === "failed");
  const queue = new Queue(QUEUE, { connection: viewOf(transaction), skipMetasUpdate: true }, createPostgresBackend);
  queue.on("error", () => {}); // What goes wrong is thrown by the calls below, too.
  try {
    await queue.add(name, data, bull);
    for (const { id: old } of before) await queue.remove(old);
  } finally {
    await queue.close();
  }
}

/** The transaction in the shape of a pool, as far as adding a job asks for one; closing it closes nothing. */
function viewOf(transaction: Queryable) {
  const query = (text: string, values?: readonly unknown[]) => transaction.query(text, values);
  const client = {
    query,
    release: () => {},
    on: () => client,
    removeListener: () => client,
    removeAllListeners: () => client,
  };
  return { ...client, options: {}, connect: async () => client, end: async () => {} };
}
