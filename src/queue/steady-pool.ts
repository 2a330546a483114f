import type pg from "pg";

/** The codes of a server that goes away or is not there: PostgreSQL manual, appendix A, and Node's own. */
const AWAY = /^(08\d\d\d|57P0[1-3]|ECONNRESET|ECONNREFUSED|EPIPE|ENOENT|ETIMEDOUT)$/;
const CUT = /Connection terminated|connection timeout|Client has encountered a connection error/i;

/**
 * The pool, with every error of a lost connection told as `ECONNREFUSED`. That is the one that BullMQ waits out and
 * tries again; any other makes it spin (a Unix socket that is gone is `ENOENT`), or call a job failed that was done.
 */
export function steadyPool(pool: pg.Pool) {
  return {
    options: pool.options,
    query: (text: string, values?: readonly unknown[]) => steady(pool.query(text, values as unknown[])),
    connect: () => steady(pool.connect()),
    end: () => pool.end(),
    on: (...listener: Parameters<pg.Pool["on"]>) => pool.on(...listener),
    removeAllListeners: (event?: string) => pool.removeAllListeners(event),
  };
}

async function steady<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Error && isAway(error)
      ? Object.assign(new Error(`ECONNREFUSED: ${error.message}`), { code: "ECONNREFUSED", cause: error })
      : error;
  }
}

function isAway(error: Error): boolean {
  return ("code" in error && typeof error.code === "string" && AWAY.test(error.code)) || CUT.test(error.message);
}
