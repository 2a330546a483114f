import type { CheerioAPI } from "cheerio";
import { type Block, blocksOf } from "./blocks.ts";
import { cleanBlocks } from "./clean-blocks.ts";
import { type Element, UNSEEN_TAGS } from "./dom.ts";
import { articleTexts } from "./readability.ts";

/**
 * The blocks of the page that are its article, in reading order. Changes the tree: what no reader sees is taken out.
 * @param title the page's title, which the text does not repeat
 */
export function mainBlocks($: CheerioAPI, title: string | undefined): readonly Block[] {
  removeUnseen($);
  const [root] = $("html").toArray();
  const [body] = $("body").toArray();
  if (!root || !body) return [];
  const kept = articleTexts(root, () => $.html());
  const blocks = blocksOf(body).filter(({ nodes }) => nodes.filter((node) => kept.has(node)).length * 2 > nodes.length);
  return cleanBlocks(blocks, title);
}

/** A body with less text than this has its text elsewhere: Discourse keeps it in `<noscript>`. */
const NEARLY_EMPTY = 200;

function removeUnseen($: CheerioAPI): void {
  $(UNSEEN_TAGS).remove();
  const fallbacks = $("noscript").toArray() as Element[];
  const others = $("body").text().replace(/\s+/g, " ").trim();
  for (const fallback of fallbacks) {
    const inner = $(fallback).text();
    if (others.length - inner.length < NEARLY_EMPTY && inner.length > NEARLY_EMPTY) $(fallback).replaceWith(inner);
    else $(fallback).remove();
  }
}
