import { type AnyNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { descendants, scriptOf } from "./dom.ts";

/** Where the content of a script or style stands in the mark-up. */
export interface RawText {
  readonly from: number;
  readonly to: number;
}

/** Mark-up with tokens in the place of some contents, and these contents by their number. */
export interface HeldBack {
  readonly html: string;
  readonly texts: readonly string[];
}

/** Contents shorter than this (characters) are parsed about as fast as put back. */
const MIN_LENGTH = 100;
/** Stands in the place of a content, followed by its number; a page that has it itself is parsed as it is. */
const TOKEN = "footnote-raw-text-";

/**
 * Takes the contents of long scripts and styles out of mark-up that is to be parsed: half of an ordinary page, and an
 * HTML parser looks at each of their characters twice. {@link putBack} gives them back to their elements.
 * @param found contents in order, as found without parsing: an estimate, which `putBack` verifies
 */
export function holdBack(html: string, found: readonly RawText[]): HeldBack {
  const long = found.filter(({ from, to }) => to - from >= MIN_LENGTH && !isEscaped(html.slice(from, to)));
  if (long.length === 0 || html.includes(TOKEN)) return { html, texts: [] };
  let short = "";
  let end = 0;
  for (const [index, { from, to }] of long.entries()) {
    short += `${html.slice(end, from)}${TOKEN}${index}`;
    end = to;
  }
  return { html: short + html.slice(end), texts: long.map(({ from, to }) => asParsed(html.slice(from, to))) };
}

/** A script may hold a comment with a script in it, whose end tag is then not its own. */
function isEscaped(text: string): boolean {
  const comment = text.indexOf("<!--");
  return comment !== -1 && /<script/i.test(text.slice(comment));
}

/** As a parser hands out text: one kind of line break, no NUL. */
function asParsed(text: string): string {
  return text.replace(/\r\n?/g, "\n").replaceAll("\0", "\ufffd");
}

/**
 * Gives each script and style its content again.
 * @returns false when a token is not the whole content of one of them: the page is then to be parsed as it came
 */
export function putBack(root: ParentNode, { texts }: HeldBack): boolean {
  let left = texts.length;
  if (left === 0) return true;
  for (const node of descendants(root)) {
    if (!isRaw(node)) continue;
    const content = scriptOf(node);
    if (!content.startsWith(TOKEN)) continue;
    const text = texts[Number(content.slice(TOKEN.length))];
    const [child] = node.children;
    if (text === undefined || !child || !isText(child)) return false;
    child.data = text;
    left -= 1;
  }
  return left === 0;
}

function isRaw(node: AnyNode): node is Element {
  return isTag(node) && (node.name === "script" || node.name === "style");
}
