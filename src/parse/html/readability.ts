import { Readability } from "@mozilla/readability";
import type { Element, Text } from "domhandler";
import { parseHTML } from "linkedom";
import { MARK, markedCopy } from "./marked-copy.ts";
import { alignTexts, type CopiedText } from "./text-alignment.ts";

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
 */
export function articleTexts(root: Element): ReadonlySet<Text> {
  const { html, marked } = markedCopy(root);
  const { document } = parseHTML(html);
  const article = new Readability<CopiedNode>(document, {
    serializer: (node: unknown) => node as CopiedNode,
    disableJSONLD: true,
    keepClasses: true,
  }).parse();
  return article?.content ? alignTexts(copiedTexts(article.content, marked), root) : new Set();
}

function* copiedTexts(root: CopiedNode, marked: readonly Element[]): Generator<CopiedText> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.nodeType === 3) yield { text: node.nodeValue ?? "", within: markAbove(node, marked) };
    else stack.push(...[...node.childNodes].reverse());
  }
}

function markAbove(copy: CopiedNode, marked: readonly Element[]): Element | undefined {
  for (let at = copy.parentNode; at; at = at.parentNode) {
    const mark = at.getAttribute?.(MARK);
    if (mark !== null && mark !== undefined) return marked[Number(mark)];
  }
  return undefined;
}
