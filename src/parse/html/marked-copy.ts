import { type AnyNode, type Element, isTag, isText } from "domhandler";
import { descendants } from "./dom.ts";

/** The attribute by which text is found again in a copy of the page. */
export const MARK = "data-footnote";

/** What Readability looks at; everything else only makes the copy larger (inline images, styles, data for scripts). */
const ATTRIBUTES =
  "class id href src rel role style hidden aria-hidden aria-modal itemprop itemtype name property content width height".split(
    " ",
  );
/** Inline images and the like are longer; what decides is at the beginning. */
const MAX_VALUE = 500;
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

/**
 * The page as mark-up for another parser, each element with text of its own carrying a number: its place in `marked`.
 * Comments, empty elements and indentation are left out: half of all nodes, and no part of any text. No recursion.
 */
export function markedCopy(root: Element): { readonly html: string; readonly marked: readonly Element[] } {
  const marked: Element[] = [];
  const html: string[] = [];
  const open: Element[] = [];
  const shown = elementsWithContent(root);
  let node: AnyNode | null = root;
  while (node) {
    if (isText(node)) html.push(copiedText(node.data));
    if (isTag(node) && (shown.has(node) || KEPT_EMPTY.has(node.name))) {
      html.push(startTag(node, marked));
      if (node.firstChild) {
        open.push(node);
        node = node.firstChild;
        continue;
      }
      html.push(endTag(node));
    }
    while (node && !node.next && open.length > 0) {
      const parent: Element | undefined = open.pop();
      if (parent) html.push(endTag(parent));
      node = parent ?? null;
    }
    node = open.length > 0 ? ((node?.next as AnyNode | null) ?? null) : null;
  }
  return { html: html.join(""), marked };
}

/** Elements that say something without text. */
const KEPT_EMPTY = new Set("br hr img picture input body".split(" "));

/** The elements that hold a text or a picture somewhere below them. */
function elementsWithContent(root: Element): ReadonlySet<Element> {
  const shown = new Set<Element>();
  for (const node of descendants(root)) {
    if (isText(node) ? node.data.trim() === "" : !isTag(node) || !/^(?:img|input)$/.test(node.name)) continue;
    for (let at = node.parent; at && isTag(at) && !shown.has(at); at = at.parent) shown.add(at);
  }
  return shown.add(root);
}

/** Lines between tags are for those who read the source. */
function copiedText(text: string): string {
  if (text.trim() !== "") return escapeText(text);
  return text.includes("\n") ? "" : " ";
}

function startTag(element: Element, marked: Element[]): string {
  let tag = `<${element.name}`;
  for (const name of ATTRIBUTES) {
    const value = element.attribs[name];
    if (value !== undefined) tag += ` ${name}="${escapeAttribute(value.slice(0, MAX_VALUE))}"`;
  }
  if (element.children.some((child) => isText(child) && child.data.trim() !== "")) {
    tag += ` ${MARK}="${marked.length}"`;
    marked.push(element);
  }
  return `${tag}>`;
}

function endTag({ name }: Element): string {
  return VOID.has(name) ? "" : `</${name}>`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function escapeAttribute(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}
