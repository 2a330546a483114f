import { existsSync, mkdirSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { openSampleSite, type SampleSite, sampleSavedPost } from "../../src/playground/sample-site.ts";
import { samplesOf } from "../../src/playground/samples.ts";
import { openSlackStandIn, type SlackStandIn } from "../../src/playground/slack-stand-in.ts";
import { type PlaygroundApp, startPlaygroundApp } from "../support/playground-app.ts";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
const SCREENSHOTS = new URL("../.screenshots/", import.meta.url).pathname;
const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) console.warn(`Skipping the browser test: there is no ${CHROMIUM}.`);

describe.skipIf(!hasChromium)("a person in the playground", () => {
  let site: SampleSite;
  let slack: SlackStandIn;
  let app: PlaygroundApp;
  let playground: Playground;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    site = await openSampleSite();
    slack = await openSlackStandIn({
      people: [
        { name: "ana", realName: "Ana" },
        { name: "bo", realName: "小波" },
        { name: "cy", realName: "Cy" },
        { name: "guest", realName: "Guest", isRestricted: true },
      ],
      channels: [
        { name: "reading", members: ["ana", "bo"] },
        { name: "general", members: ["ana", "bo", "guest"] },
        { name: "planning", isPrivate: true, members: ["ana"] },
      ],
    });
    app = await startPlaygroundApp(slack, [`127.0.0.1:${site.port}`]);
    playground = await openPlayground({ slack, port: 0, write: () => {}, samples: samplesOf(site) });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1180, height: 820 } });
    page.setDefaultTimeout(8_000);
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(playground.url) && !request.url().startsWith("data:")) faults.push(request.url());
    });
    await page.goto(playground.url);
  });

  afterAll(async () => {
    await browser?.close();
    await playground?.close();
    await app?.stop();
    await slack?.close();
    await site?.close();
  });

  const shot = (name: string) => page.screenshot({ path: `${SCREENSHOTS}${name}.png` });

  test("pastes a link and gets a card in the thread", async () => {
    await page.getByRole("textbox").fill(`Worth reading: ${site.url}/queues`);
    await page.keyboard.press("Enter");
    await page.locator(".thread .message").waitFor();
    await page.getByText("Why every queue is full or empty").first().waitFor();
    expect(await page.locator("#messages").textContent()).toContain("found in the text");
    await shot("paste");
  });

  test("drops a file", async () => {
    const { filename, content } = sampleSavedPost();
    const transfer = await page.evaluateHandle(
      ([name, text]) => {
        // In the browser; Node has no DataTransfer.
        const { DataTransfer } = globalThis as unknown as { DataTransfer: new () => { items: Set<File> } };
        const data = new DataTransfer();
        data.items.add(new File([text], name, { type: "text/markdown" }));
        return data;
      },
      [filename, content] as const,
    );
    await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
    await page.locator(".thread .message").nth(1).waitFor();
    expect(await page.locator(".file").textContent()).toContain(filename);
    expect(slack.files("ana")).toMatchObject([{ name: filename }]);
    await page.locator(".thread .message", { hasText: "example.org" }).waitFor();
    await page.setViewportSize({ width: 1180, height: 1_160 });
    await shot("channel");
    await page.setViewportSize({ width: 1180, height: 820 });
  });

  test("searches, and only they see the answer", async () => {
    await page.getByRole("textbox").fill("/footnote 电池");
    await page.keyboard.press("Enter");
    await page
      .locator(".only-you", { hasText: "results" })
      .or(page.locator(".only-you", { hasText: "1 result" }))
      .first()
      .waitFor();
    await shot("search");
    await page.getByRole("link", { name: "小波" }).click();
    await page.locator(".people [aria-current]", { hasText: "小波" }).waitFor();
    expect(await page.locator(".only-you").count()).toBe(0);
    await page.getByRole("link", { name: "Cy" }).click();
    await page.locator(".people [aria-current]", { hasText: "Cy" }).waitFor();
    expect(await page.locator("#heading").textContent()).toContain("You are not in this channel");
    expect(await page.locator("#sidebar").textContent()).not.toContain("planning");
    await page.getByRole("link", { name: "Guest" }).click();
    await page.locator(".people [aria-current]", { hasText: "Guest" }).waitFor();
    expect(await page.locator("#sidebar").textContent()).not.toContain("reading");
    await page.getByRole("link", { name: "Ana" }).click();
    await page.getByRole("link", { name: "# reading" }).click();
  });

  test("opens the modal from the card by keyboard, and closes it with Escape", async () => {
    await page.locator('[data-action="card_why"]').first().focus();
    await page.keyboard.press("Enter");
    const modal = page.getByRole("dialog");
    await modal.waitFor();
    await modal.getByText("found in the text, word for word").first().waitFor();
    await shot("modal");
    await page.keyboard.press("Escape");
    await modal.waitFor({ state: "hidden" });
    expect(slack.views("ana")).toEqual([]);
  });

  test("edits and deletes what they said", async () => {
    await page.getByRole("textbox").fill("a < b & c");
    await page.keyboard.press("Enter");
    const mine = page.locator(".message", { hasText: "a < b & c" });
    await mine.hover();
    await mine.getByRole("button", { name: "Edit" }).click();
    expect(await page.getByRole("textbox").inputValue()).toBe("a < b & c");
    await page.getByRole("textbox").fill("a > b");
    await page.keyboard.press("Enter");
    const edited = page.locator(".message", { hasText: "a > b" });
    await edited.hover();
    await edited.getByRole("button", { name: "Delete" }).click();
    await edited.waitFor({ state: "detached" });
  });

  test("opens the app's home, in the dark too", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.getByRole("link", { name: "Footnote: home" }).click();
    await page.getByText("Shared last in your channels").waitFor();
    expect(await page.locator("#hint").count()).toBe(0);
    await page.setViewportSize({ width: 390, height: 420 });
    await page.reload();
    await page.getByText("Shared last in your channels").waitFor();
    const scrolled = page.locator("#messages").evaluate((list) => (list as unknown as { scrollTop: number }).scrollTop);
    expect(await scrolled).toBe(0);
    await page.setViewportSize({ width: 1180, height: 820 });
    await page.getByRole("link", { name: "# reading" }).click();
    await page.locator(".thread .message").first().waitFor();
    await shot("dark");
  });

  test("nothing was loaded from elsewhere and nothing went wrong", () => {
    expect(faults).toEqual([]);
    expect(slack.violations()).toEqual([]);
  });
});
