import { createHash } from "node:crypto";
import { access, constants, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { StartupError } from "../core/startup-error.ts";
import { type Account, accountFor, canReach, isOurs, openTheDoor, privateFolder } from "./embedded-account.ts";
import { type Binaries, embeddedBinaries } from "./embedded-binaries.ts";
import { codeOf, type ServerLog } from "./postgres-server.ts";

/** Everything about the place where an embedded server lives. */
export interface Home {
  /** The folder that holds all of it. */
  readonly dir: string;
  /** PostgreSQL's data folder in it. */
  readonly data: string;
  /** What the server writes about itself. */
  readonly logFile: string;
  /** The folder of its Unix socket; undefined on Windows, where it listens on loopback. */
  readonly socketDir: string | undefined;
  readonly account: Account | undefined;
  readonly binaries: Binaries;
}

/** Where root's data goes when the server's user cannot reach the folder that was named. */
const ROOT_DATA = "/var/lib/footnote";

/**
 * The longest socket path that every system takes, in bytes, without the closing zero: macOS has 104, Linux 108.
 * Source: `sun_path` in unix(4) and unix(7).
 */
const SOCKET_PATH_BYTES = 103;
const SOCKET_NAME = ".s.PGSQL.5432";

/**
 * Makes the folders of an embedded server and finds who runs it with which programs.
 * @throws StartupError when the folder cannot be used, is of another major version, or no programs are here
 */
export async function prepareHome(named: string, log: ServerLog): Promise<Home> {
  try {
    const dir = await usableFolder(path.resolve(named), log);
    const data = path.join(dir, "postgres");
    const account = await accountFor(data);
    await openTheDoor(dir, account);
    const binaries = await embeddedBinaries(dir, account);
    await refuseOtherMajor(data, binaries.major);
    const socketDir = await socketFolder(data, account);
    return { dir, data, logFile: path.join(dir, "postgres.log"), socketDir, account, binaries };
  } catch (error) {
    throw error instanceof StartupError ? error : unusable(named, error);
  }
}

async function usableFolder(named: string, log: ServerLog): Promise<string> {
  const account = await accountFor(path.join(named, "postgres"));
  const dir = (await canReach(account, path.dirname(named))) ? named : path.join(ROOT_DATA, shortName(named));
  if (dir !== named)
    log.warn(
      { named, dir },
      "PostgreSQL cannot run as root and its user cannot reach the data folder: the data is kept in dir",
    );
  await mkdir(dir, { recursive: true, mode: 0o755 });
  await access(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  return dir;
}

async function refuseOtherMajor(data: string, major: number): Promise<void> {
  const found = (await readFile(path.join(data, "PG_VERSION"), "utf8").catch(ifMissing))?.trim();
  if (found === undefined || found === String(major)) return;
  throw new StartupError(
    "CONFIG_DATA_VERSION",
    `The data in ${data} was made by PostgreSQL ${found}, and this Footnote brings PostgreSQL ${major}, which cannot open it. ` +
      'Start the Footnote that made it, run "npm run backup" there, name an empty folder in FOOTNOTE_DATA_DIR here and run "npm run restore".',
  );
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
  return undefined;
}

/** In the data folder, which only the server's user may enter; for a long path in a short private folder instead. */
async function socketFolder(data: string, account: Account | undefined): Promise<string | undefined> {
  if (process.platform === "win32") return undefined;
  if (Buffer.byteLength(path.join(data, SOCKET_NAME)) <= SOCKET_PATH_BYTES) return data;
  const base = account ? "/run" : "/tmp"; // Fixed names, not TMPDIR: a second process must find the same place.
  const folder = path.join(base, `footnote-${process.getuid?.()}-${digest(data)}`);
  await privateFolder(folder, account);
  if (await isOurs(folder, account)) return folder;
  throw new StartupError("CONFIG_DATA_DIR", `${folder} belongs to someone else. Choose a shorter FOOTNOTE_DATA_DIR.`);
}

function shortName(folder: string): string {
  return `${path.basename(path.dirname(folder)).replaceAll(/[^\w-]/g, "")}-${digest(folder)}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** What to tell a person about a data folder that the system refuses. */
export function unusable(dir: string, cause: unknown): StartupError {
  const code = codeOf(cause);
  if (code === "ENOSPC" || code === "EDQUOT") return diskFull(dir, cause);
  const why: Record<string, string> = {
    EACCES: "may not be read and written by the user that runs Footnote",
    EPERM: "may not be read and written by the user that runs Footnote",
    EROFS: "is on a read-only disk",
    ENOTDIR: "runs through a file that is no folder",
    EEXIST: "is a file, not a folder",
    ENOTEMPTY: "holds files that are not Footnote's",
    ENAMETOOLONG: "is too long a path",
  };
  const reason = why[code] ?? `cannot be used (${cause instanceof Error ? cause.message : String(cause)})`;
  return new StartupError("CONFIG_DATA_DIR", `FOOTNOTE_DATA_DIR: ${dir} ${reason}.`, { cause });
}

/** What to tell a person when there is no room for the data. */
export function diskFull(dir: string, cause: unknown): StartupError {
  return new StartupError(
    "CONFIG_DISK",
    `The disk that holds ${dir} is full. Make room, or set FOOTNOTE_DATA_DIR to another disk.`,
    {
      cause,
    },
  );
}
