import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { z } from "zod";
import { StartupError } from "../core/startup-error.ts";
import { noBinaries } from "./embedded-binaries.ts";
import { diskFull, type Home, unusable } from "./embedded-home.ts";

const USER = "footnote";
const PORT = 5432;
/** The server's own log starts afresh above this size; the one before is kept beside it. */
const MAX_LOG_BYTES = 1_000_000;
/** A draft of a data folder that is older was left by a start that was killed. */
const DRAFT_AGE_MS = 10 * 60_000;

/**
 * A small server: one team, one machine, about 100 MB in all. No parallel workers, no replication, no I/O workers
 * (`io_method=sync`), no JIT, which costs more than it gives on queries of a few milliseconds.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: "48MB",
  work_mem: "8MB",
  maintenance_work_mem: "32MB",
  effective_cache_size: "256MB",
  random_page_cost: "1.1",
  max_connections: "100",
  max_worker_processes: "2",
  max_parallel_workers_per_gather: "0",
  max_parallel_maintenance_workers: "0",
  max_logical_replication_workers: "0",
  autovacuum_max_workers: "1",
  io_method: "sync",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "256MB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  lc_messages: "C",
  log_min_messages: "warning",
  log_checkpoints: "off",
  unix_socket_permissions: "0700",
};

/** Loopback needs a door with a lock; made once, kept in the folder. Windows only. */
const Loopback = z.object({ port: z.number().int(), password: z.string() });
type Loopback = z.infer<typeof Loopback>;

/** How to reach the server of this home, whether it runs or not. */
export async function connectionTo(home: Home): Promise<pg.PoolConfig> {
  if (home.socketDir) return { host: home.socketDir, port: PORT, user: USER, database: "postgres" };
  const { port, password } = await loopback(home);
  return { host: "127.0.0.1", port, user: USER, password, database: "postgres" };
}

async function loopback(home: Home): Promise<Loopback> {
  const file = path.join(home.dir, "postgres-loopback.json");
  const draft: Loopback = { port: await freePort(), password: randomBytes(24).toString("base64url") };
  await writeFile(file, JSON.stringify(draft), { mode: 0o600, flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return Loopback.parse(JSON.parse(await readFile(file, "utf8")));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : PORT;
}

/**
 * Makes the data folder if there is none. It appears whole or not at all, so a start that is killed leaves nothing
 * half made, and two first starts at once agree on one.
 * @throws StartupError
 */
export async function ensureCluster(home: Home, connection: pg.PoolConfig, fsync: boolean): Promise<void> {
  if (await stat(path.join(home.data, "PG_VERSION")).catch(() => undefined)) return;
  await refuseOthersFiles(home.data);
  await removeOldDrafts(home.dir);
  const draft = path.join(home.dir, `postgres-draft-${process.pid}-${randomBytes(4).toString("hex")}`);
  try {
    await mkdir(draft, { mode: 0o700 });
    await handOver(home, draft);
    await initdb(home, draft, connection, fsync);
    await rename(draft, home.data).catch(async (error) => {
      // A folder is there: another first start was quicker, or it is not ours to replace.
      if (!(await stat(path.join(home.data, "PG_VERSION")).catch(() => undefined))) throw unusable(home.data, error);
    });
  } catch (error) {
    throw error instanceof StartupError ? error : unusable(home.dir, error);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function refuseOthersFiles(data: string): Promise<void> {
  const names = await readdir(data).catch((): readonly string[] => []);
  if (names.length > 0) throw unusable(data, Object.assign(new Error("not empty"), { code: "ENOTEMPTY" }));
}

async function handOver(home: Home, folder: string): Promise<void> {
  if (!home.account) return;
  await chown(folder, home.account.uid, home.account.gid);
}

async function removeOldDrafts(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (!name.startsWith("postgres-draft-")) continue;
    const draft = path.join(dir, name);
    const made = await stat(draft).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > DRAFT_AGE_MS) await rm(draft, { recursive: true, force: true });
  }
}

async function initdb(home: Home, draft: string, connection: pg.PoolConfig, fsync: boolean): Promise<void> {
  const args = [`--pgdata=${draft}`, `--username=${USER}`, "--encoding=UTF8", "--locale=C", "--no-instructions"];
  args.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8"); // Unicode's lower(), sorted by code point.
  const passwordFile = `${draft}.password`;
  if (typeof connection.password === "string") {
    await writeFile(passwordFile, connection.password, { mode: 0o600 });
    args.push("--auth=scram-sha-256", `--pwfile=${passwordFile}`);
  } else {
    args.push("--auth=trust"); // The socket is in a folder that only the server's user can enter.
  }
  if (!fsync) args.push("--no-sync");
  try {
    const child = spawn(path.join(home.binaries.bin, "initdb"), args, {
      ...childOptions(home),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { code, said } = await outcome(child);
    if (code !== 0) throw failure(home, said);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** A server process that was asked to start; it may still fail to. */
export interface Starting {
  readonly pid: number | undefined;
  /** Settles when the process ends: why, as far as its log says. Never rejects. */
  readonly ended: Promise<StartupError>;
  /** Whether another server on the same folder is the reason why it ended. */
  lostTheRace(): Promise<boolean>;
}

/** Starts `postgres` in its own process group: neither Ctrl-C in our terminal nor our own death takes it along. */
export async function startServer(home: Home, connection: pg.PoolConfig, fsync: boolean): Promise<Starting> {
  await turnLog(home.logFile);
  const log = await open(home.logFile, "a", 0o600);
  const from = (await log.stat()).size;
  const settings = Object.entries(settingsFor(home, connection, fsync)).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const child = spawn(path.join(home.binaries.bin, "postgres"), ["-D", home.data, ...settings], {
    ...childOptions(home),
    detached: true,
    windowsHide: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  const written = async () => (await readFile(home.logFile)).subarray(from).toString();
  const ended = endOf(child).then(async (error) => (error ? noBinaries(error) : failure(home, await written())));
  child.unref();
  await log.close();
  return {
    pid: child.pid,
    ended,
    lostTheRace: async () => (await written()).includes('"postmaster.pid" already exists'),
  };
}

function settingsFor(home: Home, connection: pg.PoolConfig, fsync: boolean): Readonly<Record<string, string>> {
  const door = home.socketDir
    ? { listen_addresses: "", unix_socket_directories: `"${home.socketDir.replaceAll('"', '""')}"` }
    : { listen_addresses: "127.0.0.1", unix_socket_directories: "" };
  const speed: Record<string, string> = fsync
    ? { fsync: "on" }
    : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  return { ...SETTINGS, ...door, ...speed, port: String(connection.port) };
}

function childOptions(home: Home): { cwd: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  // English messages, for we read them; nothing of our environment, which holds tokens. Windows cannot do without.
  const env = process.platform === "win32" ? {} : { env: { LC_ALL: "C", PATH: "/usr/bin:/bin" } };
  return { cwd: home.dir, ...env, ...home.account };
}

async function turnLog(file: string): Promise<void> {
  const { size } = (await stat(file).catch(() => undefined)) ?? { size: 0 };
  if (size > MAX_LOG_BYTES) await rename(file, `${file}.1`);
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close").catch((error) => {
    throw noBinaries(error);
  });
  return { code, said };
}

function endOf(child: ChildProcess): Promise<Error | undefined> {
  return new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", () => resolve(undefined));
  });
}

/** What PostgreSQL's own words mean for the person who started Footnote. */
function failure(home: Home, said: string): StartupError {
  const line =
    /^.*(?:FATAL|PANIC|error):.*$/m.exec(said)?.[0].replace(/^.*?(?:FATAL|PANIC|error):\s*/, "") ??
    said.trim().slice(-300);
  const cause = new Error(line);
  if (/No space left on device|Disk quota exceeded/.test(said)) return diskFull(home.dir, cause);
  if (/loading shared libraries|GLIBC_|not found \(required by/.test(said)) return noBinaries(cause);
  if (/Permission denied|wrong ownership|invalid permissions|Read-only file system/i.test(said)) {
    return new StartupError("CONFIG_DATA_DIR", `FOOTNOTE_DATA_DIR: PostgreSQL may not use ${home.data}: ${line}.`, {
      cause,
    });
  }
  return new StartupError(
    "CONFIG_DATABASE",
    `Footnote's own PostgreSQL did not start: ${line || "no reason given"}. See ${home.logFile}.`,
    {
      cause,
    },
  );
}

/** The process id in `postmaster.pid`; undefined when there is no such file. */
export async function serverPid(home: Home): Promise<number | undefined> {
  const text = await readFile(path.join(home.data, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  return pid > 1 ? pid : undefined;
}

/**
 * Removes a `postmaster.pid` whose number belongs to some other program by now (after a reboot, or in a new
 * container), which PostgreSQL would take for a running server for ever. Call it only when nothing answers.
 * Whether it removed one.
 */
export async function removeStalePid(home: Home): Promise<boolean> {
  const pid = await serverPid(home);
  if (pid === undefined || (await isPostgres(pid))) return false;
  await rm(path.join(home.data, "postmaster.pid"), { force: true });
  return true;
}

/** Only Linux tells cheaply; elsewhere a live process is given the benefit of the doubt. */
async function isPostgres(pid: number): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => undefined);
  return name === undefined ? isAlive(pid) : name.trim() === "postgres";
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A fast shutdown: sessions end, everything is on disk. After 10 s without effect an immediate one, healed by the WAL. */
export async function stopServer(home: Home): Promise<void> {
  const pid = await serverPid(home);
  if (pid === undefined) return;
  if (process.platform === "win32") return stopOnWindows(home);
  for (const [signal, waitMs] of [
    ["SIGINT", 10_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 1_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // It is gone.
    }
    if (await gone(home, pid, Date.now() + waitMs)) return;
  }
}

async function gone(home: Home, pid: number, deadline: number): Promise<boolean> {
  while (Date.now() < deadline) {
    if ((await serverPid(home)) !== pid || !isAlive(pid)) return true;
    await pause(10);
  }
  return false;
}

async function stopOnWindows(home: Home): Promise<void> {
  const child = spawn(path.join(home.binaries.bin, "pg_ctl"), ["stop", "-m", "fast", "-D", home.data], {
    windowsHide: true,
  });
  await endOf(child);
}
