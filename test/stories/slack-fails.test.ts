import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jobId } from "../../src/queue/contracts.ts";
import { anArticle } from "../support/local-site.ts";
import { EMBEDDED, openStory, SERVED, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

describe.each([EMBEDDED, SERVED])("Slack has a bad day ($name)", (shape) => {
  const run = test.skipIf(shape.missing !== undefined);
  let story: Story;
  beforeAll(async () => {
    if (shape.missing) return console.log(`skipped: ${shape.missing}`);
    story = await openStory(shape, { backoffMs: 20 });
  });
  afterAll(() => story?.close());

  async function shareAndRead(path: string) {
    story.site.put(path, anArticle({ title: `Page ${path}` }));
    const message = await story.slack.say("#reading", `<${story.site.url}${path}>`);
    await story.until(() => textOf(story.slack.replies("#reading", message)[0]?.blocks).includes(`Page ${path}`));
    return story.slack.replies("#reading", message);
  }

  run("a 429 delays the post by Retry-After and costs nothing", async () => {
    story.slack.fault({ method: "chat.postMessage" }, { kind: "rate_limited", retryAfterS: 1 });
    expect(await shareAndRead("/rate")).toHaveLength(1);
  });

  run("a 500 and a broken connection are tried again", async () => {
    story.slack.fault({ method: "chat.postMessage" }, { kind: "status", status: 500 });
    story.slack.fault({ method: "chat.update" }, { kind: "status", status: 503 });
    expect(await shareAndRead("/gateway")).toHaveLength(1);
  });

  run("an answer lost after the post makes no second card", async () => {
    story.slack.fault({ method: "chat.postMessage" }, { kind: "answer_lost" });
    expect(await shareAndRead("/lost")).toHaveLength(1);
  });

  run("blocks that Slack refuses still leave the plain words", async () => {
    story.slack.fault({ method: "chat.postMessage" }, { kind: "error", error: "invalid_blocks" });
    expect(await shareAndRead("/refused")).toHaveLength(1);
  });

  run("a gateway's page in place of an answer is no answer, before the post or after it", async () => {
    story.slack.fault({ method: "chat.postMessage" }, { kind: "page" });
    expect(await shareAndRead("/page")).toHaveLength(1);
    story.slack.fault({ method: "chat.postMessage" }, { kind: "page_after" });
    expect(await shareAndRead("/page-after")).toHaveLength(1);
  });

  run.each(["conversations.info", "conversations.replies", "users.info", "chat.update"])(
    "a 429 on %s costs no card and doubles none",
    async (method) => {
      // The answer to the post is lost, so that the thread is looked at, too.
      story.slack.fault({ method: "chat.postMessage" }, { kind: "answer_lost" });
      story.slack.fault({ method }, { kind: "rate_limited", retryAfterS: 1 });
      // What is remembered is not asked for.
      await story.footnote.database.pool.query("delete from person");
      await story.footnote.database.pool.query("update channel set refreshed_at = null");
      const limited = () => story.slack.calls(method).filter(({ status }) => status === 429).length;
      const before = limited();
      expect(await shareAndRead(`/rate-${method}`)).toHaveLength(1);
      await story.settled();
      expect(limited()).toBe(before + 1);
    },
  );

  run.each(["files.info", "files.download"])(
    "a 429 on %s is waited out: the card says “Reading” meanwhile, never that it failed",
    async (method) => {
      const { slack } = story;
      slack.fault({ method }, { kind: "rate_limited", retryAfterS: 1 });
      const said: string[] = [];
      const stop = slack.onCall(({ args }) => said.push(textOf(args.blocks)));
      const file = { filename: `${method}.html`, content: anArticle({ title: `Of ${method}` }) };
      const message = await slack.attach("#reading", file);
      await story.until(() => textOf(slack.replies("#reading", message)[0]?.blocks).includes(`Of ${method}`));
      stop();
      expect(said.filter((text) => text.includes("Slack"))).toEqual([]);
    },
  );

  run("where nothing can be posted it is tried once, and the sweep does not begin again", async () => {
    const { slack, footnote } = story;
    const posts = () => slack.calls("chat.postMessage").length;
    for (const error of [
      "channel_not_found",
      "not_in_channel",
      "is_archived",
      "restricted_action",
      "thread_not_found",
    ]) {
      slack.fault({ method: "chat.postMessage", times: Number.POSITIVE_INFINITY }, { kind: "error", error });
      story.site.put(`/${error}`, anArticle({ title: error }));
      const message = await slack.say("#reading", `<${story.site.url}/${error}>`);
      await story.settled();
      const before = posts();
      await footnote.database.pool.query("update message set posted_at = posted_at - interval '1 hour'");
      await footnote.queue.add("sweep", {}, { id: jobId("sweep", error) });
      await story.settled();
      expect(posts()).toBe(before);
      slack.mend();
      expect(slack.replies("#reading", message)).toHaveLength(0);
    }
  });

  run("a reply that a person deleted stays away", async () => {
    const { slack, site } = story;
    const [reply] = await shareAndRead("/unwanted");
    if (!reply) throw new Error("no reply");
    const root = { channel: reply.channel, ts: reply.threadTs ?? "" };
    await slack.remove(reply);
    await story.settled();
    site.put("/unwanted", anArticle({ title: "Read again" }));
    const posts = slack.calls("chat.postMessage").length;
    await slack.click(reply, "card_more", { value: "Retry" });
    await story.settled();
    expect(slack.calls("chat.postMessage")).toHaveLength(posts);
    expect(slack.replies("#reading", root)).toHaveLength(0);
  });

  run("whoever asks while Slack can't say who they are is told that, not that there is nothing", async () => {
    const { slack } = story;
    await story.footnote.database.pool.query("delete from person");
    slack.fault({ method: "users.info", times: 2 }, { kind: "rate_limited", retryAfterS: 1 });
    const answered = await slack.command("lighthouse", { as: "ana", channel: "#reading" });
    await story.settled();
    slack.mend();
    expect(textOf(answered.answers.map((answer) => answer.blocks))).toContain("Slack isn't answering me right now");
  });

  run("a question in a direct message is answered once, also when Slack's word for it is lost", async () => {
    const { slack } = story;
    slack.fault({ method: "chat.postMessage" }, { kind: "answer_lost" });
    await slack.say("@ana", "lighthouse keepers");
    await story.until(() => slack.calls("conversations.history").length > 0);
    await story.settled();
    expect(slack.messages("@ana").filter(({ botId }) => botId)).toHaveLength(1);
  });

  run("a window that Slack does not open is told where it was asked for", async () => {
    const { slack } = story;
    const [card] = await shareAndRead("/window");
    if (!card) throw new Error("no card");
    const said = async (error: Parameters<typeof slack.fault>[1]) => {
      slack.fault({ method: "views.open" }, error);
      const clicked = await slack.click(card, "card_why", { as: "ana" });
      await story.settled();
      return textOf(clicked.answers.map((answer) => answer.blocks));
    };
    expect(await said({ kind: "error", error: "expired_trigger_id" })).toContain("Try again");
    expect(await said({ kind: "rate_limited", retryAfterS: 1 })).toContain("Slack isn't answering");
    slack.fault({ method: "views.open" }, { kind: "error", error: "expired_trigger_id" });
    const answered = await slack.command(`why ${story.site.url}/window`, { as: "ana", channel: "#reading" });
    await story.settled();
    expect(textOf(answered.answers.map((answer) => answer.blocks))).toContain("Try again");
  });

  run("a file that the event only names is asked for; one that is hidden is told", async () => {
    const { slack } = story;
    const page = { filename: "stub.html", content: anArticle({ title: "Behind a stub" }) };
    const stub = await slack.attach("#reading", page, { shownAs: "stub" });
    await story.until(() => textOf(slack.replies("#reading", stub)[0]?.blocks).includes("Behind a stub"));
    const hidden = await slack.attach("#reading", page, { shownAs: "hidden_by_limit" });
    const gone = await slack.attach("#reading", page, { shownAs: "tombstone" });
    await story.until(() => /hidden in Slack/.test(textOf(slack.replies("#reading", hidden)[0]?.blocks)));
    await story.settled();
    expect(slack.replies("#reading", gone)).toHaveLength(0);
  });

  run("a file whose bytes break off is asked for again", async () => {
    const { slack } = story;
    slack.fault({ method: "files.download" }, { kind: "half_the_bytes" });
    const message = await slack.attach("#reading", { filename: "half.html", content: anArticle({ title: "Whole" }) });
    await story.until(() => textOf(slack.replies("#reading", message)[0]?.blocks).includes("Whole"));
  });

  run("a file that comes as a sign-in page is told, never filed as a page", async () => {
    const { slack } = story;
    slack.fault({ method: "files.download", times: Number.POSITIVE_INFINITY }, { kind: "sign_in_page" });
    const message = await slack.attach("#reading", { filename: "page.html", content: anArticle({ title: "Mine" }) });
    await story.until(() => /files:read/.test(textOf(slack.replies("#reading", message)[0]?.blocks)));
    slack.mend();
  });
});
