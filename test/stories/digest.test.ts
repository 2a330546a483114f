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
    story = await openStory(shape, { slack: { clock: now }, now });
  });
  afterAll(() => story?.close());

  async function ask(text: string): Promise<string> {
    const answered = await story.slack.command(text, { as: "ana", channel: "#reading" });
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
    expect(await ask("digest daily 25:00")).toContain("isn't a time");
    expect(await ask("digest daily 09:00 Mars/Phobos")).toContain("isn't a time zone");
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

  run("is sent on demand, and ends", async () => {
    time = new Date("2026-03-31T12:00:00Z");
    expect(await ask("digest now")).toContain("Nothing new");
    time = new Date("2026-03-31T12:30:00Z");
    await share("/four", "The fourth story");
    time = new Date("2026-03-31T13:00:00Z");
    expect(await ask("digest now")).toContain("Sent");
    expect(await ask("digest off")).toContain("off");
    expect(await ask("digest")).toContain("no digest");
  });
});
