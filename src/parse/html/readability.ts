import { Readability } from "@mozilla/readability";
import type { Element, Text } from "domhandler";
import { readableCopy } from "./readable-copy.ts";
import type { ReadableNode } from "./readable-node.ts";

/**
 * Which texts of the page Readability takes for the article; none where it finds none or cannot cope with the page.
 * The page itself stays as it is.
 */
export function articleTexts(root: Element): ReadonlySet<Text> {
  const article = articleOf(root);
  const texts = new Set<Text>();
  const stack = article ? [article] : [];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.source) texts.add(node.source);
    stack.push(...node.childNodes);
  }
  return texts;
}

function articleOf(root: Element): ReadableNode | undefined {
  const options = {
    serializer: (node: unknown) => node as ReadableNode,
    disableJSONLD: true, // The metadata has read it already.
    keepClasses: true,
  };
  try {
    return new Readability<ReadableNode>(readableCopy(root) as never, options).parse()?.content ?? undefined;
  } catch (error) {
    // It takes for granted that what it scored still has parents, and some pages prove it wrong.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
