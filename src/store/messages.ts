import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { CanonicalUrl } from "../core/url/canonical-url.ts";
import type { Database, DatabaseTransaction } from "./database.ts";

/** What one message holds that can be read. */
export type Source =
  | { readonly kind: "link"; readonly url: string; readonly canonicalUrl?: CanonicalUrl }
  | { readonly kind: "file"; readonly fileId: string; readonly filename: string };

/** Where a message stands; Slack names it by these three. */
export interface MessageKey {
  readonly teamId: string;
  readonly channelId: string;
  readonly messageTs: string;
}

/** A person's message with links or files in it. */
export interface SharedMessage extends MessageKey {
  readonly threadTs?: string;
  readonly userId: string;
  readonly text: string;
  readonly clientMsgId?: string;
  readonly postedAt: Date;
  /** When it was written as it is here, by Slack's clock: later than `postedAt`, and there only once it was edited. */
  readonly changedAt?: Date;
  readonly sources: readonly Source[];
  /** What it encloses: never new by itself, and kept where it was asked for. */
  readonly enclosed?: readonly Source[];
  /** Links and files beyond `sources`. */
  readonly leftOut?: number;
}

/** A share whose item is not read yet, so that an `ingest` job is due. */
export interface ShareToRead {
  readonly shareId: string;
}

/** What recording a message left to do. */
export interface Recorded {
  /** The version its reply must show; undefined when nothing changed. */
  readonly version?: number;
  readonly toRead: readonly ShareToRead[];
}

/** The longest text of a link that names it, in characters; in UTF-8 it still fits into a row of an index. */
const LONGEST_NAME = 600;

/** One share per message and thing: this names the thing. */
function sourceKey(source: Source): string {
  if (source.kind === "file") return `file:${source.fileId}`;
  if (source.canonicalUrl) return source.canonicalUrl;
  const { url } = source;
  return `link:${url.length <= LONGEST_NAME ? url : createHash("sha256").update(url).digest("hex")}`;
}

/**
 * Claims a message and every source in it, in one transaction: a second delivery of the same message, under the same
 * ts or the same client_msg_id, changes nothing. A link's item is made here, so that two shares of one story at the
 * same instant meet in one item.
 */
export function recordMessage(db: Database, message: SharedMessage): Promise<Recorded> {
  return db.transaction().execute(async (trx) => (await claimMessage(trx, message)) ?? { toRead: [] });
}

/**
 * The same for a message that a person asked for: known or not, it is filed as it stands in Slack. What was deleted or
 * forgotten of it comes back, and so does a reply that someone took away.
 */
export function recallMessage(db: Database, message: SharedMessage): Promise<Recorded> {
  return db.transaction().execute(async (trx) => {
    const claimed = await claimMessage(trx, message);
    if (claimed) return claimed;
    const { toRead } = await change(trx, message, { stood: new Set(), stoodWhole: false, takesNew: true });
    const { version } = await trx
      .updateTable("message")
      .set({
        user_id: message.userId,
        deleted_at: null,
        reply_state: sql`case reply_state when 'gone' then 'new' else reply_state end`,
        version: sql`version + 1`,
      })
      .where(onMessage(message))
      .returning("version")
      .executeTakeFirstOrThrow();
    return { version, toRead };
  });
}

/** A card that Footnote posted for a person: the message is the card itself. */
export interface PostedCard extends MessageKey {
  readonly userId: string;
  /** The share it was made from. */
  readonly fromShareId: string;
  readonly postedAt: Date;
}

/**
 * Takes a posted card for a share of its item by the person who had it posted: its buttons work for whoever reads it
 * there, and it goes when the item goes. As the message's reply it is due, to name this share, or to go away when the
 * share it was made from has gone meanwhile.
 */
export function recordCard(db: Database, card: PostedCard): Promise<void> {
  const { teamId, channelId, messageTs, userId, postedAt } = card;
  return db.transaction().execute(async (trx) => {
    const key = { team_id: teamId, channel_id: channelId, message_ts: messageTs };
    await trx
      .insertInto("message")
      .values({ ...key, user_id: userId, posted_at: postedAt, reply_state: "posted", reply_ts: messageTs })
      .execute();
    await sql`insert into share (team_id, channel_id, message_ts, position, source_key, posted_url, file_id, filename, item_id,
        user_id, shared_at)
      select ${teamId}, ${channelId}, ${messageTs}, 0, source_key, posted_url, file_id, filename, item_id,
        ${userId}, ${postedAt}
      from share where id = ${card.fromShareId} and item_id is not null for share`.execute(trx);
  });
}

/** Undefined when the message was known before. One without sources has no reply to wait for. */
async function claimMessage(trx: DatabaseTransaction, message: SharedMessage): Promise<Recorded | undefined> {
  const isEmpty = message.sources.length === 0;
  const inserted = await trx
    .insertInto("message")
    .values({
      team_id: message.teamId,
      channel_id: message.channelId,
      message_ts: message.messageTs,
      thread_ts: message.threadTs ?? null,
      user_id: message.userId,
      text: message.text,
      client_msg_id: message.clientMsgId ?? null,
      posted_at: message.postedAt,
      changed_at: changedAt(message),
      left_out: message.leftOut ?? 0,
      ...(isEmpty ? { shown_version: 1 } : {}),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("version")
    .executeTakeFirst();
  if (!inserted || isEmpty) return inserted && { toRead: [] };
  return { version: inserted.version, toRead: await addShares(trx, message, message.sources, 0) };
}

/**
 * Follows an edit: what the message lost loses its card, what is new gets one. Unchanged sources change nothing, so
 * an unfurl does not either; nor does an edit that is older than what is kept, for Slack keeps no order. What a person
 * deleted comes back only if it was not among the sources that `stood` in the message before. A message that was not
 * known becomes known if it holds sources, or `held` some before: its first event then comes too late. Without
 * `takesNew`, the message only loses what it lost.
 */
export function followEdit(
  db: Database,
  message: SharedMessage,
  { held, stood, takesNew }: { readonly held: boolean; readonly stood: readonly Source[]; readonly takesNew: boolean },
): Promise<Recorded> {
  return db.transaction().execute(async (trx) => {
    const claimed = takesNew && (message.sources.length > 0 || held) ? await claimMessage(trx, message) : undefined;
    if (claimed) return claimed;
    const known = await trx
      .selectFrom("message")
      .select(["deleted_at", "changed_at", "left_out"])
      .where(onMessage(message))
      .forUpdate()
      .executeTakeFirst();
    const isStale = known?.changed_at && known.changed_at >= changedAt(message);
    if (!known || known.deleted_at || isStale) return { toRead: [] };
    return change(trx, message, { stood: new Set(stood.map(sourceKey)), stoodWhole: known.left_out === 0, takesNew });
  });
}

function changedAt({ changedAt: at, postedAt }: SharedMessage): Date {
  return at ?? postedAt;
}

/** What a message held before an edit, and whether all of it was filed. */
interface Before {
  readonly stood: ReadonlySet<string>;
  readonly stoodWhole: boolean;
  /** Whether what is new in it is filed. */
  readonly takesNew: boolean;
}

async function change(
  trx: DatabaseTransaction,
  message: SharedMessage,
  { stood, stoodWhole, takesNew }: Before,
): Promise<Recorded> {
  const live = await trx
    .selectFrom("share")
    .select(["source_key", "position", "deleted_at", "item_id"])
    .where(onMessage(message))
    .where("import_id", "is", null)
    .execute();
  const wanted = new Set([...message.sources, ...(message.enclosed ?? [])].map(sourceKey));
  const gone = live.filter((share) => !share.deleted_at && !wanted.has(share.source_key));
  // What an edit took out keeps its item, what a person deleted does not.
  const isDeleted = (share: (typeof live)[number]) => share.item_id === null && stood.has(share.source_key);
  const kept = new Set(live.filter((share) => !share.deleted_at || isDeleted(share)).map((share) => share.source_key));
  const known = new Set(live.map((share) => share.source_key));
  // Of what a person had forgotten nothing is left.
  const isForgotten = (key: string) => stoodWhole && stood.has(key) && !known.has(key);
  const isFresh = (key: string) => takesNew && !kept.has(key) && !isForgotten(key);
  const fresh = message.sources.filter((source) => isFresh(sourceKey(source)));
  const content = { text: message.text, changed_at: changedAt(message), left_out: message.leftOut ?? 0 };
  if (gone.length === 0 && fresh.length === 0) {
    await trx.updateTable("message").set(content).where(onMessage(message)).execute();
    return { toRead: [] };
  }
  if (gone.length > 0) await dropShares(trx, message, gone);
  const last = Math.max(-1, ...live.map((share) => share.position));
  const toRead = await addShares(trx, message, fresh, last + 1);
  const { version } = await trx
    .updateTable("message")
    .set({ ...content, version: sql`version + 1` })
    .where(onMessage(message))
    .returning("version")
    .executeTakeFirstOrThrow();
  return { version, toRead };
}

async function dropShares(
  trx: DatabaseTransaction,
  message: SharedMessage,
  gone: readonly { readonly source_key: string }[],
): Promise<void> {
  await trx
    .updateTable("share")
    .set({ deleted_at: changedAt(message) })
    .where(onMessage(message))
    .where(
      "source_key",
      "in",
      gone.map((share) => share.source_key),
    )
    .execute();
  // With an archive goes what was in it.
  await sql`update share set deleted_at = ${changedAt(message)} where deleted_at is null and import_id in (
    select import.id from import join share archive on archive.id = import.share_id
    where archive.team_id = ${message.teamId} and archive.channel_id = ${message.channelId}
      and archive.message_ts = ${message.messageTs} and archive.deleted_at is not null)`.execute(trx);
}

/**
 * Follows a deletion: the shares go, and the reply is to follow. Of a message that is not known yet but `held`
 * something, only its place is kept, so that its own event, which is still to come, makes no card. Undefined when
 * there is no reply to take away.
 */
export function followDeletion(db: Database, key: MessageKey, now: Date, held: boolean): Promise<number | undefined> {
  return db.transaction().execute(async (trx) => {
    if (held && (await keepPlace(trx, key, now))) return undefined;
    const row = await trx
      .updateTable("message")
      .set({ deleted_at: now, version: sql`version + 1` })
      .where(onMessage(key))
      .where("deleted_at", "is", null)
      .returning("version")
      .executeTakeFirst();
    if (!row) return undefined;
    await trx
      .updateTable("share")
      .set({ deleted_at: now })
      .where(onMessage(key))
      .where("deleted_at", "is", null)
      .execute();
    return row.version;
  });
}

/** Whether the message was unknown; if so, it counts as deleted from now on. */
async function keepPlace(trx: DatabaseTransaction, key: MessageKey, now: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("message")
    .values({
      team_id: key.teamId,
      channel_id: key.channelId,
      message_ts: key.messageTs,
      user_id: "",
      posted_at: now,
      deleted_at: now,
      shown_version: 1,
      reply_state: "gone",
    })
    .onConflict((conflict) => conflict.columns(["team_id", "channel_id", "message_ts"]).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

async function addShares(
  trx: DatabaseTransaction,
  message: SharedMessage,
  sources: readonly Source[],
  firstPosition: number,
): Promise<readonly ShareToRead[]> {
  const toRead: ShareToRead[] = [];
  await lockAddresses(trx, message.teamId, sources);
  for (const [index, source] of sources.entries()) {
    const item =
      source.kind === "link" && source.canonicalUrl
        ? await itemAt(trx, message.teamId, source.canonicalUrl, source.url, message.postedAt)
        : undefined;
    const { id } = await trx
      .insertInto("share")
      .values({
        team_id: message.teamId,
        channel_id: message.channelId,
        message_ts: message.messageTs,
        position: firstPosition + index,
        source_key: sourceKey(source),
        posted_url: source.kind === "link" ? source.url : null,
        file_id: source.kind === "file" ? source.fileId : null,
        filename: source.kind === "file" ? source.filename : null,
        item_id: item?.id ?? null,
        user_id: message.userId,
        shared_at: message.postedAt,
      })
      .onConflict((conflict) =>
        conflict.columns(["team_id", "channel_id", "message_ts", "source_key"]).doUpdateSet({
          deleted_at: null,
          position: firstPosition + index,
          // Of another app's message it is whoever asks for it this time.
          user_id: message.userId,
          ...(item ? { item_id: item.id, problem: null } : {}),
        }),
      )
      .returning("id")
      .executeTakeFirstOrThrow();
    if (item?.status !== "ready") toRead.push({ shareId: id });
  }
  return toRead;
}

/**
 * Serialises the first shares of an address until the transaction ends. Taken in the order of the addresses, so that
 * two messages with the same links in another order do not wait for each other.
 */
async function lockAddresses(trx: DatabaseTransaction, teamId: string, sources: readonly Source[]): Promise<void> {
  const urls = sources
    .flatMap((source) => (source.kind === "link" && source.canonicalUrl ? [source.canonicalUrl] : []))
    .sort();
  for (const url of urls) await lockAddress(trx, teamId, url);
}

/** Holds everyone else off an address until the transaction ends. */
export async function lockAddress(trx: DatabaseTransaction, teamId: string, url: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${teamId} ${url}`}, 0))`.execute(trx);
}

/**
 * The item filed under an address, made if there is none. Its row stays locked until the transaction ends: a reading
 * that ends meanwhile then sees this share, or this share sees the reading.
 */
async function itemAt(trx: DatabaseTransaction, teamId: string, url: CanonicalUrl, openUrl: string, now: Date) {
  const known = await trx
    .selectFrom("item_address")
    .innerJoin("item", "item.id", "item_address.item_id")
    .select(["item.id", "item.status"])
    .where("item_address.team_id", "=", teamId)
    .where("item_address.url", "=", url)
    .forUpdate("item")
    .executeTakeFirst();
  if (known) return known;
  const made = await trx
    .insertInto("item")
    .values({ team_id: teamId, open_url: openUrl, canonical_url: url, created_at: now, updated_at: now })
    .returning(["id", "status"])
    .executeTakeFirstOrThrow();
  await trx.insertInto("item_address").values({ team_id: teamId, url, item_id: made.id }).execute();
  return made;
}

/** The rows of one message, in any table that names it by the three columns. */
export function onMessage({ teamId, channelId, messageTs }: MessageKey) {
  return sql<boolean>`(team_id, channel_id, message_ts) = (${teamId}, ${channelId}, ${messageTs})`;
}
