import { request } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { openSampleSite, SAMPLE_PAGES, sampleSavedPost } from "../../src/playground/sample-site.ts";
import { openSlackStandIn, type SlackStandIn } from "../../src/playground/slack-stand-in.ts";

let slack: SlackStandIn;
let playground: Playground;
const said: string[] = [];

beforeEach(async () => {
  slack = await openSlackStandIn();
  playground = await openPlayground({ slack, port: 0, write: (line) => said.push(line) });
});

afterEach(async () => {
  await playground.close();
  await slack.close();
});

/** A request with headers that `fetch` does not let one choose. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const { method = "GET", headers = {}, body } = options;
    const sent = request(new URL(path, playground.url), { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const SAY = JSON.stringify({ kind: "say", text: "hello" });

test("it says where it is, and its page loads nothing from elsewhere", async () => {
  expect(said.at(-1)).toContain(playground.url);
  const page = await fetch(playground.url);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await page.text()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});

test("pages elsewhere can neither read it by a name of theirs nor post to it", async () => {
  expect(await ask("/", { headers: { host: "evil.example" } })).toBe(403);
  expect(await ask("/act", { method: "POST", headers: { origin: "https://evil.example" }, body: SAY })).toBe(403);
  expect(await ask("/act", { method: "POST", body: SAY })).toBe(403);
  const origin = playground.url.replace(/\/$/, "");
  expect(await ask("/act", { method: "POST", headers: { origin }, body: SAY })).toBe(200);
  expect(slack.messages("#reading").map(({ text }) => text)).toEqual(["hello"]);
});

test("nobody changes what another person said", async () => {
  const message = await slack.say("#reading", "mine", { as: "ana" });
  const origin = playground.url.replace(/\/$/, "");
  const body = JSON.stringify({ kind: "remove", ts: message.ts });
  await ask("/act?as=bo&in=reading", { method: "POST", headers: { origin }, body });
  expect(slack.current(message)?.text).toBe("mine");
});

test("the sample site has one page of each kind", async () => {
  const site = await openSampleSite({ slowMs: 5 });
  const statuses = await Promise.all(
    Object.values(SAMPLE_PAGES).map(async (path) => (await fetch(site.url + path)).status),
  );
  expect(statuses).toEqual([200, 200, 403, 200, 404]);
  await site.close();
});

test("the saved post has the archive's parts", () => {
  const { filename, content } = sampleSavedPost();
  expect(filename.endsWith(".md")).toBe(true);
  for (const part of [
    "# #",
    "**URL**: ",
    "## 原始摘要",
    "## AI 摘要",
    "## 元数据",
    "sinaurl?u=",
    "- **来源**: ArXiv",
  ]) {
    expect(content).toContain(part);
  }
});
