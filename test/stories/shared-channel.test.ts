import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anArticle } from "../support/local-site.ts";
import { EMBEDDED, openStory, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

const TEAM = {
  people: [{ name: "ana" }, { name: "bo" }, { name: "cy", teamId: "T0ELSEWHERE", isAdmin: true }],
  channels: [
    { name: "reading", members: ["ana", "bo"] },
    { name: "partners", members: ["ana", "bo", "cy"] },
  ],
};

describe("a channel is shared with another company, cy's", () => {
  let story: Story;

  async function share(channel: string, path: string, title: string) {
    story.site.put(path, anArticle({ title }));
    const message = await story.slack.say(channel, `<${story.site.url}${path}>`, { as: "ana" });
    await story.settled();
    return message;
  }
  /** What cy is shown when they say something to the app in the shared channel. */
  async function hears(words: string): Promise<string> {
    const before = story.slack.ephemerals("cy").length;
    await story.slack.mention("#partners", words, { as: "cy" });
    await story.settled();
    return textOf(
      story.slack
        .ephemerals("cy")
        .slice(before)
        .map(({ blocks }) => blocks),
    );
  }
  const card = async (message: { ts: string }) => {
    const [found] = story.slack.replies("#partners", message);
    if (!found) throw new Error("no card");
    return found;
  };

  beforeAll(async () => {
    story = await openStory(EMBEDDED, { slack: TEAM });
    await share("#reading", "/lighthouse", "The lighthouse keeper's almanac");
  });
  afterAll(() => story?.close());

  test("they find what stands in the shared channel, and nothing of the team's other public channels", async () => {
    await share("#partners", "/contract", "The framework contract");
    expect(await hears("framework contract")).toContain("The framework contract");
    expect(await hears("lighthouse almanac")).not.toContain("The lighthouse keeper's almanac");
    expect(await hears("recent")).not.toContain("lighthouse");
    expect(await hears("status")).toMatch(/1 read/);
  });

  test("a card there names none of those channels", async () => {
    const message = await share("#partners", "/lighthouse", "The lighthouse keeper's almanac");
    expect(textOf((await card(message)).blocks)).not.toContain("Already");
  });

  test("a card's buttons work for them, and an admin over there is none here", async () => {
    const { slack } = story;
    const message = await share("#partners", "/terms", "Terms of delivery");
    await slack.click(await card(message), "card_why", { as: "cy" });
    await story.settled();
    expect(textOf(slack.views("cy").at(-1)?.blocks)).toContain("Terms of delivery");
    await slack.click(await card(message), "card_more", { as: "cy", value: "Edit" });
    await story.settled();
    const form = slack.views("cy").at(-1);
    if (!form) throw new Error("no form");
    await slack.submit(form, { title: "Terms of swift delivery" });
    await story.settled();
    await story.until(() => textOf(slack.replies("#partners", message)[0]?.blocks).includes("swift"));
    const refused = await slack.click(await card(message), "card_more", { as: "cy", value: "Delete" });
    await story.settled();
    expect(textOf(refused.answers.map(({ blocks }) => blocks))).toContain("Only");
    expect(slack.replies("#partners", message)).toHaveLength(1);
  });
});
