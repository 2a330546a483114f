import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { chmod, chown, mkdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { type Service, service, startOnFreePort } from "./services.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A PostgreSQL that stands for one that a team runs itself: on a port, with its own data, to be killed at will. */
export interface TestPostgres {
  readonly url: string;
  readonly connection: pg.PoolConfig;
  /** `kill -9` of the whole server. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, at the same address with the same data. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** How long what a killed server left running may take to end, in milliseconds. */
const CHILDREN_GONE_WITHIN_MS = 10_000;

let found: Service | undefined;

/** The newest `postgres` of Debian's packages, or why there is none. */
export function debianPostgresProgram(): Service {
  found ??= service("postgres", debianFolders(), "postgresql");
  return found;
}

function debianFolders(): readonly string[] {
  try {
    const versions = readdirSync("/usr/lib/postgresql").sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => `/usr/lib/postgresql/${version}/bin`);
  } catch {
    return [];
  }
}

/** Starts Debian's PostgreSQL in a temporary folder on a free port of loopback. */
export async function debianPostgres(): Promise<TestPostgres> {
  const program = debianPostgresProgram();
  if (program.kind === "missing") throw new Error(program.why);
  const { program: file } = program;
  const folder = await temporaryFolder("debian");
  const data = path.join(folder.dir, "data");
  const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  await chmod(folder.dir, 0o711);
  await mkdir(data, { mode: 0o700 });
  if (account.uid) await chown(data, account.uid, account.gid);
  const options = { cwd: data, env: { LC_ALL: "C", PATH: "/usr/bin:/bin" }, ...account };
  const initdb = path.join(path.dirname(file), "initdb");
  await promisify(execFile)(
    initdb,
    ["-D", data, "-U", "footnote", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
    options,
  );
  const settings = ["fsync=off", "unix_socket_directories=", "max_connections=60"].flatMap((one) => ["-c", one]);
  const connectionTo = (port: number) => ({ host: "127.0.0.1", port, user: "footnote", database: "postgres" });
  let child: ChildProcess | undefined;

  async function startOn(port: number): Promise<void> {
    const args = ["-D", data, "-h", "127.0.0.1", "-p", String(port), ...settings];
    child = spawn(file, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said = `${said}${chunk}`.slice(-1_000);
    });
    await untilReady(connectionTo(port), child, data).catch((error) => {
      throw new Error(`${error.message}: ${said}`);
    });
  }

  /** The children of a killed server hold its shared memory for a moment, and a new one does not start beside them. */
  async function startAgain(): Promise<void> {
    for (const until = Date.now() + CHILDREN_GONE_WITHIN_MS; ; await pause(50)) {
      try {
        return await startOn(port);
      } catch (error) {
        if (Date.now() > until) throw error;
      }
    }
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  const port = await startOnFreePort(startOn);
  return {
    url: `postgres://footnote@127.0.0.1:${port}/postgres`,
    connection: connectionTo(port),
    kill,
    start: startAgain,
    remove: async () => {
      await kill();
      await folder.remove();
    },
  };
}

/** Settles when this very server answers, and no other that came to listen there first. */
async function untilReady(connection: pg.PoolConfig, child: ChildProcess, data: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}`);
    const client = new pg.Client(connection);
    client.on("error", () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ data_directory: string }>("show data_directory");
      await client.end();
      if (rows[0]?.data_directory === data) return;
    } catch {
      // It is only just starting.
    }
    await pause(20);
  }
}
