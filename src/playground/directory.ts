import { type EmulatedWorkspace, rowId } from "./emulated-workspace.ts";
import { asText, type Json } from "./json.ts";

/** A person, or the bot. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly isRestricted: boolean;
  /** Their own workspace: another company's for whom a shared channel brought. */
  readonly teamId: string;
}

/** A channel or a direct message. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: "public" | "private" | "im";
  /** Ids of its members, the bot's among them when it is there. */
  readonly members: readonly string[];
}

/** Finds people and channels under the names that people use. */
export interface Directory {
  people(): readonly Person[];
  /** Channels in the order in which they were asked for, then direct messages. */
  channels(): readonly Channel[];
  /** A person by handle (`ana`, `@ana`) or id. @throws Error when there is none */
  person(nameOrId: string): Person;
  /** A channel by `#name`, name or id; `@ana` is the direct message of ana and the bot. @throws Error when there is none */
  channel(nameOrId: string): Promise<Channel>;
  /** As {@link Directory.channel}, for what exists already. */
  knownChannel(nameOrId: string): Channel | undefined;
  /** Puts a person or the bot into a channel, or takes them out. */
  setMember(channelId: string, userId: string, isMember: boolean): void;
  /** Makes a channel private, or public. */
  setPrivate(channelId: string, isPrivate: boolean): void;
}

/** The directory of a workspace. */
export function directoryOf(workspace: EmulatedWorkspace): Directory {
  const { tables, bot } = workspace;
  const channels = () =>
    tables.channels
      .all()
      .map(channelFromRow)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  const people = () =>
    tables.users
      .all()
      .filter(({ is_bot }) => is_bot !== true)
      .map(personFromRow);

  function person(nameOrId: string): Person {
    const name = nameOrId.replace(/^@/, "");
    const found = tables.users
      .all()
      .map(personFromRow)
      .find((one) => one.id === name || one.name === name);
    if (!found) throw new Error(`Nobody in this workspace is called ${nameOrId}.`);
    return found;
  }

  function channelRow(channelId: string): Json {
    const row = tables.channels.findOneBy("channel_id", channelId);
    if (!row) throw new Error(`No channel in this workspace has the id ${channelId}.`);
    return row;
  }

  function knownChannel(nameOrId: string): Channel | undefined {
    if (nameOrId.startsWith("@")) return directMessage(person(nameOrId).id);
    const name = nameOrId.replace(/^#/, "");
    return channels().find((one) => one.id === name || (one.kind !== "im" && one.name === name));
  }

  function directMessage(userId: string): Channel | undefined {
    return channels().find(
      ({ kind, members }) => kind === "im" && members.includes(userId) && members.includes(bot.userId),
    );
  }

  return {
    people,
    channels,
    person,
    knownChannel,
    channel: async (nameOrId) => {
      const known = knownChannel(nameOrId);
      if (known) return known;
      if (!nameOrId.startsWith("@")) throw new Error(`No channel in this workspace is called ${nameOrId}.`);
      await workspace.call(workspace.tokenOf(person(nameOrId).id), "conversations.open", { users: bot.userId });
      const opened = knownChannel(nameOrId);
      if (!opened) throw new Error(`No direct message with ${nameOrId} could be opened.`);
      return opened;
    },
    setMember: (channelId, userId, isMember) => {
      const row = channelRow(channelId);
      const others = channelFromRow(row).members.filter((member) => member !== userId);
      const members = isMember ? [...others, userId] : others;
      tables.channels.update(rowId(row), { members, num_members: members.length });
    },
    setPrivate: (channelId, isPrivate) => {
      tables.channels.update(rowId(channelRow(channelId)), { is_private: isPrivate, is_channel: !isPrivate });
    },
  };
}

function personFromRow(row: Json): Person {
  return {
    id: asText(row.user_id),
    name: asText(row.name),
    realName: asText(row.real_name) || asText(row.name),
    isRestricted: row.is_restricted === true,
    teamId: asText(row.team_id),
  };
}

function channelFromRow(row: Json): Channel {
  return {
    id: asText(row.channel_id),
    name: asText(row.name),
    kind: row.is_im === true ? "im" : row.is_private === true ? "private" : "public",
    members: Array.isArray(row.members) ? row.members.map(asText) : [],
  };
}

/** Whether a person can open a channel: public ones are open to all but guests. */
export function canOpen({ id, isRestricted }: Person, { kind, members }: Channel): boolean {
  return members.includes(id) || (kind === "public" && !isRestricted);
}

/** Slack's name for the kind of a channel, in message events. */
export function channelType(kind: Channel["kind"]): "channel" | "group" | "im" {
  return kind === "public" ? "channel" : kind === "private" ? "group" : "im";
}
