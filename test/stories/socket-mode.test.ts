import { afterAll, beforeAll, expect, test } from "vitest";
import { startFootnote } from "../../src/assembly/start.ts";
import { openLog } from "../../src/ops/log.ts";
import { openSlackStandIn, type SlackStandIn } from "../../src/playground/slack-stand-in.ts";
import { type FreshDatabase, freshDatabase } from "../support/databases.ts";
import { anArticle, type LocalSite, openLocalSite } from "../support/local-site.ts";
import { openSocketMode, type SocketMode } from "../support/socket-mode.ts";
import { textOf } from "../support/text-of.ts";

let slack: SlackStandIn;
let site: LocalSite;
let socket: SocketMode;
let database: FreshDatabase;
let footnote: Awaited<ReturnType<typeof startFootnote>>;

beforeAll(async () => {
  [slack, site, database] = await Promise.all([openSlackStandIn(), openLocalSite(), freshDatabase()]);
  socket = await openSocketMode(slack);
  footnote = await startFootnote({
    log: openLog("silent", { pretty: false }),
    server: { connection: database.connection, joined: false, where: "test", stop: async () => {} },
    config: {
      slack: { kind: "socket", botToken: slack.botToken, appToken: "xapp-test", apiUrl: socket.apiUrl },
      role: "all",
      port: 0,
      host: "127.0.0.1",
      database: { kind: "embedded", dir: "" },
      allowHosts: [site.host],
      concurrency: 4,
      logLevel: "silent",
    },
  });
  await socket.connected;
});
afterAll(async () => {
  await footnote?.stop();
  await socket?.close();
  await Promise.all([slack?.close(), site?.close()]);
  await database?.drop();
});

async function settled(): Promise<void> {
  await slack.settled();
  await footnote.idle();
}

test("in Socket Mode a pasted link gets its card, and a repeated event no second one", async () => {
  site.put("/socket", anArticle({ title: "Read through a socket" }));
  const message = await slack.say("#reading", `<${site.url}/socket>`);
  await settled();
  await slack.redeliver(message);
  await settled();
  const replies = slack.replies("#reading", message);
  expect(replies).toHaveLength(1);
  expect(textOf(replies[0]?.blocks)).toContain("Read through a socket");
  expect(slack.undelivered()).toEqual([]);
});

test("in Socket Mode a command is answered and a button opens its modal", async () => {
  const answered = await slack.command("socket", { as: "ana", channel: "#reading" });
  await settled();
  expect(answered.status).toBe(200);
  expect(textOf(answered.answers.map((answer) => answer.blocks))).toContain("Read through a socket");
  const card = slack.messages("#reading").find((message) => message.botId && message.threadTs);
  if (!card) throw new Error("no card");
  await slack.click(card, "card_why", { as: "ana" });
  await settled();
  expect(textOf(slack.views("ana").at(-1)?.blocks)).toContain("found in the text, word for word");
});
