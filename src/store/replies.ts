import { sql } from "kysely";
import type { ProblemRecord } from "../core/item.ts";
import type { EarlierShare, EntryState, ReplyEntry } from "../core/reply.ts";
import type { Database, Executor, ItemRow, MessageRow, ShareRow } from "./database.ts";
import { type ReplyDue, replyDue, toItem } from "./items.ts";
import { type MessageKey, onMessage } from "./messages.ts";

/** How long a process may work on one reply before another may take it over, in milliseconds. */
const LEASE_MS = 30_000;

/** A message whose reply is to be shown. `cutOff`: whoever had the right before never gave it back. */
export interface LeasedMessage extends MessageRow {
  readonly cutOff: boolean;
}

/**
 * Takes the sole right to post or change a message's reply, in the name of a job; the same job takes it again after a
 * crash. Undefined when another job holds it (it will show what this one would, see {@link replyShown}), or when the
 * reply shows the newest version already.
 */
export async function leaseReply(
  db: Database,
  key: MessageKey,
  by: string,
  now: Date,
): Promise<LeasedMessage | undefined> {
  const until = new Date(now.getTime() + LEASE_MS);
  const { rows } = await sql<LeasedMessage>`
    update message set lease_until = ${until}, lease_by = ${by}
    from (select lease_by is not null as "cutOff" from message where ${onMessage(key)} for update) before
    where ${onMessage(key)} and (lease_until is null or lease_until < ${now} or lease_by = ${by})
    returning message.*, "cutOff"`.execute(db);
  const [row] = rows;
  if (!row || row.version > row.shown_version) return row;
  await releaseReply(db, key);
  return undefined;
}

/** Gives the right back, with nothing shown. */
export async function releaseReply(db: Executor, key: MessageKey): Promise<void> {
  await db.updateTable("message").set({ lease_until: null, lease_by: null }).where(onMessage(key)).execute();
}

/**
 * Written before the post leaves, so that a crash after it is healed by looking for our metadata in the thread; the
 * right to it lasts anew from here. False when another job has taken it meanwhile: then nothing may be posted.
 */
export async function replyPosting(db: Executor, key: MessageKey, by: string | null, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("message")
    .set({ reply_state: "posting", reply_attempt_at: now, lease_until: new Date(now.getTime() + LEASE_MS) })
    .where(onMessage(key))
    .where("lease_by", "=", by)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Records that the reply stands in Slack under `replyTs` and shows `version`, and gives the right back. `removed`: it
 * was taken away because there is nothing to show, and may be posted again; `gone`: it never is again. False when the
 * message has moved on meanwhile: whoever wanted to show that found the right taken and left it to the caller.
 */
export async function replyShown(
  db: Executor,
  key: MessageKey,
  shown: {
    readonly replyTs?: string;
    readonly version: number;
    readonly digest?: string;
    readonly removed?: boolean;
    readonly gone?: boolean;
  },
): Promise<boolean> {
  const { version, shown_version } = await db
    .updateTable("message")
    .set({
      reply_state: shown.gone ? "gone" : shown.removed ? "new" : shown.replyTs ? "posted" : sql`reply_state`,
      reply_ts: shown.gone || shown.removed ? null : (shown.replyTs ?? sql`reply_ts`),
      reply_digest: shown.digest ?? null,
      shown_version: sql`greatest(shown_version, ${shown.version})`,
      lease_until: null,
      lease_by: null,
    })
    .where(onMessage(key))
    .returning(["version", "shown_version"])
    .executeTakeFirstOrThrow();
  return shown_version >= version;
}

/** Leaves a reply as it stands in Slack: it can't be shown there, and is not asked for again before it changes. */
export async function replyGivenUp(db: Executor, key: MessageKey): Promise<void> {
  await db
    .updateTable("message")
    .set({ shown_version: sql`version`, lease_until: null, lease_by: null })
    .where(onMessage(key))
    .execute();
}

/** Archives and what is in them are told by their import. */
const shownByReply = sql<boolean>`import_id is null and not exists (select from import where share_id = share.id)`;

/**
 * The live shares of a message as its reply shows them, in the order they were posted. `outsidersRead` is asked only
 * when another channel could be named.
 */
export async function replyEntries(
  db: Executor,
  key: MessageKey,
  outsidersRead: () => Promise<boolean>,
): Promise<readonly ReplyEntry[]> {
  const shares = await db
    .selectFrom("share")
    .selectAll()
    .where(onMessage(key))
    .where("deleted_at", "is", null)
    .where(shownByReply)
    .orderBy("position")
    .execute();
  const ids = shares.flatMap((share) => (share.item_id ? [share.item_id] : []));
  const items = ids.length > 0 ? await db.selectFrom("item").selectAll().where("id", "in", ids).execute() : [];
  const earlier = await earlierShares(db, key, shares, outsidersRead);
  const seen = new Set<string>();
  return shares.flatMap((share) => {
    // Two spellings of one story in one message are one entry.
    if (share.item_id && seen.has(share.item_id)) return [];
    if (share.item_id) seen.add(share.item_id);
    const before = share.item_id ? earlier.get(share.item_id) : undefined;
    return [
      {
        shareId: share.id,
        posted: share.posted_url ?? share.filename ?? share.source_key,
        state: entryState(
          share,
          items.find((item) => item.id === share.item_id),
        ),
        ...(before ? { earlier: before } : {}),
      },
    ];
  });
}

function entryState(share: ShareRow, row: ItemRow | undefined): EntryState {
  if (share.problem) return { kind: "failed", problem: share.problem };
  if (!row || row.status === "reading") return { kind: "reading" };
  if (row.status === "ready") return { kind: "ready", item: toItem(row) };
  const problem: ProblemRecord = row.problem ?? { code: "UNEXPECTED", details: {} };
  return row.status === "walled" ? { kind: "walled", item: toItem(row), problem } : { kind: "failed", problem };
}

/**
 * The first share of each item before this message, where the readers of this channel can see it: in this very
 * channel, or in a public one unless someone reads along who does not see all of those.
 */
async function earlierShares(
  db: Executor,
  key: MessageKey,
  shares: readonly ShareRow[],
  outsidersRead: () => Promise<boolean>,
): Promise<ReadonlyMap<string, EarlierShare>> {
  const ids = shares.flatMap((share) => (share.item_id ? [share.item_id] : []));
  if (ids.length === 0) return new Map();
  const anywhere = await firstShares(db, key, ids, true);
  const namesOther = anywhere.some((row) => row.channel_id !== key.channelId);
  const rows = namesOther && (await outsidersRead()) ? await firstShares(db, key, ids, false) : anywhere;
  return new Map(
    rows.map((row) => [
      row.item_id,
      {
        ...(row.user_name ? { userName: row.user_name } : {}),
        channelId: row.channel_id,
        sameChannel: row.channel_id === key.channelId,
        messageTs: row.message_ts,
        ...(row.thread_ts ? { threadTs: row.thread_ts } : {}),
        sharedAt: row.shared_at,
      },
    ]),
  );
}

async function firstShares(db: Executor, key: MessageKey, ids: readonly string[], inPublic: boolean) {
  const { rows } = await sql<{
    item_id: string;
    user_name: string | null;
    channel_id: string;
    message_ts: string;
    thread_ts: string | null;
    shared_at: Date;
  }>`
    select distinct on (share.item_id) share.item_id, person.name as user_name, share.channel_id, share.message_ts,
      message.thread_ts, share.shared_at
    from share
    join message using (team_id, channel_id, message_ts)
    join channel using (team_id, channel_id)
    left join person on person.team_id = share.team_id and person.user_id = share.user_id
    where share.item_id = any(${ids}::bigint[]) and share.team_id = ${key.teamId} and share.deleted_at is null
      and channel.left_at is null
      and (share.channel_id, share.message_ts) <> (${key.channelId}, ${key.messageTs})
      and share.shared_at < (select posted_at from message where ${onMessage(key)})
      and (share.channel_id = ${key.channelId} or (${inPublic} and channel.kind = 'public'))
    order by share.item_id, share.shared_at`.execute(db);
  return rows;
}

/** Messages whose reply shows less than it should since before `before`: their job was lost, or waits. */
export async function staleReplies(db: Executor, before: Date, limit: number): Promise<readonly ReplyDue[]> {
  const rows = await db
    .selectFrom("message")
    .select(["team_id", "channel_id", "message_ts", "version"])
    .whereRef("version", ">", "shown_version")
    .where("posted_at", "<", before)
    .orderBy("posted_at")
    .limit(limit)
    .execute();
  return rows.map(replyDue);
}

/** Live shares that were never read to an end since before `before`. */
export async function staleShares(db: Executor, before: Date, limit: number): Promise<readonly { shareId: string }[]> {
  const { rows } = await sql<{ shareId: string }>`
    select share.id as "shareId" from share left join item on item.id = share.item_id
    where share.deleted_at is null and share.shared_at < ${before} and share.problem is null
      and share.import_id is null and not exists (select from import where import.share_id = share.id)
      and (share.item_id is null or item.status = 'reading')
    order by share.shared_at limit ${limit}`.execute(db);
  return rows;
}

/**
 * Whether a message in a thread adds nothing to the reply that its thread's first message already has: a saved page
 * attached to fill a card fills that card and gets none of its own.
 */
export async function rootShows(db: Executor, message: MessageRow, entries: readonly ReplyEntry[]): Promise<boolean> {
  if (!message.thread_ts) return false;
  const root = { teamId: message.team_id, channelId: message.channel_id, messageTs: message.thread_ts };
  const rows = await db
    .selectFrom("share")
    .select("item_id")
    .where(onMessage(root))
    .where("deleted_at", "is", null)
    .execute();
  const shown = new Set(rows.map((row) => row.item_id));
  return entries.every((entry) => entry.state.kind === "ready" && shown.has(entry.state.item.id));
}
