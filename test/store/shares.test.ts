import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canonicalUrl } from "../../src/core/url/canonical-url.ts";
import { type OpenDatabase, openDatabase } from "../../src/store/database.ts";
import { recordMessage, type SharedMessage } from "../../src/store/messages.ts";
import { type FreshDatabase, onEveryEngine } from "../support/databases.ts";

/** Ways in which one address arrives in a channel. */
const SPELLINGS = [
  (path: string) => `https://example.org/${path}`,
  (path: string) => `http://www.example.org/${path}/`,
  (path: string) => `https://EXAMPLE.org:443/${path}?utm_source=mail&utm_medium=x`,
  (path: string) => `https://example.org/${path}#comments`,
  (path: string) => `https://www.google.com/url?q=${encodeURIComponent(`https://example.org/${path}`)}`,
];

onEveryEngine("shares", (engine) => {
  let fresh: FreshDatabase;
  let database: OpenDatabase;
  beforeAll(async () => {
    fresh = await engine.freshDatabase();
    database = openDatabase(fresh.connection, { max: 20 });
  });
  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  function message(index: number, links: readonly string[]): SharedMessage {
    const sources = links.flatMap((url) => {
      const canonical = canonicalUrl(url);
      return canonical ? [{ kind: "link" as const, url, canonicalUrl: canonical }] : [];
    });
    const postedAt = new Date("2026-05-03T10:00:00Z");
    return { teamId: "T1", channelId: "C1", messageTs: `${index}.000100`, userId: "U1", text: "", postedAt, sources };
  }
  async function count(table: "item" | "share" | "message"): Promise<number> {
    const { rows } = await database.pool.query<{ count: number }>(`select count(*)::int as count from ${table}`);
    return rows[0]?.count ?? -1;
  }

  test("500 at once, in 50 spellings of 10 links: 10 items, 500 shares, one reply each", async () => {
    const all = Array.from({ length: 500 }, (_, index) => {
      const spell = SPELLINGS[index % SPELLINGS.length] ?? String;
      return message(index, [spell(`story-${Math.floor(index / SPELLINGS.length) % 10}`)]);
    });
    const recorded = await Promise.all(all.map((one) => recordMessage(database.db, one)));
    expect(recorded.every(({ version }) => version === 1)).toBe(true);
    expect(await count("item")).toBe(10);
    expect(await count("share")).toBe(500);
    expect(await count("message")).toBe(500);
  });

  test("the same messages again change nothing", async () => {
    const again = await recordMessage(database.db, message(1, ["https://example.org/story-0"]));
    expect(again).toEqual({ toRead: [] });
    expect(await count("share")).toBe(500);
  });

  test("two messages with the same links in opposite order do not wait for each other for ever", async () => {
    const links = Array.from({ length: 10 }, (_, index) => `https://example.org/opposite-${index}`);
    const pairs = Array.from({ length: 20 }, (_, index) =>
      message(1000 + index, index % 2 === 0 ? links : links.toReversed()),
    );
    await Promise.all(pairs.map((one) => recordMessage(database.db, one)));
    expect(await count("item")).toBe(20);
  });

  test("a link of any length is one that is shared", async () => {
    const noise = (length: number) => randomBytes(length).toString("base64url").slice(0, length);
    const canonical = `https://example.org/${noise(4_000)}`;
    const refused = { kind: "link" as const, url: `https://user:pw@example.org/${noise(9_000)}` };
    const { toRead } = await recordMessage(database.db, {
      ...message(2_000, [canonical]),
      sources: [...message(2_000, [canonical]).sources, refused],
    });
    expect(toRead).toHaveLength(2);
  });
});
