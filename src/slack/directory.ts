import type { WebClient } from "@slack/web-api";
import type { ChannelKind, ChannelSettings, KnownChannel, KnownPerson } from "../core/directory.ts";
import { FootnoteError } from "../core/problems.ts";
import type { Viewer } from "../core/viewer.ts";
import { asked, slackCode } from "./messages.ts";

/** Who may see what is decided on knowledge at most this old, in milliseconds. */
const FRESH_MS = 60_000;

/** What the directory remembers between questions; every process shares it. */
export interface DirectoryMemory {
  saveChannel(teamId: string, channel: KnownChannel, now: Date): Promise<void>;
  channel(teamId: string, channelId: string): Promise<ChannelSettings | undefined>;
  channelsWithShares(teamId: string): Promise<readonly ChannelSettings[]>;
  setLeft(teamId: string, channelId: string, leftAt: Date | undefined): Promise<void>;
  saveMembers(teamId: string, channelId: string, userIds: readonly string[], now: Date): Promise<void>;
  membershipsOf(teamId: string, userId: string, channelIds: readonly string[]): Promise<ReadonlySet<string>>;
  savePerson(teamId: string, person: KnownPerson, now: Date): Promise<void>;
  person(teamId: string, userId: string, since: Date): Promise<KnownPerson | undefined>;
}

/** Asks Slack who and where, through a memory that is at most a minute old. */
export function slackDirectory(parts: {
  readonly client: WebClient;
  readonly memory: DirectoryMemory;
  readonly now: () => Date;
}) {
  const { client, memory, now } = parts;
  const fresh = (at: Date | undefined) => at !== undefined && now().getTime() - at.getTime() < FRESH_MS;

  /** A channel with its settings; asked of Slack when it is new or no longer fresh, and never failing for that. */
  async function channel(teamId: string, channelId: string, channelType: string): Promise<ChannelSettings> {
    const known = await memory.channel(teamId, channelId);
    if (known && !known.left && known.refreshedAt) return known;
    const guess = fromType(channelId, channelType);
    const info = await described(channelId, known ? undefined : { ...guess, botIsOut: true });
    // What Slack does not describe stays as it is known: a channel the bot is out of is not one that it is back in.
    if (known && !info) return known;
    await remember(teamId, info ?? guess, known?.left ?? false);
    return (
      (await memory.channel(teamId, channelId)) ?? {
        ...guess,
        capture: true,
        placement: "thread",
        left: false,
      }
    );
  }

  /** Keeps what Slack says of a channel, and whether the bot is in it: an event that told so may have been missed. */
  async function remember(teamId: string, info: Described, wasOut: boolean): Promise<void> {
    await memory.saveChannel(teamId, info, now());
    if (info.botIsOut !== wasOut) await memory.setLeft(teamId, info.channelId, info.botIsOut ? now() : undefined);
  }

  /** Slack finds no private place that the bot is not in: then a channel is what it is taken for `unseen`. */
  async function described(channelId: string, unseen?: Described): Promise<Described | undefined> {
    try {
      const { channel: info } = await asked(() => client.conversations.info({ channel: channelId }));
      return info && describedBy(channelId, info);
    } catch (error) {
      if (slackCode(error) === "channel_not_found") return unseen;
      // Unknown is treated as private by the callers: nothing is shown on a guess.
      return undefined;
    }
  }

  /** All channels the bot can list, for when asking one by one would meet the rate limit. */
  async function listedChannels(): Promise<ReadonlyMap<string, Described>> {
    const found = new Map<string, Described>();
    let cursor: string | undefined;
    try {
      do {
        const page = { types: "public_channel,private_channel,mpim,im", limit: 1000, ...(cursor ? { cursor } : {}) };
        const answer = await asked(() => client.conversations.list(page));
        for (const info of answer.channels ?? []) if (info.id) found.set(info.id, describedBy(info.id, info));
        cursor = answer.response_metadata?.next_cursor || undefined;
      } while (cursor);
    } catch {
      // What was not listed is asked for one by one.
    }
    return found;
  }

  /** A person, asked of Slack when not fresh. Undefined when Slack does not say. */
  async function person(teamId: string, userId: string): Promise<KnownPerson | undefined> {
    return lookedUp(teamId, userId).catch(() => undefined);
  }

  async function lookedUp(teamId: string, userId: string): Promise<KnownPerson | undefined> {
    const known = await memory.person(teamId, userId, new Date(now().getTime() - FRESH_MS));
    if (known) return known;
    const { user } = await asked(() => client.users.info({ user: userId, include_locale: true }));
    if (!user) return undefined;
    const found: KnownPerson = {
      userId,
      ...nameOf(user),
      ...(user.tz ? { zone: user.tz } : {}),
      ...(user.locale ? { locale: user.locale } : {}),
      guest: isOutsider(user, teamId),
      admin: Boolean(user.is_admin || user.is_owner) && !isOutsider(user, teamId),
      deactivated: Boolean(user.deleted),
    };
    await memory.savePerson(teamId, found, now());
    return found;
  }

  /**
   * The channels whose shares a person may see now: public ones for full members, all others by membership. What
   * Slack does not confirm is not seen.
   * @throws FootnoteError `SLACK_DOWN` when Slack can't say who this is: nobody is told then that there is nothing
   */
  async function viewer(teamId: string, userId: string): Promise<Viewer> {
    const asker = await lookedUp(teamId, userId).catch((error) => {
      if (error instanceof FootnoteError && error.code === "SLACK_DOWN") throw error;
      return undefined;
    });
    if (!asker || asker.deactivated) return { teamId, userId, channelIds: [] };
    const shared = await memory.channelsWithShares(teamId);
    const stale = shared.filter((known) => !fresh(known.refreshedAt));
    const listed = stale.length > LIST_FROM ? await listedChannels() : new Map<string, Described>();
    const refreshed = await Promise.all(shared.map((known) => refreshedChannel(teamId, known, listed)));
    const channels = refreshed.filter((known) => known !== undefined);
    const open = channels.filter((known) => known.kind === "public" && !asker.guest);
    const closed = channels.filter((known) => !open.includes(known));
    const counted = await Promise.all(closed.map((known) => refreshedMembers(teamId, known)));
    const mine = await memory.membershipsOf(
      teamId,
      userId,
      counted.filter((id) => id !== undefined),
    );
    return { teamId, userId, channelIds: [...open.map((known) => known.channelId), ...mine] };
  }

  async function refreshedChannel(
    teamId: string,
    known: ChannelSettings,
    listed: ReadonlyMap<string, Described>,
  ): Promise<ChannelSettings | undefined> {
    if (fresh(known.refreshedAt)) return known;
    const info = listed.get(known.channelId) ?? (await described(known.channelId));
    if (!info) return undefined;
    await remember(teamId, info, known.left);
    return info.botIsOut ? undefined : { ...known, ...info };
  }

  async function refreshedMembers(teamId: string, known: ChannelSettings): Promise<string | undefined> {
    if (fresh(known.membersAt)) return known.channelId;
    try {
      await memory.saveMembers(teamId, known.channelId, await membersOf(known.channelId), now());
      return known.channelId;
    } catch {
      return undefined;
    }
  }

  async function membersOf(channelId: string): Promise<readonly string[]> {
    const members: string[] = [];
    let cursor: string | undefined;
    do {
      const page = { channel: channelId, limit: 1000, ...(cursor ? { cursor } : {}) };
      const answer = await asked(() => client.conversations.members(page));
      members.push(...(answer.members ?? []));
      cursor = answer.response_metadata?.next_cursor || undefined;
    } while (cursor);
    return members;
  }

  /**
   * Whether anyone reads a channel who is no full member of the team, a guest or somebody of another company: they see
   * no public channels but those they are in. True when Slack does not say.
   */
  async function outsidersRead(teamId: string, channelId: string): Promise<boolean> {
    try {
      const [members, full] = await Promise.all([membersOf(channelId), fullMembers(teamId)]);
      return members.some((id) => !full.has(id));
    } catch {
      return true;
    }
  }

  let team: { readonly at: Date; readonly full: ReadonlySet<string> } | undefined;

  async function fullMembers(teamId: string): Promise<ReadonlySet<string>> {
    if (team && fresh(team.at)) return team.full;
    const full = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = { limit: 1000, ...(cursor ? { cursor } : {}) };
      const answer = await asked(() => client.users.list(page));
      for (const user of answer.members ?? []) if (user.id && !isOutsider(user, teamId)) full.add(user.id);
      cursor = answer.response_metadata?.next_cursor || undefined;
    } while (cursor);
    team = { at: now(), full };
    return full;
  }

  return { channel, person, viewer, outsidersRead };
}

export type SlackDirectory = ReturnType<typeof slackDirectory>;

/** What Slack says of a channel now. */
interface Described extends KnownChannel {
  /** The bot is not a member, although it can see the channel. */
  readonly botIsOut: boolean;
}

/** From this many stale channels on, one listing is asked for instead: `conversations.info` allows 50 calls a minute. */
const LIST_FROM = 10;

function describedBy(
  channelId: string,
  info: {
    is_im?: boolean;
    is_mpim?: boolean;
    is_private?: boolean;
    is_group?: boolean;
    is_archived?: boolean;
    is_member?: boolean;
    name?: string;
  },
): Described {
  const closed = info.is_private || info.is_group ? "private" : "public";
  const kind: ChannelKind = info.is_im ? "dm" : info.is_mpim ? "group-dm" : closed;
  const name = info.name ? { name: info.name } : {};
  // Slack says nothing of membership in direct messages.
  return { channelId, ...name, kind, archived: info.is_archived ?? false, botIsOut: info.is_member === false };
}

/** What a channel must be, by its event's `channel_type`, while Slack does not describe it: private unless it says so. */
function fromType(channelId: string, channelType: string) {
  const kinds: Readonly<Record<string, ChannelKind>> = { im: "dm", mpim: "group-dm" };
  return { channelId, kind: kinds[channelType] ?? ("private" as const), archived: false, botIsOut: false };
}

/**
 * Whether someone is no full member of the team: a guest, or somebody of another company. Slack calls those strangers
 * only while no shared channel brought them here; else their own workspaces tell.
 */
function isOutsider(
  user: {
    readonly is_restricted?: boolean;
    readonly is_ultra_restricted?: boolean;
    readonly is_stranger?: boolean;
    readonly team_id?: string;
    readonly enterprise_user?: { readonly teams?: readonly string[] };
  },
  teamId: string,
): boolean {
  if (user.is_restricted || user.is_ultra_restricted || user.is_stranger) return true;
  const { team_id: own = teamId, enterprise_user: enterprise } = user;
  return own !== teamId && !enterprise?.teams?.includes(teamId);
}

function nameOf(user: {
  readonly name?: string;
  readonly profile?: { readonly display_name?: string; readonly real_name?: string };
}) {
  const name = user.profile?.display_name || user.profile?.real_name || user.name;
  return name ? { name } : {};
}
