import type { CheerioAPI } from "cheerio";
import { type Block, blocksOf } from "./blocks.ts";
import { wordsOf } from "./boilerplate-lines.ts";
import { cleanBlocks, headsOfCards } from "./clean-blocks.ts";
import { type Element, lineage, textOf, UNSEEN_TAGS, visibleText } from "./dom.ts";
import type { ElementIndex } from "./element-index.ts";
import type { HtmlPage } from "./html-page.ts";
import { isDiscussion } from "./part-names.ts";
import { articleTexts } from "./readability.ts";
import { asksForConsent } from "./walls.ts";

/**
 * The blocks of the page that are its article, in reading order. Changes the tree: what no reader sees is taken out.
 *
 * Readability chooses; what it drops between chosen paragraphs comes back; where it chose far less than stands under
 * the page's main heading, that region is taken instead; then captions, by-lines, boxes and labels go.
 */
export function mainBlocks({ $, elements, metadata: { title } }: HtmlPage): readonly Block[] {
  removeUnseen($, elements);
  removeConsent($, elements);
  const [root] = elements.named("html");
  const [body] = elements.named("body");
  if (!root || !body) return [];
  const texts = articleTexts(root);
  const all = blocksOf(body);
  const chosen = new Set(all.filter(({ nodes }) => nodes.filter((node) => texts.has(node)).length * 2 > nodes.length));
  const shown = shownIn(all);
  const region = mainRegion($, body, shown, title);
  if (proseIn([...chosen]) < proseIn(region) * FAR_LESS) return cleanBlocks(region, title);
  return cleanBlocks(holdsAny(chosen, shown) ? withGaps(all, chosen) : shown, title);
}

/** Whether a choice has a sentence, or a good part, of what stands outside of menus and feet: lists have no sentences. */
function holdsAny(chosen: ReadonlySet<Block>, shown: readonly Block[]): boolean {
  const held = shown.filter((block) => chosen.has(block));
  if (charactersIn(shown) < charactersIn([...chosen])) return true; // The page's text lies in what is a side column elsewhere.
  return proseIn(held) > 0 || charactersIn(held) >= charactersIn(shown) * LITTLE;
}

/** Less than this share of a page's text is a line of it. */
const LITTLE = 0.1;

function charactersIn(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0);
}

/** Readability missed the page's text when it chose less than this share of the prose under the main heading. */
const FAR_LESS = 0.35;
/** A region whose text is links to more than this share is a front page or a list, not an article. */
const MAX_LINKED = 0.25;

/**
 * The largest part around the main heading (else around `<main>` or `<article>`) in which most text is no link;
 * discussions left out. Empty when there is none.
 */
function mainRegion(
  $: CheerioAPI,
  body: Element,
  shown: readonly Block[],
  title: string | undefined,
): readonly Block[] {
  const headings = $("h1").toArray() as readonly Element[];
  const own = shown.filter(({ element }) => !isWithin(element, isDiscussion));
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

/** Blocks outside of menus, side columns, forms and feet. A form that holds most of the text is none: ASP.NET has one a page. */
function shownIn(all: readonly Block[]): readonly Block[] {
  const held = new Map<Element, number>();
  for (const { element, text } of all) {
    for (const part of lineage(element)) if (part.name === "form") held.set(part, (held.get(part) ?? 0) + text.length);
  }
  const most = charactersIn(all) / 2;
  return all.filter(({ element }) => !isWithin(element, (part) => isBeside(part) && (held.get(part) ?? 0) < most));
}

const BESIDE = new Set("nav footer aside form dialog menu button figcaption".split(" "));

function isBeside({ name, attribs: { role } }: Element): boolean {
  return BESIDE.has(name) || role === "navigation" || role === "complementary";
}

/** Whether an element, or one around it inside the page's main part, passes a test. */
function isWithin(element: Element, test: (part: Element) => boolean): boolean {
  for (const part of lineage(element)) {
    if (part.name === "body" || part.name === "main") return false;
    if (test(part)) return true;
  }
  return false;
}

function within(element: Element, part: Element): boolean {
  for (const around of lineage(element)) if (around === part) return true;
  return false;
}

function linkedShare(blocks: readonly Block[]): number {
  const all = charactersIn(blocks);
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

/** Readability drops headings, lists, code and linked titles between the paragraphs it chooses: they belong to the text. */
function withGaps(all: readonly Block[], chosen: ReadonlySet<Block>): readonly Block[] {
  const first = all.findIndex((block) => chosen.has(block));
  const last = all.findLastIndex((block) => chosen.has(block));
  const parents = new Set([...chosen].flatMap(({ element }) => [element, element.parent]));
  const heads = headsOfCards(all);
  return all.filter((block, index) => {
    if (chosen.has(block)) return true;
    if (heads.has(block)) return chosen.has(all[index + 1] as Block);
    if (index < first || index > last || !parents.has(block.element.parent)) return false;
    return GAP_TAGS.has(block.element.name) && block.linkCharacters === 0;
  });
}

const GAP_TAGS = new Set("h1 h2 h3 h4 h5 h6 p pre li dt dd blockquote".split(" "));

/** A body with less text than this has its text elsewhere: Discourse keeps it in `<noscript>`. */
const NEARLY_EMPTY = 200;

function removeUnseen($: CheerioAPI, elements: ElementIndex): void {
  showShadows($, elements);
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

/** A browser shows a template that is declared to be its element's shadow; pages saved by SingleFile are full of them. */
function showShadows($: CheerioAPI, elements: ElementIndex): void {
  for (const template of elements.named("template")) {
    const { shadowrootmode, shadowroot } = template.attribs;
    if (shadowrootmode ?? shadowroot) $(template).replaceWith($(template.children).contents());
  }
}

/** A text of more characters is none of these requests, so no more of it is looked at. */
const LONGEST_REQUEST = 2_000;
const CONSENT_NAME = /cookie|consent|gdpr|onetrust|didomi|usercentrics/i;

/** Requests to accept cookies: two good sentences, which a page of short lines has not. */
function removeConsent($: CheerioAPI, elements: ElementIndex): void {
  for (const element of ["div", "section", "aside", "dialog", "form"].flatMap(elements.named)) {
    const { id = "", class: names = "" } = element.attribs;
    if (CONSENT_NAME.test(`${id} ${names}`) && asksForConsent(visibleText(element, LONGEST_REQUEST)))
      $(element).remove();
  }
}
