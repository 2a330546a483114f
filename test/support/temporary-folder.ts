import { spawn } from "node:child_process";
import { mkdtemp, readdir, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder for servers of tests. Whatever runs inside it ends with it. */
export interface TemporaryFolder {
  readonly dir: string;
  /** Kills what still runs in the folder and removes it. */
  remove(): Promise<void>;
}

/**
 * Waits for the process that made the folder to end, then does what `remove` would have done: so a run of the tests
 * that was killed leaves no server behind either. Processes are told by their working folder (Linux).
 */
const WATCH = `
while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 1; done
[ -d "$2" ] || exit 0
for process in /proc/[0-9]*; do
  case "$(readlink "$process/cwd" 2>/dev/null)" in "$2"|"$2"/*) kill -9 "\${process#/proc/}";; esac
done
sleep 0.2
rm -rf "$2"
`;

/** Makes a folder under the system's temporary one. Servers must run with it, or a folder in it, as working folder. */
export async function temporaryFolder(name: string): Promise<TemporaryFolder> {
  const dir = await mkdtemp(path.join(tmpdir(), `footnote-${name}-`));
  spawn("sh", ["-c", WATCH, "sh", String(process.pid), dir], { cwd: "/", detached: true, stdio: "ignore" }).unref();
  return { dir, remove: () => removeFolder(dir) };
}

async function removeFolder(dir: string): Promise<void> {
  for (const pid of await processesIn(dir)) killNow(pid);
  await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

async function processesIn(dir: string): Promise<readonly number[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const inside = await Promise.all(
    pids.map(async (pid) => {
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => "");
      return cwd === dir || cwd.startsWith(`${dir}/`);
    }),
  );
  return pids.filter((_, index) => inside[index]);
}

function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}
