import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unhurried } from "../../jobs/export.ts";
import type { ArchiveRecord } from "../../src/core/archive/record.ts";
import { readSavedPost } from "../../src/parse/files/saved-post.ts";
import { jobId } from "../../src/queue/contracts.ts";
import { forgetTeam } from "../../src/store/forget.ts";
import { savedPostText } from "../parse/files/a-saved-post.ts";
import { aZip } from "../parse/files/a-zip.ts";
import { anArticle } from "../support/local-site.ts";
import { EMBEDDED, openStory, SERVED, type Story } from "../support/story.ts";
import { textOf } from "../support/text-of.ts";

const TEAM = {
  people: [{ name: "ana" }, { name: "bo" }],
  channels: [{ name: "reading" }, { name: "secret", isPrivate: true, members: ["bo"] }],
};

describe.each([EMBEDDED, SERVED])("a team takes its library with it ($name)", (shape) => {
  const run = test.skipIf(shape.missing !== undefined);
  let story: Story;
  let archive: Uint8Array;

  beforeAll(async () => {
    if (shape.missing) return console.log(`skipped: ${shape.missing}`);
    story = await openStory(shape, { slack: TEAM });
    const { slack, site } = story;
    site.put("/queues", anArticle({ title: "How queues fail" }));
    site.put("/plans", anArticle({ title: "The secret plans" }));
    await slack.say("#reading", `<${site.url}/queues>`, { as: "ana" });
    const note = await slack.attach("#reading", {
      filename: "note.md",
      content: "# A note\n\n<b> & ## no heading; a note of one day's watch on the pier.",
    });
    await slack.attach("#reading", {
      filename: "post.md",
      content: savedPostText({
        title: "潮汐表",
        url: "https://weibo.com/1234567890/PpkVEsW5r",
        original: "每天清晨，引水员都要看潮汐表，渔民也是如此。港口的水深决定他们何时出海。",
        summary: "引水员和渔民每天都看潮汐表。",
      }),
    });
    await slack.say("#secret", `<${site.url}/plans>`, { as: "bo" });
    await story.settled();
    const card = slack.replies("#reading", note)[0];
    if (!card) throw new Error("no card");
    await slack.click(card, "card_more", { as: "ana", value: "Edit" });
    await story.settled();
    const view = slack.views("ana").at(-1);
    if (!view) throw new Error("no modal");
    await slack.submit(view, { title: "A note, 附注 🚢 <b>", tags: "码头, watch", summary: "One day on the pier." });
    await story.settled();
  });
  afterAll(() => story?.close());

  async function ask(text: string, as = "ana"): Promise<string> {
    const answered = await story.slack.command(text, { as, channel: "#reading" });
    await story.settled();
    await story.until(() => answered.answers.length > 0);
    return textOf(answered.answers.map(({ blocks }) => blocks));
  }
  async function exported(as = "ana"): Promise<Uint8Array> {
    const before = story.slack.files(as).length;
    expect(await ask("export", as)).toContain("direct message");
    await story.until(() => story.slack.files(as).length > before);
    const file = story.slack.files(as).slice(before).at(-1);
    if (!file) throw new Error("no file came");
    return file.bytes;
  }
  const textIn = (zip: Uint8Array, name: string) => strFromU8(unzipSync(zip)[name] ?? new Uint8Array());

  run("the asker gets what they may see, and nothing else", async () => {
    archive = await exported();
    const names = Object.keys(unzipSync(archive));
    expect(names).toHaveLength(5);
    expect(names.filter((name) => /^\d{4}-\d\d-\d\d\/.+\.md$/.test(name))).toHaveLength(3);
    expect(textIn(archive, "README.md")).toContain("How queues fail");
    expect(
      Object.values(unzipSync(archive))
        .map((bytes) => strFromU8(bytes))
        .join(),
    ).not.toContain("secret plans");
    expect(Object.keys(unzipSync(await exported("bo")))).toHaveLength(6);
  });

  run("a restart in the middle costs nobody the archive", async () => {
    const { slack } = story;
    const before = slack.files("ana").length;
    slack.fault({ method: "files.getUploadURLExternal" }, { kind: "status", status: 500 });
    await slack.command("export", { as: "ana", channel: "#reading" });
    await story.restart();
    await story.until(() => slack.files("ana").length > before);
    expect(slack.files("ana").at(-1)?.bytes).toEqual(archive);
  });

  run("who can't be sent a file is told why", async () => {
    const { slack } = story;
    const told = () =>
      slack
        .messages("@ana")
        .filter(({ botId }) => botId)
        .map(({ blocks }) => textOf(blocks))
        .join("\n");
    slack.fault({ method: "files.getUploadURLExternal" }, { kind: "error", error: "missing_scope" });
    await ask("export");
    await story.until(() => told().includes("files:write"));
    expect(told()).not.toContain("went wrong");
  });

  run("each item stands in the archive's own format and reads back", () => {
    const name = Object.keys(unzipSync(archive)).find((one) => one.includes("How-queues-fail")) ?? "";
    const page = readSavedPost({ bytes: unzipSync(archive)[name] ?? new Uint8Array(), filename: name });
    expect(page).toMatchObject({ title: "How queues fail", claimedUrl: `${story.site.url}/queues` });
    expect(page.text).toContain("A queue hides the gap");
    expect(page.claims?.summary).not.toBe("");
  });

  run("asked twice, the bytes are the same", async () => {
    expect(await exported()).toEqual(archive);
  });

  run("imported where it came from, it changes nothing", async () => {
    const message = await story.slack.attach("#reading", { filename: "mine.zip", content: archive });
    await story.until(() => textOf(story.slack.replies("#reading", message)[0]?.blocks).includes("Imported"));
    expect(textOf(story.slack.replies("#reading", message)[0]?.blocks)).toContain("0 new, 3 in the library before");
    await story.settled();
    expect(await exported()).toEqual(archive);
  });

  run("exported, wiped and imported, it is the same library", async () => {
    const { slack } = story;
    await forgetTeam(story.footnote.database.db, slack.teamId);
    expect(await ask("queues")).toContain("Nothing found");
    const message = await slack.attach("#reading", { filename: "mine.zip", content: archive });
    await story.until(() => textOf(slack.replies("#reading", message)[0]?.blocks).includes("Imported"));
    await story.settled();
    expect(textOf(slack.replies("#reading", message)[0]?.blocks)).toContain("3 new");
    expect(textIn(await exported(), "items.jsonl")).toBe(textIn(archive, "items.jsonl"));
    expect(await ask("queues")).toContain("How queues fail");
    expect(await ask("渔民")).toContain("潮汐表");
    expect(await ask("tag:码头")).toContain("A note, 附注");
  });

  run("an export for whom Slack lets nobody write to ends, and is not tried for ever", async () => {
    const { slack, footnote } = story;
    slack.fault(
      { method: "conversations.open", times: Number.POSITIVE_INFINITY },
      { kind: "error", error: "user_disabled" },
    );
    await footnote.queue.add(
      "export",
      { teamId: slack.teamId, userId: slack.person("ana").id },
      { id: jobId("export", "to nobody") },
    );
    await story.settled();
    slack.mend();
    expect((await footnote.queue.failed()).map(({ name, reason }) => [name, reason])).toEqual([
      ["export", expect.stringContaining("NOT_IN_CHANNEL")],
    ]);
  });

  run("a forged line is left out, and a forged quotation is not believed", async () => {
    const [line = ""] = textIn(archive, "items.jsonl").split("\n");
    const record = JSON.parse(line);
    const forged = {
      ...record,
      addresses: ["https://forged.example/page"],
      contentHash: undefined,
      title: "A forged page",
      summary: {
        sentences: [{ text: "Nobody wrote this.", spans: [{ start: 0, end: 9 }], match: "quoted" }],
        method: record.summary.method,
      },
    };
    const zip = aZip({ "items.jsonl": `${JSON.stringify(forged)}\n${JSON.stringify({ ...record, kind: "spell" })}\n` });
    const message = await story.slack.attach("#reading", { filename: "forged.zip", content: zip.bytes });
    const says = () => textOf(story.slack.replies("#reading", message)[0]?.blocks);
    await story.until(() => says().includes("Imported"));
    expect(says()).toContain("1 new");
    expect(says()).toContain("no record of an export");
    const { rows } = await story.footnote.database.pool.query("select summary from item where title = 'A forged page'");
    expect(rows[0].summary.sentences[0].match).toBe("not found");
  });

  run("records that no library could hold are left out, and those after them are not", async () => {
    const [line = ""] = textIn(archive, "items.jsonl").split("\n");
    const odd = (name: string, changes: object) =>
      JSON.stringify({
        ...JSON.parse(line),
        path: `${name}.md`,
        addresses: [`https://odd.example/${name}`],
        ...changes,
      });
    const hashtags = Array.from({ length: 150_000 }, (_, at) => `tag${at.toString(36)}`);
    const lines = [odd("a", { hashtags }), odd("b", { durationSeconds: 1e12 }), odd("c", { title: "The last one" })];
    const message = await story.slack.attach("#reading", {
      filename: "odd.zip",
      content: aZip({ "items.jsonl": `${lines.join("\n")}\n` }).bytes,
    });
    const says = () => textOf(story.slack.replies("#reading", message)[0]?.blocks);
    await story.until(() => says().includes("Imported"));
    expect(says()).toContain("1 new");
    expect(says()).toContain("Left out: 2");
    expect(await ask('"The last one"')).toContain("The last one");
  });
});

test("between the records of an export, what waits goes first", async () => {
  async function* records() {
    for (let at = 0; at < 20; at += 1) yield { path: `${at}` } as ArchiveRecord;
  }
  let turns = 0;
  const seen: number[] = [];
  const turn = () => {
    turns += 1;
    if (seen.length < 20) setImmediate(turn);
  };
  setImmediate(turn);
  for await (const _ of unhurried(records())) seen.push(turns);
  expect(new Set(seen).size).toBe(20);
});
