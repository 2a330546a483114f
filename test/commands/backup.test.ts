import { readFile, stat, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backupCommand } from "../../src/commands/backup.ts";
import { restoreCommand } from "../../src/commands/restore.ts";
import { textTerms } from "../../src/core/search/document.ts";
import { canonicalUrl } from "../../src/core/url/canonical-url.ts";
import { migrateToLatest, type OpenDatabase, openDatabase } from "../../src/store/database.ts";
import { embeddedPostgres } from "../../src/store/embedded-postgres.ts";
import { saveReading, shareForReading } from "../../src/store/items.ts";
import { recordMessage } from "../../src/store/messages.ts";
import { searchItems } from "../../src/store/search.ts";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary-folder.ts";

const NOW = new Date("2026-05-03T09:30:15.123Z");
const TEXT =
  '灯塔守护着海岸。\u2028The lighthouse keeper writes the log every night; \\u0041 "quoted" and a tab\t too.';

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder("backup");
});
afterAll(() => folder.remove());

const dirOf = (name: string) => path.join(folder.dir, name);

async function onStore<T>(name: string, work: (open: OpenDatabase) => Promise<T>): Promise<T> {
  const server = await embeddedPostgres({ dir: dirOf(name), fsync: false });
  const opened = openDatabase(server.connection, { max: 2 });
  try {
    return await work(opened);
  } finally {
    await opened.close();
    await server.stop();
  }
}

async function fill({ db }: OpenDatabase): Promise<void> {
  await migrateToLatest(db);
  await db
    .insertInto("channel")
    .values({ team_id: "T1", channel_id: "C1", kind: "public", name: null, language: null })
    .execute();
  const url = "https://coast.example/log";
  const canonical = canonicalUrl(url);
  if (!canonical) throw new Error("no address");
  const place = { teamId: "T1", channelId: "C1", messageTs: "1.0001", userId: "U1", text: url, postedAt: NOW };
  const { toRead } = await recordMessage(db, { ...place, sources: [{ kind: "link", url, canonicalUrl: canonical }] });
  const share = await shareForReading(db, toRead[0]?.shareId ?? "");
  if (!share) throw new Error("no share");
  const page = {
    ...{ reader: "html", kind: "article" as const, title: "The lighthouse log", language: "en", text: TEXT },
    ...{ hashtags: [], keywords: [], links: [], corrections: [], notes: [] },
  };
  const found = { page, summary: undefined, tags: [], audit: null, terms: textTerms(TEXT), addresses: [canonical] };
  await saveReading(db, share, found, NOW);
}

async function backup(dir: string, ...args: readonly string[]) {
  const lines: string[] = [];
  const database = { kind: "embedded" as const, dir: dirOf(dir) };
  const code = await backupCommand(args, { database, now: () => NOW, write: (line) => void lines.push(line) });
  return { code, said: lines.join("\n") };
}
async function restore(dir: string, ...args: readonly string[]) {
  const lines: string[] = [];
  const database = { kind: "embedded" as const, dir: dirOf(dir) };
  const code = await restoreCommand(args, { database, write: (line) => void lines.push(line) });
  return { code, said: lines.join("\n") };
}
const linesOf = async (file: string) =>
  gunzipSync(await readFile(file))
    .toString("utf8")
    .split("\n");

describe("backup and restore of the embedded store", () => {
  test("what was backed up comes back equal, can be searched, and goes on counting", async () => {
    await onStore("one", fill);
    const file = dirOf("library.backup");
    expect(await backup("one", file)).toMatchObject({ code: 0 });
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await restore("two", file)).toMatchObject({ code: 0 });
    const again = dirOf("again.backup");
    await backup("two", again);
    expect(await linesOf(again)).toEqual(await linesOf(file));
    await onStore("two", async (opened) => {
      const viewer = { teamId: "T1", userId: "U1", channelIds: ["C1"] };
      const found = await searchItems(opened.db, viewer, "灯塔", { page: 0, pageSize: 5, now: NOW });
      expect(found.kind === "found" && found.total).toBe(1);
      const { rows } = await opened.pool.query("select text from item");
      expect(rows).toEqual([{ text: TEXT }]);
      const made = await opened.db
        .insertInto("item")
        .values({
          team_id: "T1",
          open_url: null,
          canonical_url: null,
          content_hash: "x",
          created_at: NOW,
          updated_at: NOW,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      expect(Number(made.id)).toBeGreaterThan(1);
    });
  });

  test("a store that holds anything is left alone", async () => {
    const file = dirOf("other.backup");
    await backup("one", file);
    await expect(restore("one", file)).rejects.toThrow(/library in this store already/);
    expect(await backup("one", file)).toMatchObject({ code: 1, said: expect.stringContaining("there already") });
  });

  test("a backup that was cut off, or is none, restores nothing", async () => {
    const file = dirOf("cut.backup");
    await backup("one", file);
    await truncate(file, Math.floor((await stat(file)).size / 2));
    await expect(restore("three", file)).rejects.toThrow(/damaged/);
    const page = dirOf("page.html");
    await writeFile(page, "<p>no backup</p>");
    await expect(restore("three", page)).rejects.toThrow(/no backup of Footnote/);
    await expect(restore("three", dirOf("nowhere"))).rejects.toThrow(/can't be read \(ENOENT\)/);
    const whole = dirOf("whole.backup");
    await backup("one", whole);
    expect(await restore("three", whole)).toMatchObject({ code: 0 });
  });

  test("while Footnote runs there is a backup, but no restore", async () => {
    await onStore("one", async () => {
      const file = dirOf("running.backup");
      expect(await backup("one", file)).toMatchObject({ code: 0 });
      expect(await restore("one", file)).toMatchObject({ code: 1, said: expect.stringContaining("Stop it first") });
    });
  });

  test("a PostgreSQL of one's own is sent to pg_dump", async () => {
    const parts = { database: { kind: "given" as const, url: "postgres://x" }, now: () => NOW };
    const lines: string[] = [];
    expect(await backupCommand(["x"], { ...parts, write: (line) => void lines.push(line) })).toBe(2);
    expect(await restoreCommand(["x"], { ...parts, write: (line) => void lines.push(line) })).toBe(2);
    expect(lines.join()).toMatch(/pg_dump.*pg_restore/);
  });
});
