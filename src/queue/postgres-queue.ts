import { createPostgresBackend, Queue } from "bullmq";
import pg from "pg";
import { type Backend, type BullFactory, bullQueue, QUEUE } from "./bull-queue.ts";
import type { JobQueue, Queryable, QueueOptions } from "./job-queue.ts";
import { steadyPool } from "./steady-pool.ts";

/** BullMQ's SQL finds its tables by this path. Its own come first: the library has a table `event`, too. */
const SEARCH_PATH = "-c search_path=bullmq,public";

const factory = createPostgresBackend as unknown as BullFactory;

/** What the queue on PostgreSQL is opened with. */
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
  // One that is lost in use is told of by its query.
  pool.on("connect", (client) => client.on("error", () => {}));
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
 * Adds by way of the open transaction, which from then on holds whatever will do the work: the new job, the one that
 * waits already, or what stands behind the one that runs. So nothing starts before others can see what is stored.
 */
const addWithin: NonNullable<Backend["addWithin"]> = async ({ name, data, bull }, { id, transaction }, late) => {
  if (!transaction) return;
  const open = untilLate(transaction, late);
  await open.query(
    "select set_config('search_path', current_setting('search_path') || ', bullmq', true) where current_setting('search_path') not like '%bullmq%'",
  );
  const before = await failedIds(open, id);
  const queue = new Queue(QUEUE, { connection: viewOf(open), skipMetasUpdate: true }, createPostgresBackend);
  queue.on("error", () => {}); // What goes wrong is thrown by the calls below, too.
  try {
    await queue.add(name, data, bull);
    // A job that waited when it was found may have been started since: then one more goes behind it.
    while (!(await isHeld(open, id))) await queue.add(name, data, bull);
    for (const old of before) await queue.remove(old);
  } finally {
    await queue.close();
  }
};

/** Once the time is up the caller rolls back, and nothing more may be said on its connection. */
function untilLate(transaction: Queryable, late: AbortSignal): Queryable {
  return {
    query: async (text, values) => {
      late.throwIfAborted();
      return transaction.query(text, values);
    },
  };
}

/** Locks the job that waits under this id, or finds the one that stands behind the running one. */
async function isHeld(transaction: Queryable, id: string): Promise<boolean> {
  const waiting = await transaction.query(
    "select from bullmq.job where queue = $1 and dedup_id = $2 and state in ('waiting', 'delayed') for update",
    [QUEUE, id],
  );
  if (waiting.rows.length > 0) return true;
  const behind = await transaction.query("select from bullmq.dedup_next where queue = $1 and dedup_id = $2", [
    QUEUE,
    id,
  ]);
  return behind.rows.length > 0;
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
