import type { ModalView } from "@slack/types";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSlackStandIn, type SlackStandIn } from "../../src/playground/slack-stand-in.ts";
import { type SmallApp, startSmallApp } from "./small-app.ts";

let slack: SlackStandIn;
let small: SmallApp | undefined;

beforeEach(async () => {
  slack = await openSlackStandIn({
    people: [{ name: "ana", tz: "Europe/Lisbon" }, { name: "bo" }, { name: "guest", isRestricted: true }],
    channels: [
      { name: "reading" },
      { name: "secret", isPrivate: true, members: ["ana"] },
      { name: "far", withBot: false },
    ],
    clock: () => new Date("2026-03-01T09:00:00Z"),
    answerWithinMs: 3_000,
  });
});

afterEach(async () => {
  await small?.stop();
  small = undefined;
  await slack.close();
});

const card = { type: "section", text: { type: "mrkdwn", text: "A card" } } as const;

describe("events", () => {
  test("a message arrives as Slack sends it, signed", async () => {
    small = await startSmallApp(slack);
    const message = await slack.say("#reading", "look: https://example.com/a?x=1&y=2, nice");
    expect(message.text).toBe("look: <https://example.com/a?x=1&amp;y=2>, nice");
    const { blocks, client_msg_id, ...event } = small.events[0] ?? {};
    expect(event).toMatchInlineSnapshot(`
      {
        "channel": "C00000101",
        "channel_type": "channel",
        "event_ts": "1772355600.000001",
        "team": "T000000001",
        "text": "look: <https://example.com/a?x=1&amp;y=2>, nice",
        "ts": "1772355600.000001",
        "type": "message",
        "user": "U00000101",
      }
    `);
    expect(blocks).toMatchInlineSnapshot(`
      [
        {
          "block_id": "b0",
          "elements": [
            {
              "elements": [
                {
                  "text": "look: ",
                  "type": "text",
                },
                {
                  "type": "link",
                  "url": "https://example.com/a?x=1&y=2",
                },
                {
                  "text": ", nice",
                  "type": "text",
                },
              ],
              "type": "rich_text_section",
            },
          ],
          "type": "rich_text",
        },
      ]
    `);
    expect(client_msg_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(slack.deliveries()[0]?.statuses).toEqual([200]);
  });

  test("a wrong or stale signature is refused by Bolt and is retried once, at once", async () => {
    small = await startSmallApp(slack);
    await slack.say("#reading", "one", { signature: "wrong" });
    await slack.say("#reading", "two", { signature: "stale" });
    expect(small.events).toEqual([]);
    expect(slack.deliveries().map(({ statuses }) => statuses)).toEqual([
      [401, 401],
      [401, 401],
    ]);
  });

  test("what the bot says comes back to it, and a second delivery has the same event id", async () => {
    const retries: (readonly [unknown, unknown])[] = [];
    small = await startSmallApp(slack, (app) => {
      app.use(async ({ body, context, next }) => {
        retries.push(["event_id" in body ? body.event_id : undefined, context.retryNum]);
        await next();
      });
    });
    const message = await slack.say("#reading", "hello");
    await small.app.client.chat.postMessage({ channel: message.channel, text: "hi", thread_ts: message.ts });
    await slack.settled();
    await slack.redeliver(message);
    const [first, again] = retries;
    expect(retries).toHaveLength(2);
    expect([again?.[0], first?.[1], again?.[1]]).toEqual([first?.[0], undefined, 1]);
    expect(slack.deliveries().map(({ type }) => type)).toEqual(["message", "message", "message"]);
    expect(slack.replies("#reading", message)).toMatchObject([{ text: "hi", botId: "B000000001" }]);
  });

  test("edits, unfurls and deletions", async () => {
    small = await startSmallApp(slack);
    const message = await slack.say("#reading", "a");
    await slack.unfurl(message);
    const edited = await slack.edit(message, "b");
    expect(edited.text).toBe("b");
    await small.app.client.chat.postMessage({ channel: message.channel, text: "card", thread_ts: message.ts });
    await slack.remove(message);
    const [reply] = slack.replies("#reading", message);
    await small.app.client.chat.delete({ channel: message.channel, ts: reply?.ts ?? "" });
    await slack.settled();
    const own = small.events.filter(({ bot_id }) => bot_id === undefined);
    expect(
      own.map(({ subtype, message, previous_message }) => [subtype, textAnd(message), textAnd(previous_message)]),
    ).toEqual([
      [undefined, undefined, undefined],
      ["message_changed", "a", "a"],
      ["message_changed", "b", "a"],
      ["message_changed", "tombstone: This message was deleted.", "b"],
      ["message_deleted", undefined, "card"],
      ["message_deleted", undefined, "tombstone: This message was deleted."],
    ]);
    expect(slack.messages("#reading")).toEqual([]);
  });

  test("an app that is down gets its events later", async () => {
    const message = await slack.say("#reading", "while you were out");
    expect(slack.undelivered()).toHaveLength(1);
    small = await startSmallApp(slack);
    await slack.retryUndelivered();
    expect(small.events).toMatchObject([{ ts: message.ts }]);
    expect(slack.undelivered()).toEqual([]);
  });

  test("channels without the bot stay silent, and joining tells", async () => {
    small = await startSmallApp(slack);
    await slack.say("#far", "nobody hears this");
    await slack.join("#far", "bot");
    await slack.mention("#far", "hello");
    expect(small.events.map(({ type }) => type).sort()).toEqual(["app_mention", "member_joined_channel", "message"]);
  });

  test("direct messages, broadcasts, other apps, and events of one's own making, but none that the manifest leaves out", async () => {
    small = await startSmallApp(slack);
    const { ts } = await slack.say("@bo", "psst", { as: "bo" });
    await slack.say("#reading", "everyone!", { threadTs: ts, broadcast: true });
    await slack.sayAsOtherBot("#reading", "build failed");
    await slack.emit({ type: "channel_archive", channel: (await slack.channel("#reading")).id });
    await slack.emit({ type: "link_shared", channel: (await slack.channel("#reading")).id, links: [] });
    expect(small.events.map((event) => [event.type, event.channel_type, event.subtype])).toEqual([
      ["message", "im", undefined],
      ["message", "channel", "thread_broadcast"],
      ["message", "channel", "bot_message"],
      ["channel_archive", undefined, undefined],
    ]);
  });

  test("uninstalling ends the token and tells the app", async () => {
    small = await startSmallApp(slack);
    await slack.say("#reading", "so far so good");
    await slack.uninstall();
    expect(small.events.map(({ type }) => type)).toEqual(["message", "tokens_revoked", "app_uninstalled"]);
    await expect(small.app.client.auth.test()).rejects.toThrow("token_revoked");
  });
});

function textAnd(message: unknown): string | undefined {
  if (message === undefined) return undefined;
  const { subtype, text } = message as { subtype?: string; text: string };
  return subtype === undefined ? text : `${subtype}: ${text}`;
}

describe("the Web API", () => {
  test("metadata is kept, and a thread is read from a stamp on", async () => {
    small = await startSmallApp(slack);
    const { client } = small.app;
    const { channel, ts } = await slack.say("#reading", "look");
    const metadata = { event_type: "footnote_card", event_payload: { id: "7" } };
    const first = await client.chat.postMessage({ channel, thread_ts: ts, text: "a", blocks: [card], metadata });
    const second = await client.chat.postMessage({ channel, thread_ts: ts, text: "b" });
    const oldest = String(first.ts);
    const all = await client.conversations.replies({
      channel,
      ts,
      oldest,
      include_all_metadata: true,
      inclusive: true,
    });
    expect(all.messages?.map(({ text, metadata }) => [text, metadata])).toEqual([
      ["look", undefined],
      ["a", metadata],
      ["b", undefined],
    ]);
    const later = await client.conversations.replies({ channel, ts, oldest });
    expect(later.messages?.map((message) => message.ts)).toEqual([ts, second.ts]);
    const page = await client.conversations.replies({ channel, ts, limit: 2 });
    expect([page.messages?.length, page.has_more]).toEqual([2, true]);
    await expect(client.conversations.replies({ channel, ts: "1.000001" })).rejects.toThrow("thread_not_found");
  });

  test("the bot sees and writes only where it is", async () => {
    small = await startSmallApp(slack);
    const { client } = small.app;
    const far = (await slack.channel("#far")).id;
    await expect(client.chat.postMessage({ channel: far, text: "x" })).rejects.toThrow("not_in_channel");
    await expect(client.conversations.history({ channel: far })).rejects.toThrow("not_in_channel");
    await slack.leave("#secret", "bot");
    const secret = (await slack.channel("#secret")).id;
    await expect(client.chat.postMessage({ channel: secret, text: "x" })).rejects.toThrow("channel_not_found");
    await expect(client.files.list({})).resolves.toMatchObject({ ok: true });
    await expect(client.apiCall("team.info")).rejects.toThrow("missing_scope");
    await expect(client.apiCall("footnote.nothing")).rejects.toThrow("unknown_method");
  });

  test("who is in which channel, and where they live", async () => {
    small = await startSmallApp(slack);
    const { client } = small.app;
    const ana = slack.person("ana").id;
    const theirs = await client.users.conversations({ user: ana, types: "public_channel,private_channel" });
    expect(theirs.channels?.map(({ name, is_private }) => [name, is_private])).toEqual([
      ["reading", false],
      ["secret", true],
      ["far", false],
    ]);
    const guests = await client.users.conversations({
      user: slack.person("guest").id,
      types: "public_channel,private_channel",
    });
    expect(guests.channels).toEqual([]);
    const { user } = await client.users.info({ user: ana, include_locale: true });
    expect([user?.tz, user?.locale, user?.is_restricted]).toEqual(["Europe/Lisbon", "en-US", false]);
    const { channel } = await client.conversations.open({ users: ana });
    await client.chat.postMessage({ channel: channel?.id ?? "", text: "psst" });
    expect(slack.messages("@ana")).toMatchObject([{ text: "psst" }]);
    const info = await client.conversations.info({ channel: (await slack.channel("#secret")).id });
    expect(info.channel).toMatchObject({ name: "secret", is_private: true, is_member: true });
  });

  test("payloads beyond Slack's limits are refused and listed", async () => {
    small = await startSmallApp(slack);
    const { client } = small.app;
    const { channel } = await slack.say("#reading", "look");
    const blocks = [{ ...card, text: { type: "mrkdwn" as const, text: "x".repeat(3_001) } }];
    await expect(client.chat.postMessage({ channel, text: "x", blocks })).rejects.toThrow("invalid_blocks");
    const many = Array.from({ length: 5 }, () => ({
      ...card,
      text: { type: "mrkdwn" as const, text: "x".repeat(2_900) },
    }));
    await expect(client.chat.postMessage({ channel, text: "x", blocks: many })).rejects.toThrow("msg_blocks_too_long");
    await client.chat.postMessage({ channel, text: "<!channel> a < b" });
    expect(slack.violations().map(({ at, limit }) => [at, limit])).toEqual([
      ["blocks[0].text", "sectionText"],
      ["blocks", "messageTextTotal"],
      ["text", "ping"],
      ["text", "escaping"],
    ]);
  });

  test("faults: rate limit, broken gateway, lost answer, error, by method and channel", async () => {
    small = await startSmallApp(slack);
    const { client } = small.app;
    const { channel } = await slack.say("#reading", "look");
    slack.fault({ method: "chat.postMessage", channel: "#reading" }, { kind: "status", status: 500 });
    await expect(client.chat.postMessage({ channel, text: "1" })).rejects.toThrow();
    slack.fault({ method: "chat.postMessage", channel: "#far" }, { kind: "status", status: 500 });
    await client.chat.postMessage({ channel, text: "2" });
    slack.fault({ method: "chat.postMessage" }, { kind: "answer_lost" });
    await expect(client.chat.postMessage({ channel, text: "3" })).rejects.toThrow();
    slack.fault({ method: "*", times: Number.POSITIVE_INFINITY }, { kind: "error", error: "account_inactive" });
    await expect(client.auth.test()).rejects.toThrow("account_inactive");
    slack.mend();
    expect(slack.messages("#reading").map(({ text }) => text)).toEqual(["look", "2", "3"]);
    slack.mend();
    slack.fault({ method: "auth.test" }, { kind: "rate_limited", retryAfterS: 30 });
    const answer = await fetch(`${slack.apiUrl}auth.test`, { method: "POST", headers: bearer() });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "30"]);
    expect(slack.calls("auth.test").at(-1)).toMatchObject({ status: 429, args: {} });
  });
});

function bearer(token = slack.botToken): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

describe("files", () => {
  test("a file comes with its message, and its bytes only for the token", async () => {
    small = await startSmallApp(slack);
    const bytes = Buffer.from("# 标题\n\n正文。\n");
    const message = await slack.attach(
      "#reading",
      { filename: "保存.md", content: bytes },
      { as: "bo", comment: "see this" },
    );
    expect(small.events[0]).toMatchObject({
      subtype: "file_share",
      text: "see this",
      files: [{ name: "保存.md", size: bytes.length }],
    });
    const url = String(message.files[0]?.url_private_download);
    expect(url.startsWith(`${slack.url}/`)).toBe(true);
    const file = await fetch(url, { headers: bearer(), redirect: "manual" });
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
    const stranger = await fetch(url, { redirect: "manual" });
    expect(stranger.status).toBe(302);
    const signIn = await fetch(url, { headers: bearer("xoxb-wrong") });
    expect([signIn.status, signIn.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(slack.files("ana").map(({ name }) => name)).toEqual(["保存.md"]);
    expect(slack.files("guest")).toEqual([]);
    slack.fault({ method: "files.download" }, { kind: "half_the_bytes" });
    const half = await fetch(url, { headers: bearer() });
    expect((await half.arrayBuffer()).byteLength).toBe(Math.floor(bytes.length / 2));
  });

  test("stubs, deleted and hidden files", async () => {
    small = await startSmallApp(slack);
    const { client } = small.app;
    const file = { filename: "a.md", content: "text" };
    const stub = await slack.attach("#reading", file, { shownAs: "stub" });
    expect(stub.files[0]).toMatchObject({ mode: "file_access", file_access: "check_file_info" });
    const info = await client.files.info({ file: String(stub.files[0]?.id) });
    expect(info.file).toMatchObject({ name: "a.md" });
    const gone = await slack.attach("#reading", file, { shownAs: "tombstone" });
    await expect(client.files.info({ file: String(gone.files[0]?.id) })).rejects.toThrow("file_deleted");
  });
});

describe("commands, clicks and modals", () => {
  test("a command is acknowledged, and answers come by response_url, at most five", async () => {
    small = await startSmallApp(slack, (app) => {
      app.command("/footnote", async ({ ack, respond, command }) => {
        await ack(`looking for ${command.text}`);
        for (let index = 0; index < 5; index++) await respond({ text: `result ${index}`, replace_original: false });
        await respond("one too many").catch(() => undefined);
      });
    });
    const done = waitFor(slack, "response_url", 6);
    const run = await slack.command("queues", { as: "bo", channel: "#reading" });
    await done;
    expect(run.status).toBe(200);
    expect(run.answers.map(({ text, visibleTo }) => [text, visibleTo])).toEqual(
      ["looking for queues", "result 0", "result 1", "result 2", "result 3", "result 4"].map((text) => [
        text,
        slack.person("bo").id,
      ]),
    );
    expect(slack.ephemerals("ana")).toEqual([]);
    expect(slack.calls("response_url").at(-1)?.answer).toEqual({ ok: false, error: "used_url" });
  });

  test("a click opens a modal, which is filled, submitted, found wrong, and taken", async () => {
    const button = {
      type: "button",
      action_id: "why",
      text: { type: "plain_text", text: "Why?" },
      value: "7",
    } as const;
    const field = { type: "plain_text_input", action_id: "time", initial_value: "09:00" } as const;
    const input = {
      type: "input",
      block_id: "when",
      label: { type: "plain_text", text: "When" },
      element: field,
    } as const;
    const view: ModalView = {
      type: "modal",
      callback_id: "digest",
      title: { type: "plain_text", text: "Digest" },
      submit: { type: "plain_text", text: "Save" },
      blocks: [input],
    };
    small = await startSmallApp(slack, (app) => {
      app.action("why", async ({ ack, body, client, respond }) => {
        await ack();
        await client.views.open({ trigger_id: "trigger_id" in body ? (body.trigger_id ?? "") : "", view });
        await respond({ replace_original: true, text: "clicked" });
      });
      app.view("digest", async ({ ack, view }) => {
        const { value } = view.state.values.when?.time ?? {};
        if (value === "25:00") return ack({ response_action: "errors", errors: { when: "25:00 is no time." } });
        await ack();
      });
    });
    const { client } = small.app;
    const { channel } = await slack.say("#reading", "look");
    await client.chat.postMessage({ channel, text: "card", blocks: [card, { type: "actions", elements: [button] }] });
    const [, posted] = slack.messages("#reading");
    if (!posted) throw new Error("no card");
    const done = waitFor(slack, "response_url", 1);
    await slack.click(posted, "why", { as: "ana" });
    await done;
    expect(slack.current(posted)?.text).toBe("clicked");
    const [modal] = slack.views("ana");
    if (!modal) throw new Error("no modal");
    expect([modal.title, modal.submit, slack.views("bo")]).toEqual(["Digest", "Save", []]);
    const wrong = await slack.submit(modal, { time: "25:00" });
    expect([wrong.errors, slack.views("ana").length]).toEqual([{ when: "25:00 is no time." }, 1]);
    await slack.submit(modal, { time: "09:30" });
    expect(slack.views("ana")).toEqual([]);
  });

  test("the App Home is published and read", async () => {
    small = await startSmallApp(slack, (app) => {
      app.event("app_home_opened", async ({ event, client }) => {
        await client.views.publish({ user_id: event.user, view: { type: "home", blocks: [card] } });
      });
    });
    const published = slack.nextCall("views.publish");
    await slack.openHome("bo");
    await published;
    expect(slack.home("bo")?.blocks).toMatchObject([card]);
    expect(slack.home("ana")).toBeUndefined();
  });

  test("url_verification", async () => {
    small = await startSmallApp(slack);
    expect(await slack.verifyUrl("abc")).toMatchObject({ status: 200, body: '{"challenge":"abc"}' });
    expect(await slack.verifyUrl("abc", "wrong")).toMatchObject({ status: 401 });
  });
});

/** Settles after so many calls of a method. */
async function waitFor(stand: SlackStandIn, method: string, times: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = stand.onCall(() => {
      if (stand.calls(method).length < times) return;
      stop();
      resolve();
    });
  });
}

test("two stand-ins live side by side", async () => {
  const [one, two] = await Promise.all([openSlackStandIn(), openSlackStandIn()]);
  await one.say("#reading", "only here");
  expect([one.messages("#reading").length, two.messages("#reading").length]).toEqual([1, 0]);
  await one.close();
  await two.close();
});
