import manifest from "../../slack-manifest.json" with { type: "json" };
import { type ActingPeople, actingPeople } from "./acting-people.ts";
import { type Channel, type Directory, directoryOf, type Person } from "./directory.ts";
import {
  type BotIdentity,
  type ChannelSpec,
  type EmulatedWorkspace,
  openEmulatedWorkspace,
  type PersonSpec,
  rowId,
} from "./emulated-workspace.ts";
import { ephemeralMessages } from "./ephemeral-messages.ts";
import { type Delivery, eventDeliveries } from "./event-deliveries.ts";
import { type Fault, type FaultRule, faults } from "./faults.ts";
import { type Interactions, interactions } from "./interactions.ts";
import { asObject, asText, type Json } from "./json.ts";
import { openViews } from "./open-views.ts";
import { type RecordedCall, type RecordedViolation, recorder } from "./recorder.ts";
import { responseUrls } from "./response-urls.ts";
import { type Send, signedSender } from "./signed-sender.ts";
import { slackStamps } from "./slack-clock.ts";
import { slackEvents } from "./slack-events.ts";
import { messageFromRow, type SlackFile, type SlackMessage, type SlackView } from "./slack-message.ts";
import { openSlackOrigin } from "./slack-origin.ts";

/** What a stand-in is opened with. */
export interface StandInOptions {
  /** Default: ana, and bo who is in Shanghai. */
  readonly people?: readonly PersonSpec[];
  /** Default: #reading and #general. */
  readonly channels?: readonly ChannelSpec[];
  readonly botName?: string;
  /** What the bot's token may do. Default: the bot scopes of Footnote's own manifest. */
  readonly botScopes?: readonly string[];
  /** Stamps messages; signatures always use the wall clock, with which Bolt compares them. */
  readonly clock?: () => Date;
  readonly signingSecret?: string;
  /** Waits before each retry of an event. Default `[0]`: once, at once. Slack's own are `[0, 60_000, 300_000]`. */
  readonly retryDelaysMs?: readonly number[];
  /** How long the app has to answer. Default 3,000, as with Slack. */
  readonly answerWithinMs?: number;
}

/** A whole Slack on a loopback port, with people in it, for tests and for the playground. */
export interface SlackStandIn extends ActingPeople, Interactions {
  /** The origin: files and response addresses stand under it. */
  readonly url: string;
  /** The Web API's base, as `SLACK_API_URL` and Bolt's `slackApiUrl` want it. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly bot: BotIdentity;

  /** Where events, commands and clicks go: the app's address, `/slack/events` included or left out. */
  connect(appUrl: string): void;
  disconnect(): void;
  /** Sends any other event that the manifest subscribes to, `event_ts` filled in, or one that is broken on purpose. */
  emit(event: Json): Promise<void>;
  /** Lets the next matching calls go wrong. A channel may be given by name. */
  fault(rule: FaultRule, fault: Fault): void;
  /** Everything goes well again. */
  mend(): void;
  /** The team removes the app: its token ends, and it is told. */
  uninstall(): Promise<void>;
  /** The team takes the app back, under the same token. */
  reinstall(): void;
  /** Settles when no event is on its way. */
  settled(): Promise<void>;
  /** Events that the app never took. */
  undelivered(): readonly Json[];
  retryUndelivered(): Promise<readonly Delivery[]>;
  deliveries(): readonly Delivery[];

  people(): readonly Person[];
  channels(): readonly Channel[];
  person(name: string): Person;
  channel(name: string): Promise<Channel>;
  /** Everything in a channel that everyone in it sees, thread replies too, oldest first. */
  messages(channel: string): readonly SlackMessage[];
  /** The replies in a message's thread, without the message itself. */
  replies(channel: string, message: Pick<SlackMessage, "ts">): readonly SlackMessage[];
  /** A message as it stands now; undefined once it is deleted. */
  current(message: Pick<SlackMessage, "channel" | "ts">): SlackMessage | undefined;
  /** What only this person was shown, oldest first. */
  ephemerals(user: string): readonly SlackMessage[];
  /** The modals before a person, the topmost last. */
  views(user: string): readonly SlackView[];
  home(user: string): SlackView | undefined;
  /** The files in places that this person is in. */
  files(user: string): readonly SlackFile[];
  permalink(message: Pick<SlackMessage, "channel" | "ts">): Promise<string>;
  /** The app's calls so far, or those of one method. */
  calls(method?: string): readonly RecordedCall[];
  /** Settles with the next call of a method. */
  nextCall(method: string): Promise<RecordedCall>;
  /** Calls `listener` after each call of the app; returns the way to stop that. */
  onCall(listener: (call: RecordedCall) => void): () => void;
  /** Every payload so far that breaks one of Slack's limits or could ping or fool someone. */
  violations(): readonly RecordedViolation[];
  close(): Promise<void>;
}

const DEFAULT_PEOPLE: readonly PersonSpec[] = [
  { name: "ana", realName: "Ana", tz: "Europe/Lisbon" },
  { name: "bo", realName: "Bo", tz: "Asia/Shanghai", locale: "zh-CN" },
];
const DEFAULT_CHANNELS: readonly ChannelSpec[] = [{ name: "reading" }, { name: "general" }];

/** Opens a stand-in for Slack. Two may run in one process. */
export async function openSlackStandIn(options: StandInOptions = {}): Promise<SlackStandIn> {
  const clock = options.clock ?? (() => new Date());
  const nextTs = slackStamps(clock);
  const origin = await openSlackOrigin();
  let onEvent: (envelope: Json) => void = () => {};
  const workspace = await openEmulatedWorkspace(
    {
      people: options.people ?? DEFAULT_PEOPLE,
      channels: options.channels ?? DEFAULT_CHANNELS,
      botName: options.botName ?? "Footnote",
      botScopes: options.botScopes ?? manifest.oauth_config.scopes.bot,
    },
    { baseUrl: origin.url, nextTs, onEvent: (envelope) => onEvent(envelope) },
  );
  const signingSecret = options.signingSecret ?? "stand-in-signing-secret";
  const answerWithinMs = options.answerWithinMs ?? 3_000;
  let send: Send | undefined;
  const deliveries = eventDeliveries(() => send, options.retryDelaysMs ?? [0]);
  const directory = directoryOf(workspace);
  const events = slackEvents({ workspace, directory, deliveries, nextTs });
  onEvent = events.emitEmulated;
  const ephemerals = ephemeralMessages();
  const views = openViews(workspace);
  const record = recorder();
  const waiting = faults();
  const lostFiles = new Map<string, "tombstone" | "hidden_by_limit">();
  const revoked = new Set<string>();
  const onPosted = (row: Json, channel: Channel) => void events.emit(events.full(row, channel));
  const responses = responseUrls({ workspace, ephemerals, nextTs, clock, onPosted });
  const onDone = (method: string, args: Json, answer: Json) => {
    noteDone(method, args, answer, { workspace, directory, ephemerals, views, events });
  };
  const parts = { workspace, directory, lostFiles, revoked, recorder: record, faults: waiting, onDone };
  origin.serve({ ...parts, respond: responses.respond });
  const people = actingPeople({ workspace, directory, events, deliveries, nextTs, lostFiles });
  const sender = () => send;
  const acts = interactions({
    workspace,
    directory,
    ephemerals,
    responses,
    views,
    nextTs,
    sender,
    originUrl: origin.url,
  });

  return {
    ...people,
    ...acts,
    ...reading({ workspace, directory, ephemerals, views }),
    url: origin.url,
    apiUrl: `${origin.url}/api/`,
    botToken: workspace.bot.token,
    signingSecret,
    teamId: workspace.teamId,
    bot: workspace.bot,
    connect: (appUrl) => {
      const url = appUrl.endsWith("/slack/events") ? appUrl : `${appUrl.replace(/\/$/, "")}/slack/events`;
      send = signedSender({ url, signingSecret, answerWithinMs });
    },
    disconnect: () => {
      send = undefined;
    },
    emit: async (event) => {
      await events.emit({ event_ts: nextTs(), ...event });
    },
    fault: ({ channel, ...rule }, fault) => {
      const id = channel === undefined ? undefined : directory.knownChannel(channel)?.id;
      waiting.add(id === undefined ? rule : { ...rule, channel: id }, fault);
    },
    mend: waiting.clear,
    uninstall: async () => {
      revoked.add(workspace.bot.token);
      await events.emit({
        type: "tokens_revoked",
        tokens: { oauth: [], bot: [workspace.bot.userId] },
        event_ts: nextTs(),
      });
      await events.emit({ type: "app_uninstalled", event_ts: nextTs() });
    },
    reinstall: () => void revoked.delete(workspace.bot.token),
    settled: deliveries.settled,
    undelivered: deliveries.undelivered,
    retryUndelivered: deliveries.retryUndelivered,
    deliveries: deliveries.deliveries,
    calls: record.calls,
    nextCall: record.next,
    onCall: record.listen,
    violations: record.violations,
    close: async () => {
      send = undefined;
      deliveries.close();
      await origin.close();
      await workspace.close();
    },
  };
}

interface Kept {
  readonly workspace: EmulatedWorkspace;
  readonly directory: Directory;
  readonly ephemerals: ReturnType<typeof ephemeralMessages>;
  readonly views: ReturnType<typeof openViews>;
}

type Reading = Pick<
  SlackStandIn,
  | "people"
  | "channels"
  | "person"
  | "channel"
  | "messages"
  | "replies"
  | "current"
  | "ephemerals"
  | "views"
  | "home"
  | "files"
  | "permalink"
>;

function reading({ workspace, directory, ephemerals, views }: Kept): Reading {
  const { tables, bot } = workspace;
  const messages = (name: string): readonly SlackMessage[] => {
    const id = directory.knownChannel(name)?.id ?? "";
    const rows = tables.messages.findBy("channel_id", id).map(messageFromRow);
    return rows.sort((a, b) => (a.ts < b.ts ? -1 : 1));
  };
  return {
    people: directory.people,
    channels: directory.channels,
    person: directory.person,
    channel: directory.channel,
    messages,
    replies: (channel, { ts }) => messages(channel).filter((one) => one.threadTs === ts && one.ts !== ts),
    current: ({ channel, ts }) => messages(channel).find((one) => one.ts === ts),
    ephemerals: (user) => ephemerals.of(directory.person(user).id),
    views: (user) => views.modals(directory.person(user).id),
    home: (user) => views.home(directory.person(user).id),
    files: (user) => {
      const { id } = directory.person(user);
      const mine = directory.channels().filter(({ members }) => members.includes(id));
      const places = new Set(mine.map((channel) => channel.id));
      return tables.files
        .all()
        .map(fileFromRow)
        .filter(({ channels }) => channels.some((place) => places.has(place)));
    },
    permalink: async ({ channel, ts }) => {
      const answer = await workspace.call(bot.token, "chat.getPermalink", { channel, message_ts: ts });
      return asText(answer.permalink);
    },
  };
}

function fileFromRow(row: Json): SlackFile {
  const places = [row.channels, row.groups, row.ims].flatMap((list) => (Array.isArray(list) ? list.map(asText) : []));
  return {
    id: asText(row.file_id),
    name: asText(row.name),
    title: asText(row.title),
    bytes: Buffer.from(asText(row.content_base64), "base64"),
    channels: places,
    user: asText(row.user),
  };
}

/** What follows from the app's own calls, beyond what emulate does. */
function noteDone(
  method: string,
  args: Json,
  answer: Json,
  kept: Kept & { readonly events: ReturnType<typeof slackEvents> },
): void {
  switch (method) {
    case "chat.postEphemeral": {
      const { bot } = kept.workspace;
      const row = { ...args, ts: answer.message_ts, channel_id: args.channel, user: bot.userId, bot_id: bot.botId };
      kept.ephemerals.add({ ...messageFromRow(row), kind: "ephemeral", visibleTo: asText(args.user) });
      break;
    }
    case "views.open":
    case "views.push":
      kept.views.opened(asText(asObject(answer.view).id));
      break;
    case "chat.delete":
      dropEmptyTombstone(asText(args.channel), kept);
      break;
  }
}

/** A deleted message goes for good with its last reply; Slack then tells of the tombstone's own deletion. */
function dropEmptyTombstone(
  channelId: string,
  { workspace, directory, events }: Kept & { readonly events: ReturnType<typeof slackEvents> },
): void {
  const rows = workspace.tables.messages.findBy("channel_id", channelId);
  const channel = directory.knownChannel(channelId);
  for (const row of rows.filter(({ subtype }) => subtype === "tombstone")) {
    if (!channel || rows.some(({ thread_ts, ts }) => thread_ts === row.ts && ts !== row.ts)) continue;
    workspace.tables.messages.delete(rowId(row));
    const gone = {
      type: "message",
      subtype: "message_deleted",
      hidden: true,
      deleted_ts: row.ts,
      previous_message: row,
    };
    events.emit(events.full({ ...gone, channel: channelId }, channel));
  }
}
