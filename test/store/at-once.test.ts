import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ItemEdits } from "../../src/core/item.ts";
import { textTerms } from "../../src/core/search/document.ts";
import { type CanonicalUrl, canonicalUrl } from "../../src/core/url/canonical-url.ts";
import { editItem } from "../../src/store/curation.ts";
import { type OpenDatabase, openDatabase } from "../../src/store/database.ts";
import { type FinishedReading, type ShareForReading, saveReading, shareForReading } from "../../src/store/items.ts";
import { recordMessage, type SharedMessage, type Source } from "../../src/store/messages.ts";
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
    await database.pool.query("truncate item, message, channel cascade");
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
});
