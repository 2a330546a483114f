import { createElement as h, type ReactNode } from "react";
import { drawnBlocks } from "./drawn-blocks.ts";
import { drawnMrkdwn, emojiOf, keyed, type Names } from "./drawn-mrkdwn.ts";
import { icon } from "./icons.ts";
import { asText, type Json } from "./json.ts";
import type { SlackMessage } from "./slack-message.ts";

/** Who looks, and what they need to be told apart from others. */
export interface Viewer {
  readonly id: string;
  readonly names: Names;
  readonly botId: string;
}

/** A channel's messages: threads stand open below the message they belong to. */
export function drawnMessages(messages: readonly SlackMessage[], viewer: Viewer): ReactNode {
  const isReply = ({ threadTs, ts }: SlackMessage) => threadTs !== undefined && threadTs !== ts;
  const stamps = new Set(messages.map(({ ts }) => ts));
  const top = messages.filter((message) => !isReply(message) || !stamps.has(message.threadTs ?? ""));
  return keyed(
    top.map((message) => {
      const replies = messages.filter((one) => isReply(one) && one.threadTs === message.ts);
      return h("li", { key: message.ts }, drawnMessage(message, viewer), drawnThread(replies, viewer));
    }),
  );
}

function drawnThread(replies: readonly SlackMessage[], viewer: Viewer): ReactNode {
  if (replies.length === 0) return undefined;
  const count = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const items = replies.map((reply) => h("li", { key: reply.ts }, drawnMessage(reply, viewer)));
  return h("div", { className: "thread" }, h("p", { className: "thread-count" }, count), h("ol", undefined, ...items));
}

function drawnMessage(message: SlackMessage, viewer: Viewer): ReactNode {
  const isPrivate = message.kind === "ephemeral";
  const attributes = {
    className: `message${isPrivate ? " only-you" : ""}`,
    id: `m${message.ts}`,
    "data-channel": message.channel,
    "data-ts": message.ts,
    "data-ephemeral": isPrivate ? "true" : undefined,
    tabIndex: -1,
  };
  return h(
    "article",
    attributes,
    h("span", { className: "avatar", "aria-hidden": true, "data-tone": tone(message.user) }, initial(message, viewer)),
    h(
      "div",
      { className: "body" },
      isPrivate ? h("p", { className: "only-you-note" }, icon("eye"), " Only visible to you") : undefined,
      drawnByline(message, viewer),
      drawnContent(message, viewer),
      ...message.files.map(drawnFile),
      drawnReactions(message),
    ),
    drawnTools(message, viewer),
  );
}

function drawnByline(message: SlackMessage, { names }: Viewer): ReactNode {
  const app = message.botId === undefined ? undefined : h("span", { className: "app" }, "APP");
  return h(
    "p",
    { className: "byline" },
    h("strong", undefined, names.user(message.user)),
    app,
    h("time", { dateTime: dateOf(message.ts).toISOString() }, clockTime(message.ts)),
    message.edited && message.botId === undefined ? h("span", { className: "edited" }, "(edited)") : undefined,
  );
}

function drawnContent({ blocks, text }: SlackMessage, { names }: Viewer): ReactNode {
  if (blocks.length > 0) return drawnBlocks(blocks, names);
  return text === "" ? undefined : h("div", { className: "block text" }, drawnMrkdwn(text, names));
}

function drawnFile(file: Json): ReactNode {
  const name = asText(file.name) || "A file";
  const kind = asText(file.pretty_type) || asText(file.mode);
  return h(
    "p",
    { className: "file" },
    icon("page"),
    h("strong", undefined, name),
    h("small", { className: "file-kind" }, kind),
  );
}

function drawnReactions({ reactions }: SlackMessage): ReactNode {
  if (reactions.length === 0) return undefined;
  const all = reactions.map(({ name, users }) =>
    h("span", { key: name, className: "reaction" }, `${emojiOf(name)} ${users.length}`),
  );
  return h("p", { className: "reactions" }, ...all);
}

/** A person can change and delete what they said themselves. */
function drawnTools(message: SlackMessage, viewer: Viewer): ReactNode {
  if (message.user !== viewer.id || message.kind === "ephemeral") return undefined;
  const edit = h("button", { type: "button", "data-act": "edit", "data-text": message.text }, "Edit");
  const remove = h("button", { type: "button", "data-act": "remove" }, "Delete");
  return h("div", { className: "tools" }, message.files.length === 0 ? edit : undefined, remove);
}

function initial({ user, botId }: SlackMessage, { names }: Viewer): string {
  if (botId !== undefined) return "¹";
  return [...names.user(user)][0]?.toUpperCase() ?? "?";
}

/** One of six colours, always the same for the same person. */
function tone(userId: string): string {
  return String([...userId].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % 6);
}

function dateOf(ts: string): Date {
  return new Date(Number(ts) * 1_000);
}

function clockTime(ts: string): string {
  return dateOf(ts).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
