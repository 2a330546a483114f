import { afterAll, beforeAll, expect, test } from "vitest";
import { card } from "../../jobs/card.ts";
import { slackClient } from "../../src/assembly/slack-connection.ts";
import { openLog } from "../../src/ops/log.ts";
import { openSlackStandIn, type SlackStandIn } from "../../src/playground/slack-stand-in.ts";
import { slackDirectory } from "../../src/slack/directory.ts";
import { slackMessages } from "../../src/slack/messages.ts";
import { type OpenDatabase, openDatabase } from "../../src/store/database.ts";
import { directoryIn } from "../../src/store/directory.ts";
import { recordMessage } from "../../src/store/messages.ts";
import { type FreshDatabase, freshDatabase } from "../support/databases.ts";

let fresh: FreshDatabase;
let database: OpenDatabase;
let slack: SlackStandIn;
beforeAll(async () => {
  [fresh, slack] = await Promise.all([freshDatabase(), openSlackStandIn()]);
  database = openDatabase(fresh.connection);
});
afterAll(async () => {
  await slack?.close();
  await database?.close();
  await fresh?.drop();
});

test("a post still on its way when its job is handed on is not posted a second time", async () => {
  let time = new Date("2026-05-04T09:00:00Z");
  const now = () => time;
  const http = { kind: "http", botToken: slack.botToken, signingSecret: "", apiUrl: slack.apiUrl } as const;
  const client = slackClient(http, openLog("silent", { pretty: false }));
  const messages = slackMessages({ client, token: slack.botToken });
  const { db } = database;
  const said = await slack.say("#reading", "https://example.org/slow");
  const key = { teamId: slack.teamId, channelId: said.channel, messageTs: said.ts };
  const sources = [{ kind: "link" as const, url: "https://example.org/slow" }];
  await recordMessage(db, { ...key, userId: said.user ?? "", text: "", postedAt: time, sources });
  const { promise: slowly, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const slow: typeof messages.post = async (...args) => {
    leave();
    await slowly;
    return messages.post(...args);
  };
  const directory = slackDirectory({ client, memory: directoryIn(db), now });
  const parts = { db, messages, directory, place: { permalink: () => "https://team.example/" }, shown: () => {}, now };
  const first = card({ ...parts, messages: { ...messages, post: slow } })(key, { id: "job" });
  await left;
  time = new Date("2026-05-04T09:00:07Z");
  await expect(card(parts)(key, { id: "job" })).rejects.toMatchObject({ code: "SLACK_DOWN", retryAfterMs: 13_000 });
  // Another version's job leaves it to that one.
  await card(parts)(key, { id: "another job" });
  expect(slack.calls("chat.postMessage")).toHaveLength(0);
  arrive();
  await first;
  time = new Date("2026-05-04T09:00:20Z");
  await card(parts)(key, { id: "job" });
  expect(slack.replies("#reading", said)).toHaveLength(1);
});
