import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import type pg from "pg";
import { z } from "zod";
import type { Home } from "./embedded-home.ts";

/** The one user of an embedded server. */
export const USER = "footnote";
const PORT = 5432;

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
