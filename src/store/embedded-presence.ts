import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";

/** Advisory locks by which the Footnotes on one server know of each other: everyone shares one, the main one has the other. */
const PRESENT = "7266, 1";
const MAIN = "7266, 2";

/** The lock of a Footnote that was just killed is let go within milliseconds. */
const MAIN_TRIES = 5;
const MAIN_PAUSE_MS = 50;

/** One connection that a Footnote holds for as long as it uses the server. Its end is the first sign of trouble. */
export interface Presence {
  /** Whether we are the main Footnote on this server. */
  readonly main: boolean;
  /** Settles when the connection ends, whoever ended it. */
  readonly lost: Promise<void>;
  /** Leaves. Whether nobody is left: then newcomers are kept waiting until the connection closes with the server. */
  leave(): Promise<boolean>;
  /** Closes the connection. */
  close(): Promise<void>;
}

/** Makes this process known to the others on the server. @throws the error of `pg` when the server is not there */
export async function present(connection: pg.PoolConfig, wantsMain: boolean): Promise<Presence> {
  const client = new pg.Client({
    ...connection,
    application_name: "footnote presence",
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => {}); // "end" follows, and tells what we need to know.
  const lost = new Promise<void>((resolve) => client.once("end", resolve));
  const close = () => client.end().catch(() => {});
  try {
    await client.connect();
    await client.query(`select pg_advisory_lock_shared(${PRESENT})`);
    const main = wantsMain && (await becomeMain(client));
    return { main, lost, close, leave: () => leave(client) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function becomeMain(client: pg.Client): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    if (await granted(client, `select pg_try_advisory_lock(${MAIN}) as yes`)) return true;
    if (tries === MAIN_TRIES) return false;
    await pause(MAIN_PAUSE_MS);
  }
}

/** Our own share goes first: of two that leave at once, one at least then finds itself the last. */
async function leave(client: pg.Client): Promise<boolean> {
  await client.query(`select pg_advisory_unlock_shared(${PRESENT})`);
  return granted(client, `select pg_try_advisory_lock(${PRESENT}) as yes`);
}

async function granted(client: pg.Client, sql: string): Promise<boolean> {
  const { rows } = await client.query<{ yes: boolean }>(sql);
  return rows[0]?.yes === true;
}
