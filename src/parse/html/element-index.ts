import { type Element, isTag } from "domhandler";
import { descendants, type ParentNode } from "./dom.ts";

/** The elements of a page by name, made in one walk: each selector would walk the whole page again. */
export interface ElementIndex {
  /** In document order; empty when the page has none. */
  named(name: string): readonly Element[];
  /** The elements with an `itemprop`. */
  readonly described: readonly Element[];
}

/** Indexes the page as it is now; later changes to the tree do not show. */
export function indexElements(root: ParentNode): ElementIndex {
  const byName = new Map<string, Element[]>();
  const described: Element[] = [];
  for (const node of descendants(root)) {
    if (!isTag(node)) continue;
    const named = byName.get(node.name);
    if (named) named.push(node);
    else byName.set(node.name, [node]);
    if (node.attribs.itemprop !== undefined) described.push(node);
  }
  return { named: (name) => byName.get(name) ?? [], described };
}
