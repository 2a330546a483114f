import { type AnyNode, type Element, isTag, isText, type ParentNode, type Text } from "domhandler";
import { isBlock, oneLine } from "./dom.ts";

/** A run of text between two block-level boundaries, as a reader of the page sees it. */
export interface Block {
  /** One paragraph; a newline where the page breaks the line. */
  readonly text: string;
  /** The block-level element that holds it. */
  readonly element: Element;
  readonly nodes: readonly Text[];
  /** How many characters of `text` are inside links, about. */
  readonly linkCharacters: number;
}

interface Run {
  readonly nodes: Text[];
  text: string;
  linked: number;
  breaks: number;
}

/**
 * All text of the tree as blocks in document order. Two line breaks in a row part a block, as Readability and readers
 * see it; the text of `<pre>` keeps its lines.
 */
export function blocksOf(root: ParentNode): readonly Block[] {
  const blocks: Block[] = [];
  let run: Run = { nodes: [], text: "", linked: 0, breaks: 0 };
  let holder: Element | undefined;
  let links = 0;
  let preformatted = 0;

  const flush = () => {
    const text = tidy(run.text);
    if (text !== "" && holder) blocks.push({ text, element: holder, nodes: run.nodes, linkCharacters: run.linked });
    run = { nodes: [], text: "", linked: 0, breaks: 0 };
  };
  const enter = (element: Element) => {
    if (element.name === "a") links += 1;
    if (element.name === "pre") preformatted += 1;
    if (element.name === "br") lineBreak();
    if (!isBlock(element)) return;
    flush();
    holder = element;
  };
  const leave = (element: Element) => {
    if (element.name === "a") links -= 1;
    if (element.name === "pre") preformatted -= 1;
    if (!isBlock(element)) return;
    flush();
    holder = blockAround(element);
  };
  const lineBreak = () => {
    run.breaks += 1;
    if (run.breaks > 1) flush();
    else run.text += "\n";
  };
  const text = (node: Text) => {
    const words = preformatted > 0 ? node.data : node.data.replace(/\s+/g, " ");
    if (words.trim() !== "") {
      run.nodes.push(node);
      run.breaks = 0;
      if (links > 0) run.linked += words.trim().length;
    }
    run.text += words;
  };

  holder = "name" in root ? (root as Element) : undefined;
  walk(root, enter, leave, text);
  flush();
  return blocks;
}

function blockAround(element: Element): Element | undefined {
  let at = element.parent;
  while (at && isTag(at)) {
    if (isBlock(at)) return at;
    at = at.parent;
  }
  return undefined;
}

function walk(
  root: ParentNode,
  enter: (element: Element) => void,
  leave: (element: Element) => void,
  text: (node: Text) => void,
): void {
  let node: AnyNode | null = root.firstChild;
  while (node) {
    if (isText(node)) text(node);
    if (isTag(node)) {
      enter(node);
      if (node.firstChild) {
        node = node.firstChild;
        continue;
      }
      leave(node);
    }
    while (node && !node.next) {
      const parent: ParentNode | null = node.parent;
      if (!parent || parent === root) return;
      if (isTag(parent)) leave(parent);
      node = parent as AnyNode;
    }
    node = node?.next as AnyNode | null;
  }
}

function tidy(text: string): string {
  return text.split("\n").map(oneLine).filter(Boolean).join("\n");
}

/** Blocks as plain text: paragraphs parted by a blank line, list items and table rows on lines of their own. */
export function renderBlocks(blocks: readonly Block[]): string {
  let text = "";
  let before: Block | undefined;
  for (const block of blocks) {
    text += before ? separator(before, block) + block.text : block.text;
    before = block;
  }
  return text;
}

function separator(before: Block, block: Block): string {
  const row = around(block.element, "tr");
  if (row && row === around(before.element, "tr")) return "\t";
  const table = around(block.element, "table");
  if (row && table && table === around(before.element, "table")) return "\n";
  const list = around(block.element, "li")?.parent;
  return list && list === around(before.element, "li")?.parent ? "\n" : "\n\n";
}

function around(element: Element, name: string): Element | undefined {
  let at: Element | undefined = element;
  while (at && at.name !== name) at = at.parent && isTag(at.parent) ? at.parent : undefined;
  return at;
}
