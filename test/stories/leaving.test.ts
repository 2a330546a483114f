import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jobId } from "../../src/queue/contracts.ts";
import { anArticle } from "../support/local-site.ts";
import { EMBEDDED, openStory, SERVED, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

const TABLES = ["item", "item_search", "search_term", "share", "message", "event", "digest", "channel", "person"];

describe.each([EMBEDDED, SERVED])("a team takes the app away ($name)", (shape) => {
  const run = test.skipIf(shape.missing !== undefined);
  let story: Story;
  let time: Date;
  beforeEach(async () => {
    if (shape.missing) return console.log(`skipped: ${shape.missing}`);
    time = new Date("2026-05-04T08:00:00Z");
    story = await openStory(shape, { slack: { clock: () => time }, now: () => time, backoffMs: 20 });
    await share("/kept", "A story to keep");
    await story.slack.command("digest daily 09:00", { as: "ana", channel: "#reading" });
    await story.settled();
  });
  afterEach(() => story?.close());

  async function share(path: string, title: string) {
    story.site.put(path, anArticle({ title }));
    const message = await story.slack.say("#reading", `<${story.site.url}${path}>`);
    await story.settled();
    return message;
  }
  async function sweepAt(at: string) {
    time = new Date(at);
    await story.footnote.queue.add("sweep", {}, { id: jobId("sweep", at) });
    await story.settled();
  }
  const count = async (table: string) =>
    Number((await story.footnote.database.pool.query(`select count(*) from ${table}`)).rows[0].count);
  const counts = async () => Object.fromEntries(await Promise.all(TABLES.map(async (one) => [one, await count(one)])));
  const digests = async () => (await story.footnote.queue.schedules()).filter(({ name }) => name === "digest").length;

  run("work stops at once, the library stays for thirty days, and then nothing of it is left", async () => {
    await story.slack.uninstall();
    await story.settled();
    const calls = story.slack.calls("chat.postMessage").length;
    const hits = story.site.hits("/after");
    await share("/after", "Too late");
    expect(story.slack.calls("chat.postMessage")).toHaveLength(calls);
    expect(story.site.hits("/after")).toBe(hits);
    await sweepAt("2026-06-03T07:59:00Z");
    expect(await count("item")).toBe(1);
    expect(await digests()).toBe(1);
    await sweepAt("2026-06-03T08:01:00Z");
    expect(await counts()).toEqual(Object.fromEntries(TABLES.map((table) => [table, 0])));
    expect(await digests()).toBe(0);
    expect((await story.footnote.queue.failed()).map(({ name }) => name)).toEqual([]);
  });

  run("a team that comes back within that time finds its library, and the app reads on", async () => {
    await story.slack.uninstall();
    await story.settled();
    story.slack.reinstall();
    const message = await share("/back", "Back again");
    expect(textOf(story.slack.replies("#reading", message)[0]?.blocks)).toContain("Back again");
    await sweepAt("2026-06-10T08:00:00Z");
    expect(await count("item")).toBe(2);
  });

  run("nothing is deleted while Slack does not say whether the app is gone", async () => {
    await story.slack.uninstall();
    await story.settled();
    story.slack.fault({ method: "auth.test", times: Number.POSITIVE_INFINITY }, { kind: "status", status: 503 });
    await sweepAt("2026-06-10T08:00:00Z");
    expect(await count("item")).toBe(1);
  });

  run("a person who takes back a token of their own stops nothing", async () => {
    await story.slack.emit({ type: "tokens_revoked", tokens: { oauth: ["U0SOMEONE"], bot: [] } });
    await story.settled();
    const message = await share("/on", "Still here");
    expect(textOf(story.slack.replies("#reading", message)[0]?.blocks)).toContain("Still here");
  });

  run(
    "a token that is good for nothing in mid-work: the card waits, and comes once the token is good again",
    async () => {
      for (const [hour, error] of ["invalid_auth", "token_revoked", "account_inactive"].entries()) {
        time = new Date(`2026-05-04T1${hour}:00:00Z`);
        story.slack.fault({ method: "*", times: Number.POSITIVE_INFINITY }, { kind: "error", error });
        const message = await share(`/${error}`, `In the middle of ${error}`);
        await sweepAt(`2026-05-04T1${hour}:10:00Z`);
        const calls = story.slack.calls("chat.postMessage").length;
        const meanwhile = await share(`/meanwhile-${error}`, `Meanwhile, ${error}`);
        await sweepAt(`2026-05-04T1${hour}:11:00Z`);
        expect(story.slack.calls("chat.postMessage")).toHaveLength(calls);
        story.slack.mend();
        await sweepAt(`2026-05-04T1${hour}:12:00Z`);
        expect(textOf(story.slack.replies("#reading", meanwhile)[0]?.blocks)).toContain(`Meanwhile, ${error}`);
        expect(story.slack.replies("#reading", message)).toHaveLength(1);
        expect(textOf(story.slack.replies("#reading", message)[0]?.blocks)).toContain(`In the middle of ${error}`);
      }
    },
  );
});
