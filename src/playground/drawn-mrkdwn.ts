import { createElement, Fragment, type ReactNode } from "react";
import { unescaped } from "./typed-text.ts";

/** What mentions are called. */
export interface Names {
  user(id: string): string;
  channel(id: string): string;
  /** Where a link to a message of this workspace leads on this page; undefined for any other address. */
  here(url: string): string | undefined;
}

/**
 * Mrkdwn drawn by Slack's rules, as React nodes, so that text stays text. Drawn here and not by slack-blocks-to-jsx,
 * which unescapes before it parses (a label with `&gt;` breaks out of its link), and which shows emphasis beside Chinese
 * characters, where Slack shows the asterisks.
 */
export function drawnMrkdwn(mrkdwn: string, names: Names): ReactNode {
  return keyed(quoteRuns(mrkdwn).map((run) => drawnRun(run, names)));
}

/** Plain text: literal but for emoji names. */
export function drawnPlainText(text: string): ReactNode {
  return keyed(emojis(text));
}

/** A list of nodes that React need not ask keys of. */
export function keyed(nodes: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, undefined, ...nodes);
}

/** An address that may be followed from the page; anything else is shown as text. */
export function isSafeLink(url: string): boolean {
  return /^(?:https?:|mailto:)/i.test(url);
}

/** A link out of the page, which learns nothing of the page. */
export function drawnLink(url: string, label: ReactNode): ReactNode {
  if (!isSafeLink(url)) return createElement("span", undefined, label);
  return createElement("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, label);
}

interface Run {
  readonly quoted: boolean;
  readonly text: string;
}

function quoteRuns(mrkdwn: string): readonly Run[] {
  const runs: { quoted: boolean; lines: string[] }[] = [];
  for (const line of mrkdwn.split("\n")) {
    const quoted = /^(?:&gt;|>)/.test(line);
    const text = quoted ? line.replace(/^(?:&gt;|>) ?/, "") : line;
    const last = runs.at(-1);
    if (last?.quoted === quoted) last.lines.push(text);
    else runs.push({ quoted, lines: [text] });
  }
  return runs.map(({ quoted, lines }) => ({ quoted, text: lines.join("\n") }));
}

function drawnRun({ quoted, text }: Run, names: Names): ReactNode {
  return createElement(quoted ? "blockquote" : "span", undefined, drawnInline(text, names));
}

/** Code, preformatted text and everything in angle brackets come first: nothing inside them is emphasis. */
const TOKENS = /```\n?([\s\S]+?)\n?```|`([^`\n]+)`|<([^<>\n]+)>/g;

function drawnInline(mrkdwn: string, names: Names): ReactNode {
  const nodes: ReactNode[] = [];
  const held: ReactNode[] = [];
  // Tokens are put aside under private-use characters, so that emphasis can run across them.
  const flat = mrkdwn.replaceAll(TOKENS, (_, pre?: string, code?: string, inside?: string) => {
    held.push(drawnToken(pre, code, inside, names));
    return `\uE000${held.length - 1}\uE001`;
  });
  nodes.push(...emphasised(flat, held));
  return keyed(nodes);
}

function drawnToken(
  pre: string | undefined,
  code: string | undefined,
  inside: string | undefined,
  names: Names,
): ReactNode {
  if (pre !== undefined) return createElement("pre", undefined, unescaped(pre));
  if (code !== undefined) return createElement("code", undefined, unescaped(code));
  return drawnBrackets(inside ?? "", names);
}

function drawnBrackets(inside: string, names: Names): ReactNode {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : unescaped(inside.slice(bar + 1));
  const mention = (text: string) => createElement("span", { className: "mention" }, text);
  if (target.startsWith("@")) return mention(`@${names.user(target.slice(1))}`);
  if (target.startsWith("#")) return mention(`#${names.channel(target.slice(1))}`);
  if (target.startsWith("!date")) return label ?? "";
  if (target.startsWith("!")) return mention(`@${target.slice(1)}`);
  const url = unescaped(target);
  const here = names.here(url);
  return here === undefined ? drawnLink(url, label ?? url) : createElement("a", { href: here }, label ?? url);
}

/**
 * `*bold*`, `_italic_`, `~struck~`: the marks must stand beside white space or punctuation on their outer side. Han
 * characters are letters there, which is why emphasis fails in Chinese.
 */
const EMPHASIS = /(^|[^\p{L}\p{N}*_~\uE001])([*_~])(?=\S)([^\n]*?[^\s*_~]|[^\s*_~])\2(?![\p{L}\p{N}\uE000])/u;
const TAGS: Readonly<Record<string, string>> = { "*": "strong", _: "em", "~": "del" };

function emphasised(text: string, held: readonly ReactNode[]): readonly ReactNode[] {
  const found = EMPHASIS.exec(text);
  if (!found) return released(text, held);
  const [whole, before = "", mark = "*", inside = ""] = found;
  const start = found.index + before.length;
  const after = text.slice(found.index + whole.length);
  return [
    ...released(text.slice(0, start), held),
    createElement(TAGS[mark] ?? "span", undefined, ...emphasised(inside, held)),
    ...emphasised(after, held),
  ];
}

function released(text: string, held: readonly ReactNode[]): readonly ReactNode[] {
  return text
    .split(/\uE000(\d+)\uE001/)
    .flatMap((part, index) => (index % 2 === 1 ? [held[Number(part)]] : emojis(unescaped(part))));
}

/** The emoji that cards and samples use; any other name stays as it is written. */
const EMOJI: Readonly<Record<string, string>> = {
  bookmark: "🔖",
  books: "📚",
  bulb: "💡",
  calendar: "📅",
  clock3: "🕒",
  eyes: "👀",
  heavy_check_mark: "✔️",
  hourglass_flowing_sand: "⏳",
  information_source: "ℹ️",
  link: "🔗",
  lock: "🔒",
  mag: "🔍",
  newspaper: "📰",
  page_facing_up: "📄",
  paperclip: "📎",
  pushpin: "📌",
  repeat: "🔁",
  smile: "😄",
  star: "⭐",
  tada: "🎉",
  thumbsup: "👍",
  warning: "⚠️",
  wave: "👋",
  white_check_mark: "✅",
  x: "❌",
};

function emojis(text: string): readonly ReactNode[] {
  return [text.replaceAll(/:([a-z0-9_+-]+):/g, (whole, name: string) => EMOJI[name] ?? whole)];
}

/** The character for an emoji's name, or the name in colons. */
export function emojiOf(name: string): string {
  return EMOJI[name] ?? `:${name}:`;
}
