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
/** Characters of a text that are indexed: some sixty printed pages; what follows is out of reach of positions. */
const MAX_TEXT = 100_000;
const MAX_LINKS = 50;
/** A longer address is nobody's to look up. */
const MAX_FACET = 400;

/** Stands in every document: counting it counts the items. */
export const EVERY_ITEM = "*";
/** Before a term that stands in a title or a tag: a word that is everywhere is looked up there first. */
export const CHAMPION = "^";

/** The index's view of an item: its words with their places and fields, and facets such as `=site:example.com`. */
export function searchDocument(item: Item): SearchDocument {
  const places = new Map<string, string[]>();
  let position = 1;
  let words = 0;
  for (const [label, text] of fieldsOf(item)) {
    const tokens = tokensOf(text);
    for (const token of tokens) addToken(places, token, label, position);
    const length = (tokens.at(-1)?.position ?? -1) + 1;
    if (label === "C") words = length;
    position += length + FIELD_GAP;
  }
  for (const facet of facetsOf(item)) places.set(facet, []);
  const lexemes = [...places].map(([term, at]) => `${quoteLexeme(term)}${at.length > 0 ? `:${at.join(",")}` : ""}`);
  return { document: lexemes.join(" "), words };
}

function addToken(places: Map<string, string[]>, token: Token, label: Label, offset: number): void {
  const { term, position } = token;
  if (term.startsWith(AS_WRITTEN)) {
    places.set(term, []);
    return;
  }
  if (label === "A") places.set(CHAMPION + term, []);
  const at = places.get(term) ?? [];
  if (at.length < MAX_POSITIONS_OF_TERM) at.push(`${Math.min(offset + position, MAX_POSITION)}${label}`);
  places.set(term, at);
}

/** Heavier fields first: `ts_rank` counts the first occurrences of a word most. */
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
    ["C", item.text.slice(0, MAX_TEXT)],
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
