import type { CheerioAPI } from "cheerio";
import { type Block, blocksOf } from "./blocks.ts";
import { wordsOf } from "./boilerplate-lines.ts";
import { cleanBlocks } from "./clean-blocks.ts";
import { type Element, lineage, textOf, UNSEEN_TAGS } from "./dom.ts";
import type { ElementIndex } from "./element-index.ts";
import type { HtmlPage } from "./html-page.ts";
import { isDiscussion } from "./part-names.ts";
import { articleTexts } from "./readability.ts";

/**
 * The blocks of the page that are its article, in reading order. Changes the tree: what no reader sees is taken out.
 *
 * Readability chooses; what it drops between chosen paragraphs comes back; where it chose far less than stands under
 * the page's main heading, that region is taken instead; then captions, by-lines, boxes and labels go.
 */
export function mainBlocks({ $, elements, metadata: { title } }: HtmlPage): readonly Block[] {
  removeUnseen($, elements);
  const [root] = elements.named("html");
  const [body] = elements.named("body");
  if (!root || !body) return [];
  const texts = articleTexts(root);
  const all = blocksOf(body);
  const chosen = new Set(all.filter(({ nodes }) => nodes.filter((node) => texts.has(node)).length * 2 > nodes.length));
  const region = mainRegion($, body, all, title);
  const missed = proseIn([...chosen]) < proseIn(region) * FAR_LESS;
  return cleanBlocks(missed ? region : withGaps(all, chosen), title);
}

/** Readability missed the page's text when it chose less than this share of the prose under the main heading. */
const FAR_LESS = 0.35;
/** A region whose text is links to more than this share is a front page or a list, not an article. */
const MAX_LINKED = 0.25;

/**
 * The largest part around the main heading (else around `<main>` or `<article>`) in which most text is no link; menus,
 * side columns and discussions left out. Empty when there is none.
 */
function mainRegion($: CheerioAPI, body: Element, all: readonly Block[], title: string | undefined): readonly Block[] {
  const headings = $("h1").toArray() as readonly Element[];
  const own = all.filter(({ element }) => !isBeside(element));
  let region: readonly Block[] = [];
  for (const part of lineage(mainHeading(headings, title) ?? $("main, [role=main], article").get(0) ?? body)) {
    if (part.name === "html" || headings.filter((heading) => within(heading, part)).length > 1) break;
    const inside = own.filter(({ element }) => within(element, part));
    if (linkedShare(inside) <= MAX_LINKED && proseIn(inside) > proseIn(region)) region = inside;
    if (part.name === "article" || part.name === "main") break;
  }
  return region;
}

function mainHeading(headings: readonly Element[], title: string | undefined): Element | undefined {
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const same = headings.find((heading) => {
    const words = letters(textOf(heading));
    return title !== undefined && words !== "" && (letters(title).includes(words) || words.includes(letters(title)));
  });
  return same ?? (headings.length === 1 ? headings[0] : undefined);
}

const BESIDE = new Set("nav footer aside form dialog menu button figcaption".split(" "));

function isBeside(element: Element): boolean {
  for (const part of lineage(element)) {
    if (part.name === "body" || part.name === "main") return false;
    const role = part.attribs.role;
    if (BESIDE.has(part.name) || role === "navigation" || role === "complementary" || isDiscussion(part)) return true;
  }
  return false;
}

function within(element: Element, part: Element): boolean {
  for (const around of lineage(element)) if (around === part) return true;
  return false;
}

function linkedShare(blocks: readonly Block[]): number {
  const all = blocks.reduce((sum, { text }) => sum + text.length, 0);
  return all === 0 ? 1 : blocks.reduce((sum, { linkCharacters }) => sum + linkCharacters, 0) / all;
}

/** From this many words on, a block is a sentence and no label. */
const PROSE_WORDS = 8;

/** How many characters of the blocks are sentences. */
function proseIn(blocks: readonly Block[]): number {
  return blocks
    .filter(({ text, linkCharacters }) => linkCharacters < text.length / 2 && wordsOf(text) >= PROSE_WORDS)
    .reduce((sum, { text }) => sum + text.length, 0);
}

/** Readability drops short headings, lists and code between the paragraphs it chooses: they belong to the text. */
function withGaps(all: readonly Block[], chosen: ReadonlySet<Block>): readonly Block[] {
  const first = all.findIndex((block) => chosen.has(block));
  const last = all.findLastIndex((block) => chosen.has(block));
  const parents = new Set([...chosen].flatMap(({ element }) => [element, element.parent]));
  return all.filter((block, index) => {
    if (chosen.has(block)) return true;
    if (index < first || index > last || !parents.has(block.element.parent)) return false;
    return GAP_TAGS.has(block.element.name) && block.linkCharacters === 0;
  });
}

const GAP_TAGS = new Set("h1 h2 h3 h4 h5 h6 p pre li dt dd blockquote".split(" "));

/** A body with less text than this has its text elsewhere: Discourse keeps it in `<noscript>`. */
const NEARLY_EMPTY = 200;

function removeUnseen($: CheerioAPI, elements: ElementIndex): void {
  for (const name of UNSEEN_TAGS.split(",")) $(elements.named(name) as Element[]).remove();
  const fallbacks = elements.named("noscript");
  const others = $(elements.named("body") as Element[])
    .text()
    .replace(/\s+/g, " ")
    .trim();
  for (const fallback of fallbacks) {
    const inner = $(fallback).text();
    if (others.length - inner.length < NEARLY_EMPTY && inner.length > NEARLY_EMPTY) $(fallback).replaceWith(inner);
    else $(fallback).remove();
  }
}
