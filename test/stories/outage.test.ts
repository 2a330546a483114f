import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { jobId } from "../../src/queue/contracts.ts";
import { anArticle } from "../support/local-site.ts";
import { openStory, SERVED, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

describe.skipIf(SERVED.missing !== undefined)("a server is away at the moment of an event", () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory(SERVED, { backoffMs: 20, schedulesMs: 50 });
    await read("/before");
  });
  afterAll(() => story?.close());

  async function say(path: string) {
    story.site.put(path, anArticle({ title: `Page ${path}` }));
    return story.slack.say("#reading", `<${story.site.url}${path}>`);
  }
  const replies = (message: { ts: string }) => story.slack.replies("#reading", message);
  async function read(path: string) {
    const message = await say(path);
    await story.until(() => textOf(replies(message)[0]?.blocks).includes(`Page ${path}`));
  }

  test("without the database Slack gets a 500, and its second delivery makes the one card", async () => {
    const { slack, servers } = story;
    await servers?.database.kill();
    const message = await say("/database");
    expect(slack.deliveries().at(-1)?.statuses).toEqual([500, 500]);
    await servers?.database.start();
    await slack.retryUndelivered();
    await story.until(() => textOf(replies(message)[0]?.blocks).includes("Page /database"));
    expect(replies(message)).toHaveLength(1);
  });

  test("without Redis Slack gets its answer in time, and the sweep finds the event", async () => {
    const { slack, servers, footnote } = story;
    await servers?.redis.kill();
    const message = await say("/redis");
    expect(slack.deliveries().at(-1)?.statuses).toEqual([200]);
    await servers?.redis.start();
    await footnote.database.pool.query("update event set received_at = received_at - interval '1 hour'");
    await vi.waitFor(() => footnote.queue.add("sweep", {}, { id: jobId("sweep", "after Redis") }), { timeout: 20_000 });
    await story.until(() => textOf(replies(message)[0]?.blocks).includes("Page /redis"));
    expect(replies(message)).toHaveLength(1);
  });

  test("a Redis that lost all its data has the sweep and the digests again, and links are read", async () => {
    const { slack, servers, footnote } = story;
    await slack.command("digest weekly", { as: "ana", channel: "#reading" });
    await story.settled();
    const ids = async () => (await footnote.queue.schedules()).map(({ id }) => id).sort();
    const before = await ids();
    expect(before).toEqual([expect.stringMatching(/^digest-/), "sweep"]);
    await servers?.redis.empty();
    await vi.waitFor(async () => expect(await ids()).toEqual(before), { timeout: 10_000 });
    await read("/after-the-loss");
  });
});
