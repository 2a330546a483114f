import { load } from "cheerio";
import type { AnyNode, Element } from "domhandler";
import { refusePathological } from "./html/scan.ts";

/** A link as a fragment gives it, and what stands before it. */
export interface FragmentLink {
  readonly url: string;
  /** Its words, trimmed; may be empty. */
  readonly label: string;
  /** The text right before the link, at least its line. */
  readonly before: string;
}

/** What a fragment is read with. */
export interface FragmentOptions {
  /** The words that stand for a link in the text; the link's own label without it. */
  readonly link?: (link: FragmentLink) => string;
  /** Is given each outermost quotation and answers what stands for it, as a paragraph of its own. */
  readonly quote?: (text: string) => string;
}

/** Elements whose content is nothing a reader reads. */
const SILENT = new Set(
  "script style template noscript iframe object svg math video audio canvas head title select textarea button".split(
    " ",
  ),
);
const PARAGRAPHS = new Set(
  `p div section article header footer main aside blockquote h1 h2 h3 h4 h5 h6 ul ol dl pre table figure
figcaption hr address details summary form center`.split(/\s+/),
);
const LINES = new Set("li dt dd tr caption option".split(" "));
/** Names of elements that a fragment may hold; any other `<word>` is text. */
const KNOWN = [
  ...SILENT,
  ...PARAGRAPHS,
  ...LINES,
  ..."a abbr b bdi bdo big br cite code col colgroup data del dfn em embed font i img input ins kbd label link mark meta".split(
    " ",
  ),
  ..."nobr picture q rp rt ruby s samp small source span strike strong sub sup tbody td tfoot th thead time track tt u var wbr html body".split(
    " ",
  ),
];
/** Attributes and the end of a tag. Every part is bounded or stops at the next `<`, so that no text takes quadratic time. */
const REST_OF_TAG = `(?=[\\s/>])[^<>"']*(?:(?:"[^"<]*(?:<[^"]{0,1000})?"|'[^'<]*(?:<[^']{0,1000})?')[^<>"']*){0,30}>`;
const KNOWN_TAG = new RegExp(`</?(?:${KNOWN.join("|")})${REST_OF_TAG}`, "gi");
const KNOWN_AT = new RegExp(KNOWN_TAG.source, "iy");
/** The same with anything for attributes, quotes that never close too. */
const BROKEN_TAG = new RegExp(`</?(?:${KNOWN.join("|")})(?=[\\s/>])[^<>]*>`, "gi");
/** A bare word in angle brackets that is no element: a token's name, a type's argument. */
const UNKNOWN_TAG = /(?<![A-Za-z0-9_])<\/?([a-z][a-z0-9_]{0,40})\s*\/?>/gi;

/**
 * Plain text of an HTML fragment: a line break for `<br>` and each list item, a blank line between blocks, entities
 * decoded, scripts, pictures and players left out. `a < b` and `<token>` that are no elements stay as words. A text
 * without any markup comes back as it is, with its lines joined as a browser would.
 * @throws FootnoteError `PARSE_LIMIT` when it is nested beyond what people write
 */
export function fragmentText(html: string, options: FragmentOptions = {}): string {
  const once = readFragment(html, options);
  // Feeds and archives escape markup twice; whatever still looks like an element after that goes.
  const twice = hasMarkup(once) ? readFragment(once.replaceAll("\n", "<br>"), options) : once;
  // Unseen characters go first: one inside a tag hides the tag until it is taken out.
  return tidyText(withoutTags(dropUnseen(twice)));
}

function withoutTags(text: string): string {
  let plain = text;
  for (let before = ""; before !== plain; ) {
    before = plain;
    plain = plain.replace(BROKEN_TAG, "");
  }
  return plain;
}

/** Whether a text holds tags of HTML, as against `a < b` or a word in angle brackets. */
export function hasMarkup(text: string): boolean {
  KNOWN_TAG.lastIndex = 0;
  return KNOWN_TAG.test(text);
}

function readFragment(html: string, options: FragmentOptions): string {
  const escaped = escapeUnknown(html);
  refusePathological(escaped);
  const out: string[] = [];
  const walker: Walker = { out, options, quoted: false };
  for (const node of load(escaped, null, false).root()[0]?.children ?? []) walk(node, walker);
  return out.join("");
}

/** Makes text of every `<` that begins no element we know. */
function escapeUnknown(html: string): string {
  let escaped = "";
  let end = 0;
  for (const tag of html.matchAll(/<!--[\s\S]*?(?:-->|$)|<\/?[a-z][^\s/>]*/gi)) {
    if (tag.index < end) continue;
    KNOWN_AT.lastIndex = tag.index;
    const known = tag[0].startsWith("<!--") ? "" : KNOWN_AT.exec(html)?.[0];
    if (known === undefined) continue;
    escaped += asText(html.slice(end, tag.index)) + known;
    end = tag.index + (known.length || tag[0].length);
  }
  return escaped + asText(html.slice(end));
}

function asText(between: string): string {
  return between
    .replace(UNKNOWN_TAG, (tag, name: string) => (tag.startsWith("</") ? "" : name))
    .replaceAll("<", "&lt;");
}

interface Walker {
  readonly out: string[];
  readonly options: FragmentOptions;
  readonly quoted: boolean;
}

function walk(node: AnyNode, walker: Walker): void {
  if (node.type === "text") {
    walker.out.push(
      node.data.replace(/(\p{Script=Han})[\t\r\n ]*\n[\t\r\n ]*(?=\p{Script=Han})/gu, "$1").replace(/[\t\r\n ]+/g, " "),
    );
    return;
  }
  if (node.type !== "tag" || SILENT.has(node.name)) return;
  if (node.name === "br") walker.out.push("\n");
  else if (node.name === "a") walkLink(node, walker);
  else if (node.name === "blockquote" && walker.options.quote && !walker.quoted) walkQuote(node, walker);
  else walkBlock(node, walker);
}

function walkBlock(node: Element, walker: Walker): void {
  const isParagraph = PARAGRAPHS.has(node.name);
  if (isParagraph) walker.out.push("\n\n");
  else if (LINES.has(node.name)) walker.out.push("\n");
  else if (node.name === "td") walker.out.push(" ");
  for (const child of node.children) walk(child, walker);
  if (isParagraph) walker.out.push("\n\n");
}

function walkQuote(node: Element, walker: Walker): void {
  const inner: Walker = { out: [], options: walker.options, quoted: true };
  for (const child of node.children) walk(child, inner);
  walker.out.push("\n\n", walker.options.quote?.(tidyText(withoutTags(inner.out.join("")))) ?? "", "\n\n");
}

function walkLink(node: Element, walker: Walker): void {
  const inner: Walker = { ...walker, out: [] };
  for (const child of node.children) walk(child, inner);
  const words = inner.out.join("");
  const url = node.attribs.href?.trim();
  if (!url || !walker.options.link) walker.out.push(words);
  else
    walker.out.push(
      walker.options.link({ url, label: withoutTags(words).trim(), before: walker.out.slice(-12).join("") }),
    );
}

/** Characters nobody sees or that stand for a lost one; joiners of emoji and of scripts that need them stay. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** A joiner that joins nothing: beside Han or Latin letters, or with no letter or emoji on both sides. */
const LOOSE_JOINER =
  /(?<!\p{L}|\p{M}|\p{Emoji}|\ufe0f)[\u200c\u200d]|[\u200c\u200d](?!\p{L}|\p{Emoji})|(?<=[\p{Script=Han}A-Za-z])[\u200c\u200d]|[\u200c\u200d](?=[\p{Script=Han}A-Za-z])/gu;

/** Takes out characters that nobody sees: zero-width ones, control characters, halves of emoji, U+FFFD. */
function dropUnseen(text: string): string {
  return text.replace(UNSEEN, "").replace(LOOSE_JOINER, "");
}

/** Trims each line, makes one space of many and one blank line of many, and takes unseen characters out. */
export function tidyText(text: string): string {
  return dropUnseen(text.replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n"))
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
