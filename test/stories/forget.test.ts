import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SlackMessage } from "../../src/playground/slack-message.ts";
import { jobId } from "../../src/queue/contracts.ts";
import { anArticle } from "../support/local-site.ts";
import { EMBEDDED, openStory, SERVED, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

const TEAM = {
  people: [{ name: "ana" }, { name: "bo" }, { name: "cy", isAdmin: true }],
  channels: [{ name: "reading" }, { name: "general" }, { name: "news" }],
};

describe.each([EMBEDDED, SERVED])("a team has things forgotten ($name)", (shape) => {
  const run = test.skipIf(shape.missing !== undefined);
  let story: Story;
  beforeAll(async () => {
    if (shape.missing) return console.log(`skipped: ${shape.missing}`);
    story = await openStory(shape, { slack: TEAM });
  });
  afterAll(() => story?.close());

  async function share(path: string, title: string, as: string, channel = "#reading"): Promise<SlackMessage> {
    story.site.put(path, anArticle({ title }));
    const message = await story.slack.say(channel, `<${story.site.url}${path}>`, { as });
    await story.settled();
    return message;
  }
  async function ask(text: string, as = "ana", channel = "#reading") {
    const answered = await story.slack.command(text, { as, channel });
    await story.settled();
    return answered;
  }
  const said = async (text: string, as?: string) => textOf((await ask(text, as)).answers.map(({ blocks }) => blocks));
  /** Asks, and presses the button that comes. */
  async function forget(what: string, as: string, channel = "#reading"): Promise<string> {
    const asked = await ask(`forget ${what}`, as, channel);
    const [question] = asked.answers;
    if (!question || !JSON.stringify(question.blocks).includes("forget_confirm")) return textOf(question?.blocks);
    const pressed = await story.slack.click(question, "forget_confirm", { as });
    await story.settled();
    // The answer takes the question's place.
    return textOf([...pressed.answers, ...asked.answers].map(({ blocks }) => blocks));
  }
  const cards = (message: SlackMessage, channel = "#reading") =>
    story.slack.replies(channel, message).filter(({ botId }) => botId);
  const count = async (table: string, where: string) =>
    Number((await story.footnote.database.pool.query(`select count(*) from ${table} where ${where}`)).rows[0].count);

  run("a link goes from library, search and Slack, once whoever shared it says so", async () => {
    const message = await share("/pier", "The pier at night", "ana");
    expect(await said("pier")).toContain("The pier at night");
    expect(await said(`forget <${story.site.url}/pier>`, "bo")).toBe(
      "Only the person who shared it, or an admin, can have that forgotten.",
    );
    expect(cards(message)).toHaveLength(1);
    expect(await forget(`<${story.site.url}/pier>`, "ana")).toContain("Forgotten: 1 share");
    expect(cards(message)).toHaveLength(0);
    expect(await said("pier")).toContain("Nothing found");
    expect(await count("item", "title like '%pier%'")).toBe(0);
    expect(await count("item_search", "true")).toBe(0);
    expect(await count("message", "text like '%pier%'")).toBe(0);
    expect(await count("event", "body::text like '%/pier%'")).toBe(0);
    await story.slack.unfurl(message);
    await story.settled();
    expect(cards(message)).toHaveLength(0);
  });

  run("what someone else shared too stays theirs; an admin has all of it forgotten", async () => {
    const mine = await share("/buoys", "Buoys and lights", "ana");
    const theirs = await share("/buoys", "Buoys and lights", "bo", "#general");
    expect(await forget(`<${story.site.url}/buoys>`, "ana")).toContain("1 share");
    expect(cards(mine)).toHaveLength(0);
    expect(cards(theirs, "#general")).toHaveLength(1);
    expect(await said("buoys")).toContain("Buoys and lights");
    expect(await forget(`<${story.site.url}/buoys>`, "cy")).toContain("1 share");
    expect(cards(theirs, "#general")).toHaveLength(0);
    expect(await said("buoys")).toContain("Nothing found");
  });

  run("one link of several stays forgotten when its message is edited", async () => {
    const { slack, site } = story;
    site.put("/buoy", anArticle({ title: "The buoy" }));
    site.put("/beacon", anArticle({ title: "The beacon" }));
    const message = await slack.say("#reading", `<${site.url}/buoy> <${site.url}/beacon>`, { as: "ana" });
    await story.settled();
    expect(await forget(`<${site.url}/buoy>`, "ana")).toContain("Forgotten: 1 share");
    const edited = await slack.edit(message, `Both: <${site.url}/buoy> <${site.url}/beacon>`);
    await story.settled();
    const shown = () => textOf(cards(message).map(({ blocks }) => blocks));
    expect(shown()).toContain("The beacon");
    expect(shown()).not.toContain("The buoy");
    expect(await said("buoy")).not.toContain("The buoy");
    await slack.edit(edited, `<${site.url}/beacon>`);
    await story.settled();
    expect(await forget(`<${site.url}/beacon>`, "ana")).toContain("Forgotten: 1 share");
    expect(cards(message)).toEqual([]);
  });

  run("my data: shares, what I saved and my name under edits go, in every channel", async () => {
    const first = await share("/ropes", "Ropes and knots", "bo");
    const second = await share("/sails", "Sails and spars", "bo", "#general");
    const other = await share("/charts", "Charts of the bay", "ana");
    const card = cards(other)[0];
    if (card) await story.slack.click(card, "card_save", { as: "bo" });
    await story.settled();
    expect(await count("bookmark", "true")).toBe(1);
    expect(await forget("my data", "bo")).toContain("Forgotten: 2 shares");
    expect(cards(first)).toHaveLength(0);
    expect(cards(second, "#general")).toHaveLength(0);
    expect(cards(other)).toHaveLength(1);
    expect(await count("bookmark", "true")).toBe(0);
    const bo = story.slack.person("bo").id;
    expect(await count("message", `user_id = '${bo}'`)).toBe(0);
    expect(await count("share", `user_id = '${bo}'`)).toBe(0);
    expect(await said("ropes")).toContain("Nothing found");
  });

  run("this channel: an admin may, others may not", async () => {
    const message = await share("/gulls", "Gulls of the harbour", "ana", "#general");
    expect(await forget("this channel", "ana", "#general")).toContain("Only an admin");
    expect(await forget("this channel", "cy", "#general")).toContain("Forgotten");
    expect(cards(message, "#general")).toHaveLength(0);
    expect(await said("gulls")).toContain("Nothing found");
    expect(await said("charts")).toContain("Charts of the bay");
  });

  run("a posted digest loses what is forgotten, and goes when nothing is left in it", async () => {
    const { slack, footnote } = story;
    await share("/herons", "Herons at low tide", "ana", "#news");
    await share("/seals", "Seals on the sandbank", "ana", "#news");
    const message = await share("/crabs", "Crabs of the shore", "bo", "#news");
    await ask("digest now", "ana", "#news");
    const digest = () => slack.messages("#news").filter(({ botId, threadTs }) => botId && !threadTs);
    const shown = () => textOf(digest().map(({ blocks }) => blocks));
    expect(shown()).toMatch(/: 3 stories[\s\S]*Herons/);
    await forget(`<${story.site.url}/herons>`, "ana");
    expect(shown()).toContain(": 2 stories");
    expect(shown()).not.toContain("Herons");
    expect(shown()).toContain("Seals on the sandbank");
    await slack.remove(message);
    await story.settled();
    await footnote.queue.add("sweep", {}, { id: jobId("sweep", "after the message was deleted") });
    await story.settled();
    expect(shown()).not.toContain("Crabs");
    await forget("this channel", "cy", "#news");
    expect(digest()).toEqual([]);
    expect(await count("digest_post", "true")).toBe(0);
    expect(slack.violations()).toEqual([]);
  });

  run("a digest that Slack let nobody change loses it as soon as Slack does", async () => {
    const { slack, footnote } = story;
    await share("/terns", "Terns over the harbour", "ana", "#news");
    await share("/gulls", "Gulls on the pier", "ana", "#news");
    await ask("digest now", "ana", "#news");
    const digests = () => slack.messages("#news").filter(({ botId, threadTs }) => botId && !threadTs);
    const shown = () => textOf(digests().map(({ blocks }) => blocks));
    expect(shown()).toContain("Terns");
    slack.fault({ method: "chat.update", times: Number.POSITIVE_INFINITY }, { kind: "error", error: "token_revoked" });
    await forget(`<${story.site.url}/terns>`, "ana");
    expect(shown()).toContain("Terns");
    slack.mend();
    for (const look of ["first", "second"]) {
      await footnote.queue.add("sweep", {}, { id: jobId("sweep", look) });
      await story.settled();
    }
    expect(shown()).toContain("Gulls on the pier");
    expect(shown()).not.toContain("Terns");
  });

  run("who cancels has forgotten nothing, and the question is gone", async () => {
    const asked = await ask("forget all my data", "ana");
    const [question] = asked.answers;
    if (!question) throw new Error("no question");
    await story.slack.click(question, "Cancel", { as: "ana" });
    await story.settled();
    expect(textOf(asked.answers.map(({ blocks }) => blocks))).toBe("Nothing was changed.");
    expect(await said("charts")).toContain("Charts of the bay");
  });

  run("`/footnote forget` alone says how, and a link that is not there is told", async () => {
    expect(await said("forget")).toContain("/footnote forget &lt;link&gt;");
    expect(await said("forget https://nowhere.example/x")).toContain("not in the library");
  });
});
