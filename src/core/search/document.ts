import type { Item } from "../item.ts";
import { canonicalUrl } from "../url/canonical-url.ts";
import { simplified } from "./simplify.ts";
import { AS_WRITTEN, type Token, tokensOf } from "./tokens.ts";

/** What the index keeps of an item. */
export interface SearchDocument {
  /** A PostgreSQL `tsvector` literal. */
  readonly document: string;
  /** Length of the text, in positions. */
  readonly words: number;
}

/** Raised whenever an item's document would come out otherwise than before: the library is then indexed anew. */
export const DOCUMENT_VERSION = 1;

/** A field's weight class: A title and tags, B summaries, C text, D addresses and names. */
type Label = "A" | "B" | "C" | "D";

/** PostgreSQL's limits. Source: manual, "Text Search Limitations". */
const MAX_POSITION = 16_383;
const MAX_POSITIONS_OF_TERM = 255;
/** Parts fields, so that no phrase runs over from one into the next. */
const FIELD_GAP = 8;
/** Where the text begins, behind all other fields. */
const TEXT_POSITION = 2_000;
/** Characters of a text that are indexed: some sixty printed pages; what follows is out of reach of positions. */
const MAX_TEXT = 100_000;
/** Characters of any other field: with more, a document that a page makes to be huge would not fit into its row. */
const MAX_FIELD = 10_000;
const MAX_LINKS = 50;
/** A longer address is nobody's to look up. */
const MAX_FACET = 400;

/** Stands in every document: counting it counts the items. */
export const EVERY_ITEM = "*";
/** Before a term that stands in a title or a tag: a word that is everywhere is looked up there first. */
export const CHAMPION = "^";

/** The words of a text, as they stand in the document of its item. */
export interface TextTerms {
  /** A part of a `tsvector` literal. */
  readonly lexemes: string;
  /** Length of the text, in positions. */
  readonly words: number;
}

/**
 * The costly part of {@link searchDocument}, which needs nothing but the text: of a long one it takes some hundredths of
 * a second.
 */
export function textTerms(text: string): TextTerms {
  const places: Places = new Map();
  const words = addField(places, text.slice(0, MAX_TEXT), "C", TEXT_POSITION);
  return { lexemes: lexemesOf(places), words };
}

/** The index's view of an item: its words with their places and fields, and facets such as `=site:example.com`. */
export function searchDocument(item: Item, text: TextTerms = textTerms(item.text)): SearchDocument {
  const places: Places = new Map();
  let position = 1;
  for (const [label, field] of fieldsOf(item))
    position += addField(places, field.slice(0, MAX_FIELD), label, position) + FIELD_GAP;
  for (const facet of facetsOf(item)) places.set(facet, []);
  // A word that stands in both parts is one to PostgreSQL, with the places of both.
  return { document: `${lexemesOf(places)} ${text.lexemes}`, words: text.words };
}

/** Terms with their positions and labels, such as `7A`. */
type Places = Map<string, string[]>;

/** Adds a field that begins at a position; its length. */
function addField(places: Places, text: string, label: Label, from: number): number {
  const tokens = tokensOf(text);
  for (const token of tokens) addToken(places, token, label, from);
  return (tokens.at(-1)?.position ?? -1) + 1;
}

function lexemesOf(places: Places): string {
  return [...places].map(([term, at]) => quoteLexeme(term) + (at.length > 0 ? `:${at.join(",")}` : "")).join(" ");
}

function addToken(places: Places, token: Token, label: Label, from: number): void {
  const { term, position } = token;
  if (term.startsWith(AS_WRITTEN)) {
    places.set(term, []);
    return;
  }
  if (label === "A") places.set(CHAMPION + term, []);
  const at = places.get(term) ?? [];
  const last = label === "C" ? MAX_POSITION : TEXT_POSITION - FIELD_GAP;
  if (at.length < MAX_POSITIONS_OF_TERM) at.push(`${Math.min(from + position, last)}${label}`);
  places.set(term, at);
}

/** All fields but the text; the heavier first, for a word keeps only its first places. */
function fieldsOf(item: Item): readonly (readonly [Label, string])[] {
  const summary = item.summary?.sentences.map((sentence) => sentence.text).join("\n") ?? "";
  const tags = [...item.tags.map((tag) => tag.text), ...item.hashtags];
  const links = item.links.slice(0, MAX_LINKS).map(({ label, url }) => `${label} ${addressWords(url)}`);
  return [
    ["A", item.title],
    ["A", item.topic ?? ""],
    ["A", [...new Set(tags)].join(" · ")],
    ["B", summary],
    ["B", item.description ?? ""],
    ["B", item.claims?.summary ?? ""],
    ["D", [item.site, item.author, addressWords(item.openUrl ?? item.canonicalUrl ?? "")].join(" · ")],
    ["D", links.join(" · ")],
  ];
}

/** The host and path of an address as words: `arxiv.org/abs/2301.12345` gives `arxiv`, `org`, `abs`, `2301.12345`. */
function addressWords(url: string): string {
  if (!URL.canParse(url)) return "";
  const { hostname, pathname } = new URL(url);
  return `${hostname.replaceAll(".", " ")} ${pathname.slice(0, 200).replace(/[/_-]+/g, " ")}`;
}

/** What operators ask for, as terms that no text can hold, and that sort apart from words. */
function facetsOf(item: Item): readonly string[] {
  const tags = [...item.tags.map((tag) => tag.text), ...item.hashtags];
  const facets = [
    EVERY_ITEM,
    `=type:${item.kind}`,
    `=lang:${item.language.split("-")[0]}`,
    ...(item.summary && item.summary.sentences.length > 0 ? ["=has:summary"] : []),
    ...tags.map(tagFacet),
    ...siteFacets(item),
    ...linkFacets(item),
  ];
  return facets.filter((facet) => facet.length <= MAX_FACET);
}

/** The facet of a tag: case, width and Chinese script make no difference, nor do spaces and hyphens. */
export function tagFacet(tag: string): string {
  return `=tag:${simplified(tag.normalize("NFKC").toLowerCase()).replace(/[\s_-]+/g, "")}`;
}

/** `news.example.co.uk` is found as itself, by each parent, and by each of its names. */
function siteFacets(item: Item): readonly string[] {
  const address = item.openUrl ?? item.canonicalUrl ?? "";
  const own = [address, item.canonicalUrl ?? ""].flatMap((url) => (URL.canParse(url) ? [new URL(url).hostname] : []));
  const hosts = new Set(own.map((host) => host.replace(/^www\./, "")));
  const names = (item.site ?? "").toLowerCase().split(/\s+/);
  const parts = [...hosts].flatMap((host) => {
    const labels = host.split(".");
    return [...labels.slice(0, -1), ...labels.map((_, at) => labels.slice(at).join("."))];
  });
  return [...new Set([...parts, ...names])].filter(Boolean).map((host) => `=site:${host}`);
}

/** The item's own address and those it points to, in canonical form: what related items share. */
function linkFacets(item: Item): readonly string[] {
  const urls = [item.canonicalUrl, ...item.links.slice(0, MAX_LINKS).map(({ url }) => url)];
  return urls.flatMap((url) => {
    const canonical = url && canonicalUrl(url);
    return canonical ? [linkFacet(canonical)] : [];
  });
}

/** The facet of a canonical address. */
export function linkFacet(canonical: string): string {
  return `=link:${canonical}`;
}

/** A term inside a `tsvector` or `tsquery` literal. */
export function quoteLexeme(term: string): string {
  return `'${term.replaceAll("\0", "").replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
