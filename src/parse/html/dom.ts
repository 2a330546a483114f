import { type AnyNode, type Element, isTag, isText, type ParentNode, type Text } from "domhandler";

/** Elements that begin a new block of text, as a browser lays them out. Custom elements count too. */
const BLOCK_TAGS = new Set(
  (
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption " +
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary " +
    "table tbody td tfoot th thead tr ul"
  ).split(" "),
);

/** Elements whose text no reader of the page ever sees. */
export const UNSEEN_TAGS =
  "script,style,template,iframe,object,embed,applet,canvas,svg,select,option,datalist,textarea,audio,video,map,annotation,rp,link,meta";

/** Whether an element begins and ends a block of text. */
export function isBlock(element: Element): boolean {
  return BLOCK_TAGS.has(element.name) || element.name.includes("-");
}

/** All nodes below `root` in document order, without recursion: a page may be nested deeper than the call stack. */
export function* descendants(root: ParentNode): Generator<AnyNode> {
  let node: AnyNode | null = root.firstChild;
  while (node) {
    yield node;
    node = next(node, root);
  }
}

function next(node: AnyNode, root: ParentNode): AnyNode | null {
  return "firstChild" in node && node.firstChild ? node.firstChild : after(node, root);
}

/** The next node that is not inside this one. */
function after(node: AnyNode, root: ParentNode): AnyNode | null {
  let at: AnyNode | null = node;
  while (at && at !== root) {
    if (at.next) return at.next as AnyNode;
    at = at.parent as AnyNode | null;
  }
  return null;
}

/** The text of an element as one line. */
export function textOf(root: ParentNode): string {
  let text = "";
  for (const node of descendants(root)) {
    if (isText(node)) text += node.data;
    else if (isTag(node) && (isBlock(node) || node.name === "br")) text += " ";
  }
  return oneLine(text);
}

const UNSEEN = new Set([...UNSEEN_TAGS.split(","), "noscript"]);

/** The text a browser with scripts shows, as one line, at most about `limit` characters of it. */
export function visibleText(root: ParentNode, limit: number): string {
  let text = "";
  let node: AnyNode | null = root.firstChild;
  while (node && text.length < limit) {
    if (isText(node)) text += `${node.data.trim()} `;
    const hidden = isTag(node) && UNSEEN.has(node.name);
    node = hidden ? after(node, root) : next(node, root);
  }
  return oneLine(text);
}

/** Text with every run of white space made one space, and characters that only direct layout taken out. */
export function oneLine(text: string): string {
  return text
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The beginning of a text, at most `limit` UTF-16 code units, with no character cut in two (an emoji has several). */
export function beginningOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = 0;
  for (const { segment } of graphemes.segment(text.slice(0, limit + LONGEST_GRAPHEME))) {
    if (end + segment.length > limit) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
/** A family of four with skin colours has 27 code units; what is longer is noise. */
const LONGEST_GRAPHEME = 40;

/** The content of a script, as it is. */
export function scriptOf(script: Element): string {
  return script.children.map((child) => (isText(child) ? child.data : "")).join("");
}

/** The element that holds a node, or undefined at the top. */
function parentElement(node: AnyNode): Element | undefined {
  return node.parent && isTag(node.parent) ? node.parent : undefined;
}

/** The element and all elements around it, inside out. */
export function* lineage(element: Element): Generator<Element> {
  let at: Element | undefined = element;
  while (at) {
    yield at;
    at = parentElement(at);
  }
}

/** How many elements the deepest text of the tree lies within, never counting past `limit`. */
export function depthOf(root: ParentNode, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let node: AnyNode | null = root.firstChild;
  while (node && deepest <= limit) {
    if ("firstChild" in node && node.firstChild) {
      node = node.firstChild;
      depth += 1;
      deepest = Math.max(deepest, depth);
      continue;
    }
    let at: AnyNode | null = node;
    while (at && at !== root && !at.next) {
      at = at.parent as AnyNode | null;
      depth -= 1;
    }
    node = at && at !== root ? (at.next as AnyNode | null) : null;
  }
  return deepest;
}

export type { AnyNode, Element, ParentNode, Text };
