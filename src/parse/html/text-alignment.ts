import { type Element, isTag, isText, type Text } from "domhandler";
import { descendants } from "./dom.ts";

/** A text of a copy of the page, and the element of the page it lies within, as far as the copy still tells. */
export interface CopiedText {
  readonly text: string;
  readonly within: Element | undefined;
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
export function alignTexts(copies: Iterable<CopiedText>, root: Element): ReadonlySet<Text> {
  const letters = lettersOf(root);
  const found = new Uint8Array(letters.all.length);
  let last = 0;
  for (const copy of copies) {
    const words = lettersIn(copy.text);
    if (words === "") continue;
    const range = letters.ranges.get(copy.within ?? root) ?? { start: 0, end: letters.all.length };
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
