import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Redis } from "ioredis";
import { type Service, service, startOnFreePort } from "./services.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A Redis of its own for one test file: on a free port, with its own data, to be killed at will. */
export interface TestRedis {
  readonly url: string;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, at the same address with the same data. */
  start(): Promise<void>;
  /** Takes all data from the running server. */
  empty(): Promise<void>;
  remove(): Promise<void>;
}

let found: Service | undefined;

/** Debian's `redis-server`, or why there is none. */
export function redisProgram(): Service {
  found ??= service("redis-server", ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"], "redis-server");
  return found;
}

/** The settings that a team is told to use; `settings` adds to them or puts wrong ones in their place. */
const AS_ADVISED = { appendonly: "yes", appendfsync: "everysec", "maxmemory-policy": "noeviction", save: "" };

/** Starts Redis in a temporary folder on a free port of loopback. */
export async function freshRedis(settings: Readonly<Record<string, string>> = {}): Promise<TestRedis> {
  const program = redisProgram();
  if (program.kind === "missing") throw new Error(program.why);
  const { program: file } = program;
  const folder = await temporaryFolder("redis");
  const urlOf = (port: number) => `redis://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;

  async function startOn(port: number): Promise<void> {
    const all = { ...AS_ADVISED, ...settings, bind: "127.0.0.1", port: String(port), dir: folder.dir };
    const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
    const started = spawn(file, args, { cwd: folder.dir, stdio: "ignore" });
    child = started;
    const taken = once(started, "exit").then(([code]) => {
      throw new Error(`Redis ended with ${code}: its port was taken?`);
    });
    taken.catch(() => {}); // It also ends when it is killed, later.
    await Promise.race([untilReady(urlOf(port)), taken]);
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  const port = await startOnFreePort(startOn);
  const url = urlOf(port);
  return {
    url,
    kill,
    start: () => startOn(port),
    empty: async () => {
      const redis = new Redis(url);
      await redis.flushall();
      redis.disconnect();
    },
    remove: async () => {
      await kill();
      await folder.remove();
    },
  };
}

async function untilReady(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: 250 });
  redis.on("error", () => {}); // It is only just starting.
  try {
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
