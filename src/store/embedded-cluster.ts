import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chown, mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { StartupError } from "../core/startup-error.ts";
import { noBinaries } from "./embedded-binaries.ts";
import { childOptions, failure } from "./embedded-child.ts";
import { USER } from "./embedded-connection.ts";
import { type Home, unusable } from "./embedded-home.ts";

/** A draft of a data folder that is older was left by a start that was killed. */
const DRAFT_AGE_MS = 10 * 60_000;

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
    if (fsync) await syncFolder(home.dir);
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

/** Makes the new name in the folder survive a power cut. Windows opens no folders, and needs no telling. */
async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir).catch(() => undefined);
  await handle?.sync();
  await handle?.close();
}
