import { type AnyNode, type Element, isTag, isText } from "domhandler";
import { descendants } from "./dom.ts";
import { ReadableNode, readableElement, readableText } from "./readable-node.ts";

/** As much of a DOM document as Readability uses. */
export interface ReadableDocument {
  readonly documentElement: ReadableNode;
  readonly body: ReadableNode | undefined;
  readonly title: string;
  readonly firstChild: ReadableNode;
  /** The same for both: links to a place on the page stay as they are. */
  readonly baseURI: string;
  readonly documentURI: string;
  createElement(name: string): ReadableNode;
  createTextNode(text: string): ReadableNode;
  getElementsByTagName(name: string): readonly ReadableNode[];
  querySelectorAll(names: string): readonly ReadableNode[];
}

/** Relative addresses are resolved against something, or each would cost an exception; nobody reads the result. */
const NOWHERE = "https://page.invalid/";
const DOCUMENT = 9;

/**
 * The page as a document for Readability, made without writing and parsing mark-up. Comments, empty elements and
 * indentation are left out: half of all nodes, and no part of any text. Each text knows the one of the page it copies.
 * @param root the `<html>` element, which stays as it is
 */
export function readableCopy(root: Element): ReadableDocument {
  const top = new ReadableNode(DOCUMENT, undefined, {}, undefined, undefined);
  const html = copyOf(root, top);
  const title = html.getElementsByTagName("title")[0];
  return {
    documentElement: html,
    body: html.getElementsByTagName("body")[0],
    title: title?.textContent ?? "",
    firstChild: html,
    baseURI: NOWHERE,
    documentURI: NOWHERE,
    createElement: (name) => readableElement(name),
    createTextNode: (text) => readableText(text),
    getElementsByTagName: (name) => top.getElementsByTagName(name),
    querySelectorAll: (names) => top.querySelectorAll(names),
  };
}

function copyOf(root: Element, top: ReadableNode): ReadableNode {
  const shown = elementsWithContent(root);
  const html = top.appendChild(elementOf(root));
  let parent = html;
  let node: AnyNode | null = root.firstChild;
  while (node) {
    if (isText(node)) {
      const text = copiedText(node.data);
      if (text !== "") parent.appendChild(readableText(text, node));
    }
    if (isTag(node) && (shown.has(node) || KEPT_EMPTY.has(node.name))) {
      const copy = parent.appendChild(elementOf(node));
      if (node.firstChild) {
        parent = copy;
        node = node.firstChild;
        continue;
      }
    }
    while (node && node !== root && !node.next) {
      node = node.parent as AnyNode | null;
      parent = parent.parentNode ?? top;
    }
    node = node && node !== root ? (node.next as AnyNode | null) : null;
  }
  return html;
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
  if (text.trim() !== "") return text;
  return text.includes("\n") ? "" : " ";
}

function elementOf({ name, attribs }: Element): ReadableNode {
  if (!attribs.href?.startsWith("javascript:")) return readableElement(name, attribs);
  // Readability would put a new text, of which nobody knows the origin, in the place of such a link.
  const { href: _, ...others } = attribs;
  return readableElement(name, others);
}
