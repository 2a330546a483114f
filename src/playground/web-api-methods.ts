import type { Directory } from "./directory.ts";
import type { EmulatedWorkspace } from "./emulated-workspace.ts";
import { asObject, asObjects, asText, type Json } from "./json.ts";

/** What a method needs to answer. */
export interface MethodParts {
  readonly workspace: EmulatedWorkspace;
  readonly directory: Directory;
  /** Ids of files whose content is gone, with how Slack calls that. */
  readonly lostFiles: ReadonlyMap<string, "tombstone" | "hidden_by_limit">;
}

/** The caller: the bot or a person. */
export interface Caller {
  readonly userId: string;
  readonly isBot: boolean;
  readonly scopes: readonly string[];
}

/** Answers a call itself, or leaves it to the emulator by giving undefined. */
export type OwnMethod = (args: Json, caller: Caller, parts: MethodParts) => Json | undefined;

/**
 * The methods that emulate 0.12.2 lacks, or where it is kinder than Slack:
 * - conversations.history and .replies: emulate knows no `oldest`, `latest`, `limit`, always gives `metadata`, and lets
 *   a bot read public channels that it is not in;
 * - users.conversations and blocks.validate: absent;
 * - files.info: knows no deleted or hidden files.
 */
export const OWN_METHODS: Readonly<Record<string, OwnMethod>> = {
  "conversations.history": (args, caller, parts) => readMessages(args, caller, parts, history),
  "conversations.replies": (args, caller, parts) => readMessages(args, caller, parts, thread),
  "users.conversations": usersConversations,
  "blocks.validate": () => ({ ok: true }),
  "files.info": (args, _caller, { lostFiles }) => lostFileInfo(asText(args.file), lostFiles),
};

/** Slack's refusal of a call about a channel that the bot is not in; undefined where the call may go on. */
export function refusalFor(method: string, args: Json, caller: Caller, directory: Directory): string | undefined {
  const needsMembership =
    /^(chat\.(postMessage|postEphemeral|update|delete)|reactions\.|conversations\.(history|replies))/;
  const id = asText(args.channel);
  const needsSight = /^conversations\.(info|members)$/.test(method);
  if (!caller.isBot || !(needsSight || needsMembership.test(method)) || id === "") return undefined;
  const channel = directory.knownChannel(id);
  if (!channel || channel.members.includes(caller.userId)) return undefined;
  if (channel.kind !== "public") return "channel_not_found";
  if (needsSight) return undefined;
  const mayPost = method === "chat.postMessage" && caller.scopes.includes("chat:write.public");
  return mayPost ? undefined : "not_in_channel";
}

type Choose = (messages: readonly Json[], args: Json) => readonly Json[] | undefined;

function readMessages(args: Json, caller: Caller, { workspace, directory }: MethodParts, choose: Choose): Json {
  const channel = directory.knownChannel(asText(args.channel));
  if (!channel) return { ok: false, error: "channel_not_found" };
  const needed = { public: "channels:history", private: "groups:history", im: "im:history" }[channel.kind];
  if (!caller.scopes.includes(needed))
    return { ok: false, error: "missing_scope", needed, provided: caller.scopes.join() };
  const rows = workspace.tables.messages.findBy("channel_id", channel.id);
  const chosen = choose([...rows].sort(byTs), args);
  if (!chosen) return { ok: false, error: "thread_not_found" };
  const { page, next } = paged(chosen, args, 100);
  const withMetadata = isTrue(args.include_all_metadata) || isTrue(args.include_metadata);
  return {
    ok: true,
    messages: page.map((row) => wireMessage(row, workspace.teamId, withMetadata)),
    has_more: next !== "",
    response_metadata: { next_cursor: next },
  };
}

function history(messages: readonly Json[], args: Json): readonly Json[] {
  const top = messages.filter(({ ts, thread_ts }) => thread_ts === undefined || thread_ts === ts);
  return top.filter((row) => isWithin(row, args)).reverse();
}

/** The parent always comes along, whatever `oldest` says, as Slack does it. */
function thread(messages: readonly Json[], args: Json): readonly Json[] | undefined {
  const parent = messages.find(({ ts }) => ts === args.ts);
  if (!parent) return undefined;
  const rootTs = parent.thread_ts ?? parent.ts;
  const root = messages.find(({ ts }) => ts === rootTs) ?? parent;
  const replies = messages.filter(({ ts, thread_ts }) => thread_ts === rootTs && ts !== rootTs);
  return [root, ...replies.filter((row) => isWithin(row, args))];
}

function isWithin(row: Json, args: Json): boolean {
  const ts = Number(row.ts);
  const oldest = Number(args.oldest ?? 0);
  const latest = args.latest === undefined ? Number.POSITIVE_INFINITY : Number(args.latest);
  if (isTrue(args.inclusive)) return ts >= oldest && ts <= latest;
  return ts > oldest && ts < latest;
}

function usersConversations(args: Json, caller: Caller, { workspace, directory }: MethodParts): Json {
  const userId = asText(args.user) || caller.userId;
  const types = (asText(args.types) || "public_channel").split(",").map((type) => type.trim());
  const kinds = { public: "public_channel", private: "private_channel", im: "im" } as const;
  const shared = directory
    .channels()
    .filter(({ kind, members }) => types.includes(kinds[kind]) && members.includes(userId))
    .filter(({ kind, members }) => kind === "public" || members.includes(caller.userId));
  const { page, next } = paged(shared, args, 100);
  const channels = page.map(({ id, name, kind }) => ({
    id,
    name,
    is_channel: kind === "public",
    is_group: kind === "private",
    is_im: kind === "im",
    is_private: kind !== "public",
    is_archived: false,
    context_team_id: workspace.teamId,
  }));
  return { ok: true, channels, response_metadata: { next_cursor: next } };
}

function lostFileInfo(fileId: string, lostFiles: MethodParts["lostFiles"]): Json | undefined {
  switch (lostFiles.get(fileId)) {
    case "tombstone":
      return { ok: false, error: "file_deleted" };
    case "hidden_by_limit":
      return { ok: true, file: { id: fileId, mode: "hidden_by_limit" } };
    default:
      return undefined;
  }
}

/** The emulator's answer, made as full as Slack's. */
export function mended(method: string, answer: Json, args: Json, { workspace }: MethodParts): Json {
  if (answer.ok !== true) return answer;
  switch (method) {
    case "auth.test":
      // emulate names an address of the real Slack; permalinks made from this one stay on this machine.
      return { ...answer, url: `${workspace.url}/` };
    case "chat.postMessage":
      // emulate answers with the stamp it drew, not with the one the message got.
      return { ...answer, ts: asObject(answer.message).ts };
    case "users.info":
      return { ...answer, user: fullUser(asObject(answer.user), workspace, isTrue(args.include_locale)) };
    case "users.list": {
      const members = asObjects(answer.members).map((user) => fullUser(user, workspace, isTrue(args.include_locale)));
      return { ...answer, members };
    }
    case "conversations.members": {
      const members = Array.isArray(answer.members) ? answer.members.map(asText) : [];
      const { page, next } = paged(members, args, 100);
      return { ...answer, members: page, response_metadata: { next_cursor: next } };
    }
    default:
      return answer;
  }
}

function fullUser(user: Json, { tables }: EmulatedWorkspace, withLocale: boolean): Json {
  const { tz, locale, is_restricted } = tables.users.findOneBy("user_id", asText(user.id)) ?? {};
  return {
    ...user,
    ...(tz === undefined ? {} : { tz, tz_label: tz, tz_offset: 0 }),
    ...(withLocale && locale !== undefined ? { locale } : {}),
    is_restricted: is_restricted === true,
    is_ultra_restricted: false,
    is_app_user: false,
    updated: 0,
  };
}

/** A message as the Web API and events give it. */
export function wireMessage(row: Json, teamId: string, withMetadata = false): Json {
  const { id, created_at, updated_at, channel_id, metadata, reply_count, reply_users, reactions, files, ...rest } = row;
  const replies = Number(reply_count ?? 0) > 0 ? { reply_count, reply_users } : {};
  return {
    ...rest,
    team: teamId,
    ...(withMetadata && metadata !== undefined ? { metadata } : {}),
    ...replies,
    ...(asObjects(reactions).length > 0 ? { reactions } : {}),
    ...(Array.isArray(files) ? { files: asObjects(files).map(wireFile) } : {}),
  };
}

/** A file object as events give it; emulate keeps it with its content. */
export function wireFile(row: Json): Json {
  const { id, file_id, created_at, updated_at, content_base64, team_id, deleted, snippet_type, ...rest } = row;
  return { ...rest, id: file_id ?? id };
}

/** One page of a list; the cursor is the number of what was given before. */
function paged<T>(all: readonly T[], args: Json, usual: number): { page: readonly T[]; next: string } {
  const limit = Math.max(1, Math.min(Number(args.limit ?? usual) || usual, 1_000));
  const start = Number(asText(args.cursor) || 0);
  const end = start + limit;
  return { page: all.slice(start, end), next: end < all.length ? String(end) : "" };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === "true" || value === "1";
}

function byTs(a: Json, b: Json): number {
  return asText(a.ts) < asText(b.ts) ? -1 : 1;
}
