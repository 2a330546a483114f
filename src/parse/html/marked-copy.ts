import { type AnyNode, type Element, isTag, isText } from "domhandler";

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
 * Comments are left out. Works without recursion.
 */
export function markedCopy(root: Element): { readonly html: string; readonly marked: readonly Element[] } {
  const marked: Element[] = [];
  const html: string[] = [];
  const open: Element[] = [];
  let node: AnyNode | null = root;
  while (node) {
    if (isText(node)) html.push(escapeText(node.data));
    if (isTag(node)) {
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
