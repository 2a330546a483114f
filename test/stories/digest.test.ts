import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digest } from "../../jobs/digest.ts";
import { slackClient } from "../../src/assembly/slack-connection.ts";
import { openLog } from "../../src/ops/log.ts";
import { slackDirectory } from "../../src/slack/directory.ts";
import { slackMessages } from "../../src/slack/messages.ts";
import { permalinkOf } from "../../src/slack/permalink.ts";
import { digestOf } from "../../src/store/digests.ts";
import { directoryIn } from "../../src/store/directory.ts";
import { anArticle } from "../support/local-site.ts";
import { EMBEDDED, openStory, SERVED, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

describe.each([EMBEDDED, SERVED])("a channel's digest ($name)", (shape) => {
  const run = test.skipIf(shape.missing !== undefined);
  let story: Story;
  let time = new Date("2026-03-28T08:00:00Z");
  const now = () => time;

  beforeAll(async () => {
    if (shape.missing) return console.log(`skipped: ${shape.missing}`);
    const people = [
      { name: "ana", tz: "Europe/Lisbon" },
      { name: "bo", tz: "Nowhere/Land" },
    ];
    story = await openStory(shape, { slack: { clock: now, people }, now });
  });
  afterAll(() => story?.close());

  async function ask(text: string, as = "ana"): Promise<string> {
    const answered = await story.slack.command(text, { as, channel: "#reading" });
    await story.settled();
    return textOf(answered.answers.map((answer) => answer.blocks));
  }
  async function share(path: string, title: string) {
    story.site.put(path, anArticle({ title }));
    await story.slack.say("#reading", `<${story.site.url}${path}>`);
    await story.settled();
  }
  const digests = () =>
    story.slack
      .messages("#reading")
      .filter((message) => message.botId && !message.threadTs && /New here/.test(message.text));

  /** Runs the digest job as the queue would at an instant. */
  async function fire(at: string): Promise<void> {
    time = new Date(at);
    const { slack, footnote } = story;
    const client = slackClient(
      { kind: "http", botToken: slack.botToken, signingSecret: "", apiUrl: slack.apiUrl },
      openLog("silent", { pretty: false }),
    );
    const { db } = footnote.database;
    const directory = slackDirectory({ client, memory: directoryIn(db), now });
    const messages = slackMessages({ client, token: slack.botToken });
    const channelId = (await slack.channel("#reading")).id;
    const known = await digestOf(db, slack.teamId, channelId);
    if (!known) throw new Error("no digest is set");
    await digest({ db, messages, directory, place: { permalink: permalinkOf("https://team.example/") }, now })(
      { digestId: known.id },
      { dueAt: time },
    );
  }

  run("is refused, with what to do, where the app is not", async () => {
    await story.slack.leave("#general", "bot");
    await story.settled();
    const answered = await story.slack.command("digest daily 09:00", { as: "ana", channel: "#general" });
    await story.settled();
    expect(textOf(answered.answers.map((answer) => answer.blocks))).toContain("/invite");
  });

  run("is set in the asker's zone unless one is named, and shown", async () => {
    expect(await ask("digest")).toContain("no digest");
    expect(await ask("digest daily 09:00")).toContain("every day at 09:00 (Europe/Lisbon)");
    expect(await ask("digest weekdays 08:30 Asia/Shanghai")).toContain("Asia/Shanghai");
    expect(await ask("digest weekly fri 16:00")).toContain("every Friday at 16:00");
    expect(await ask("digest daily")).toContain("every day at 09:00");
    expect(await ask("digest weekly")).toContain("every Monday at 09:00");
    expect(await ask("digest weekly 星期五")).toContain("every Friday at 09:00");
    expect(await ask("digest weekly soon")).toContain("isn't a weekday");
    expect(await ask("digest daily 25:00")).toContain("isn't a time");
    expect(await ask("digest daily 09:00 Mars/Phobos")).toContain("isn't a time zone");
    expect(await ask("digest daily 09:00", "bo")).toContain("at 09:00 (UTC)");
    await ask("digest daily 09:00 Europe/Berlin");
  });

  run("with nothing new, nothing is sent", async () => {
    await fire("2026-03-28T08:00:00Z");
    expect(digests()).toHaveLength(0);
  });

  run("tells what is new once per local date, also over the night the clocks change", async () => {
    time = new Date("2026-03-28T12:00:00Z");
    await share("/one", "The first story");
    await share("/two", "The second story");
    // 29 March 2026 has 23 hours in Berlin: 09:00 there is 07:00 UTC, an hour earlier than the day before.
    await fire("2026-03-29T07:00:00Z");
    expect(digests()).toHaveLength(1);
    expect(textOf(digests()[0]?.blocks)).toContain("The first story");
    await fire("2026-03-29T07:00:05Z");
    expect(digests()).toHaveLength(1);
  });

  run("a share just before midnight comes the next morning, and only then", async () => {
    time = new Date("2026-03-29T21:59:00Z");
    await share("/late", "A story before midnight");
    await fire("2026-03-30T07:00:00Z");
    expect(digests()).toHaveLength(2);
    expect(textOf(digests()[1]?.blocks)).toContain("A story before midnight");
    expect(textOf(digests()[1]?.blocks)).not.toContain("The first story");
  });

  run("an answer lost after the digest was posted sends no second one", async () => {
    time = new Date("2026-03-30T12:00:00Z");
    await share("/three", "The third story");
    story.slack.fault({ method: "chat.postMessage" }, { kind: "answer_lost" });
    await expect(fire("2026-03-31T07:00:00Z")).rejects.toThrow();
    await fire("2026-03-31T07:00:30Z");
    expect(digests()).toHaveLength(3);
  });

  run("two workers at one digest send one", async () => {
    time = new Date("2026-03-31T12:00:00Z");
    await share("/pair", "A story for two workers");
    const before = digests().length;
    const fired = await Promise.allSettled([fire("2026-04-01T07:00:00Z"), fire("2026-04-01T07:00:00Z")]);
    expect(digests()).toHaveLength(before + 1);
    expect(fired.map(({ status }) => status).sort()).not.toEqual(["rejected", "rejected"]);
  });

  run("what a digest could not tell, because it was given up, the next one tells", async () => {
    time = new Date("2026-04-01T12:00:00Z");
    await share("/untold", "A story that nearly got lost");
    story.slack.fault({ method: "chat.postMessage" }, { kind: "rate_limited", retryAfterS: 1 });
    await expect(fire("2026-04-02T07:00:00Z")).rejects.toThrow();
    await fire("2026-04-03T07:00:00Z");
    expect(textOf(digests().at(-1)?.blocks)).toContain("A story that nearly got lost");
  });

  run("a date that had nothing yet may still get its digest when it is set to a later hour", async () => {
    const before = digests().length;
    await fire("2026-04-04T07:00:00Z");
    expect(digests()).toHaveLength(before);
    await ask("digest daily 16:00 Europe/Berlin");
    time = new Date("2026-04-04T12:00:00Z");
    await share("/noon", "A story at noon");
    await fire("2026-04-04T14:00:00Z");
    expect(digests()).toHaveLength(before + 1);
    await ask("digest daily 18:00 Europe/Berlin");
    time = new Date("2026-04-04T15:00:00Z");
    await share("/tea", "A story at tea");
    await fire("2026-04-04T16:00:00Z");
    expect(digests()).toHaveLength(before + 1);
  });

  run("the autumn night, an hour longer, gets one digest, too", async () => {
    await ask("digest daily 02:30 Europe/Berlin");
    time = new Date("2026-10-24T12:00:00Z");
    await share("/owl", "A story for the long night");
    const before = digests().length;
    // 02:30 comes twice on 25 October 2026 in Berlin.
    await fire("2026-10-25T00:30:00Z");
    await fire("2026-10-25T01:30:00Z");
    expect(digests()).toHaveLength(before + 1);
  });

  run("in an archived channel nothing is sent", async () => {
    const { id } = await story.slack.channel("#reading");
    await story.footnote.database.pool.query("update channel set archived = true where channel_id = $1", [id]);
    const before = digests().length;
    await expect(fire("2026-10-26T07:00:00Z")).rejects.toThrow("NOT_IN_CHANNEL");
    expect(digests()).toHaveLength(before);
    await story.footnote.database.pool.query("update channel set archived = false where channel_id = $1", [id]);
  });

  run("is sent on demand, and ends", async () => {
    time = new Date("2026-11-01T12:00:00Z");
    expect(await ask("digest now")).toContain("nothing new");
    time = new Date("2026-11-01T12:30:00Z");
    await share("/four", "The fourth story");
    time = new Date("2026-11-01T13:00:00Z");
    expect(await ask("digest now")).toContain("Sent");
    expect(await ask("digest off")).toContain("off");
    expect(await ask("digest")).toContain("no digest");
  });
});
