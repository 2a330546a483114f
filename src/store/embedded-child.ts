import { StartupError } from "../core/startup-error.ts";
import { noBinaries } from "./embedded-binaries.ts";
import { diskFull, type Home } from "./embedded-home.ts";

/** How PostgreSQL's programs are run: as the account, in the data folder. */
export function childOptions(home: Home): { cwd: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  // English messages, for we read them; nothing of our environment, which holds tokens. Windows cannot do without.
  const env = process.platform === "win32" ? {} : { env: { LC_ALL: "C", PATH: "/usr/bin:/bin" } };
  return { cwd: home.dir, ...env, ...home.account };
}

/** What PostgreSQL's own words mean for the person who started Footnote. */
export function failure(home: Home, said: string): StartupError {
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
