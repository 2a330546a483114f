import { randomInt } from "node:crypto";
import { accessSync, constants } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

/** A program that a test needs, or one line that says what lacks and why the test is skipped. */
export type Service =
  | { readonly kind: "found"; readonly program: string }
  | { readonly kind: "missing"; readonly why: string };

/**
 * Looks for a program of the machine in these folders. With `FOOTNOTE_REQUIRE_SERVICES=1`, as in CI, a missing one
 * is an error; otherwise it is said once and the tests that need it are skipped.
 */
export function service(name: string, folders: readonly string[], debianPackage: string): Service {
  const program = folders.map((folder) => path.join(folder, name)).find(isProgram);
  if (program) return { kind: "found", program };
  const why = `${name} is not installed (Debian: ${debianPackage})`;
  if (process.env.FOOTNOTE_REQUIRE_SERVICES === "1") throw new Error(why);
  console.warn(`Skipped: ${why}.`);
  return { kind: "missing", why };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ports below those that systems give to outgoing connections, so that none of these takes a killed server's place. */
const PORTS = { first: 15_000, count: 17_000 };

/** A port of loopback on which nothing listens at the moment. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + randomInt(PORTS.count);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** How often a port that seemed free may turn out to be taken. */
const MOST_TRIES = 5;

/** Starts a server on a free port, and on another when someone else took that one in the moment between. */
export async function startOnFreePort(start: (port: number) => Promise<void>): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    try {
      await start(port);
      return port;
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
    }
  }
}
