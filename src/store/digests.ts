import { sql } from "kysely";
import type { Cadence, DigestCandidate } from "../core/digest.ts";
import type { Database, Executor } from "./database.ts";

/** A channel's digest as it was set. */
export interface Digest {
  readonly id: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly cadence: Cadence;
  /** IANA zone. */
  readonly zone: string;
  readonly createdBy: string;
  readonly since: Date;
}

/** One sending of a digest. */
export interface DigestRun {
  readonly replyId: string;
  readonly attemptAt: Date;
  readonly coversUntil: Date;
  /** Nobody can have posted it before. */
  readonly first: boolean;
}

/** What came of claiming a run: it is the caller's, it is over, or another worker is at it. */
export type Claim =
  | { readonly kind: "mine"; readonly run: DigestRun }
  | { readonly kind: "posted" }
  | { readonly kind: "held" };

/** How long a worker may take to send a digest before another may take it over, in milliseconds. */
export const RUN_LEASE_MS = 30_000;

/** Sets the one digest of a channel; what was shared before `now` is not its to tell. */
export async function setDigest(db: Database, digest: Omit<Digest, "id" | "since">, now: Date): Promise<Digest> {
  const fields = { cadence: JSON.stringify(digest.cadence), zone: digest.zone, created_by: digest.createdBy };
  const row = await db
    .insertInto("digest")
    .values({ team_id: digest.teamId, channel_id: digest.channelId, ...fields, created_at: now, since: now })
    .onConflict((conflict) => conflict.columns(["team_id", "channel_id"]).doUpdateSet(fields))
    .returningAll()
    .executeTakeFirstOrThrow();
  return toDigest(row);
}

/** The digest of a channel, if it has one. */
export async function digestOf(db: Executor, teamId: string, channelId: string): Promise<Digest | undefined> {
  const row = await db
    .selectFrom("digest")
    .selectAll()
    .where("team_id", "=", teamId)
    .where("channel_id", "=", channelId)
    .executeTakeFirst();
  return row && toDigest(row);
}

/** A digest by its id. */
export async function digestById(db: Executor, id: string): Promise<Digest | undefined> {
  const row = await db.selectFrom("digest").selectAll().where("id", "=", id).executeTakeFirst();
  return row && toDigest(row);
}

/** Every digest of every team, for those who look after their schedules. */
export async function allDigests(db: Executor): Promise<readonly Digest[]> {
  return (await db.selectFrom("digest").selectAll().execute()).map(toDigest);
}

/** The digests of a team's channels that a person set. */
export async function digestsBy(db: Executor, teamId: string, userId: string): Promise<readonly Digest[]> {
  return (
    await db.selectFrom("digest").selectAll().where("team_id", "=", teamId).where("created_by", "=", userId).execute()
  ).map(toDigest);
}

/** Ends a digest, if it has not ended. */
export async function endDigest(db: Executor, id: string): Promise<void> {
  await db.deleteFrom("digest").where("id", "=", id).execute();
}

/**
 * Claims the sending of a digest for a local date. A run that was cut off is taken up; one that found nothing may look
 * again, should the digest have been set to a later hour of the same date.
 */
export async function claimRun(db: Database, digestId: string, localDate: string, now: Date): Promise<Claim> {
  const leaseUntil = new Date(now.getTime() + RUN_LEASE_MS);
  const { rows } = await sql<{ reply_id: string; attempt_at: Date; covers_until: Date; first: boolean }>`
    insert into digest_run as run (digest_id, local_date, state, attempt_at, covers_until, lease_until)
      values (${digestId}, ${localDate}, 'posting', ${now}, ${now}, ${leaseUntil})
    on conflict (digest_id, local_date) do update set state = 'posting', lease_until = excluded.lease_until,
      covers_until = case run.state when 'empty' then excluded.covers_until else run.covers_until end
      where run.state = 'empty' or (run.state = 'posting' and coalesce(run.lease_until, ${now}) <= ${now})
    returning reply_id, attempt_at, covers_until, xmax = 0 as first`.execute(db);
  const [row] = rows;
  if (row) {
    const { reply_id: replyId, attempt_at: attemptAt, covers_until: coversUntil, first } = row;
    return { kind: "mine", run: { replyId, attemptAt, coversUntil, first } };
  }
  const { state } = await db
    .selectFrom("digest_run")
    .select("state")
    .where("digest_id", "=", digestId)
    .where("local_date", "=", localDate)
    .executeTakeFirstOrThrow();
  return { kind: state === "posted" ? "posted" : "held" };
}

/** Gives a run back that could not be sent now. */
export async function releaseRun(db: Executor, digestId: string, localDate: string): Promise<void> {
  await db
    .updateTable("digest_run")
    .set({ lease_until: null })
    .where("digest_id", "=", digestId)
    .where("local_date", "=", localDate)
    .execute();
}

/** Records how a run ended. */
export async function settleRun(
  db: Executor,
  digestId: string,
  localDate: string,
  end: { readonly state: "posted"; readonly messageTs: string } | { readonly state: "empty" },
): Promise<void> {
  await db
    .updateTable("digest_run")
    .set({ state: end.state, message_ts: end.state === "posted" ? end.messageTs : null })
    .where("digest_id", "=", digestId)
    .where("local_date", "=", localDate)
    .execute();
}

/**
 * The moment up to which other runs have told everything, or are just telling it, or the digest's beginning. A run that
 * was given up told nothing.
 */
export async function toldUntil(db: Executor, digest: Digest, beforeLocalDate: string, now: Date): Promise<Date> {
  const row = await db
    .selectFrom("digest_run")
    .select((select) => select.fn.max("covers_until").as("until"))
    .where("digest_id", "=", digest.id)
    .where("local_date", "<>", beforeLocalDate)
    .where((where) => where.or([where("state", "<>", "posting"), where("lease_until", ">", now)]))
    .executeTakeFirst();
  const until = row?.until ? new Date(row.until) : digest.since;
  return new Date(Math.max(until.getTime(), digest.since.getTime()));
}

/** What was shared in a channel, and read, between two moments; the channel's own items only. */
export async function digestCandidates(
  db: Executor,
  teamId: string,
  channelId: string,
  from: Date,
  to: Date,
): Promise<readonly DigestCandidate[]> {
  const { rows } = await sql<{
    item_id: string;
    tags: readonly { text: string }[];
    shares: number;
    reactions: number;
    shared_at: Date;
  }>`
    select share.item_id, item.tags, count(distinct share.id)::int as shares, min(share.shared_at) as shared_at,
      (select count(*)::int from reaction join share seen using (team_id, channel_id, message_ts)
        where seen.item_id = share.item_id and seen.team_id = ${teamId} and seen.channel_id = ${channelId}) as reactions
    from share join item on item.id = share.item_id
    where share.team_id = ${teamId} and share.channel_id = ${channelId} and share.deleted_at is null
      and item.status = 'ready' and greatest(share.shared_at, item.ready_at) > ${from}
      and greatest(share.shared_at, item.ready_at) <= ${to}
    group by share.item_id, item.tags`.execute(db);
  return rows.map((row) => ({
    itemId: row.item_id,
    tags: row.tags.map((tag) => tag.text),
    shares: row.shares,
    reactions: row.reactions,
    sharedAt: row.shared_at,
  }));
}

function toDigest(row: {
  id: string;
  team_id: string;
  channel_id: string;
  cadence: unknown;
  zone: string;
  created_by: string;
  since: Date;
}): Digest {
  return {
    id: row.id,
    teamId: row.team_id,
    channelId: row.channel_id,
    cadence: row.cadence as Cadence,
    zone: row.zone,
    createdBy: row.created_by,
    since: row.since,
  };
}
