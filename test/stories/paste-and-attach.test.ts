import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anArticle } from "../support/local-site.ts";
import { EMBEDDED, openStory, SERVED, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

describe.each([EMBEDDED, SERVED])("a team pastes and attaches ($name)", (shape) => {
  const run = test.skipIf(shape.missing !== undefined);
  let story: Story;
  beforeAll(async () => {
    if (shape.missing) return console.log(`skipped: ${shape.missing}`);
    story = await openStory(shape);
  });
  afterAll(() => story?.close());

  run("a pasted link gets one card in its thread, with title, summary, tags and source", async () => {
    const { slack, site } = story;
    site.put("/queues", anArticle({ title: "How queues fail" }));
    const message = await slack.say("#reading", `worth a read: <${site.url}/queues>`);
    await story.settled();
    const replies = slack.replies("#reading", message);
    expect(replies).toHaveLength(1);
    const card = textOf(replies[0]?.blocks);
    expect(card).toContain("How queues fail");
    expect(card).toMatch(/\d of \d sentences? found in the text/);
    expect(card).toContain("#");
    expect(slack.violations()).toEqual([]);
  });

  run("Slack delivers the event twice and the thread still has one card", async () => {
    const { slack, site } = story;
    site.put("/twice", anArticle({ title: "Once is enough" }));
    const message = await slack.say("#reading", `<${site.url}/twice>`);
    await slack.redeliver(message);
    await story.settled();
    await slack.redeliver(message);
    await story.settled();
    expect(slack.replies("#reading", message)).toHaveLength(1);
  });

  run("an unfurl, our own posts and other bots make no card", async () => {
    const { slack, site } = story;
    site.put("/quiet", anArticle({ title: "Quiet" }));
    const message = await slack.say("#reading", `<${site.url}/quiet>`);
    await story.settled();
    await slack.unfurl(message);
    const bot = await slack.sayAsOtherBot("#reading", `<${site.url}/quiet>`);
    await story.settled();
    expect(slack.replies("#reading", message)).toHaveLength(1);
    expect(slack.replies("#reading", bot)).toHaveLength(0);
  });

  run("many links in one message share one reply", async () => {
    const { slack, site } = story;
    const paths = ["/a", "/b", "/c", "/d", "/e"];
    for (const path of paths) site.put(path, anArticle({ title: `Story ${path.slice(1).toUpperCase()}` }));
    const message = await slack.say("#reading", paths.map((path) => `<${site.url}${path}>`).join(" "));
    await story.settled();
    const replies = slack.replies("#reading", message);
    expect(replies).toHaveLength(1);
    for (const path of paths) expect(textOf(replies[0]?.blocks)).toContain(`Story ${path.slice(1).toUpperCase()}`);
  });

  run("an edit gives a new link its card and takes a lost one's away; a deletion takes the reply", async () => {
    const { slack, site } = story;
    site.put("/old", anArticle({ title: "The old one" }));
    site.put("/new", anArticle({ title: "The new one" }));
    const message = await slack.say("#reading", `<${site.url}/old>`);
    await story.settled();
    const edited = await slack.edit(message, `<${site.url}/new>`);
    await story.settled();
    const card = textOf(slack.replies("#reading", edited)[0]?.blocks);
    expect(card).toContain("The new one");
    expect(card).not.toContain("The old one");
    await slack.remove(edited);
    await story.settled();
    expect(slack.replies("#reading", edited)).toHaveLength(0);
  });

  run("a page behind a sign-in says so, and attaching the saved page to the thread fills the card", async () => {
    const { slack, site } = story;
    site.put("/walled", (_request, response) => {
      response.writeHead(403, { "content-type": "text/html" });
      response.end(
        '<html><head><title>Members</title><meta property="og:title" content="Members only"></head><body>Sign in</body></html>',
      );
    });
    const message = await slack.say("#reading", `<${site.url}/walled>`);
    await story.settled();
    expect(textOf(slack.replies("#reading", message)[0]?.blocks)).toMatch(/sign-in/);
    const html = anArticle({
      title: "Members only, at length",
      head: `<link rel="canonical" href="${site.url}/walled">`,
    });
    await slack.attach("#reading", { filename: "members.html", content: html }, { threadTs: message.ts });
    await story.settled();
    const replies = slack.replies("#reading", message).filter((reply) => reply.botId);
    expect(replies).toHaveLength(1);
    expect(textOf(replies[0]?.blocks)).toContain("Members only, at length");
  });

  run("a page that claims to last for ages is a page all the same", async () => {
    const { slack, site } = story;
    const film = JSON.stringify({ "@type": "VideoObject", name: "A long film", duration: "PT999999999999H" });
    const head = `<script type="application/ld+json">${film}</script>`;
    site.put("/ages", anArticle({ title: "A film of the tides", head }));
    const message = await slack.say("#reading", `<${site.url}/ages>`);
    await story.settled();
    expect(textOf(slack.replies("#reading", message)[0]?.blocks)).toContain("A film of the tides");
  });

  run("a link that fails says why and Retry reads it again", async () => {
    const { slack, site } = story;
    const message = await slack.say("#reading", `<${site.url}/missing>`);
    await story.settled();
    const failed = slack.replies("#reading", message)[0];
    expect(textOf(failed?.blocks)).toContain("404");
    site.put("/missing", anArticle({ title: "Found after all" }));
    if (failed) await slack.click(failed, "card_retry");
    await story.settled();
    expect(textOf(slack.replies("#reading", message)[0]?.blocks)).toContain("Found after all");
  });

  run("Retry does not wait for the next try that would come by itself", async () => {
    const { slack, site } = story;
    site.put("/busy", (_request, response) => void response.writeHead(503).end());
    const message = await slack.say("#reading", `<${site.url}/busy>`);
    await story.settled();
    const failed = slack.replies("#reading", message)[0];
    expect(textOf(failed?.blocks)).toContain("I'll try again");
    site.put("/busy", anArticle({ title: "At leisure" }));
    if (failed) await slack.click(failed, "card_retry");
    await story.settled();
    expect(textOf(slack.replies("#reading", message)[0]?.blocks)).toContain("At leisure");
  });

  run("a page that is read again has its text sent again only if it changed", async () => {
    const { slack, site } = story;
    let edition = "1";
    const sent: string[] = [];
    site.put("/editions", (request, response) => {
      const isKnown = request.headers["if-none-match"] === `"${edition}"`;
      sent.push(isKnown ? "unchanged" : edition);
      response.writeHead(isKnown ? 304 : 200, { etag: `"${edition}"`, "content-type": "text/html" });
      response.end(isKnown ? undefined : anArticle({ title: `Edition ${edition}` }));
    });
    const message = await slack.say("#reading", `<${site.url}/editions>`, { as: "ana" });
    await story.settled();
    const readAgain = async () => {
      const card = slack.replies("#reading", message)[0];
      if (card) await slack.click(card, "card_more", { as: "ana", value: "Retry" });
      await story.settled();
      return textOf(slack.replies("#reading", message)[0]?.blocks);
    };
    expect(await readAgain()).toContain("Edition 1");
    edition = "2";
    expect(await readAgain()).toContain("Edition 2");
    expect(sent).toEqual(["1", "unchanged", "2"]);
  });

  run("the same story in another channel says who shared it first, and is one item", async () => {
    const { slack, site } = story;
    site.put("/again", anArticle({ title: "Told twice" }));
    await slack.say("#reading", `<${site.url}/again>`, { as: "ana" });
    await story.settled();
    const second = await slack.say("#general", `<${site.url}/again?utm_source=x>`, { as: "bo" });
    await story.settled();
    expect(textOf(slack.replies("#general", second)[0]?.blocks)).toMatch(/@ana/);
    expect(site.hits("/again")).toBe(1);
  });

  run("code, Slack's own links and bare domains are left alone", async () => {
    const { slack, site } = story;
    const message = await slack.say(
      "#reading",
      `\`<${site.url}/code>\` <https://team.slack.com/archives/C1/p1> <http://example.org|example.org>`,
    );
    await story.settled();
    expect(slack.replies("#reading", message)).toHaveLength(0);
  });

  run("a picture gets a card of its own, without a summary", async () => {
    const { slack, site } = story;
    site.put("/diagram.png", (_request, response) => {
      response.writeHead(200, { "content-type": "image/png" }).end(Buffer.from("89504e470d0a1a0a", "hex"));
    });
    const message = await slack.say("#reading", `<${site.url}/diagram.png>`);
    await story.settled();
    const card = textOf(slack.replies("#reading", message)[0]?.blocks);
    expect(card).toContain("diagram.png");
    expect(card).toContain("Image");
  });

  run("Why? opens the sentences and the passages they rest on", async () => {
    const { slack, site } = story;
    site.put("/why", anArticle({ title: "Why it is so" }));
    const message = await slack.say("#reading", `<${site.url}/why>`);
    await story.settled();
    const card = slack.replies("#reading", message)[0];
    if (card) await slack.click(card, "card_why", { as: "ana" });
    await story.settled();
    const view = slack.views("ana").at(-1);
    expect(textOf(view?.blocks)).toContain("found in the text, word for word");
    expect(slack.violations()).toEqual([]);
  });

  run("“Save to Footnote” reads what is otherwise left alone, and says what it does", async () => {
    const { slack, site } = story;
    site.put("/asked", anArticle({ title: "Asked for" }));
    await slack.command("capture off", { as: "ana", channel: "#general" });
    await story.settled();
    const message = await slack.say("#general", `<${site.url}/asked>`);
    const plain = await slack.say("#general", "no link in this");
    await story.settled();
    expect(slack.replies("#general", message)).toHaveLength(0);
    const saved = await slack.shortcut("save_message", { as: "ana", message });
    const nothing = await slack.shortcut("save_message", { as: "ana", message: plain });
    await story.settled();
    expect(textOf(slack.replies("#general", message)[0]?.blocks)).toContain("Asked for");
    expect(textOf(saved.answers.map(({ blocks }) => blocks))).toContain("the card comes in its thread");
    expect(textOf(nothing.answers.map(({ blocks }) => blocks))).toContain("nothing in that message");
    expect(slack.replies("#general", plain)).toHaveLength(0);
    await slack.command("cards nowhere", { as: "ana", channel: "#general" });
    await story.settled();
    const unseen = await slack.shortcut("save_message", { as: "ana", message });
    await story.settled();
    expect(textOf(unseen.answers.map(({ blocks }) => blocks))).toContain("no card is posted in this channel");
    await slack.command("cards thread", { as: "ana", channel: "#general" });
    await story.settled();
    site.put("/feed", anArticle({ title: "From a feed" }));
    const fed = await slack.sayAsOtherBot("#general", `New: <${site.url}/feed>`);
    await slack.shortcut("save_message", { as: "bo", message: fed });
    await story.settled();
    const [card] = slack.replies("#general", fed);
    expect(textOf(card?.blocks)).toContain("From a feed");
    if (!card) throw new Error("no card");
    const own = await slack.shortcut("save_message", { as: "bo", message: card });
    await story.settled();
    expect(textOf(own.answers.map(({ blocks }) => blocks))).toContain("没有我能读取的内容");
    await slack.click(card, "card_more", { as: "bo", value: "删除" });
    await story.settled();
    expect(slack.replies("#general", fed)).toEqual([]);
    await slack.shortcut("save_message", { as: "ana", message: fed });
    await story.settled();
    const [again] = slack.replies("#general", fed);
    if (!again) throw new Error("no card");
    await slack.click(again, "card_more", { as: "ana", value: "Delete" });
    await story.settled();
    expect(slack.replies("#general", fed)).toEqual([]);
    site.put("/forwarded", anArticle({ title: "Passed on" }));
    const passedOn = await slack.say("#general", "look", {
      attachments: [
        { is_share: true, from_url: "https://team.slack.com/archives/C1/p1", text: `<${site.url}/forwarded>` },
        { from_url: `${site.url}/unasked`, title_link: `${site.url}/unasked` },
      ],
    });
    await story.settled();
    expect(slack.replies("#general", passedOn)).toEqual([]);
    await slack.shortcut("save_message", { as: "ana", message: passedOn });
    await story.settled();
    const passed = () => textOf(slack.replies("#general", passedOn).map(({ blocks }) => blocks));
    expect(passed()).toContain("Passed on");
    await slack.edit(passedOn, "look at this");
    await story.settled();
    expect(passed()).toContain("Passed on");
    site.put("/unasked", anArticle({ title: "Not asked for" }));
    const longer = await slack.edit(message, `<${site.url}/asked> <${site.url}/unasked>`);
    await story.settled();
    expect(textOf(slack.replies("#general", message).map(({ blocks }) => blocks))).not.toContain("Not asked for");
    await slack.edit(longer, "Never mind.");
    await story.settled();
    expect(slack.replies("#general", message)).toHaveLength(0);
  });
});
