import { Readability } from "@mozilla/readability";
import { type Element, isTag, isText, type Text } from "domhandler";
import { parseHTML } from "linkedom";
import { descendants } from "./dom.ts";

/** The attribute by which text is found again in Readability's copy of the page. */
const MARK = "data-footnote";

/** The little of a linkedom node that is needed to find its text again. */
interface CopiedNode {
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly parentNode: CopiedNode | null;
  readonly childNodes: Iterable<CopiedNode>;
  getAttribute?(name: string): string | null;
}

/**
 * Which texts of the page Readability takes for the article. The page itself stays as it is: Readability works on a
 * copy, in which each element with text of its own carries a number.
 * @param html renders the page, marks included
 */
export function articleTexts(root: Element, html: () => string): ReadonlySet<Text> {
  const marked = markElements(root);
  const { document } = parseHTML(html());
  for (const element of marked) delete element.attribs[MARK];
  const article = new Readability<CopiedNode>(document, {
    serializer: (node: unknown) => node as CopiedNode,
    disableJSONLD: true,
    keepClasses: true,
  }).parse();
  return article?.content ? alignTexts(textNodes(article.content), marked, root) : new Set();
}

function markElements(root: Element): readonly Element[] {
  const marked: Element[] = [];
  for (const node of descendants(root)) {
    if (!isTag(node) || !node.children.some((child) => isText(child) && child.data.trim() !== "")) continue;
    node.attribs[MARK] = String(marked.length);
    marked.push(node);
  }
  return marked;
}

function* textNodes(root: CopiedNode): Generator<CopiedNode> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.nodeType === 3) yield node;
    else stack.push(...[...node.childNodes].reverse());
  }
}

/** All letters of the page in a row, white space left out, with the place of each text and each marked element. */
interface Letters {
  readonly all: string;
  readonly texts: readonly { readonly node: Text; readonly start: number; readonly end: number }[];
  readonly ranges: ReadonlyMap<Element, { readonly start: number; readonly end: number }>;
}

/**
 * Finds the texts of the page that the texts of the copy were made from. linkedom splits and Readability joins them, so
 * letters are compared, not nodes: those of a copied text are looked for inside the nearest mark, after the last
 * find, since Readability keeps the order of the page. A text is kept when most of its letters are.
 */
function alignTexts(copies: Iterable<CopiedNode>, marked: readonly Element[], root: Element): ReadonlySet<Text> {
  const letters = lettersOf(root);
  const found = new Uint8Array(letters.all.length);
  let last = 0;
  for (const copy of copies) {
    const words = lettersIn(copy.nodeValue ?? "");
    if (words === "") continue;
    const range = letters.ranges.get(markAbove(copy, marked) ?? root) ?? { start: 0, end: letters.all.length };
    const at = place(letters.all, words, range, last);
    if (at === undefined) continue;
    found.fill(1, at, at + words.length);
    last = at + words.length;
  }
  const kept = letters.texts.filter(({ start, end }) => {
    let count = 0;
    for (let i = start; i < end; i += 1) count += found[i] ?? 0;
    return count * 2 > end - start;
  });
  return new Set(kept.map(({ node }) => node));
}

function place(
  all: string,
  words: string,
  range: { readonly start: number; readonly end: number },
  last: number,
): number | undefined {
  const inside = all.indexOf(words, Math.max(range.start, last < range.end ? last : 0));
  if (inside !== -1 && inside + words.length <= range.end) return inside;
  const anew = all.indexOf(words, range.start);
  if (anew !== -1 && anew + words.length <= range.end) return anew;
  const after = all.indexOf(words, last);
  return after === -1 ? undefined : after;
}

function lettersIn(text: string): string {
  return text.replace(/\s+/g, "");
}

function lettersOf(root: Element): Letters {
  const parts: string[] = [];
  const texts: { node: Text; start: number; end: number }[] = [];
  const ranges = new Map<Element, { start: number; end: number }>();
  let length = 0;
  for (const node of descendants(root)) {
    if (!isText(node)) continue;
    const words = lettersIn(node.data);
    if (words === "") continue;
    const start = length;
    length += words.length;
    parts.push(words);
    texts.push({ node, start, end: length });
    for (let at = node.parent; at && isTag(at); at = at.parent) {
      const range = ranges.get(at);
      if (range) range.end = length;
      else ranges.set(at, { start, end: length });
    }
  }
  return { all: parts.join(""), texts, ranges };
}

function markAbove(copy: CopiedNode, marked: readonly Element[]): Element | undefined {
  for (let at = copy.parentNode; at; at = at.parentNode) {
    const mark = at.getAttribute?.(MARK);
    if (mark !== null && mark !== undefined) return marked[Number(mark)];
  }
  return undefined;
}
