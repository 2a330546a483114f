import type { Json } from "./json.ts";

/** Where a bare address ends: white space, brackets, quotes and the punctuation of Chinese and Japanese. */
const BARE_URL = /(^|[^<|\w])(https?:\/\/(?:(?!&[lg]t;)[^\s<>"|，。；：！？、）】」』》“”])+)/giu;
/** Punctuation that ends a sentence and not an address; the `;` of `&amp;` is neither. */
const TRAILING = /(?:(?<!&amp);|[.,:!?'")\]])+$/;

/** What Slack makes of what a person types: the three marks escaped, then every address a link. */
export function typed(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return linked(escaped);
}

/** Mrkdwn with every bare `https://…` in it made a link, as Slack does before an app sees it. */
export function linked(mrkdwn: string): string {
  return mrkdwn.replaceAll(BARE_URL, (_, before: string, address: string) => {
    const url = address.replace(TRAILING, "");
    const rest = address.slice(url.length);
    return `${before}<${url.replaceAll(/&(?!amp;)/g, "&amp;")}>${rest}`;
  });
}

/** Mrkdwn's three escapes undone, once. */
export function unescaped(mrkdwn: string): string {
  return mrkdwn.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

const PREFORMATTED = /```\n?([\s\S]*?)\n?```\n?/;
const TOKENS = /<([^<>\n]+)>|`([^`\n]+)`/;

/**
 * The `rich_text` block that Slack's editor sends beside a person's text: links, mentions, code, preformatted text
 * and quotes; emphasis stays as typed.
 */
export function richTextOf(mrkdwn: string): Json {
  return { type: "rich_text", elements: parted(mrkdwn) };
}

function parted(mrkdwn: string): readonly Json[] {
  const found = PREFORMATTED.exec(mrkdwn);
  if (!found) return quotedOrPlain(mrkdwn);
  const code = { type: "rich_text_preformatted", elements: [{ type: "text", text: unescaped(found[1] ?? "") }] };
  const after = mrkdwn.slice(found.index + found[0].length);
  return [...quotedOrPlain(mrkdwn.slice(0, found.index)), code, ...parted(after)];
}

function quotedOrPlain(mrkdwn: string): readonly Json[] {
  const runs: { quoted: boolean; lines: string[] }[] = [];
  for (const line of mrkdwn === "" ? [] : mrkdwn.split("\n")) {
    const quoted = line.startsWith("&gt;");
    const text = quoted ? line.replace(/^&gt; ?/, "") : line;
    const last = runs.at(-1);
    if (last?.quoted === quoted) last.lines.push(text);
    else runs.push({ quoted, lines: [text] });
  }
  return runs.map(({ quoted, lines }) => ({
    type: quoted ? "rich_text_quote" : "rich_text_section",
    elements: inline(lines.join("\n")),
  }));
}

function inline(mrkdwn: string): readonly Json[] {
  const elements: Json[] = [];
  let rest = mrkdwn;
  for (let found = TOKENS.exec(rest); found; found = TOKENS.exec(rest)) {
    if (found.index > 0) elements.push({ type: "text", text: unescaped(rest.slice(0, found.index)) });
    elements.push(found[1] === undefined ? code(found[2] ?? "") : bracketed(found[1]));
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest !== "") elements.push({ type: "text", text: unescaped(rest) });
  return elements;
}

function code(text: string): Json {
  return { type: "text", text: unescaped(text), style: { code: true } };
}

function bracketed(inside: string): Json {
  const [target = "", label] = inside.split("|", 2);
  if (target.startsWith("@")) return { type: "user", user_id: target.slice(1) };
  if (target.startsWith("#")) return { type: "channel", channel_id: target.slice(1) };
  if (target.startsWith("!")) return { type: "broadcast", range: target.slice(1) };
  return { type: "link", url: unescaped(target), ...(label === undefined ? {} : { text: unescaped(label) }) };
}
