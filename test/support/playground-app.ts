import type { AddressInfo } from "node:net";
import { App, type BlockAction, LogLevel } from "@slack/bolt";
import type { SlackStandIn } from "../../src/playground/slack-stand-in.ts";

/** An app behind the playground. */
export interface PlaygroundApp {
  stop(): Promise<void>;
}

/**
 * Starts the app that the playground's browser test drives, and connects the stand-in to it. This is the one place that
 * says which app that is: a small one with cards, a modal, a command and a home, so that the playground can be tried by
 * itself.
 */
export async function startPlaygroundApp(slack: SlackStandIn): Promise<PlaygroundApp> {
  const app = new App({
    token: slack.botToken,
    signingSecret: slack.signingSecret,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  app.message(async ({ message, client }) => {
    if (message.subtype !== undefined && message.subtype !== "file_share") return;
    if ("bot_id" in message && message.bot_id !== undefined) return;
    const files = "files" in message ? (message.files ?? []) : [];
    const [link] = /https?:[^|>]+/.exec(message.text ?? "") ?? [];
    const title = link ?? files[0]?.name;
    if (title === undefined || title === null) return;
    await client.chat.postMessage({
      channel: message.channel,
      thread_ts: message.ts,
      text: title,
      blocks: cardBlocks(title),
    });
  });
  app.command("/footnote", async ({ ack, respond, command }) => {
    await ack();
    await respond({
      text: `Results for ${command.text}`,
      blocks: [section(`*2 results for* “${command.text}”\n1. <https://example.org/a|电池回收的账终于算平了>`)],
    });
  });
  app.action("why", async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: (body as BlockAction).trigger_id, view: WHY });
  });
  app.action("gone", async ({ ack }) => ack());
  app.view("why", async ({ ack }) => ack());
  app.event("app_home_opened", async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: "home", blocks: [section("*Your reading*\nNothing saved yet.")] },
    });
  });
  const server = await app.start({ port: 0, host: "127.0.0.1" });
  slack.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    stop: async () => {
      await app.stop();
    },
  };
}

function section(text: string) {
  return { type: "section" as const, text: { type: "mrkdwn" as const, text } };
}

function plain(text: string) {
  return { type: "plain_text" as const, text };
}

function cardBlocks(title: string) {
  const literal = (text: string) => ({
    type: "rich_text_section" as const,
    elements: [{ type: "text" as const, text }],
  });
  return [
    section(`*<https://example.org/a|${title.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}>*`),
    {
      type: "context" as const,
      elements: [{ type: "mrkdwn" as const, text: "example.org · 林溪 · 22 Jan 2026 · 4 min" }],
    },
    {
      type: "rich_text" as const,
      elements: [
        {
          type: "rich_text_list" as const,
          style: "bullet" as const,
          elements: [
            literal("The half-full queue is a drawing, not a measurement."),
            literal("卡片的效果比预想的明显：<script>alert(1)</script> 只是文字。"),
          ],
        },
      ],
    },
    { type: "context" as const, elements: [{ type: "mrkdwn" as const, text: "2 of 2 sentences found in the text" }] },
    {
      type: "actions" as const,
      elements: [
        { type: "button" as const, action_id: "why", text: plain("Why?"), value: "1" },
        { type: "button" as const, action_id: "gone", text: plain("Open"), url: "https://example.org/a" },
      ],
    },
  ];
}

const WHY = {
  type: "modal" as const,
  callback_id: "why",
  title: plain("What it rests on"),
  submit: plain("Keep note"),
  close: plain("Close"),
  blocks: [
    { type: "header" as const, text: plain("Sentence 1") },
    section("The half-full queue is a drawing, not a measurement."),
    { type: "context" as const, elements: [{ type: "mrkdwn" as const, text: "Found word for word in paragraph 1" }] },
    { type: "divider" as const },
    {
      type: "input" as const,
      block_id: "note",
      optional: true,
      label: plain("Note"),
      element: { type: "plain_text_input" as const, action_id: "note" },
    },
  ],
};
