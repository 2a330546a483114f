import { afterAll, beforeAll, expect, test } from "vitest";
import { canonicalUrl } from "../../src/core/url/canonical-url.ts";
import { type OpenDatabase, openDatabase } from "../../src/store/database.ts";
import { staleDigestPosts } from "../../src/store/digest-posts.ts";
import { followDeletion, recordMessage } from "../../src/store/messages.ts";
import { staleShares } from "../../src/store/replies.ts";
import { forgetOldItems } from "../../src/store/retention.ts";
import { type FreshDatabase, freshDatabase } from "../support/databases.ts";

let fresh: FreshDatabase;
let database: OpenDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.connection, { max: 4 });
  await database.pool.query("insert into channel (team_id, channel_id, kind) values ('T1', 'C1', 'public')");
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

function tsOf(path: string, day: string): string {
  return String(Date.parse(day) / 1000 + path.length / 1e6);
}

async function share(path: string, day: string): Promise<void> {
  const url = `https://example.org/${path}`;
  const canonical = canonicalUrl(url);
  if (!canonical) throw new Error(url);
  const postedAt = new Date(day);
  const messageTs = tsOf(path, day);
  const sources = [{ kind: "link" as const, url, canonicalUrl: canonical }];
  await recordMessage(database.db, {
    teamId: "T1",
    channelId: "C1",
    messageTs,
    userId: "U1",
    text: "",
    postedAt,
    sources,
  });
}

test("old items go, those shared again or saved stay, and nothing is read again for it", async () => {
  await share("old", "2026-01-01T00:00:00Z");
  await share("shared-again", "2026-01-01T00:00:00Z");
  await share("shared-again", "2026-05-01T00:00:00Z");
  await share("saved-by-someone", "2026-01-01T00:00:00Z");
  await database.pool.query(
    `insert into bookmark select 'T1', 'U1', item_id, now() from item_address where url like '%saved-by-someone'`,
  );
  await database.pool.query(
    `insert into digest_post (reply_id, team_id, channel_id, message_ts, language, groups, item_ids, total)
      select gen_random_uuid(), 'T1', 'C1', url, 'en', '[]', array[item_id], 1 from item_address`,
  );
  const now = new Date("2026-06-01T00:00:00Z");
  expect(await forgetOldItems(database.db, new Date("2026-04-01T00:00:00Z"), now)).toBe(1);
  const { rows } = await database.pool.query<{ url: string }>("select url from item_address order by url");
  expect(rows.map(({ url }) => url)).toEqual([
    "https://example.org/saved-by-someone",
    "https://example.org/shared-again",
  ]);
  expect(await staleDigestPosts(database.db, 10)).toEqual([]);
  expect((await database.pool.query("select from digest_post")).rowCount).toBe(2);
  expect(await staleShares(database.db, now, 10)).toHaveLength(3);
});

test("a digest stands when some of it is past its retention, and still loses what is forgotten", async () => {
  await share("tides", "2026-01-01T00:00:00Z");
  await share("terns", "2026-05-01T00:00:00Z");
  await database.pool.query(
    `insert into digest_post (reply_id, team_id, channel_id, message_ts, language, groups, item_ids, total)
      select gen_random_uuid(), 'T1', 'C1', '1.1', 'en', '[]', array_agg(item_id), 2 from item_address
        where url ~ 'tides|terns'`,
  );
  const now = new Date("2026-06-01T00:00:00Z");
  expect(await forgetOldItems(database.db, new Date("2026-04-01T00:00:00Z"), now)).toBe(1);
  expect(await staleDigestPosts(database.db, 10)).toEqual([]);
  await followDeletion(
    database.db,
    { teamId: "T1", channelId: "C1", messageTs: tsOf("terns", "2026-05-01T00:00:00Z") },
    now,
    true,
  );
  expect(await staleDigestPosts(database.db, 10)).toHaveLength(1);
});
