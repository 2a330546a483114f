import { FootnoteError } from "../../core/problems.ts";
import type { RawText } from "./raw-text.ts";

/**
 * The most open tags at once that a parser is given. Real pages stay under a few hundred even when they forget to
 * close `<font>`; parse5 is quadratic in it (100,000 nested elements hang it).
 */
const MAX_OPEN_TAGS = 2_000;
/** The most attributes of one tag: parse5 compares each with all before it. */
const MAX_ATTRIBUTES_PER_TAG = 1_000;
/** The most attributes of a page. */
const MAX_ATTRIBUTES = 800_000;
/** The most tags of a page. */
const MAX_TAGS = 400_000;

/** Elements that never hold others, so that a missing end tag means nothing. */
const VOID = new Set("area base br col embed frame hr img input keygen link meta param source track wbr".split(" "));
/** Elements that a following sibling closes: a list of 50,000 unclosed `<li>` is not deep. */
const CLOSED_BY_SIBLING = new Set("p li dt dd tr td th thead tbody tfoot option body html head".split(" "));
/** Elements whose content is text up to their own end tag. */
const RAW_TEXT = new Set("script style textarea title xmp iframe noembed noframes noscript".split(" "));

const TAG_NAME = /[a-z][^\s/>]*/iy;
/** One attribute, or the space and slashes between two. No part can match in two ways, so it is linear. */
const ATTRIBUTE = /[\s/]+|[^\s/>=][^\s/>=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"'][^\s>]*))?|[="']/y;

/**
 * Refuses a page that would keep an HTML parser busy for minutes, in one pass over its characters and before any
 * parser sees it: nesting, attributes and tags beyond what pages of people have. The count is an estimate (no tree is
 * built); the time limit of the reading thread stands behind it.
 * @returns where the contents of scripts and styles stand, estimated too
 * @throws FootnoteError `PARSE_LIMIT`
 */
export function refusePathological(html: string): readonly RawText[] {
  const rawTexts: RawText[] = [];
  const open = new Map<string, number>();
  let depth = 0;
  let tags = 0;
  let attributes = 0;
  let at = html.indexOf("<");
  while (at !== -1) {
    if (html.startsWith("<!--", at)) {
      const end = html.indexOf("-->", at + 4);
      if (end === -1) return rawTexts;
      at = html.indexOf("<", end);
      continue;
    }
    const closing = html[at + 1] === "/";
    const name = tagNameAt(html, closing ? at + 2 : at + 1);
    if (name === "") {
      at = html.indexOf("<", at + 1);
      continue;
    }
    const tag = tagEnd(html, at + name.length + (closing ? 2 : 1));
    tags += 1;
    attributes += tag.attributes;
    depth += closing ? close(open, name) : openTag(open, name);
    if (depth > MAX_OPEN_TAGS || tags > MAX_TAGS || attributes > MAX_ATTRIBUTES) throw new FootnoteError("PARSE_LIMIT");
    if (tag.attributes > MAX_ATTRIBUTES_PER_TAG) throw new FootnoteError("PARSE_LIMIT");
    const end = !closing && RAW_TEXT.has(name) ? rawTextEnd(html, name, tag.end) : tag.end;
    if (end > tag.end && (name === "script" || name === "style")) rawTexts.push({ from: tag.end, to: end });
    at = html.indexOf("<", end);
  }
  return rawTexts;
}

function tagNameAt(html: string, at: number): string {
  TAG_NAME.lastIndex = at;
  return TAG_NAME.exec(html)?.[0].toLowerCase() ?? "";
}

/** Where a tag ends and how many attributes it has, from the place after its name. */
function tagEnd(html: string, from: number): { readonly end: number; readonly attributes: number } {
  let at = from;
  let attributes = 0;
  while (at < html.length && html[at] !== ">") {
    ATTRIBUTE.lastIndex = at;
    const part = ATTRIBUTE.exec(html)?.[0];
    if (part === undefined) break;
    if (/^[^\s/]/.test(part)) attributes += 1;
    if (attributes > MAX_ATTRIBUTES_PER_TAG) break;
    at += part.length;
  }
  return { end: at + 1, attributes };
}

function openTag(open: Map<string, number>, name: string): number {
  if (VOID.has(name) || RAW_TEXT.has(name) || CLOSED_BY_SIBLING.has(name)) return 0;
  open.set(name, (open.get(name) ?? 0) + 1);
  return 1;
}

/** An end tag without its start tag closes nothing. */
function close(open: Map<string, number>, name: string): number {
  const count = open.get(name) ?? 0;
  if (count === 0) return 0;
  open.set(name, count - 1);
  return -1;
}

/** Where a script or a title ends; at the end of the page if it never does. */
function rawTextEnd(html: string, name: string, from: number): number {
  const endTag = new RegExp(`</${name}[\\s/>]`, "gi");
  endTag.lastIndex = from;
  return endTag.exec(html)?.index ?? html.length;
}
