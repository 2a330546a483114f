import { optionList } from "./block-elements.ts";
import { asObject, asObjects, asText, type Json, textOrNothing } from "./json.ts";
import type { SlackMessage } from "./slack-message.ts";
import { unescaped } from "./typed-text.ts";

/** Columns of a line, frame left out. */
const WIDTH = 76;

/**
 * A card for a terminal: its text in a frame, links as `label (address)`, buttons in brackets. Han characters, kana,
 * hangul and emoji count as two columns, so that the frame closes beside Chinese too. `width` is the width inside it.
 */
export function cardAsText(message: Pick<SlackMessage, "blocks" | "text">, width: number = WIDTH): string {
  const blocks =
    message.blocks.length > 0 ? message.blocks : [{ type: "section", text: { type: "mrkdwn", text: message.text } }];
  const lines = blocks.flatMap((block) => linesOf(block, width));
  const framed = lines.map((line) => `│ ${line}${" ".repeat(Math.max(0, width - columns(line)))} │`);
  const edge = "─".repeat(width + 2);
  return [`┌${edge}┐`, ...framed, `└${edge}┘`].join("\n");
}

function linesOf(block: Json, width: number): readonly string[] {
  switch (block.type) {
    case "divider":
      return ["─".repeat(width)];
    case "actions":
      return wrapped(asObjects(block.elements).map(operableText).join("  "), width);
    case "section":
      return sectionLines(block, width);
    case "context":
      return wrapped(asObjects(block.elements).map(inlineText).join("  "), width);
    case "image":
      return wrapped(`[picture: ${asText(block.alt_text)}]`, width);
    case "rich_text":
      return asObjects(block.elements).flatMap((part) => richLines(part, width));
    case "markdown":
      return wrapped(asText(block.text), width);
    default:
      return wrapped(inlineText(asObject(block.text)), width);
  }
}

function sectionLines(block: Json, width: number): readonly string[] {
  const text = block.text === undefined ? [] : wrapped(inlineText(asObject(block.text)), width);
  const fields = asObjects(block.fields).flatMap((field) => wrapped(inlineText(field), width));
  const accessory = block.accessory === undefined ? [] : wrapped(operableText(asObject(block.accessory)), width);
  return [...text, ...fields, ...accessory];
}

function inlineText({ type, text, alt_text }: Json): string {
  if (type === "image") return `[${asText(alt_text)}]`;
  return type === "mrkdwn" ? fromMrkdwn(asText(text)) : asText(text);
}

/** Mrkdwn without its marks. */
function fromMrkdwn(mrkdwn: string): string {
  const linked = mrkdwn.replaceAll(/<([^<>|\n]+)(?:\|([^<>\n]*))?>/g, (_, target: string, label?: string) =>
    linkText(target, label),
  );
  const plain = linked.replaceAll(/(?<![\p{L}\p{N}])([*_~`])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/gu, "$2");
  return unescaped(plain);
}

function linkText(target: string, label: string | undefined): string {
  if (target.startsWith("@") || target.startsWith("#")) return label ?? target;
  if (target.startsWith("!")) return label ?? target.slice(1);
  return label === undefined || label === target ? target : `${label} (${target})`;
}

function operableText(element: Json): string {
  if (element.type === "image") return `[picture: ${asText(element.alt_text)}]`;
  const label = textOrNothing(asObject(element.text).text) ?? textOrNothing(asObject(element.placeholder).text);
  if (element.type === "button") return `[ ${label ?? ""} ]`;
  return `[ ${
    label ??
    optionList(element)
      .map(({ text }) => asText(asObject(text).text))
      .join(" / ")
  } ▾ ]`;
}

function richLines(part: Json, width: number): readonly string[] {
  switch (part.type) {
    case "rich_text_list": {
      const items = asObjects(part.elements).map(richText);
      return items.flatMap((item, index) => indented(item, part.style === "ordered" ? `${index + 1}. ` : "• ", width));
    }
    case "rich_text_quote":
      return wrapped(richText(part), width - 2).map((line) => `▏ ${line}`);
    default:
      return wrapped(richText(part), width);
  }
}

function richText(part: Json): string {
  return asObjects(part.elements)
    .map((element) => {
      switch (element.type) {
        case "link":
          return linkText(asText(element.url), textOrNothing(element.text));
        case "user":
          return `@${asText(element.user_id)}`;
        case "channel":
          return `#${asText(element.channel_id)}`;
        case "emoji":
          return `:${asText(element.name)}:`;
        default:
          return asText(element.text);
      }
    })
    .join("");
}

function indented(text: string, mark: string, width: number): readonly string[] {
  return wrapped(text, width - mark.length).map((line, index) => (index === 0 ? mark : " ".repeat(mark.length)) + line);
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\uFE0F/u;

/** Joiners, marks and controls, which take no column of their own. */
const WITHOUT_WIDTH = /^[\p{Cf}\p{Cc}\p{M}]+$/u;

/** How many columns a terminal gives to this text. Source: Unicode UAX 11, "wide" and "fullwidth". */
export function columns(text: string): number {
  let total = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (!WITHOUT_WIDTH.test(segment)) total += WIDE.test(segment) ? 2 : 1;
  }
  return total;
}

/** Lines of at most `width` columns: broken at spaces, or between Chinese characters, or where nothing else is left. */
function wrapped(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((line) => wrappedLine(line, width));
}

const words = new Intl.Segmenter("zh", { granularity: "word" });

function wrappedLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of unbreakable(line)) {
    if (columns(current + word) <= width) {
      current += word;
      continue;
    }
    if (current.trim() !== "") lines.push(current.trimEnd());
    const [full, rest] = cutInto(word.trimStart(), width);
    lines.push(...full);
    current = rest;
  }
  return [...lines, current.trimEnd()];
}

/** Words with the punctuation that may not begin a line. */
function unbreakable(line: string): readonly string[] {
  const parts: string[] = [];
  for (const { segment, isWordLike } of words.segment(line)) {
    const last = parts.at(-1);
    const joins = last !== undefined && !isWordLike && !/^\s/.test(segment) && !/\s$/.test(last);
    const continuesAddress =
      last !== undefined && /\S$/.test(last) && /[\x21-\x7E]$/.test(last) && /^[\x21-\x7E]/.test(segment);
    if (joins || continuesAddress) parts[parts.length - 1] = last + segment;
    else parts.push(segment);
  }
  return parts;
}

/** A word that is wider than a line, in full lines and what is left. */
function cutInto(word: string, width: number): readonly [readonly string[], string] {
  const full: string[] = [];
  let current = "";
  for (const { segment } of graphemes.segment(word)) {
    if (columns(current + segment) > width) {
      full.push(current);
      current = "";
    }
    current += segment;
  }
  return [full, current];
}
