import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { StartupError } from "../core/startup-error.ts";
import { ensureCluster } from "./embedded-cluster.ts";
import { connectionTo } from "./embedded-connection.ts";
import { type Home, prepareHome } from "./embedded-home.ts";
import { type Presence, present } from "./embedded-presence.ts";
import { removeStalePid, type Starting, startServer, stopServer } from "./embedded-process.ts";
import { codeOf, type PostgresServer, type ServerLog } from "./postgres-server.ts";

/** What the embedded server is opened with. */
export interface EmbeddedOptions {
  /** Where all of it lives; made if it is not there. Every process on the same folder uses the same server. */
  readonly dir: string;
  readonly log?: ServerLog;
  /** Off only in tests: a crash of the machine may then cost the data. */
  readonly fsync?: boolean;
  /** How long a start may take, crash recovery included. */
  readonly startMs?: number;
}

const SILENT: ServerLog = { info: () => {}, warn: () => {} };
const START_MS = 60_000;
const LONGEST_PAUSE_MS = 5_000;

/** Nobody listens there: `ENOENT` and `ECONNREFUSED` for a socket, the latter for a port too. */
const ABSENT = new Set(["ENOENT", "ECONNREFUSED"]);

/**
 * Footnote's own PostgreSQL: real PostgreSQL from the npm registry, started as a child process on `dir`.
 *
 * A server that already runs there, ours from before a `kill -9` or another Footnote's, is joined, never fought. The
 * first is the main one, the others have `joined`. Whoever stops last stops the server, so a worker may outlive the
 * main process. A server that dies is started again, with growing pauses, for as long as this process uses it; pools
 * see broken connections meanwhile and find it at the same address afterwards.
 * @throws StartupError that says what is wrong with the folder, the disk, the platform or the version of the data
 */
export async function embeddedPostgres({
  dir,
  log = SILENT,
  fsync = true,
  startMs = START_MS,
}: EmbeddedOptions): Promise<PostgresServer> {
  const home = await prepareHome(dir, log);
  const connection = await connectionTo(home);
  const stopping = new AbortController();
  const stopped = once(stopping.signal, "abort");
  const attachAs = (main: boolean) =>
    attach({ home, connection, fsync, log, main, stop: stopping.signal, deadline: Date.now() + startMs });
  let presence = await attachAs(true);
  const { main } = presence;
  const watching = watch();

  async function watch(): Promise<void> {
    for (;;) {
      await Promise.race([presence.lost, stopped]);
      if (stopping.signal.aborted) return;
      log.warn({ dir: home.dir }, "PostgreSQL went away; starting it again");
      const next = await again(() => attachAs(main), stopping.signal, log);
      if (!next) return;
      presence = next;
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await watching;
    const last = await presence.leave().catch(() => false); // It went away by itself: nothing to stop.
    if (last) await stopServer(home);
    await presence.close();
  }

  let ending: Promise<void> | undefined;
  return {
    connection,
    joined: !main,
    where: home.data,
    stop: () => {
      ending ??= stop();
      return ending;
    },
  };
}

interface Attachment {
  readonly home: Home;
  readonly connection: pg.PoolConfig;
  readonly fsync: boolean;
  readonly log: ServerLog;
  readonly main: boolean;
  readonly stop: AbortSignal;
  readonly deadline: number;
}

/** Joins the server that runs on this home, or starts one and joins that. */
async function attach(attachment: Attachment): Promise<Presence> {
  const { home, connection, fsync, log, main, stop, deadline } = attachment;
  let starting: Starting | undefined;
  for (;;) {
    const found = await tryPresence(connection, main);
    if (typeof found === "object") return found;
    if (found === "absent" && !starting) {
      await ensureCluster(home, connection, fsync);
      starting = await startServer(home, connection, fsync);
      log.info({ dir: home.dir, pid: starting.pid }, "PostgreSQL starts");
    }
    const ended = await Promise.race([starting?.ended, pause(15)].filter((wait) => wait !== undefined));
    if (starting && ended) {
      await mayTryAgain(home, starting, ended);
      starting = undefined;
      await pause(50);
    }
    if (stop.aborted || Date.now() > deadline) throw tooSlow(home);
  }
}

/** A start that another start beat, or that a stale file stopped, is worth another look; any other failure is final. */
async function mayTryAgain(home: Home, starting: Starting, ended: StartupError): Promise<void> {
  if (!(await starting.lostTheRace())) throw ended;
  await removeStalePid(home);
}

async function tryPresence(connection: pg.PoolConfig, main: boolean): Promise<Presence | "absent" | "not yet"> {
  try {
    return await present(connection, main);
  } catch (error) {
    return ABSENT.has(codeOf(error)) ? "absent" : refuseLockedDoor(error);
  }
}

/** Starting up, shutting down, a connection cut meanwhile: wait. Doors that stay shut are told at once. */
function refuseLockedDoor(error: unknown): "not yet" {
  if (codeOf(error) !== "EACCES") return "not yet";
  throw new StartupError("CONFIG_DATA_DIR", "FOOTNOTE_DATA_DIR: the PostgreSQL there was started by another user.", {
    cause: error,
  });
}

function tooSlow(home: Home): StartupError {
  return new StartupError("CONFIG_DATABASE", `Footnote's own PostgreSQL does not answer. See ${home.logFile}.`);
}

/** Tries until it works or until we are told to stop: undefined then. */
async function again(
  attempt: () => Promise<Presence>,
  stop: AbortSignal,
  log: ServerLog,
): Promise<Presence | undefined> {
  for (let waitMs = 100; !stop.aborted; waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      log.warn({ err: error, waitMs }, "PostgreSQL does not start; trying again");
      await pause(waitMs, undefined, { signal: stop }).catch(() => {});
    }
  }
  return undefined;
}
