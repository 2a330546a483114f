import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

  run("a file that comes as a sign-in page is told, never filed as a page", async () => {
    const { slack } = story;
    slack.fault({ method: "files.download", times: Number.POSITIVE_INFINITY }, { kind: "sign_in_page" });
    const message = await slack.attach("#reading", { filename: "page.html", content: anArticle({ title: "Mine" }) });
    await story.until(() => /files:read/.test(textOf(slack.replies("#reading", message)[0]?.blocks)));
    slack.mend();
  });
});
