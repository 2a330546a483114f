import { isTag } from "domhandler";
import type { Block } from "./blocks.ts";
import { isBoilerplateLine, isRelatedHeading, wordsOf } from "./boilerplate-lines.ts";
import { type Element, lineage } from "./dom.ts";
import { isNamedAside } from "./part-names.ts";

/** Elements whose text is never an article's own: what they hold is said beside it. */
const ASIDE_TAGS = new Set("figcaption nav footer aside button form dialog menu label legend".split(" "));
/** A part named as an aside goes only when it holds less than this share of the text, so that no article vanishes. */
const MAX_ASIDE_SHARE = 0.2;
/** A part named as an aside that holds nothing but links may be larger: the menu of a long manual is longer than its page. */
const MAX_MENU_SHARE = 0.7;
/** Parts of one name hold together at most this share: a name that every paragraph carries names nothing. */
const MAX_NAME_SHARE = 0.35;
/** From this share of linked characters on, a block is a link and not a sentence with links. */
const LINKED = 0.85;
/** Where linked blocks make up this share of the text, the text is a list of links and they stay. */
const LINK_LIST = 0.3;

/** Takes out of the article's blocks what stands between and around its sentences. */
export function cleanBlocks(blocks: readonly Block[], title: string | undefined): readonly Block[] {
  const rules = [
    withoutOtherArticles,
    withoutAsides,
    withoutRelated,
    withoutBoilerplate,
    withoutLinkBlocks,
    withoutBareHeadings,
  ];
  let left = blocks;
  for (const rule of rules) {
    const next = rule(left);
    if (next.length > 0) left = next;
  }
  return withoutTitle(left, title);
}

function size(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0);
}

/** Teasers of other articles: `<article>` elements beside the part that holds most of the text. */
function withoutOtherArticles(blocks: readonly Block[]): readonly Block[] {
  const held = heldBy(blocks);
  const most = size(blocks) * MAIN_SHARE;
  const isMain = (part: Element) => (held.get(part) ?? 0) >= most;
  const left = blocks.filter(({ element }) => {
    const article = [...lineage(element)].find((part) => part.name === "article");
    if (!article || isMain(article)) return true;
    // Posts of a thread lie inside the main part; a teaser lies outside of every article that is one.
    return ![...held.keys()].some((part) => part.name === "article" && isMain(part));
  });
  return size(left) < size(blocks) / 2 ? blocks : left;
}

/** An element with this share of the text is the main part. */
const MAIN_SHARE = 0.6;

function heldBy(blocks: readonly Block[]): ReadonlyMap<Element, number> {
  const held = new Map<Element, number>();
  for (const block of blocks) {
    for (const part of lineage(innermost(block))) held.set(part, (held.get(part) ?? 0) + block.text.length);
  }
  return held;
}

/** Parts that their tag or their name calls asides, as long as they hold little of the text. */
function withoutAsides(blocks: readonly Block[]): readonly Block[] {
  const all = size(blocks);
  const held = heldBy(blocks);
  const links = heldBy(blocks.filter(isLinkBlock));
  const isMenu = (part: Element) => (links.get(part) ?? 0) > (held.get(part) ?? 0) * LINKED;
  const small = (part: Element) => (held.get(part) ?? 0) < all * MAX_ASIDE_SHARE;
  const named = new Map<string, number>();
  const asides = new Set<Element>();
  for (const part of held.keys()) {
    if (isMenu(part) && isNamedAside(part) && (held.get(part) ?? 0) < all * MAX_MENU_SHARE) asides.add(part);
    if (!small(part)) continue;
    if (ASIDE_TAGS.has(part.name)) asides.add(part);
    if (isNamedAside(part)) named.set(nameOf(part), (named.get(nameOf(part)) ?? 0) + (held.get(part) ?? 0));
  }
  for (const part of held.keys()) {
    if (small(part) && (named.get(nameOf(part)) ?? all) < all * MAX_NAME_SHARE) asides.add(part);
  }
  return blocks.filter((block) => !some(lineage(innermost(block)), (part) => asides.has(part)));
}

/** The element that holds the whole block, also an inline one: a caption may be a `<span>` alone in its block. */
function innermost({ element, nodes }: Block): Element {
  const parent = nodes[0]?.parent;
  return parent && isTag(parent) && nodes.every((node) => node.parent === parent) ? parent : element;
}

function nameOf({ name, attribs }: Element): string {
  return `${name} ${(attribs.class ?? attribs.id ?? "").replace(/\d+/g, "0")}`;
}

function some<T>(items: Iterable<T>, test: (item: T) => boolean): boolean {
  for (const item of items) if (test(item)) return true;
  return false;
}

function withoutBoilerplate(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter(({ text, element }) => CELLS.has(element.name) || !isBoilerplateLine(text));
}

/** What a table or a list of terms says is data, a date too. */
const CELLS = new Set("td th dd dt".split(" "));

/** Teasers of other pages under a heading that says so, wherever something stands before them. */
function withoutRelated(blocks: readonly Block[]): readonly Block[] {
  const dropped = new Set<Block>();
  const isHead = ({ text, linkCharacters }: Block) => linkCharacters === 0 && isRelatedHeading(text);
  const places = [...blocks.keys()].filter((index) => index > 0 && isHead(blocks[index] as Block));
  for (const index of places.slice(0, MAX_RELATED)) {
    const section = sectionUnder(blocks, index);
    const links = section.filter(({ text, linkCharacters }) => linkCharacters > text.length * LINKED);
    if (links.length > 1 && links.length * 4 > section.length) for (const part of section) dropped.add(part);
  }
  const left = blocks.filter((block) => !dropped.has(block));
  return size(left) * 3 < size(blocks) ? blocks : left; // A front page is made of such parts.
}

/** More parts of the kind than any page has. */
const MAX_RELATED = 20;

/** A heading and what stands with it in the part it is the first of; at most up to the next heading beside it. */
function sectionUnder(blocks: readonly Block[], index: number): readonly Block[] {
  const before = new Set(lineage((blocks[index - 1] as Block).element));
  const heading = blocks[index] as Block;
  const part = [...lineage(heading.element)].findLast((element) => !before.has(element)) ?? heading.element;
  const isInside = ({ element }: Block) => some(lineage(element), (around) => around === part);
  const level = headingLevel(heading);
  if (part === heading.element && level === undefined) return [];
  const isNext = (block: Block) => (headingLevel(block) ?? 7) <= (level ?? 6) && !isLinkBlock(block);
  const isUnder = part === heading.element ? (block: Block) => !isNext(block) : isInside;
  let end = index + 1;
  while (end < blocks.length && isUnder(blocks[end] as Block)) end += 1;
  return blocks.slice(index, end);
}

/** Blocks that are one link: "read also" lines between paragraphs. Links that are listed stay, and those that head cards. */
function withoutLinkBlocks(blocks: readonly Block[]): readonly Block[] {
  const linked = blocks.filter(isLinkBlock);
  if (size(linked) > size(blocks) * LINK_LIST) return blocks;
  const heads = headsOfCards(blocks);
  return blocks.filter((block) => heads.has(block) || !isLinkBlock(block));
}

/** Linked titles, each in one small part with the text that follows it; a few of them are no collection. */
export function headsOfCards(blocks: readonly Block[]): ReadonlySet<Block> {
  const held = heldBy(blocks);
  const most = size(blocks) * MAX_ASIDE_SHARE;
  const heads = blocks.filter((block, index) => {
    const next = blocks[index + 1];
    if (!next || !isLinkBlock(block) || wordsOf(block.text) < TITLE_WORDS || isLinkBlock(next)) return false;
    const around = new Set(lineage(next.element));
    const card = [...lineage(block.element)].find((part) => around.has(part));
    return card !== undefined && (held.get(card) ?? 0) < most;
  });
  return new Set(heads.length >= MIN_CARDS ? heads : []);
}

const MIN_CARDS = 4;
/** A link of fewer words is the name of who wrote a post. */
const TITLE_WORDS = 4;

function isLinkBlock({ text, linkCharacters, element }: Block): boolean {
  return linkCharacters > text.length * LINKED && !/^(?:h[1-6]|td|th|dt)$/.test(element.name) && wordsOf(text) > 0;
}

/** Headings with nothing under them: what they headed was taken out. */
function withoutBareHeadings(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter((block, index) => {
    const level = headingLevel(block);
    if (level === undefined) return true;
    const next = blocks[index + 1];
    if (!next) return false;
    const below = headingLevel(next);
    return below === undefined || below > level;
  });
}

function headingLevel({ element }: Block): number | undefined {
  return /^h[1-6]$/.test(element.name) ? Number(element.name[1]) : undefined;
}

/** The text begins after the title; where a page says it once more inside the text, it stays. */
function withoutTitle(blocks: readonly Block[], title: string | undefined): readonly Block[] {
  if (title === undefined) return blocks;
  const wanted = lettersOf(title);
  const from = blocks.slice(0, TITLE_WITHIN).findIndex(({ text }) => isTitle(lettersOf(text), wanted));
  return from === -1 ? blocks : blocks.toSpliced(from, 1);
}

/** The title stands among the first blocks, after at most a label and a date. */
const TITLE_WITHIN = 4;

function isTitle(letters: string, title: string): boolean {
  return letters === title || (letters.length > 12 && (title.startsWith(letters) || title.endsWith(letters)));
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
