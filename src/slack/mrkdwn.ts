/**
 * Text from outside on its way into Slack. This is the one place where it is escaped, so that a page can neither ping
 * anyone nor disguise a link.
 */

/** Directional overrides and isolates that can make one address look like another (Unicode TR36). */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g;
/** Characters without width; the joiners U+200C and U+200D stay, for Persian and emoji need them. */
const ZERO_WIDTH = /[\u200B\u2060\uFEFF\u00AD]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** Outside text as literal text: no control, bidirectional or invisible characters, and no half surrogate. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(BIDI_CONTROLS, "").replace(ZERO_WIDTH, "").replace(CONTROL, " ");
}

/** Words that call everyone where Slack reads names in plain text; not the domain of a mail address. */
const BROADCAST = /(?<![\p{L}\p{N}_.])@(here|channel|everyone)/giu;

/**
 * Outside text for a mrkdwn field: `&`, `<`, `>` escaped, in this order and once, and `@here` and its like parted by a
 * joiner without width. Source: Slack, "Formatting text for app surfaces", "Escaping text".
 */
export function escapeMrkdwn(text: string): string {
  const escaped = plainText(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped.replace(BROADCAST, "@\u2060$1");
}

/**
 * What an asker typed, escaped already: people and channels as Slack marks them up (`<@U…>`, `<#C…|ml>`) are theirs
 * again, and are shown by name. Never for text of a page.
 */
export function withNames(escaped: string): string {
  return escaped.replace(/&lt;([@#][A-Z0-9]+)(?:\|[^<>&]*)?&gt;/g, "<$1>");
}

/** Outside text for a message's notification text, where `@here` and its like could be read as a mention. */
export function escapeNotification(text: string): string {
  return escapeMrkdwn(text).replace(/@(here|channel|everyone)/gi, "@\u2060$1");
}

/** A link in mrkdwn. The label is outside text; a `|` in the address would end it early. */
export function mrkdwnLink(url: string, label: string): string {
  const address = url.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E").replaceAll("&", "&amp;");
  return `<${address}|${escapeMrkdwn(label).replaceAll("|", "ǀ").replaceAll("\n", " ") || address}>`;
}

const segments = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Cuts text to at most `limit` UTF-16 code units with an ellipsis, never inside a character a person sees as one
 * (emoji sequences, combining marks).
 */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = 0;
  for (const { segment, index } of segments.segment(text.slice(0, limit + 64))) {
    if (index + segment.length > limit - 1) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}

/** As many of the first lines, escaped already, as fit into `limit` together: no line is cut, for that could cut mark-up. */
export function linesWithin(lines: readonly string[], limit: number): string {
  let kept = "";
  for (const line of lines) {
    const longer = kept === "" ? line : `${kept}\n${line}`;
    if (longer.length > limit) break;
    kept = longer;
  }
  return kept;
}

/** As {@link clip}, for text that is escaped afterwards: the limit holds for the escaped form. */
export function clipEscaped(text: string, limit: number): string {
  let kept = clip(plainText(text), limit);
  while (escapeMrkdwn(kept).length > limit && kept.length > 1) {
    kept = clip(kept, kept.length - Math.ceil((escapeMrkdwn(kept).length - limit) / 4) - 1);
  }
  return escapeMrkdwn(kept);
}
