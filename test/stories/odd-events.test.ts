import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signedSender } from "../../src/playground/signed-sender.ts";
import { anArticle } from "../support/local-site.ts";
import { EMBEDDED, openStory, SERVED, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

/** A second of Slack's clock, as it stamps messages. */
const ts = (second: number) => `${1_790_000_000 + second}.000100`;

describe.each([EMBEDDED, SERVED])("Slack sends odd things ($name)", (shape) => {
  const run = test.skipIf(shape.missing !== undefined);
  let story: Story;
  let place: { channel: string; channel_type: string; user: string };
  let events = 0;

  beforeAll(async () => {
    if (shape.missing) return console.log(`skipped: ${shape.missing}`);
    story = await openStory(shape);
    const channel = await story.slack.channel("#reading");
    place = { channel: channel.id, channel_type: "channel", user: story.slack.person("ana").id };
    for (const path of ["/first", "/second"]) story.site.put(path, anArticle({ title: `Story ${path}` }));
  });
  afterAll(() => story?.close());

  /** Sends a body, signed as Slack signs; the status it was answered with. */
  async function send(body: string, headers: Record<string, string> = {}): Promise<number> {
    const { slack, footnote } = story;
    const url = `http://127.0.0.1:${footnote.port}/slack/events`;
    const sender = signedSender({ url, signingSecret: slack.signingSecret, answerWithinMs: 2_500 });
    const answer = await sender({ type: "json", text: body }, { headers });
    return "failed" in answer ? 0 : answer.status;
  }
  const envelope = (event: object, more: object = {}) =>
    JSON.stringify({
      ...{ type: "event_callback", team_id: story.slack.teamId, event_id: `EvOdd${++events}`, event_time: 1 },
      ...{ event, ...more },
    });
  const says = (at: string, text: string, more: object = {}) => ({
    ...{ type: "message", ...place, ts: at, event_ts: at, text, ...more },
  });
  const edits = (message: string, at: string, text: string, before: string) => ({
    ...{ type: "message", subtype: "message_changed", ...place, user: undefined, ts: at, event_ts: at },
    message: { type: "message", user: place.user, ts: message, text, edited: { user: place.user, ts: at } },
    previous_message: { type: "message", user: place.user, ts: message, text: before },
  });
  const deletes = (message: string, at: string, before: string) => ({
    ...{ type: "message", subtype: "message_deleted", ...place, user: undefined, ts: at, event_ts: at },
    deleted_ts: message,
    previous_message: { type: "message", user: place.user, ts: message, text: before },
  });
  async function take(...bodies: readonly object[]): Promise<void> {
    for (const body of bodies) {
      expect(await send(envelope(body))).toBe(200);
      await story.settled();
    }
  }
  const link = (path: string) => `<${story.site.url}${path}>`;
  const rows = async (sql: string, ...values: readonly unknown[]) =>
    (await story.footnote.database.pool.query(sql, [...values])).rows;
  const shared = async (message: string) =>
    (await rows("select posted_url from share where message_ts = $1 and deleted_at is null", message)).map((row) =>
      row.posted_url.replace(story.site.url, ""),
    );

  run("what is no event is answered at once and harms nobody", async () => {
    expect(await send("no JSON")).toBe(400);
    expect(await send("null")).toBe(400);
    expect(await send("[]")).toBe(400);
    expect(await send(`{"type":"event_callback"}`)).toBe(200);
    expect(await send(`{"type":"app_rate_limited","team_id":"${story.slack.teamId}"}`)).toBe(200);
    expect(await send(envelope(says(ts(1), link("/first")), { event_id: undefined }))).toBe(200);
    expect(await send(envelope({ type: "message" }))).toBe(200);
    expect(await send(envelope({ type: "something_new", of: 1 }))).toBe(200);
    const odd = { text: null, blocks: [{ type: "rich_text", elements: null }, 3], files: [{}, null] };
    expect(await send(envelope({ ...says(ts(2), ""), ...odd }))).toBe(200);
    await story.settled();
    expect(await rows("select * from message")).toEqual([]);
    expect(await rows("select * from event where handled_at is null")).toEqual([]);
  });

  run("a message with characters that PostgreSQL takes nowhere is read all the same", async () => {
    await take(says(ts(10), `half \ud83d of one, and \u0000 none: ${link("/first")}`));
    expect(await shared(ts(10))).toEqual(["/first"]);
  });

  run("another team's event is left; one of a shared channel, sent by their team, is ours", async () => {
    const theirs = envelope(says(ts(20), link("/first")), { team_id: "T0OTHER" });
    const ours = [{ team_id: story.slack.teamId, is_bot: true }];
    const joint = envelope(says(ts(21), link("/first")), { team_id: "T0OTHER", authorizations: ours });
    expect(await send(theirs)).toBe(200);
    expect(await send(joint)).toBe(200);
    await story.settled();
    expect(await shared(ts(20))).toEqual([]);
    expect(await shared(ts(21))).toEqual(["/first"]);
    expect(await rows("select from message where team_id <> $1", story.slack.teamId)).toEqual([]);
  });

  run("the same event three times at once, a retry among them, is one", async () => {
    const body = envelope(says(ts(30), link("/first"), { client_msg_id: "one-gesture" }));
    const retried = { "x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout" };
    expect(await Promise.all([send(body), send(body, retried), send(body)])).toEqual([200, 200, 200]);
    // One gesture, told twice under two stamps.
    await take(says(ts(31), link("/first"), { client_msg_id: "one-gesture" }));
    expect(await shared(ts(30))).toEqual(["/first"]);
    expect(await shared(ts(31))).toEqual([]);
  });

  run("a message whose deletion came first gets no card", async () => {
    await take(deletes(ts(40), ts(44), link("/first")), says(ts(40), link("/first")));
    expect(await shared(ts(40))).toEqual([]);
  });

  run("a message whose edit came first is as the edit left it", async () => {
    await take(edits(ts(50), ts(54), link("/second"), link("/first")), says(ts(50), link("/first")));
    expect(await shared(ts(50))).toEqual(["/second"]);
    await take(edits(ts(51), ts(54), "never mind", link("/first")), says(ts(51), link("/first")));
    expect(await shared(ts(51))).toEqual([]);
  });

  run("of two edits the later one counts, whichever comes first", async () => {
    await take(says(ts(60), "see below"));
    await take(edits(ts(60), ts(69), link("/second"), link("/first")));
    await take(edits(ts(60), ts(65), link("/first"), "see below"));
    expect(await shared(ts(60))).toEqual(["/second"]);
  });

  run("our own words in a person's message, and a bot that mentions us, are left alone", async () => {
    const asks = story.slack.calls("chat.postEphemeral").length;
    const metadata = { event_type: "footnote_card", event_payload: { id: "x" } };
    const mention = { ...says(ts(71), `<@${story.slack.bot.userId}> lighthouse`), type: "app_mention", bot_id: "B0ZZ" };
    await take(says(ts(70), link("/first"), { metadata }), mention);
    expect(await shared(ts(70))).toEqual([]);
    expect(story.slack.calls("chat.postEphemeral")).toHaveLength(asks);
  });

  run("a file that was deleted from its message loses its card; one that lies elsewhere gets none", async () => {
    const file = { id: "F0GONE", name: "page.html", mode: "hosted", mimetype: "text/html" };
    const elsewhere = { id: "F0DRIVE", name: "Plan", mode: "external", is_external: true };
    await take(says(ts(80), "", { subtype: "file_share", files: [file, elsewhere] }));
    const files = () => rows("select file_id from share where message_ts = $1 and deleted_at is null", ts(80));
    expect(await files()).toEqual([{ file_id: "F0GONE" }]);
    const edit = edits(ts(80), ts(84), "", "");
    await take({
      ...edit,
      message: { ...edit.message, files: [{ id: "F0GONE", mode: "tombstone" }] },
      previous_message: { ...edit.previous_message, files: [file] },
    });
    expect(await files()).toEqual([]);
  });

  run("a canvas or a list of Slack's own gets no card, and no reminder's link", async () => {
    const canvas = { id: "F0CANVAS", name: "Plan", mode: "quip", mimetype: "application/vnd.slack-docs" };
    const list = { id: "F0LIST", name: "Tasks", mode: "list", mimetype: "application/vnd.slack-list" };
    await take(
      says(ts(90), "", { subtype: "file_share", files: [canvas, list] }),
      says(ts(91), `Reminder: ${link("/first")}`, { user: "USLACKBOT" }),
    );
    expect(await rows("select from share where message_ts in ($1, $2)", ts(90), ts(91))).toEqual([]);
  });

  run("of a file that another company shares, Slack is asked first what it is", async () => {
    const { slack } = story;
    const picture = { filename: "screen.png", content: "no page" };
    const page = { filename: "kept.html", content: anArticle({ title: "Kept over there" }) };
    const shown = await slack.attach("#reading", picture, { shownAs: "stub", comment: "look" });
    const both = await slack.attach("#reading", [picture, page], { shownAs: "stub" });
    await story.settled();
    const edited = await slack.edit(shown, "look here");
    await story.settled();
    expect(await rows("select from share where message_ts = $1", edited.ts)).toEqual([]);
    expect(await rows("select filename from share where message_ts = $1", both.ts)).toEqual([
      { filename: "kept.html" },
    ]);
  });

  run("300 links in one message: a hundred are read, and the reply says so", async () => {
    for (let index = 0; index < 100; index++) story.site.put(`/many/${index}`, anArticle({ title: `Number ${index}` }));
    const links = Array.from({ length: 300 }, (_, index) => link(`/many/${index}`));
    const message = await story.slack.say("#reading", links.join(" "));
    await story.settled();
    const replies = story.slack.replies("#reading", message);
    expect(replies).toHaveLength(1);
    expect(textOf(replies[0]?.blocks)).toContain("Left out: 200");
    expect(story.slack.violations()).toEqual([]);
  });
});
