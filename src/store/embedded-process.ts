import { type ChildProcess, spawn } from "node:child_process";
import { open, readFile, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { StartupError } from "../core/startup-error.ts";
import { noBinaries } from "./embedded-binaries.ts";
import { childOptions, failure } from "./embedded-child.ts";
import type { Home } from "./embedded-home.ts";
import { settingsFor } from "./embedded-settings.ts";

/** The server's own log starts afresh above this size; the one before is kept beside it. */
const MAX_LOG_BYTES = 1_000_000;

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

async function turnLog(file: string): Promise<void> {
  const { size } = (await stat(file).catch(() => undefined)) ?? { size: 0 };
  if (size > MAX_LOG_BYTES) await rename(file, `${file}.1`);
}

function endOf(child: ChildProcess): Promise<Error | undefined> {
  return new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", () => resolve(undefined));
  });
}

/** The process id in `postmaster.pid`; undefined when there is no such file. */
async function serverPid(home: Home): Promise<number | undefined> {
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
  if (pid === undefined || (await isServerOf(home.data, pid))) return false;
  await rm(path.join(home.data, "postmaster.pid"), { force: true });
  return true;
}

/** Only Linux tells cheaply; elsewhere, and where it hides things, a live process has the benefit of the doubt. */
async function isServerOf(data: string, pid: number): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => undefined);
  if (name === undefined) return isAlive(pid);
  if (name.trim() !== "postgres") return false;
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => data); // A server works in its data folder.
  return cwd === (await realpath(data));
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
