import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ItemEdits } from "../../src/core/item.ts";
import { textTerms } from "../../src/core/search/document.ts";
import { type CanonicalUrl, canonicalUrl } from "../../src/core/url/canonical-url.ts";
import { editItem, removeShare } from "../../src/store/curation.ts";
import { type OpenDatabase, openDatabase } from "../../src/store/database.ts";
import {
  type DigestPost,
  digestPosted,
  saveDigestPost,
  staleDigestPosts,
  takeDigestPost,
} from "../../src/store/digest-posts.ts";
import { forget } from "../../src/store/forget.ts";
import { beginImport, entryShare, importToRun } from "../../src/store/imports.ts";
import { type FinishedReading, type ShareForReading, saveReading, shareForReading } from "../../src/store/items.ts";
import { followDeletion, recordMessage, type SharedMessage, type Source } from "../../src/store/messages.ts";
import { type FreshDatabase, onEveryEngine } from "../support/databases.ts";

const NOW = new Date("2026-05-04T10:00:00Z");
const ANA = { teamId: "T1", userId: "U1", channelIds: ["C1"] };

function addressOf(url: string): CanonicalUrl {
  const canonical = canonicalUrl(url);
  if (!canonical) throw new Error(`${url} is no address`);
  return canonical;
}

function aReading(title: string, ...urls: readonly string[]): FinishedReading {
  const nothing = { hashtags: [], keywords: [], links: [], corrections: [], notes: [] };
  return {
    page: { reader: "test", kind: "article", title, language: "en", text: `${title} at length.`, ...nothing },
    summary: undefined,
    tags: [],
    audit: null,
    terms: textTerms(`${title} at length.`),
    addresses: urls.map(addressOf),
  };
}

onEveryEngine("what happens at once", (engine) => {
  let fresh: FreshDatabase;
  let database: OpenDatabase;
  let messages = 0;
  beforeAll(async () => {
    fresh = await engine.freshDatabase();
    database = openDatabase(fresh.connection, { max: 10 });
  });
  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });
  beforeEach(async () => {
    await database.pool.query("truncate item, message, channel, digest_post cascade");
    await database.pool.query("insert into channel (team_id, channel_id, kind) values ('T1', 'C1', 'public')");
  });

  function aMessage(...sources: readonly Source[]): SharedMessage {
    messages += 1;
    const place = { teamId: "T1", channelId: "C1", messageTs: `${messages}.000100` };
    return { ...place, userId: "U1", text: "", postedAt: NOW, sources };
  }
  const linkTo = (url: string): Source => ({ kind: "link", url, canonicalUrl: addressOf(url) });

  async function shared(message: SharedMessage): Promise<ShareForReading> {
    const { toRead } = await recordMessage(database.db, message);
    const share = await shareForReading(database.db, toRead[0]?.shareId ?? "");
    if (!share) throw new Error("no share");
    return share;
  }
  async function read(title: string, url: string): Promise<ShareForReading> {
    const share = await shared(aMessage(linkTo(url)));
    await saveReading(database.db, share, aReading(title, url), NOW);
    return share;
  }
  async function items(): Promise<readonly { title: string; edits: ItemEdits }[]> {
    return (await database.pool.query("select title, edits from item where status = 'ready' order by id")).rows;
  }
  async function liveShares(): Promise<readonly { item_id: string | null }[]> {
    return (await database.pool.query("select item_id from share where deleted_at is null")).rows;
  }

  test("three people edit three fields of one card: all of it stays", async () => {
    const { shareId } = await read("Tides", "https://example.org/tides");
    const changes = [{ title: "Tide tables" }, { tags: ["sea"] }, { summary: "When it falls dry." }];
    await Promise.all(changes.map((change) => editItem(database.db, ANA, shareId, change, NOW)));
    const [item] = await items();
    expect(item?.edits).toMatchObject({
      title: { value: "Tide tables" },
      tags: { value: ["sea"] },
      summary: { value: "When it falls dry." },
    });
  });

  test("two stories turn out to be one: of each field the later edit stays", async () => {
    const one = await read("Tides", "https://example.org/tides");
    const other = await read("Tides, again", "https://example.org/tides-2");
    const later = new Date(NOW.getTime() + 1_000);
    await editItem(database.db, ANA, one.shareId, { title: "Tide tables", summary: "Early." }, NOW);
    await editItem(database.db, ANA, other.shareId, { summary: "Late.", tags: ["sea"] }, later);
    const both = aReading("Tides", "https://example.org/tides", "https://example.org/tides-2");
    await saveReading(database.db, one, both, later);
    const merged = await items();
    expect(merged).toHaveLength(1);
    expect(merged[0]?.edits).toMatchObject({
      title: { value: "Tide tables" },
      tags: { value: ["sea"] },
      summary: { value: "Late." },
    });
  });

  test("an edit of a story that becomes one with another meanwhile is not lost", async () => {
    const one = await read("Tides", "https://example.org/tides");
    const other = await read("Tides, again", "https://example.org/tides-2");
    const both = aReading("Tides", "https://example.org/tides", "https://example.org/tides-2");
    await Promise.all([
      saveReading(database.db, one, both, NOW),
      editItem(database.db, ANA, other.shareId, { title: "Tide tables" }, NOW),
    ]);
    expect(await items()).toMatchObject([{ edits: { title: { value: "Tide tables" } } }]);
  });

  const DIGEST = "00000000-0000-4000-8000-000000000001";
  /** A digest of these shares that stands in the channel. */
  async function digestOf(...shares: readonly ShareForReading[]): Promise<Omit<DigestPost, "messageTs">> {
    const ids = shares.map(({ shareId }) => shareId);
    const { rows } = await database.pool.query<{ item_id: string }>(
      "select item_id from share where id = any($1::bigint[])",
      [ids],
    );
    const groups = [{ tag: "sea", itemIds: rows.map((row) => row.item_id) }];
    const place = { replyId: DIGEST, teamId: "T1", channelId: "C1" };
    return { ...place, language: "en", groups, total: groups.length };
  }
  const isStale = async () => (await staleDigestPosts(database.db, 10)).includes(DIGEST);

  test("a digest that told of two stories that are one by now knows when that one is forgotten", async () => {
    const one = await read("Tides", "https://example.org/tides");
    const other = await read("Tides, again", "https://example.org/tides-2");
    await saveDigestPost(database.db, await digestOf(other));
    await digestPosted(database.db, DIGEST, "1.1");
    await takeDigestPost(database.db, DIGEST);
    await saveReading(
      database.db,
      one,
      aReading("Tides", "https://example.org/tides", "https://example.org/tides-2"),
      NOW,
    );
    expect(await isStale()).toBe(false);
    const { rows } = await database.pool.query<{ id: string }>("select id from item");
    expect((await takeDigestPost(database.db, DIGEST))?.groups).toEqual([{ tag: "sea", itemIds: [rows[0]?.id] }]);
    await forget(database.db, "T1", { kind: "person", userId: "U1" }, NOW);
    expect(await isStale()).toBe(true);
  });

  test("what is forgotten while a digest is on its way to Slack is looked for once the digest stands", async () => {
    const share = await read("Tides", "https://example.org/tides");
    const digest = await digestOf(share);
    await forget(database.db, "T1", { kind: "person", userId: "U1" }, NOW);
    await saveDigestPost(database.db, digest);
    await digestPosted(database.db, DIGEST, "1.1");
    expect(await isStale()).toBe(true);
  });

  test("a digest that waits to be redrawn waits for whoever is still forgetting some of it", async () => {
    const share = await read("Tides", "https://example.org/tides");
    await saveDigestPost(database.db, await digestOf(share));
    await digestPosted(database.db, DIGEST, "1.1");
    await database.pool.query("update digest_post set stale = true");
    const forgetting = await database.pool.connect();
    await forgetting.query("begin");
    await forgetting.query("delete from share");
    const order: string[] = [];
    const taken = takeDigestPost(database.db, DIGEST).then(() => order.push("taken"));
    await database.pool.query("select pg_sleep(0.2)");
    order.push("forgotten");
    await forgetting.query("commit");
    forgetting.release();
    await taken;
    expect(order).toEqual(["forgotten", "taken"]);
  });

  test("two people who forget at once what stands in the same digests do not wait for each other for ever", async () => {
    for (let round = 0; round < 5; round += 1) {
      for (const userId of ["U1", "U2"]) {
        const links = Array.from({ length: 60 }, (_, at) => linkTo(`https://example.org/${round}/${userId}/${at}`));
        await recordMessage(database.db, { ...aMessage(...links), userId });
      }
      await database.pool.query(
        `insert into digest_post (reply_id, team_id, channel_id, message_ts, language, groups, item_ids, total)
          select gen_random_uuid(), 'T1', 'C1', '1.1', 'en', '[]', array[one.item_id, other.item_id], 2
          from share one join share other on other.position = 59 - one.position
          where one.user_id = 'U1' and other.user_id = 'U2'`,
      );
      const people = ["U1", "U2"].map((userId) => ({ kind: "person" as const, userId }));
      await Promise.all(people.map((person) => forget(database.db, "T1", person, NOW)));
    }
    const { rows } = await database.pool.query("select distinct stale from digest_post");
    expect(rows).toEqual([{ stale: true }]);
  });

  test.each([
    ["forgotten", () => forget(database.db, "T1", { kind: "person", userId: "U1" }, NOW)],
    ["deleted", (share: ShareForReading) => followDeletion(database.db, share, NOW, true)],
    ["removed", (share: ShareForReading) => removeShare(database.db, ANA, share.shareId, { admin: false, now: NOW })],
  ])("what is %s while it is read is not kept", async (_how, takeBack) => {
    const share = await shared(aMessage(linkTo("https://example.org/tides")));
    await takeBack(share);
    expect(await saveReading(database.db, share, aReading("Tides", "https://example.org/tides"), NOW)).toEqual([]);
    expect(await items()).toEqual([]);
  });

  test("a story that somebody else shares, too, is kept by the reading of a share that was deleted", async () => {
    const share = await shared(aMessage(linkTo("https://example.org/tides")));
    await shared(aMessage(linkTo("https://example.org/tides")));
    await followDeletion(database.db, share, NOW, true);
    await saveReading(database.db, share, aReading("Tides", "https://example.org/tides"), NOW);
    expect(await items()).toMatchObject([{ title: "Tides" }]);
  });

  test.each([
    ["removed", (shareId: string) => removeShare(database.db, ANA, shareId, { admin: false, now: NOW })],
    ["forgotten", () => forget(database.db, "T1", { kind: "person", userId: "U1" }, NOW)],
  ])("a story shared anew while its only share is %s keeps an item", async (_how, takeBack) => {
    for (let round = 0; round < 20; round += 1) {
      const url = `https://example.org/tides-${round}`;
      const { shareId } = await read("Tides", url);
      const again = { ...aMessage(linkTo(url)), userId: "U2" };
      await Promise.all([takeBack(shareId), recordMessage(database.db, again)]);
    }
    const live = await liveShares();
    expect(live).toHaveLength(20);
    expect(live.filter(({ item_id }) => item_id === null)).toEqual([]);
  });

  test("nothing more comes out of an archive that was taken back", async () => {
    const message = aMessage({ kind: "file", fileId: "F1", filename: "old.zip" });
    const archive = await shared(message);
    const found = await importToRun(database.db, await beginImport(database.db, archive, NOW));
    if (!found) throw new Error("no import");
    const first = await entryShare(database.db, found, 0, { name: "a.md" });
    expect(first).toBeDefined();
    await followDeletion(database.db, message, NOW, true);
    expect(await entryShare(database.db, found, 1, { name: "b.md" })).toBeUndefined();
    expect(await liveShares()).toEqual([]);
  });
});
