import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anArticle } from "../support/local-site.ts";
import { EMBEDDED, openStory, SERVED, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

const TEAM = {
  people: [
    { name: "ana", isAdmin: true },
    { name: "bo", locale: "zh-CN", tz: "Asia/Shanghai" },
    { name: "cy" },
    { name: "guest", isRestricted: true },
  ],
  channels: [
    { name: "reading", members: ["ana", "bo", "cy"] },
    { name: "plans", members: ["ana"] },
    { name: "secret", isPrivate: true, members: ["ana"] },
    { name: "lobby", members: ["ana", "bo", "guest"] },
    { name: "elsewhere", isPrivate: true, members: ["ana"], withBot: false },
  ],
};

describe.each([EMBEDDED, SERVED])("a team asks ($name)", (shape) => {
  const run = test.skipIf(shape.missing !== undefined);
  let story: Story;

  async function share(channel: string, path: string, title: string, as = "ana") {
    story.site.put(path, anArticle({ title }));
    const message = await story.slack.say(channel, `<${story.site.url}${path}>`, { as });
    await story.settled();
    return message;
  }
  async function ask(text: string, as: string, channel = "#reading"): Promise<string> {
    const answered = await story.slack.command(text, { as, channel });
    await story.settled();
    return textOf(answered.answers.map((answer) => answer.blocks));
  }

  beforeAll(async () => {
    if (shape.missing) return console.log(`skipped: ${shape.missing}`);
    story = await openStory(shape, { slack: TEAM });
    await share("#reading", "/lighthouse", "The lighthouse keeper's almanac");
    await share("#secret", "/merger", "Zanzibar merger papers");
    await share("#lobby", "/welcome", "Welcome to the lobby handbook");
  });
  afterAll(() => story?.close());

  run("words find what was shared, with who, where and a way to its thread", async () => {
    const answer = await ask("lighthouse almanac", "ana");
    expect(answer).toContain("The lighthouse keeper's almanac");
    expect(answer).toContain("@ana");
    expect(story.slack.violations()).toEqual([]);
  });

  run("who speaks to the app in a channel is answered, alone", async () => {
    const before = story.slack.ephemerals("bo").length;
    await story.slack.mention("#reading", "lighthouse almanac", { as: "bo" });
    await story.settled();
    const answers = story.slack.ephemerals("bo").slice(before);
    expect(textOf(answers.map((answer) => answer.blocks))).toContain("The lighthouse keeper's almanac");
  });

  run("what the command answers is answered to whoever says it to the app, too", async () => {
    const { slack } = story;
    for (const [said, heard] of [
      ["recent", "The lighthouse keeper's almanac"],
      ["search almanac", "1 result for almanac"],
      ["forget it", "/footnote forget my data"],
      ["thanks!", "/footnote recent"],
      [`<@${slack.bot.userId}>`, "/footnote recent"],
    ] as const) {
      const before = slack.ephemerals("ana").length;
      await slack.mention("#reading", said, { as: "ana" });
      const message = await slack.say("@ana", said, { as: "ana" });
      await story.settled();
      expect(textOf(slack.ephemerals("ana")[before]?.blocks)).toContain(heard);
      const answer = slack.messages("@ana").find((one) => one.botId && one.ts > message.ts);
      expect(textOf(answer?.blocks)).toContain(heard);
    }
  });

  run("a link is found under its address however Slack writes that", async () => {
    const { slack, site } = story;
    site.put("/gauge", anArticle({ title: "The tide gauge" }));
    const message = await slack.say("#reading", `<${site.url}/gauge?a=1&amp;b=2>`, { as: "ana" });
    await story.settled();
    for (const typed of [`<${site.url}/gauge?a=1&amp;b=2>`, `${site.url}/gauge?a=1&amp;b=2`])
      expect(await ask(`forget ${typed}`, "ana"), typed).toContain("The tide gauge");
    await slack.remove(message);
    await story.settled();
  });

  run("whoever asks the app about a link, in a mention or alone with it, has not shared it", async () => {
    const { slack, site } = story;
    const link = `<${site.url}/lighthouse>`;
    const shares = async () =>
      (await story.footnote.database.pool.query("select from share where deleted_at is null")).rowCount;
    const before = await shares();
    for (const [said, heard] of [
      [`why ${link}`, "The lighthouse keeper's almanac"],
      [`search ${link}`, "The lighthouse keeper's almanac"],
      [`related ${link}`, "lobby handbook"],
      [`forget ${link}`, "Delete for good"],
      [`forget <${site.url}/lighthouse|the almanac, online>`, "Delete for good"],
      ["forget <https://nowhere.example/x>", "not in the library"],
    ] as const) {
      const whispered = slack.ephemerals("ana").length;
      await slack.mention("#reading", said, { as: "ana" });
      const message = await slack.say("@ana", `<@${slack.bot.userId}> ${said}`, { as: "ana" });
      await story.settled();
      expect(textOf(slack.ephemerals("ana")[whispered]?.blocks), said).toContain(heard);
      const answer = slack.messages("@ana").find((one) => one.botId && one.ts > message.ts);
      expect(textOf(answer?.blocks), said).toContain(heard);
      const edited = await slack.edit(message, `${said} `);
      await story.settled();
      expect(slack.replies("@ana", edited)).toEqual([]);
    }
    expect(await shares()).toBe(before);
    const given = await slack.say("@ana", `forget what I said, read this: ${link}`, { as: "ana" });
    await story.settled();
    expect(await shares()).toBe(Number(before) + 1);
    await slack.remove(given);
    await story.settled();
    // What was only asked about was never forgotten: it can still be given.
    let message = await slack.say("@ana", `why ${link}`, { as: "ana" });
    for (const words of [`why  ${link}`, `read ${link}`]) {
      message = await slack.edit(message, words);
      await story.settled();
    }
    expect(await shares()).toBe(Number(before) + 1);
    await slack.remove(message);
    await story.settled();
  });

  run("a picture beside a question takes nothing from it", async () => {
    const { slack, site } = story;
    for (const asked of [`why <${site.url}/lighthouse>`, "keeper's almanac"]) {
      const whispered = slack.ephemerals("ana").length;
      const picture = { filename: "screen.png", content: "no page" };
      await slack.attach("#reading", picture, { as: "ana", comment: `<@${slack.bot.userId}> ${asked}` });
      await story.settled();
      const answers = slack.ephemerals("ana").slice(whispered);
      expect(textOf(answers.map(({ blocks }) => blocks)), asked).toContain("The lighthouse keeper's almanac");
    }
  });

  run("commands have Chinese names", async () => {
    expect(await ask("最近", "bo")).toBe(await ask("recent", "bo"));
    const help = await ask("帮助", "bo");
    expect(help).toBe(await ask("help", "bo"));
    for (const [, named] of help.matchAll(/`\/footnote (最近|收藏|标签|状态|导入)`/g))
      expect(await ask(named ?? "", "bo"), named).not.toContain("没有找到");
    expect(help).not.toMatch(/footnote (?:digest|capture|cards|language)/);
    const status = await ask("状态", "bo");
    for (const [, named] of status.matchAll(/`\/footnote ([^`]+)`/g))
      expect(await ask(named ?? "", "bo"), named).not.toContain("没有找到");
    for (const typed of ["读取 开启", "卡片 消息串", "语言 自动"]) expect(status).toContain(await ask(typed, "bo"));
    expect(await ask("推送", "bo")).toContain("`/footnote 推送 每天 09:00`");
    expect(await ask("推送 通知", "bo")).toContain("没有找到 推送 通知");
    expect(await ask("读取 文件", "bo")).toContain("没有找到 读取 文件");
    expect(await ask("相关", "bo")).toContain("/footnote 相关 &lt;链接&gt;");
    expect(await ask("搜索 almanac", "bo")).toContain("almanac：1 条结果");
    expect(await ask(`相关 ${story.site.url}/nowhere`, "bo")).toContain("库中没有这个链接");
  });

  run("a command that wants a link asks for it, and words after it are searched for", async () => {
    for (const command of ["why", "related"]) {
      expect(await ask(command, "ana")).toContain(`/footnote ${command} &lt;link&gt;`);
      expect(await ask(`${command} lighthouse`, "ana")).toContain("The lighthouse keeper's almanac");
    }
    expect(await ask("forget lighthouse", "ana")).toContain("/footnote forget my data");
    expect(await ask("--help", "ana")).toContain("/footnote recent");
  });

  run("people and channels are shown by name, in what was understood and where it was not", async () => {
    const { slack } = story;
    const ana = `<@${slack.person("ana").id}>`;
    const lobby = `<#${(await slack.channel("#lobby")).id}>`;
    expect(await ask(`handbook ${ana.replace(">", "|ana>")}`, "ana")).toContain(`1 result for handbook from:${ana}`);
    expect(await ask(`zzz from:${ana}`, "ana")).toContain(`Nothing found for zzz from:${ana}.`);
    expect(await ask(`from:${ana.replace(">", "|ana>")} is:great`, "ana")).toContain(`from:${ana} is: *great*`);
    expect(await ask("in:here", "ana", "#lobby")).toContain(`1 result for in:${lobby}`);
    expect(await ask("（in：这里）", "bo", "#lobby")).toContain(`in:${lobby}：1 条结果`);
    const before = slack.ephemerals("ana").length;
    await slack.mention("#lobby", `handbook from:${ana}`, { as: "ana" });
    await story.settled();
    expect(textOf(slack.ephemerals("ana")[before]?.blocks)).toContain(`1 result for handbook from:${ana}`);
    expect(slack.violations()).toEqual([]);
  });

  run("a mistake is answered in the asker's language, with how it is written right", async () => {
    expect(await ask("tpye:paper almanac", "ana")).toMatch(/I don't know “tpye:”[\s\S]*type:paper/);
    expect(await ask("almanac lang:火星", "bo")).toMatch(/不认识这种语言：“火星”[\s\S]*lang:zh/);
    expect(await ask("“没有合上", "bo")).toContain("这个引号没有合上");
    expect(await ask("tpye:paper almanac", "ana")).toContain("\n*tpye:* paper almanac\n");
    expect(await ask("old is:great almanac", "ana")).toContain("\nold is: *great* almanac\n");
  });

  run("whatever length is typed, there is an answer that Slack takes", async () => {
    const { slack } = story;
    const commands = ["", "before:", "lang:", "digest ", "digest daily 09:00 ", "forget ", "why https://a.example/"];
    for (const long of ["x".repeat(8_000), "&lt;".repeat(2_000), "长".repeat(8_000)])
      for (const command of commands) expect(await ask(`${command}${long}`, "ana"), command).not.toBe("");
    expect(slack.violations().map(({ limit }) => limit)).toEqual([]);
  });

  run("a typo is forgiven", async () => {
    expect(await ask("lighthuose", "ana")).toContain("lighthouse");
  });

  run.each([
    ["a search", "Zanzibar merger"],
    ["the list of recent shares", "recent"],
    ["tags and their counts", "tags"],
    ["what is saved", "saved"],
    ["the counts of the library", "status"],
  ])("%s shows an outsider nothing of a private channel", async (_what, command) => {
    for (const outsider of ["bo", "guest"]) {
      const answer = await ask(command, outsider, "#lobby");
      expect(answer).not.toMatch(/papers|merger papers/i);
      expect(answer).not.toContain("zanzibar");
    }
  });

  run("a link that only a private channel holds is not in the library for an outsider", async () => {
    for (const command of ["why", "related"]) {
      const answer = await ask(`${command} ${story.site.url}/merger`, "bo");
      expect(answer).toMatch(/库中没有这个链接/);
    }
  });

  run("who looks for a link that is not there hears how it gets there", async () => {
    for (const typed of ["<https://nowhere.example/x>", "why <https://nowhere.example/x>"])
      expect(await ask(typed, "ana")).toBe(
        "That link is not in the library, or not where you can see it. Paste it in a channel I'm in, and I read it.",
      );
  });

  run("counts say nothing either", async () => {
    expect(await ask("status", "ana")).toMatch(/3 read/);
    expect(await ask("status", "bo")).toMatch(/已读 2/);
    expect(await ask("status", "guest", "#lobby")).toMatch(/1 read/);
  });

  run("a guest sees only the channels they are in", async () => {
    expect(await ask("lighthouse", "guest", "#lobby")).not.toContain("almanac");
    expect(await ask("lobby handbook", "guest", "#lobby")).toContain("Welcome to the lobby handbook");
  });

  run("a card names no other channel where a guest reads along, and does where none does", async () => {
    await share("#reading", "/tides", "Tides and tables");
    const lobby = await share("#lobby", "/tides", "Tides and tables", "bo");
    expect(textOf(story.slack.replies("#lobby", lobby)[0]?.blocks)).not.toContain("Already");
    await story.slack.leave("#lobby", "guest");
    await story.settled();
    const again = await share("#lobby", "/lighthouse", "The lighthouse keeper's almanac");
    expect(textOf(story.slack.replies("#lobby", again)[0]?.blocks)).toContain("Already shared by @ana");
    await story.slack.join("#lobby", "guest");
    await story.settled();
  });

  run(
    "an outsider's clicks on a private card, and a form sent after leaving, do nothing and tell nothing",
    async () => {
      const { slack } = story;
      const message = await share("#secret", "/codes", "Zanzibar signal codes");
      const card = slack.replies("#secret", message)[0];
      if (!card) throw new Error("no card");
      await slack.click(card, "card_why", { as: "bo" });
      await story.settled();
      expect(textOf(slack.views("bo").at(-1)?.blocks)).toBe("这张卡片已不在库中，或不在你能看到的频道里。");
      for (const choice of ["Edit", "Retry", "Delete"])
        await slack.click(card, "card_more", { as: "bo", value: choice });
      await slack.click(card, "card_save", { as: "bo" });
      await story.settled();
      expect(textOf(slack.views("bo").at(-1)?.blocks)).not.toContain("Zanzibar");
      expect(await ask("saved", "bo")).not.toContain("Zanzibar");
      await slack.join("#secret", "bo");
      await story.settled();
      await slack.click(card, "card_more", { as: "bo", value: "Edit" });
      await story.settled();
      const form = slack.views("bo").at(-1);
      if (!form) throw new Error("no form");
      expect(JSON.stringify(form)).toContain("Zanzibar signal codes");
      await slack.leave("#secret", "bo");
      await story.settled();
      await slack.submit(form, { title: "Overwritten" });
      await story.settled();
      expect(textOf(slack.replies("#secret", message)[0]?.blocks)).toContain("Zanzibar signal codes");
      const told = () => textOf(slack.messages("@bo").map(({ blocks }) => blocks));
      await story.until(() => told().includes("不在你能看到的频道里"));
      await slack.remove(message);
      await story.settled();
    },
  );

  run("while Slack does not say who is in a private channel, nobody sees it", async () => {
    await story.footnote.database.pool.query("update channel set members_at = null");
    const limited = { kind: "rate_limited", retryAfterS: 1 } as const;
    story.slack.fault({ method: "conversations.members", times: Number.POSITIVE_INFINITY }, limited);
    expect(await ask("Zanzibar merger", "ana")).not.toContain("Zanzibar merger papers");
    story.slack.mend();
    expect(await ask("Zanzibar merger", "ana")).toContain("Zanzibar merger papers");
  });

  run("a channel that the app was taken out of stays hidden while Slack says nothing of it", async () => {
    await share("#lobby", "/attic", "Attic inventory");
    await story.slack.leave("#lobby", "bot");
    await story.settled();
    const limited = { kind: "rate_limited", retryAfterS: 1 } as const;
    story.slack.fault({ method: "conversations.info", times: Number.POSITIVE_INFINITY }, limited);
    await ask("status", "ana", "#lobby");
    story.slack.mend();
    expect(await ask("Attic inventory", "ana")).not.toContain("Attic inventory\n");
    await story.slack.join("#lobby", "bot");
    await story.settled();
    expect(await ask("Attic inventory", "ana")).toContain("Attic inventory\n");
  });

  run("whoever leaves a private channel stops seeing it at once", async () => {
    await story.slack.join("#secret", "bo");
    await story.settled();
    expect(await ask("Zanzibar merger", "bo")).toContain("Zanzibar merger papers");
    await story.slack.leave("#secret", "bo");
    await story.settled();
    expect(await ask("Zanzibar merger", "bo")).not.toContain("Zanzibar merger papers");
  });

  run("what was shared in a channel that turns private is its members' alone at once", async () => {
    await share("#plans", "/quarry", "Quarry blasting plans");
    expect(await ask("quarry blasting", "bo")).toContain("Quarry blasting plans");
    await story.slack.convert("#plans", "private");
    await story.settled();
    expect(await ask("quarry blasting", "bo")).not.toContain("Quarry blasting plans");
    expect(await ask("quarry blasting", "ana")).toContain("Quarry blasting plans");
    await story.slack.convert("#plans", "public");
    await story.settled();
    expect(await ask("quarry blasting", "bo")).toContain("Quarry blasting plans");
  });

  run("a card elsewhere does not name a channel that turned private since", async () => {
    const { slack } = story;
    await share("#plans", "/mine", "Mine closure plans");
    const earlier = await share("#reading", "/mine", "Mine closure plans", "cy");
    const shown = (message: typeof earlier) => textOf(slack.replies("#reading", message)[0]?.blocks);
    expect(shown(earlier)).toContain("Already shared by @ana");
    await slack.remove(earlier);
    await slack.convert("#plans", "private");
    await story.settled();
    const later = await share("#reading", "/mine", "Mine closure plans", "cy");
    expect(shown(later)).toContain("Mine closure plans");
    expect(shown(later)).not.toContain("Already");
    await slack.remove(later);
    await slack.convert("#plans", "public");
    await story.settled();
  });

  run("whose account is gone sees nothing within a minute, and what they shared stays", async () => {
    await share("#reading", "/ferry", "Ferry timetable", "cy");
    expect(await ask("ferry timetable", "cy")).toContain("Ferry timetable");
    story.slack.deactivate("cy");
    await story.footnote.database.pool.query("update person set refreshed_at = refreshed_at - interval '1 minute'");
    for (const command of ["ferry timetable", "recent", "saved", "tags"])
      expect(await ask(command, "cy")).not.toMatch(/ferry timetable\n|lighthouse/i);
    const answer = await ask("ferry timetable", "ana");
    expect(answer).toContain("Ferry timetable");
    expect(answer).toContain("@cy");
  });

  run("the home tab shows a person what they may see", async () => {
    await story.slack.openHome("bo");
    await story.settled();
    const home = textOf(story.slack.home("bo")?.blocks);
    expect(home).toContain("The lighthouse keeper's almanac");
    expect(home).not.toContain("Zanzibar");
    expect(home).toContain("在我所在的频道里输入 `/footnote 推送 每天 09:00`");
    const view = story.slack.home("bo");
    if (!view) throw new Error("no home tab");
    await story.slack.click(view, "home_search", { as: "bo", value: "lighthouse" });
    await story.settled();
    expect(textOf(story.slack.views("bo").at(-1)?.blocks)).toContain("almanac");
  });

  run("a saved item is found under saved, and an edit is found by its new words", async () => {
    const message = await share("#reading", "/harbour", "Harbour notes");
    const card = story.slack.replies("#reading", message)[0];
    if (!card) throw new Error("no card");
    await story.slack.click(card, "card_save", { as: "ana" });
    await story.settled();
    expect(await ask("saved", "ana")).toContain("Harbour notes");
    await story.slack.click(card, "card_more", { as: "ana", value: "Edit" });
    await story.settled();
    const view = story.slack.views("ana").at(-1);
    if (!view) throw new Error("no modal");
    // Slack sends every field, also the summary that nobody touched.
    expect(JSON.stringify(view)).toContain("Left empty, it stays as it is.");
    const summary = /"block_id":"summary".*?"initial_value":"([^"]+)"/.exec(JSON.stringify(view))?.[1] ?? "";
    expect(summary).toMatch(/\. /);
    await story.slack.submit(view, { title: "Harbour notes, annotated", tags: "seamarks, pilots", summary });
    await story.settled();
    const annotated = textOf(story.slack.replies("#reading", message)[0]?.blocks);
    expect(annotated).toContain("Harbour notes, annotated");
    expect(annotated).toContain("found in the text");
    expect(await ask("tag:seamarks", "bo")).toContain("Harbour notes, annotated");
    expect(await ask("tags", "bo")).toContain("#seamarks (1)");
  });

  run("two people with the form of one card open both get their say", async () => {
    const message = await share("#reading", "/mooring", "Mooring notes");
    const card = story.slack.replies("#reading", message)[0];
    if (!card) throw new Error("no card");
    for (const as of ["ana", "bo"]) await story.slack.click(card, "card_more", { as, value: "Edit" });
    await story.settled();
    const [first, second] = ["ana", "bo"].map((name) => story.slack.views(name).at(-1));
    if (!first || !second) throw new Error("no form");
    await story.slack.submit(first, { title: "Mooring notes, annotated" });
    await story.slack.submit(second, { tags: "bollards" });
    await story.settled();
    const edited = textOf(story.slack.replies("#reading", message)[0]?.blocks);
    expect(edited).toContain("Mooring notes, annotated");
    expect(edited).toContain("#bollards");
    expect(edited).toContain("found in the text");
  });

  run("sharing what came from a private channel asks first, and is then a share like any other", async () => {
    const { slack } = story;
    await share("#secret", "/lagoon", "Lagoon soundings");
    const answered = await slack.command("lagoon soundings", { as: "ana", channel: "#reading" });
    await story.settled();
    const list = answered.answers[0];
    if (!list) throw new Error("no answer");
    const before = slack.messages("#reading").length;
    const asked = await slack.click(list, "list_share", { as: "ana" });
    await story.settled();
    expect(slack.messages("#reading")).toHaveLength(before);
    expect(textOf(asked.answers.map((answer) => answer.blocks))).toContain("not everyone here can see");
    expect(await ask("lagoon soundings", "bo")).not.toContain("Lagoon");
    const question = asked.answers[0];
    if (!question) throw new Error("no question");
    await slack.click(question, "list_share_anyway", { as: "ana" });
    await story.settled();
    const posted = () => slack.messages("#reading").slice(before);
    expect(textOf(posted().map(({ blocks }) => blocks))).toContain("Lagoon soundings");
    expect(posted()).toHaveLength(1);

    const card = posted()[0];
    if (!card) throw new Error("no card");
    await slack.click(card, "card_why", { as: "bo" });
    await story.settled();
    expect(textOf(slack.views("bo").at(-1)?.blocks)).toContain("Lagoon");
    expect(await ask("lagoon soundings", "bo")).toContain("Lagoon soundings");
    await slack.click(card, "card_more", { as: "bo", value: "Delete" });
    await story.settled();
    expect(posted()).toHaveLength(1);
    await slack.click(card, "card_more", { as: "ana", value: "Delete" });
    await story.settled();
    expect(posted()).toEqual([]);
    expect(await ask("lagoon soundings", "bo")).not.toContain("Lagoon");
    expect(await ask("lagoon soundings", "ana")).toContain("Lagoon soundings");
  });

  run("a double-click saves once and shares once", async () => {
    const { slack } = story;
    const message = await share("#reading", "/catamaran", "The catamaran");
    const [card] = slack.replies("#reading", message);
    const found = await slack.command("catamaran", { as: "bo", channel: "#lobby" });
    await story.settled();
    const [list] = found.answers;
    if (!card || !list) throw new Error("no card or no list");
    const twice = (at: typeof card, id: string) =>
      Promise.all([slack.click(at, id, { as: "bo" }), slack.click(at, id, { as: "bo" })]);
    const before = slack.messages("#lobby").length;
    await Promise.all([twice(card, "card_save"), twice(list, "list_share")]);
    await story.settled();
    expect(await ask("saved", "bo")).toContain("The catamaran");
    expect(slack.messages("#lobby")).toHaveLength(before + 1);
    for (const one of [message, ...slack.messages("#lobby").slice(before)]) await slack.remove(one);
    await story.settled();
  });

  run("results come five a page, there and back", async () => {
    for (let at = 0; at < 7; at += 1) story.site.put(`/regatta/${at}`, anArticle({ title: `Regatta results ${at}` }));
    const links = Array.from({ length: 7 }, (_, at) => `<${story.site.url}/regatta/${at}>`);
    await story.slack.say("#reading", links.join(" "), { as: "ana" });
    await story.settled();
    const shown = (page: { readonly blocks: unknown } | undefined) =>
      new Set(textOf([page?.blocks]).match(/Regatta results \d/g));
    const answered = await story.slack.command("regatta", { as: "ana", channel: "#reading" });
    await story.settled();
    const turn = async (button: string) => {
      const [page] = answered.answers;
      if (!page) throw new Error("no answer");
      await story.slack.click(page, button, { as: "ana" });
      await story.settled();
      return shown(answered.answers[0]);
    };
    const first = shown(answered.answers[0]);
    const second = await turn("list_next");
    expect([first.size, second.size]).toEqual([5, 2]);
    expect(new Set([...first, ...second]).size).toBe(7);
    expect(await turn("list_previous")).toEqual(first);
  });

  run("a page that is no more, for its results were deleted meanwhile, is the first one", async () => {
    const { slack, site } = story;
    const shared: Awaited<ReturnType<typeof share>>[] = [];
    for (let at = 0; at < 7; at += 1) {
      site.put(`/dinghy/${at}`, anArticle({ title: `Dinghy number ${at}` }));
      shared.push(await slack.say("#reading", `<${site.url}/dinghy/${at}>`, { as: "ana" }));
    }
    await story.settled();
    const found = await slack.command("dinghy", { as: "bo", channel: "#reading" });
    await story.settled();
    for (const message of shared.slice(2)) await slack.remove(message);
    await story.settled();
    const [page] = found.answers;
    if (!page) throw new Error("no answer");
    for (const list of ["search dinghy", "recent"]) {
      const past = JSON.stringify(page).replaceAll("search dinghy", list).replaceAll('\\"page\\":1', '\\"page\\":99');
      await slack.click(JSON.parse(past), "list_next", { as: "bo" });
      await story.settled();
      const shown = textOf([found.answers[0]?.blocks]);
      expect(new Set(shown.match(/Dinghy number \d/g)), list).toEqual(new Set(["Dinghy number 0", "Dinghy number 1"]));
    }
  });

  run("so do those of the home tab's search box", async () => {
    const { slack } = story;
    const top = () => slack.views("ana").at(-1);
    const shown = () => new Set(textOf(top()?.blocks).match(/Regatta results \d/g));
    await slack.openHome("ana");
    await story.settled();
    const home = slack.home("ana");
    if (!home) throw new Error("no home tab");
    await slack.click(home, "home_search", { as: "ana", value: "regatta" });
    await story.settled();
    const first = shown();
    const results = top();
    if (!results) throw new Error("no results");
    await slack.click(results, "Next", { as: "ana" });
    await story.settled();
    expect(new Set([...first, ...shown()]).size).toBe(7);
    const last = top();
    if (!last) throw new Error("no last page");
    await slack.click(last, "Previous", { as: "ana" });
    await story.settled();
    expect(shown()).toEqual(first);
  });

  run("what the app is asked to leave alone, and where it is not, is told with how to go on", async () => {
    expect(await ask("capture", "ana")).toContain("/footnote capture off");
    expect(await ask("capture 关闭", "bo")).toContain("/footnote 读取 开启");
    expect(await ask("capture on", "ana")).toContain("/footnote capture off");
    await story.slack.leave("#lobby", "bot");
    await story.settled();
    for (const typed of ["capture off", "digest"]) expect(await ask(typed, "ana", "#lobby")).toContain("/invite");
    await story.slack.join("#lobby", "bot");
    await story.settled();
  });

  run("nothing is promised in a private place that the app was never in", async () => {
    const { slack, site } = story;
    const message = await slack.say("#elsewhere", `<${site.url}/lighthouse>`, { as: "ana" });
    const saved = await slack.shortcut("save_message", { as: "ana", message });
    await story.settled();
    expect(textOf(saved.answers.map(({ blocks }) => blocks))).toContain("/invite");
    for (const typed of ["digest daily 09:00", "capture off", "cards channel", "status"])
      expect(await ask(typed, "ana", "#elsewhere"), typed).toContain("/invite");
    await slack.join("#elsewhere", "bot");
    await story.settled();
    await slack.shortcut("save_message", { as: "ana", message });
    await story.settled();
    expect(textOf(slack.replies("#elsewhere", message)[0]?.blocks)).toContain("The lighthouse keeper's almanac");
  });

  run("what is related, near in spelling or shared before tells an outsider nothing of a private channel", async () => {
    const source = "https://tides.example/tables";
    const linking = (title: string) => anArticle({ title, paragraphs: [`See <a href="${source}">the tables</a>.`] });
    for (const [channel, path, title] of [
      ["#secret", "/cabal", "Quagmire cabal minutes"],
      ["#reading", "/tables", "Tables of the coast"],
    ] as const) {
      story.site.put(path, linking(title));
      await story.slack.say(channel, `<${story.site.url}${path}>`, { as: "ana" });
      await story.settled();
    }
    expect(await ask(`related ${story.site.url}/tables`, "ana")).toContain("Quagmire cabal minutes");
    expect(await ask(`related ${story.site.url}/tables`, "bo")).not.toMatch(/quagmire/i);
    await ask(`why ${story.site.url}/tables`, "bo");
    expect(textOf(story.slack.views("bo").at(-1)?.blocks)).not.toMatch(/quagmire/i);
    for (const query of ["quagmyre", '"quagmyre"', "tag:quagmyre", "site:127.0.0.1 quagmyre"])
      expect(await ask(query, "bo")).not.toContain("quagmire");
    const again = await story.slack.say("#reading", `<${story.site.url}/cabal>`, { as: "bo" });
    await story.settled();
    const card = textOf(story.slack.replies("#reading", again)[0]?.blocks);
    expect(card).toContain("Quagmire cabal minutes");
    expect(card).not.toMatch(/already shared|已于|secret/i);
    await story.slack.remove(again);
    await story.settled();
    expect(await ask("Quagmire cabal", "bo")).not.toContain("Quagmire cabal minutes");
  });

  run("a button forged with the share of a private channel opens and shares nothing", async () => {
    const theirs = await story.slack.command("Zanzibar merger", { as: "ana", channel: "#reading" });
    const own = await story.slack.command("lighthouse almanac", { as: "bo", channel: "#reading" });
    await story.settled();
    const shareIn = (list: unknown) => /"value":"(\d+)"/.exec(JSON.stringify(list))?.[1] ?? "none";
    const mine = JSON.stringify(own.answers[0]);
    const forged = JSON.parse(mine.replaceAll(`"${shareIn(own.answers)}"`, `"${shareIn(theirs.answers)}"`));
    expect(forged).not.toEqual(own.answers[0]);
    const before = story.slack.messages("#reading").length;
    for (const action of ["list_share", "list_why"]) {
      const asked = await story.slack.click(forged, action, { as: "bo" });
      await story.settled();
      expect(textOf(asked.answers.map((answer) => answer.blocks))).not.toMatch(/zanzibar/i);
    }
    expect(story.slack.messages("#reading")).toHaveLength(before);
    expect(textOf(story.slack.views("bo").at(-1)?.blocks)).not.toMatch(/zanzibar/i);
  });

  run("a card comes back with its link, or when it is asked for", async () => {
    const { slack, site } = story;
    const message = await share("#reading", "/skerry", "The skerry");
    const shown = () => textOf(slack.replies("#reading", message).map(({ blocks }) => blocks));
    expect(shown()).toContain("The skerry");
    const without = await slack.edit(message, "Never mind.");
    await story.settled();
    expect(slack.replies("#reading", message)).toEqual([]);
    const again = await slack.edit(without, `After all: <${site.url}/skerry>`);
    await story.settled();
    expect(shown()).toContain("The skerry");
    const card = slack.replies("#reading", message)[0];
    if (!card) throw new Error("no card");
    await slack.click(card, "card_more", { as: "ana", value: "Delete" });
    await story.settled();
    expect(slack.replies("#reading", message)).toEqual([]);
    await slack.shortcut("save_message", { as: "bo", message: again });
    await story.settled();
    expect(shown()).toContain("The skerry");
    expect(await ask("skerry", "bo")).toContain("The skerry");
  });

  run("a channel's cards stand where it wants them, in its language", async () => {
    const { slack, site } = story;
    const post = async (path: string, title: string) => {
      site.put(path, anArticle({ title }));
      const message = await slack.say("#reading", `<${site.url}${path}>`, { as: "ana" });
      await story.settled();
      return message;
    };
    const inChannel = (title: string) =>
      slack
        .messages("#reading")
        .filter(({ botId, threadTs, blocks }) => botId && !threadTs && textOf(blocks).includes(title));
    expect(await ask("cards channel", "ana")).toContain("in the channel itself");
    const first = await post("/sluice", "Sluice gates");
    expect(slack.replies("#reading", first)).toEqual([]);
    expect(inChannel("Sluice gates")).toHaveLength(1);
    expect(await ask("cards nowhere", "ana")).toContain("no card is posted");
    const second = await post("/weir", "Weir levels");
    expect([...slack.replies("#reading", second), ...inChannel("Weir levels")]).toEqual([]);
    expect(await ask("weir levels", "ana")).toContain("Weir levels");
    expect(await ask("cards thread", "ana")).toContain("in threads");
    expect(await ask("language 中文", "ana")).toContain("speak Chinese");
    expect(await ask("status", "ana")).toContain("speak Chinese");
    const third = await post("/dyke", "Dyke repairs");
    expect(textOf(slack.replies("#reading", third)[0]?.blocks)).toContain("文章");
    const answered = await slack.command("weir levels", { as: "ana", channel: "#reading" });
    await story.settled();
    const [found] = answered.answers;
    if (!found) throw new Error("no answer");
    const before = slack.calls("chat.postMessage").length;
    await slack.click(found, "list_share", { as: "ana" });
    await story.settled();
    expect(textOf(slack.calls("chat.postMessage")[before]?.args.blocks)).toContain("文章");
    expect(await ask("language auto", "ana")).toContain("whoever posts");
    expect(await ask("cards quixotry", "ana")).toContain("Nothing found");
  });

  run("the author deletes a share and it is gone from the card and the search; another person can't", async () => {
    const message = await share("#reading", "/gone", "Soon to be gone");
    const card = story.slack.replies("#reading", message)[0];
    if (!card) throw new Error("no card");
    await story.slack.click(card, "card_more", { as: "bo", value: "Delete" });
    await story.settled();
    expect(story.slack.replies("#reading", message)).toHaveLength(1);
    await story.slack.click(card, "card_more", { as: "ana", value: "Delete" });
    await story.settled();
    expect(story.slack.replies("#reading", message)).toHaveLength(0);
    expect(await ask("Soon to be gone", "ana")).not.toContain("Soon to be gone\n");
  });

  run("a card that was deleted does not come back when its message is edited, unless the link does", async () => {
    const { slack, site } = story;
    const message = await share("#reading", "/reef", "The reef at low tide");
    const card = slack.replies("#reading", message)[0];
    if (!card) throw new Error("no card");
    await slack.click(card, "card_more", { as: "ana", value: "Delete" });
    await story.settled();
    site.put("/shoal", anArticle({ title: "The shoal beside it" }));
    const both = await slack.edit(message, `<${site.url}/reef> and <${site.url}/shoal>`);
    await story.settled();
    expect(textOf(slack.replies("#reading", message).map(({ blocks }) => blocks))).not.toContain("The reef");
    expect(await ask("reef at low tide", "ana")).not.toContain("The reef at low tide\n");
    const without = await slack.edit(both, `<${site.url}/shoal>`);
    await slack.edit(without, `<${site.url}/shoal> and once more <${site.url}/reef>`);
    await story.settled();
    expect(await ask("reef at low tide", "ana")).toContain("The reef at low tide\n");
  });

  run("a link that can never be read has no Retry; who posted it deletes its card", async () => {
    const { slack } = story;
    const message = await slack.say("#reading", "<http://10.0.0.1/plans>", { as: "ana" });
    await story.settled();
    const card = slack.replies("#reading", message)[0];
    if (!card) throw new Error("no card");
    expect(textOf(card.blocks)).toContain("private address");
    expect(JSON.stringify(card.blocks)).not.toContain("card_retry");
    await slack.click(card, "card_remove", { as: "bo" });
    await story.settled();
    expect(slack.replies("#reading", message)).toHaveLength(1);
    await slack.click(card, "card_remove", { as: "ana" });
    await story.settled();
    expect(slack.replies("#reading", message)).toHaveLength(0);
    expect(await ask("is:failed", "ana")).not.toContain("10.0.0.1");
  });
});
