import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createEmulator } from "emulate";
import { asObject, asObjects, type Json } from "./json.ts";
import type { NextTs } from "./slack-clock.ts";

/** A person of the workspace. */
export interface PersonSpec {
  /** Slack handle, unique: `ana`. */
  readonly name: string;
  readonly realName?: string;
  /** IANA zone; Slack gives it with every person. Default `Etc/UTC`. */
  readonly tz?: string;
  /** Default `en-US`. */
  readonly locale?: string;
  /** A guest, who is only in the channels that name them. */
  readonly isRestricted?: boolean;
  readonly isAdmin?: boolean;
  /** Of another company's workspace, met in the channels that name them. */
  readonly teamId?: string;
}

/** A channel of the workspace. */
export interface ChannelSpec {
  readonly name: string;
  readonly isPrivate?: boolean;
  /** Handles of its members. Default: everyone but guests and people of other companies. */
  readonly members?: readonly string[];
  /** Whether the bot is in it from the start. Default true. */
  readonly withBot?: boolean;
}

/** What the emulated workspace is filled with. */
export interface WorkspaceSpec {
  readonly people: readonly PersonSpec[];
  readonly channels: readonly ChannelSpec[];
  readonly botName: string;
  /** What the bot's token may do; a call beyond it answers `missing_scope`. */
  readonly botScopes: readonly string[];
}

/** The names by which Slack knows the app that is being tried. */
export interface BotIdentity {
  readonly userId: string;
  readonly botId: string;
  readonly appId: string;
  readonly token: string;
  readonly name: string;
}

/** A table of the emulator: rows by id, with a look-up by field. */
export interface Table {
  insert(row: Json): Json;
  update(id: number, changes: Json): Json | undefined;
  delete(id: number): boolean;
  findOneBy(field: string, value: string): Json | undefined;
  findBy(field: string, value: string): Json[];
  all(): Json[];
}

/** The tables that the stand-in reads and, where the emulator has no method for it, writes. */
export interface Tables {
  readonly users: Table;
  readonly channels: Table;
  readonly messages: Table;
  readonly views: Table;
  readonly files: Table;
  readonly tokens: Table;
}

/** emulate's Slack, reached in the process. */
export interface EmulatedWorkspace {
  readonly teamId: string;
  /** Where the workspace stands, without a slash at its end. */
  readonly url: string;
  readonly bot: BotIdentity;
  readonly tables: Tables;
  /** The token with which a person's own client calls Slack. */
  tokenOf(userId: string): string;
  /** Hands a request to the emulator as it is. */
  fetch(request: Request): Promise<Response>;
  /** Calls a Web API method and gives its answer, `ok: false` included. */
  call(token: string, method: string, args: Json): Promise<Json>;
  close(): Promise<void>;
}

interface Web {
  fetch(request: Request): Promise<Response>;
}
interface Dispatcher {
  dispatch(event: string, action: string | undefined, payload: unknown, owner: string): Promise<void>;
}
type Register = (app: Web, store: unknown, webhooks: Dispatcher, ...rest: unknown[]) => unknown;
interface SlackChunk {
  readonly slackPlugin: { register: Register };
  getSlackStore(store: unknown): Tables;
}

const TEAM_ID = "T000000001";
const BOT = { userId: "U0000000B1", botId: "B000000001", appId: "A000000001", token: "xoxb-stand-in" } as const;

/**
 * Starts emulate with these people and channels. `onEvent` gets each event that the emulator would send, not enriched;
 * `baseUrl` is what its file addresses begin with. Stamps come from `nextTs`, since emulate has only the wall clock.
 * @throws Error when the pinned emulate is not laid out as expected
 */
export async function openEmulatedWorkspace(
  spec: WorkspaceSpec,
  parts: { readonly baseUrl: string; readonly nextTs: NextTs; readonly onEvent: (event: Json) => void },
): Promise<EmulatedWorkspace> {
  const seed = { tokens: {}, slack: seedOf(spec) };
  const { web, tables, emulator } = await startEmulator(seed, parts.baseUrl, parts.onEvent);
  settleIds(tables, spec);
  stampRows(tables, parts.nextTs);
  const bot = { ...BOT, name: spec.botName };
  return {
    teamId: TEAM_ID,
    url: parts.baseUrl,
    bot,
    tables,
    tokenOf: (userId) => `xoxp-${userId}`,
    fetch: (request) => web.fetch(request),
    call: async (token, method, args) => {
      const headers = { "content-type": "application/json; charset=utf-8", authorization: `Bearer ${token}` };
      const url = `${parts.baseUrl}/api/${method}`;
      const answer = await web.fetch(new Request(url, { method: "POST", headers, body: JSON.stringify(args) }));
      if (answer.status === 404) return { ok: false, error: "unknown_method" };
      return asObject(await answer.json());
    },
    close: () => emulator.close(),
  };
}

function seedOf(spec: WorkspaceSpec): Json {
  return {
    team: { name: "Playground", domain: "playground" },
    strict_scopes: true,
    users: spec.people.map(({ name, realName, isAdmin }) => ({
      name,
      real_name: realName ?? name,
      is_admin: isAdmin ?? false,
    })),
    channels: spec.channels.map(({ name, isPrivate }) => ({ name, is_private: isPrivate ?? false })),
    oauth_apps: [
      {
        client_id: "stand-in",
        client_secret: "stand-in",
        name: spec.botName,
        redirect_uris: [],
        app_id: BOT.appId,
        bot_id: BOT.botId,
        bot_user_id: BOT.userId,
        bot_name: spec.botName.toLowerCase(),
      },
    ],
    tokens: [
      {
        token: BOT.token,
        type: "bot",
        user: BOT.userId,
        app_id: BOT.appId,
        bot_id: BOT.botId,
        bot_user_id: BOT.userId,
        scopes: spec.botScopes,
      },
    ],
  };
}

/** What a person's own client may do. */
const PERSON_SCOPES = [
  ...["channels", "groups", "im", "mpim"].flatMap((kind) => [`${kind}:read`, `${kind}:write`, `${kind}:history`]),
  ...["chat:write", "files:read", "files:write", "reactions:read", "reactions:write", "users:read"],
];

let opening: Promise<unknown> = Promise.resolve();

/** One at a time: emulate shows its store only to its plugin, which every emulator in the process shares. */
function startEmulator(seed: Json, baseUrl: string, onEvent: (event: Json) => void) {
  const started = opening.then(async () => {
    const { slackPlugin, getSlackStore } = await slackChunk();
    const original = slackPlugin.register;
    let seen: { web: Web; tables: Tables } | undefined;
    slackPlugin.register = (app, store, webhooks, ...rest) => {
      webhooks.dispatch = async (_event, _action, payload) => onEvent(asObject(payload));
      // A second app of the same class on the same store: emulate's own one refuses everything after 5,000 calls.
      const web: Web = Reflect.construct(app.constructor as new () => Web, []);
      original.call(slackPlugin, web, store, webhooks, ...rest);
      seen = { web, tables: rowTables(getSlackStore(store)) };
      return original.call(slackPlugin, app, store, webhooks, ...rest);
    };
    try {
      const emulator = await createEmulator({ service: "slack", port: 0, baseUrl, seed });
      if (!seen) throw new Error("emulate did not load its Slack plugin: the stand-in needs emulate 0.12.2 exactly.");
      return { ...seen, emulator };
    } finally {
      slackPlugin.register = original;
    }
  });
  opening = started.catch(() => undefined);
  return started;
}

async function slackChunk(): Promise<SlackChunk> {
  const dist = dirname(fileURLToPath(import.meta.resolve("emulate")));
  const chunk = readdirSync(dist)
    .filter((name) => /^dist-.*\.js$/.test(name))
    .find((name) => readFileSync(join(dist, name), "utf8").includes("slackPlugin"));
  if (!chunk) throw new Error("The stand-in needs emulate 0.12.2 exactly: its Slack service was not found.");
  return (await import(pathToFileURL(join(dist, chunk)).href)) as SlackChunk;
}

function rowTables({ users, channels, messages, views, files, tokens }: Tables): Tables {
  return { users, channels, messages, views, files, tokens };
}

/** Gives everyone and every channel an id that is the same in each run, and the members that were asked for. */
function settleIds(tables: Tables, spec: WorkspaceSpec): void {
  const admin = tables.users.findOneBy("user_id", "U000000001");
  if (admin && !spec.people.some(({ name }) => name === admin.name)) tables.users.delete(rowId(admin));
  for (const [index, { name, tz, locale, isRestricted, isAdmin, teamId }] of spec.people.entries()) {
    const row = named(tables.users, name);
    const user_id = `U${String(index + 101).padStart(8, "0")}`;
    const zone = { tz: tz ?? "Etc/UTC", locale: locale ?? "en-US", is_restricted: isRestricted ?? false };
    tables.users.update(rowId(row), { user_id, team_id: teamId ?? TEAM_ID, is_admin: isAdmin ?? false, ...zone });
    tables.tokens.insert({
      token: `xoxp-${user_id}`,
      token_type: "user",
      user_id,
      scopes: PERSON_SCOPES,
      team_id: TEAM_ID,
    });
  }
  const everyone = spec.people.filter(({ isRestricted, teamId }) => !isRestricted && !teamId).map(({ name }) => name);
  for (const channel of tables.channels.all()) {
    if (!spec.channels.some(({ name }) => name === channel.name)) tables.channels.delete(rowId(channel));
  }
  for (const [index, { name, members, withBot }] of spec.channels.entries()) {
    const ids = (members ?? everyone).map((member) => String(named(tables.users, member).user_id));
    const all = withBot === false ? ids : [...ids, BOT.userId];
    tables.channels.update(rowId(named(tables.channels, name)), {
      channel_id: `C${String(index + 101).padStart(8, "0")}`,
      members: all,
      num_members: all.length,
    });
  }
}

function named(table: Table, name: string): Json {
  const row = table.all().find((candidate) => candidate.name === name);
  if (!row) throw new Error(`There is nobody and nothing called ${name} in this workspace.`);
  return row;
}

/** The emulator's own number of a row, for {@link Table.update} and {@link Table.delete}. */
export function rowId(row: Json): number {
  return Number(row.id);
}

/** Stamps every row as Slack does where emulate does not: our clock, the bot's ids, an id for every block. */
function stampRows({ messages, views }: Tables, nextTs: NextTs): void {
  changeRows(
    messages,
    (row) => ({ ...row, ts: nextTs(), ...writtenByBot(row), ...blockIds(row) }),
    (changes) => ({
      ...changes,
      ...(changes.edited === undefined ? {} : { edited: { ...asObject(changes.edited), ts: nextTs() } }),
      ...blockIds(changes),
    }),
  );
  const stampView = (row: Json) => ({ ...row, ...blockIds(row) });
  changeRows(views, stampView, stampView);
}

function changeRows(table: Table, onInsert: (row: Json) => Json, onUpdate: (changes: Json) => Json): void {
  const insert = table.insert.bind(table);
  const update = table.update.bind(table);
  table.insert = (row) => insert(onInsert(row));
  table.update = (id, changes) => update(id, onUpdate(changes));
}

function writtenByBot({ user }: Json): Json {
  return user === BOT.userId ? { bot_id: BOT.botId, app_id: BOT.appId } : {};
}

function blockIds({ blocks }: Json): Json {
  if (!Array.isArray(blocks)) return {};
  return { blocks: asObjects(blocks).map((block, index) => ({ ...block, block_id: block.block_id ?? `b${index}` })) };
}
