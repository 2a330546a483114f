import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { embeddedPostgres } from "../../src/store/embedded-postgres.ts";
import type { PostgresServer } from "../../src/store/postgres-server.ts";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary-folder.ts";

/** Holds data from the first test on, and no running server between the tests. */
let folder: TemporaryFolder;
let children: ChildProcess[] = [];
beforeAll(async () => {
  folder = await temporaryFolder("embedded");
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
});
afterAll(() => folder.remove());

/** A folder that no server ever used, under the one that is removed at the end. */
async function newDir(...names: readonly string[]): Promise<string> {
  const dir = await mkdtemp(path.join(folder.dir, "new-"));
  await chmod(dir, 0o755);
  return path.join(dir, ...names);
}

const start = (dir = folder.dir) => embeddedPostgres({ dir, fsync: false });

async function ask(server: PostgresServer, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client(server.connection);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The process id of the server; undefined when none runs. */
async function pidOf(dir: string): Promise<number | undefined> {
  const text = await readFile(path.join(dir, "postgres", "postmaster.pid"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

/** Another Footnote on the same folder; says whether it joined, then stays until it is killed or told to stop. */
async function another(dir: string): Promise<{ readonly child: ChildProcess; readonly joined: boolean }> {
  const program = new URL("./another-process.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [program, dir], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const [line] = await once(child.stdout ?? child, "data");
  return { child, joined: JSON.parse(String(line)).joined };
}

test("what was stored is there after a stop and a second start", async () => {
  const first = await start();
  expect(first.joined).toBe(false);
  await ask(first, "create table language as select '语' as text");
  await first.stop();
  expect(await pidOf(folder.dir)).toBeUndefined();
  const second = await start();
  expect(await ask(second, "select * from language")).toEqual([{ text: "语" }]);
  await second.stop();
});

test("by default every commit is on disk", async () => {
  const server = await embeddedPostgres({ dir: folder.dir });
  const settings =
    "select current_setting('fsync') fsync, current_setting('synchronous_commit') commit, current_setting('full_page_writes') pages";
  expect(await ask(server, settings)).toEqual([{ fsync: "on", commit: "on", pages: "on" }]);
  expect(await ask(server, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
  await server.stop();
});

test("Footnote is killed: its server lives on, the next start finds it and later stops it", async () => {
  const { child, joined } = await another(folder.dir);
  expect(joined).toBe(false);
  const pid = await pidOf(folder.dir);
  child.kill("SIGKILL");
  await once(child, "exit");
  const server = await start();
  expect(await pidOf(folder.dir)).toBe(pid);
  expect(server.joined).toBe(false);
  await server.stop();
  expect(await pidOf(folder.dir)).toBeUndefined();
});

test("a second Footnote joins the running server, and whoever leaves last stops it", async () => {
  const first = await start();
  const { child, joined } = await another(folder.dir);
  expect(joined).toBe(true);
  await first.stop();
  expect(await pidOf(folder.dir)).toBeDefined();
  child.stdin?.end();
  await once(child, "exit");
  expect(await pidOf(folder.dir)).toBeUndefined();
});

test("two first starts at once agree on one server", async () => {
  const dir = await newDir();
  const both = await Promise.all([start(dir), start(dir)]);
  expect(both.map(({ joined }) => joined).toSorted()).toEqual([false, true]);
  const [one, other] = both;
  await ask(one, "create table note ()");
  expect(await ask(other, "select from note")).toEqual([]);
  await Promise.all(both.map((server) => server.stop()));
  expect(await pidOf(dir)).toBeUndefined();
});

test("the server itself is killed: it is started again at the same address, with everything that was stored", async () => {
  const log = { info: vi.fn(), warn: vi.fn() };
  const server = await embeddedPostgres({ dir: folder.dir, log });
  await ask(server, "create table note as select 1 as one");
  process.kill((await pidOf(folder.dir)) ?? 0, "SIGKILL");
  await vi.waitFor(async () => expect(await ask(server, "select * from note")).toEqual([{ one: 1 }]), {
    timeout: 10_000,
  });
  expect(log.warn).toHaveBeenCalledWith(expect.anything(), "PostgreSQL went away; starting it again");
  await server.stop();
  expect(await pidOf(folder.dir)).toBeUndefined();
});

test("a number that another program has by now does not keep the server from starting", async () => {
  const first = await start();
  await first.stop();
  const taken = spawn("sleep", ["60"], ownerOf());
  children.push(taken);
  const file = path.join(folder.dir, "postgres", "postmaster.pid");
  await writeFile(file, `${taken.pid}\n${path.join(folder.dir, "postgres")}\n1\n5432\n\n\n\nready\n`, { mode: 0o644 });
  const second = await start();
  expect(await ask(second, "select 1 as one")).toEqual([{ one: 1 }]);
  await second.stop();
});

/** PostgreSQL minds only processes of its own user, which is `nobody` for root. */
function ownerOf() {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}

test("a long path is no hindrance to the socket", async () => {
  const dir = await newDir("一".repeat(40), "data");
  const server = await start(dir);
  expect(await ask(server, "select 1 as one")).toEqual([{ one: 1 }]);
  const socketDir = String(server.connection.host);
  expect(socketDir).not.toContain(dir);
  await server.stop();
  await rm(socketDir, { recursive: true });
});

test("data of another major version is refused in words", async () => {
  const dir = await newDir();
  const data = path.join(dir, "postgres");
  await mkdir(data);
  await writeFile(path.join(data, "PG_VERSION"), "17\n");
  await expect(start(dir)).rejects.toMatchObject({
    code: "CONFIG_DATA_VERSION",
    say: expect.stringMatching(/was made by PostgreSQL 17, and this Footnote brings PostgreSQL 18/),
  });
});

test("a data folder that is a file is refused in words", async () => {
  const file = await newDir("taken");
  await writeFile(file, "");
  await expect(start(path.join(file, "data"))).rejects.toMatchObject({
    code: "CONFIG_DATA_DIR",
    say: expect.stringMatching(/^FOOTNOTE_DATA_DIR: .* runs through a file/),
  });
});

test("a folder that holds something else is refused, and left as it is", async () => {
  const dir = await newDir();
  const data = path.join(dir, "postgres");
  await mkdir(data);
  await writeFile(path.join(data, "diary.txt"), "mine");
  await expect(start(dir)).rejects.toMatchObject({
    say: expect.stringMatching(/postgres holds files that are not Footnote's/),
  });
  expect(await readFile(path.join(data, "diary.txt"), "utf8")).toBe("mine");
});
