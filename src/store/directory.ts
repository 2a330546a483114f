import { sql } from "kysely";
import type { ChannelChange, ChannelSettings, KnownChannel, KnownPerson } from "../core/directory.ts";
import type { Database, Executor } from "./database.ts";

/** Who and where, as far as Slack has told: a cache that every process shares. */
export function directoryIn(db: Database) {
  return {
    /** Remembers a channel; what the team set for it stays. */
    async saveChannel(teamId: string, channel: KnownChannel, now: Date): Promise<void> {
      const fields = { name: channel.name ?? null, kind: channel.kind, archived: channel.archived, refreshed_at: now };
      await db
        .insertInto("channel")
        .values({ team_id: teamId, channel_id: channel.channelId, ...fields })
        .onConflict((conflict) => conflict.columns(["team_id", "channel_id"]).doUpdateSet(fields))
        .execute();
    },

    async channel(teamId: string, channelId: string): Promise<ChannelSettings | undefined> {
      return (await channels(db, teamId, [channelId]))[0];
    },

    /** The channels that hold live shares and that the bot is in. */
    async channelsWithShares(teamId: string): Promise<readonly ChannelSettings[]> {
      const { rows } = await sql<{ channel_id: string }>`
        select channel_id from channel where team_id = ${teamId} and left_at is null and exists (
          select from share where share.team_id = channel.team_id and share.channel_id = channel.channel_id
            and deleted_at is null)`.execute(db);
      return channels(
        db,
        teamId,
        rows.map((row) => row.channel_id),
      );
    },

    async setChannel(teamId: string, channelId: string, change: ChannelChange): Promise<void> {
      await db
        .updateTable("channel")
        .set(change)
        .where("team_id", "=", teamId)
        .where("channel_id", "=", channelId)
        .execute();
    },

    /** The bot left or came back; while it is out, what was shared there is seen nowhere. */
    async setLeft(teamId: string, channelId: string, leftAt: Date | undefined): Promise<void> {
      await db
        .updateTable("channel")
        .set({ left_at: leftAt ?? null })
        .where("team_id", "=", teamId)
        .where("channel_id", "=", channelId)
        .execute();
    },

    /** Makes the next look at a channel ask Slack again. */
    async forgetFreshness(teamId: string, channelId: string): Promise<void> {
      await db
        .updateTable("channel")
        .set({ refreshed_at: null, members_at: null })
        .where("team_id", "=", teamId)
        .where("channel_id", "=", channelId)
        .execute();
    },

    saveMembers(teamId: string, channelId: string, userIds: readonly string[], now: Date): Promise<void> {
      return db.transaction().execute(async (trx) => {
        await trx
          .updateTable("channel")
          .set({ members_at: now })
          .where("team_id", "=", teamId)
          .where("channel_id", "=", channelId)
          .execute();
        await trx
          .deleteFrom("channel_member")
          .where("team_id", "=", teamId)
          .where("channel_id", "=", channelId)
          .execute();
        await sql`insert into channel_member (team_id, channel_id, user_id)
          select ${teamId}, ${channelId}, unnest(${userIds}::text[]) on conflict do nothing`.execute(trx);
      });
    },

    /** Of these channels, the ones a person was a member of when they were last counted. */
    async membershipsOf(teamId: string, userId: string, channelIds: readonly string[]): Promise<ReadonlySet<string>> {
      if (channelIds.length === 0) return new Set();
      const rows = await db
        .selectFrom("channel_member")
        .select("channel_id")
        .where("team_id", "=", teamId)
        .where("user_id", "=", userId)
        .where("channel_id", "in", channelIds)
        .execute();
      return new Set(rows.map((row) => row.channel_id));
    },

    async savePerson(teamId: string, person: KnownPerson, now: Date): Promise<void> {
      const fields = {
        name: person.name ?? null,
        zone: person.zone ?? null,
        locale: person.locale ?? null,
        guest: person.guest,
        admin: person.admin,
        deactivated: person.deactivated,
        refreshed_at: now,
      };
      await db
        .insertInto("person")
        .values({ team_id: teamId, user_id: person.userId, ...fields })
        .onConflict((conflict) => conflict.columns(["team_id", "user_id"]).doUpdateSet(fields))
        .execute();
    },

    /** The person, if Slack described them after `since`. */
    async person(teamId: string, userId: string, since: Date): Promise<KnownPerson | undefined> {
      const row = await db
        .selectFrom("person")
        .selectAll()
        .where("team_id", "=", teamId)
        .where("user_id", "=", userId)
        .where("refreshed_at", ">", since)
        .executeTakeFirst();
      if (!row) return undefined;
      return {
        userId: row.user_id,
        ...(row.name ? { name: row.name } : {}),
        ...(row.zone ? { zone: row.zone } : {}),
        ...(row.locale ? { locale: row.locale } : {}),
        guest: row.guest,
        admin: row.admin,
        deactivated: row.deactivated,
      };
    },
  };
}

export type Directory = ReturnType<typeof directoryIn>;

async function channels(db: Executor, teamId: string, ids: readonly string[]): Promise<readonly ChannelSettings[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("channel")
    .selectAll()
    .where("team_id", "=", teamId)
    .where("channel_id", "in", ids)
    .execute();
  return rows.map((row) => ({
    channelId: row.channel_id,
    ...(row.name ? { name: row.name } : {}),
    kind: row.kind,
    archived: row.archived,
    capture: row.capture,
    placement: row.placement,
    ...(row.language === "en" || row.language === "zh" ? { language: row.language } : {}),
    left: row.left_at !== null,
    ...(row.refreshed_at ? { refreshedAt: row.refreshed_at } : {}),
    ...(row.members_at ? { membersAt: row.members_at } : {}),
  }));
}
