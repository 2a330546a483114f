import { afterAll, beforeAll, expect, test } from "vitest";
import type { Item } from "../../src/core/item.ts";
import type { Viewer } from "../../src/core/viewer.ts";
import { migrateToLatest, type OpenDatabase, openDatabase } from "../../src/store/database.ts";
import { toItem } from "../../src/store/items.ts";
import { recentItems } from "../../src/store/library.ts";
import { refreshIndex } from "../../src/store/refresh-index.ts";
import { relatedItems, searchItems } from "../../src/store/search.ts";
import { indexItem, recountTerms } from "../../src/store/search-index.ts";
import { type FreshDatabase, onEveryEngine } from "../support/databases.ts";

const NOW = new Date("2026-05-13T12:00:00Z");
const TEAM = "T1";
const ANA: Viewer = { teamId: TEAM, userId: "UANA0001", channelIds: ["CPUBLIC1", "CSECRET1"] };
const BEN: Viewer = { teamId: TEAM, userId: "UBEN0001", channelIds: ["CPUBLIC1"] };
const OUTSIDER: Viewer = { teamId: TEAM, userId: "UOUT0001", channelIds: [] };

interface Sample {
  readonly title: string;
  readonly text?: string;
  readonly url?: string;
  readonly tags?: readonly string[];
  readonly claim?: string;
  readonly kind?: string;
  readonly language?: string;
  readonly channel?: string;
  readonly by?: string;
  readonly at?: string;
  readonly status?: string;
  readonly links?: readonly string[];
}

const LIBRARY: Readonly<Record<string, Sample>> = {
  lamps: {
    title: "新车的大灯怎么选",
    text: "夜里开车，好的大灯比导航更重要。",
    language: "zh",
    url: "https://auto.example.cn/lamps",
  },
  tax: {
    title: "Solar tax rules",
    text: "Who pays the solar tax, and when.",
    tags: ["energy", "law"],
    url: "https://news.example.com/tax",
  },
  gpt: {
    title: "Trying GPT-4o",
    text: "Notes on models that see.",
    tags: ["models"],
    url: "https://blog.example.org/gpt",
  },
  retrieval: {
    title: "Retrieval for agents",
    text: "Dense retrieval finds passages.",
    claim: "检索增强生成的综述。",
    kind: "paper",
    url: "https://arxiv.org/abs/2301.12345",
  },
  mixed: {
    title: "新的PaperTrail工具来了",
    text: "这家公司融资20亿美元。",
    language: "zh",
    url: "https://papertrail.example.cn/",
  },
  traditional: { title: "機器學習入門", text: "從線性回歸開始。", language: "zh", url: "https://tw.example.com/ml" },
  secret: {
    title: "Quarterly zebra forecast",
    text: "Only for the board.",
    tags: ["zebra"],
    channel: "CSECRET1",
    url: "https://intra.example.com/z",
  },
  old: {
    title: "Kites over the sea",
    text: "A page about kites.",
    at: "2026-03-01T08:00:00Z",
    by: "UBEN0001",
    links: ["https://arxiv.org/pdf/2301.12345v2"],
    url: "https://kites.example.com/1",
  },
  walled: { title: "Behind a wall", status: "walled", url: "https://wall.example.com/1" },
};

onEveryEngine("search", (engine) => {
  let fresh: FreshDatabase;
  let database: OpenDatabase;
  const ids = new Map<string, string>();
  const items = new Map<string, Item>();

  beforeAll(async () => {
    fresh = await engine.freshDatabase();
    database = openDatabase(fresh.connection, { max: 4 });
    await migrateToLatest(database.db);
    const { db } = database;
    for (const [id, name, kind] of [
      ["CPUBLIC1", "reading", "public"],
      ["CSECRET1", "board", "private"],
    ] as const) {
      await db.insertInto("channel").values({ team_id: TEAM, channel_id: id, name, kind }).execute();
    }
    await db
      .insertInto("person")
      .values({ team_id: TEAM, user_id: "UANA0001", name: "Ana", zone: "Asia/Shanghai", refreshed_at: NOW })
      .execute();
    await db
      .insertInto("person")
      .values({ team_id: TEAM, user_id: "UBEN0001", name: "Ben Okri", zone: null, refreshed_at: NOW })
      .execute();
    let count = 0;
    for (const [name, sample] of Object.entries(LIBRARY)) {
      count += 1;
      const id = await add(sample, `${1_700_000_000 + count}.000100`);
      ids.set(id, name);
    }
  });
  afterAll(async () => {
    await database?.close();
    await fresh?.drop();
  });

  async function add(sample: Sample, ts: string): Promise<string> {
    const { db } = database;
    const at = new Date(sample.at ?? "2026-05-10T08:00:00Z");
    const row = await db
      .insertInto("item")
      .values({
        team_id: TEAM,
        canonical_url: sample.url ?? null,
        open_url: sample.url ?? null,
        status: (sample.status ?? "ready") as "ready",
        kind: sample.kind ?? "article",
        title: sample.title,
        text: sample.text ?? "",
        language: sample.language ?? "en",
        tags: JSON.stringify((sample.tags ?? []).map((text) => ({ text, reason: "phrase" }))),
        claims: sample.claim ? JSON.stringify({ summary: sample.claim }) : null,
        links: JSON.stringify((sample.links ?? []).map((url) => ({ url, label: "a source" }))),
        created_at: at,
        updated_at: at,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const key = { team_id: TEAM, channel_id: sample.channel ?? "CPUBLIC1", message_ts: ts };
    const by = sample.by ?? "UANA0001";
    await db
      .insertInto("message")
      .values({ ...key, user_id: by, posted_at: at })
      .execute();
    await db
      .insertInto("share")
      .values({ ...key, position: 0, source_key: sample.url ?? ts, item_id: row.id, user_id: by, shared_at: at })
      .execute();
    const item = toItem(row);
    items.set(sample.title, item);
    if (item.status === "ready") await db.transaction().execute((trx) => indexItem(trx, item));
    return row.id;
  }

  const search = (viewer: Viewer, text: string, page = 0, pageSize = 5) =>
    searchItems(database.db, viewer, text, { page, pageSize, now: NOW });
  async function names(viewer: Viewer, text: string): Promise<readonly (string | undefined)[]> {
    const outcome = await search(viewer, text);
    return outcome.kind === "found" ? outcome.entries.map(({ item }) => ids.get(item.id)) : [];
  }

  test.each([
    ["灯", "lamps"],
    ["大灯", "lamps"],
    ["开车 大灯", "lamps"],
    ['"好的大灯"', "lamps"],
    ["机器学习", "traditional"],
    ["線性", "traditional"],
    ["papertrail", "mixed"],
    ["paper trail", "mixed"],
    ["papertrial", "mixed"],
    ["papertrail工具", "mixed"],
    ['"融资20亿"', "mixed"],
    ["20 亿", "mixed"],
    ["gpt4o", "gpt"],
    ["gpt 4o", "gpt"],
    ["GPT－4o", "gpt"],
    ["model", "gpt"],
    ["retreival", "retrieval"],
    ["retrie", "retrieval"],
    ["检索增强", "retrieval"],
    ["2301.12345", "retrieval"],
    ["type:paper", "retrieval"],
    ["tag:Energy", "tax"],
    ["solar tax", "tax"],
    ["site:example.com tax", "tax"],
    ["site:kites.example.com", "old"],
    ["from:ben", "old"],
    ["from:<@UBEN0001|ben>", "old"],
    ["before:2026-04-01", "old"],
    ["lang:zh 夜里", "lamps"],
    ["(zzz OR kites) -solar", "old"],
    ['"kites over the sea"', "old"],
    ["is:failed", "walled"],
  ])("%s finds %s first", async (text, name) => {
    expect((await names(ANA, text))[0]).toBe(name);
  });

  test("in a vast library who sees little finds the same", async () => {
    const { pool } = database;
    const all = async (count: number) =>
      void (await pool.query("update search_term set items = $1 where term = '*'", [count]));
    const texts = ["灯", "solar tax", "retreival", "paper trail", "from:ben kites", "page kites -tax", "lang:zh 20亿"];
    const before = await Promise.all(texts.map((text) => names(ANA, text)));
    const { rows } = await pool.query<{ items: number }>("select items from search_term where term = '*'");
    await all(100_000);
    const found = await Promise.all(texts.map((text) => names(ANA, text)));
    const hidden = await names(BEN, "zebra");
    await all(rows[0]?.items ?? 0);
    expect(found).toEqual(before);
    expect(hidden).toEqual([]);
  });

  test.each([
    '"sea the over kites"',
    "-灯 tag:models site:kites.example.com",
    '"大导航"',
    '"融资20万"',
    "on:2020-01-01",
    "in:board kites",
    "x".repeat(60),
    "x".repeat(10_000),
  ])("%s finds nothing", async (text) => {
    expect((await search(ANA, text)).kind).toBe("nothing");
  });

  test("exclusion and filters hold for every hit", async () => {
    expect(await names(ANA, "page kites solar -tax")).toEqual(["old"]);
    expect(await names(ANA, "-灯 -papertrail lang:zh")).toEqual(["traditional"]);
    expect(await names(ANA, "in:#board zebra")).toEqual(["secret"]);
    expect(await names(ANA, "after:7d sort:new")).not.toContain("old");
    expect((await names(ANA, "sort:new")).length).toBe(5);
  });

  test("an outsider finds nothing, not a count, not a spelling", async () => {
    expect(await names(ANA, "zebra")).toEqual(["secret"]);
    for (const text of [
      "zebra",
      "zebre",
      "tag:zebra",
      "forecast",
      "site:intra.example.com",
      "in:board",
      "sort:new zebra",
    ]) {
      const outcome = await search(BEN, text);
      expect(outcome, text).toMatchObject({ kind: "nothing", nearest: [] });
    }
    expect((await search(OUTSIDER, "solar")).kind).toBe("nothing");
    expect((await search(OUTSIDER, "sort:new")).kind).toBe("nothing");
    expect((await search(ANA, "zebre")).kind).toBe("found");
  });

  test.each([
    ["etrieval", "retrieval"],
    ["rretrieval", "retrieval"],
    ["fetrieval", "retrieval"],
    ["retrievla", "retrieval"],
    ["retrieav", "retrieval"],
    ["rtereival", "retrieval"],
    ["pgae", "old"],
    ["apge", "old"],
    ["paeg", "old"],
    ["ktes", "old"],
    ["forceasst", "secret"],
    ["quartrely", "secret"],
  ])("%s, a slip or two wherever they fall, finds %s", async (text, name) => {
    expect(await names(ANA, text)).toEqual([name]);
  });

  test("a word that only looks like another is taken for none", async () => {
    for (const text of ["kitchens", "zeal", "retired", "sofa"])
      expect((await search(ANA, text)).kind, text).toBe("nothing");
  });

  test("what the bot left, and what was deleted, is seen no more", async () => {
    const { db } = database;
    await db.updateTable("channel").set({ left_at: NOW }).where("channel_id", "=", "CSECRET1").execute();
    expect(await names(ANA, "zebra")).toEqual([]);
    await db.updateTable("channel").set({ left_at: null }).where("channel_id", "=", "CSECRET1").execute();
    expect(await names(ANA, "zebra")).toEqual(["secret"]);
  });

  test("nothing found: the nearest that would be", async () => {
    expect(await search(ANA, '"solr"')).toMatchObject({ kind: "nothing", understood: '"solr"', nearest: ["solar"] });
    expect(await search(ANA, "tag:nope energy")).toMatchObject({ kind: "nothing", nearest: ["energy", "tag:energy"] });
    expect(await search(ANA, "大灯 before:2020")).toMatchObject({ kind: "nothing", nearest: ["大灯"] });
    expect(await search(BEN, "zebra before:2020")).toMatchObject({ kind: "nothing", nearest: [] });
  });

  test("the line shows the words that were found", async () => {
    const outcome = await search(ANA, "导航");
    const snippet = outcome.kind === "found" ? outcome.entries[0]?.snippet : undefined;
    expect(snippet?.filter(({ found }) => found).map(({ text }) => text)).toEqual(["导航"]);
  });

  test("related: the same source, whatever its spelling", async () => {
    const related = await relatedItems(database.db, ANA, items.get("Retrieval for agents") as Item, 3);
    expect(related.map((id) => ids.get(id))).toContain("old");
    expect(await relatedItems(database.db, OUTSIDER, items.get("Retrieval for agents") as Item, 3)).toEqual([]);
  });

  test.each([
    "'; drop table item; --",
    "%_\\",
    "a' | 'b:* <-> !",
    "\\'",
    "'''",
    `${"x".repeat(10_000)}`,
    "(((((",
    "😀",
    "a:b:c \u0000 \ud83d",
    "-".repeat(300),
    "<@U",
    '"\'"',
    "灯'灯",
  ])("%j is no database error", async (text) => {
    expect(["found", "nothing", "mistake", "empty"]).toContain((await search(ANA, text)).kind);
  });

  test("an empty query and a mistake say so", async () => {
    expect((await search(ANA, " OR - ")).kind).toBe("empty");
    expect(await search(ANA, "x type:novel")).toMatchObject({ kind: "mistake", at: 7, length: 5 });
  });

  test("counts follow the index, whatever door an item goes by", async () => {
    const { db } = database;
    const count = async (term: string) => (await counts()).get(term) ?? 0;
    const counts = async () => {
      const { rows } = await database.pool.query<{ term: string; items: number }>(
        "select term, items from search_term",
      );
      return new Map(rows.map((row) => [row.term, row.items]));
    };
    const before = await counts();
    const id = await add({ title: "Quagga quagga", url: "https://q.example.com" }, "1800000000.000100");
    expect(await count("quagga")).toBe(1);
    expect(await count("*")).toBe((before.get("*") ?? 0) + 1);
    const item = items.get("Quagga quagga") as Item;
    await db.transaction().execute((trx) => indexItem(trx, { ...item, title: "Okapi" }));
    expect(await count("quagga")).toBe(0);
    await db.deleteFrom("item").where("id", "=", id).execute();
    expect(await counts()).toEqual(before);
    await recountTerms(db);
    expect(await counts()).toEqual(before);
  });

  test("what was indexed in an older form is indexed anew, a few at a time", async () => {
    const { db, pool } = database;
    const id = await add({ title: "Narwhal", url: "https://n.example.com" }, "1800000000.000200");
    await db.updateTable("item").set({ title: "Beluga" }).where("id", "=", id).execute();
    await pool.query("update item_search set version = 0");
    await refreshIndex(db, 1);
    expect(await names(ANA, "narwhal")).toEqual([]);
    expect((await search(ANA, "beluga")).kind).toBe("found");
    await refreshIndex(db, 1_000);
    expect((await pool.query("select from item_search where version = 0")).rowCount).toBe(0);
    items.delete("Narwhal");
    await db.deleteFrom("item").where("id", "=", id).execute();
  });

  test("a story that was shared again and again stands once among the recent, and hides no other", async () => {
    const { db } = database;
    const before = (await recentItems(db, ANA, 4)).map(({ item }) => item.title);
    const again = [...ids].find(([, name]) => name === "old")?.[0] as string;
    const shared = new Date("2026-05-12T08:00:00Z");
    const key = { team_id: TEAM, channel_id: "CPUBLIC1", message_ts: "1900000000.000100" };
    await db
      .insertInto("message")
      .values({ ...key, user_id: "UANA0001", posted_at: shared })
      .execute();
    const shares = Array.from({ length: 250 }, (_, at) => ({
      ...{ ...key, position: at, source_key: `again-${at}`, item_id: again, user_id: "UANA0001", shared_at: shared },
    }));
    await db.insertInto("share").values(shares).execute();
    const [first, ...others] = (await recentItems(db, ANA, 4)).map(({ item }) => item.title);
    expect(first).toBe("Kites over the sea");
    expect(others).toEqual(before.slice(0, 3));
    await db.deleteFrom("message").where("message_ts", "=", key.message_ts).execute();
  });

  test("an item of any size is indexed", async () => {
    const book = Array.from({ length: 150_000 }, (_, at) => `word${at}`).join(" ");
    const [item] = [...items.values()];
    const claims = { summary: book };
    const huge = { ...(item as Item), title: book, description: book, text: book, claims };
    await database.db.transaction().execute(async (trx) => {
      await indexItem(trx, huge);
      await indexItem(trx, item as Item);
    });
  });

  test("twenty items at once, with the same words, wait for each other without a circle", async () => {
    const { db } = database;
    const all = [...items.values()].filter(({ title, status }) => status === "ready" && title !== "Quagga quagga");
    const work = Array.from({ length: 20 }, (_, at) => all[at % all.length] as Item);
    await Promise.all(work.map((item) => db.transaction().execute((trx) => indexItem(trx, item))));
    expect(await names(ANA, "大灯")).toEqual(["lamps"]);
  });
});
