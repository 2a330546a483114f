import { chmod, chown, lstat, mkdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

/** The user that the server runs as, where that is not our own. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Who the server of this data folder is to run as. PostgreSQL refuses root; so root hands it to the owner of the
 * data that is there, or to `nobody`. Anyone else runs it as themselves: undefined.
 */
export async function accountFor(data: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(data).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return nobody();
}

/** The uid and gid of `nobody`; 65534 where `/etc/passwd` does not say (macOS: a directory service). */
async function nobody(): Promise<Account> {
  const passwd = await readFile("/etc/passwd", "utf8").catch(() => "");
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(passwd) ?? [];
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

/** Whether that account may walk down to `folder` (every folder of the path lets it through), as far as it exists. */
export async function canReach(account: Account | undefined, folder: string): Promise<boolean> {
  if (!account) return true;
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const found = await stat(at).catch(() => undefined);
    if (found?.isDirectory() && !lets(account, found)) return false;
    if (at === path.dirname(at)) return true;
  }
}

function lets(account: Account, { mode, uid, gid }: { mode: number; uid: number; gid: number }): boolean {
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** Makes a folder that the account owns and nobody else may enter. One that is there already is left as it is. */
export async function privateFolder(folder: string, account: Account | undefined): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made && account) await chown(folder, account.uid, account.gid);
}

/** Lets the account through the data folder itself, which is Footnote's own; never touches a folder above it. */
export async function openTheDoor(dir: string, account: Account | undefined): Promise<void> {
  if (!account) return;
  const { mode } = await stat(dir);
  if ((mode & 0o001) === 0) await chmod(dir, mode | 0o011);
}

/** Whether a folder in a shared place (`/tmp`) is really ours: no link, our owner, closed to others. */
export async function isOurs(folder: string, account: Account | undefined): Promise<boolean> {
  const found = await lstat(folder);
  return found.isDirectory() && found.uid === (account?.uid ?? process.getuid?.()) && (found.mode & 0o077) === 0;
}
