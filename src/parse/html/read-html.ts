import { languageOf } from "../../core/language.ts";
import type { ItemKind, OutboundLink, ParsedPage, RawDocument, Reading } from "../../core/page.ts";
import { FootnoteError, type PagePreview } from "../../core/problems.ts";
import { unwrapRedirect } from "../../core/url/redirect-wrappers.ts";
import { sourceOf } from "../../core/url/source.ts";
import { oembedAddress } from "../sites/oembed.ts";
import type { SiteFindings } from "../sites/site-reader.ts";
import { readSite } from "../sites/site-readers.ts";
import { type Block, renderBlocks } from "./blocks.ts";
import { type HtmlPage, openHtml } from "./html-page.ts";
import { linksOf } from "./links.ts";
import { mainBlocks } from "./main-text.ts";
import type { Metadata } from "./metadata.ts";
import { redirectTarget } from "./redirect-stub.ts";
import { asksForConsent, asksForScript, hostDetails, previewOf, refuseWalls } from "./walls.ts";

/**
 * Reads a web page: its main text, metadata and links; or where it sends the reader, when it is only a signpost.
 * @throws FootnoteError `EMPTY`, `NO_CONTENT`, `FORBIDDEN`, `NOT_FOUND` (with a preview where the page gives one),
 *   `PARSE_LIMIT`
 */
export function readWebPage(document: RawDocument): Reading {
  const page = openHtml(document);
  const url = redirectTarget(page) ?? toldElsewhere(page);
  return url === undefined ? { kind: "page", page: readArticle(page) } : { kind: "link", url };
}

/** Where a site tells what its page does not show without scripts. */
function toldElsewhere(page: HtmlPage): string | undefined {
  const address = page.url !== undefined && URL.canParse(page.url) ? oembedAddress(new URL(page.url)) : undefined;
  return address !== undefined && readSite(page) === undefined ? address : undefined;
}

/**
 * As {@link readWebPage}, for bytes that are known to hold the page itself, such as the main part of an archive.
 * @throws FootnoteError as {@link readWebPage}
 */
export function readHtml(document: RawDocument): ParsedPage {
  return readArticle(openHtml(document));
}

/**
 * What a refused page says of itself, for its short card. Never throws: a page that says nothing gives an empty preview.
 */
export function readPreview(document: RawDocument): PagePreview {
  try {
    return previewOf(openHtml(document));
  } catch (error) {
    if (error instanceof FootnoteError) return {};
    throw error;
  }
}

/** Whatever its site's own reader finds on the page, else the page's main text. */
function readArticle(page: HtmlPage): ParsedPage {
  const optOut = optOutOf(page);
  const site = readSite(page);
  const parsed = site ? parsedSite(page, site.reader, site.found) : parsedArticle(page);
  return optOut === undefined ? parsed : { ...parsed, optOut };
}

function parsedSite(page: HtmlPage, reader: string, found: SiteFindings): ParsedPage {
  const title = found.title ?? page.metadata.title ?? page.address ?? "";
  const { text, links = [], keywords = [], hashtags = [], notes = [] } = found;
  return {
    ...factsOf(page.metadata),
    ...definedIn(found),
    reader,
    kind: found.kind ?? kindOf(page),
    title,
    language: languageOf(`${title}\n${text}`, page.metadata.language),
    text,
    links: unwrapped(links),
    keywords: keywords.length > 0 ? keywords : page.metadata.keywords,
    hashtags,
    notes,
    corrections: [],
  };
}

function parsedArticle(page: HtmlPage): ParsedPage {
  refuseWalls(page);
  const { metadata } = page;
  const blocks = mainBlocks(page);
  const text = renderBlocks(blocks);
  if (text === "" || asksForScript(text) || asksForConsent(text)) {
    throw new FootnoteError("NO_CONTENT", hostDetails(page), { preview: previewOf(page) });
  }
  const title = metadata.title ?? headingOf(blocks) ?? page.filename?.replace(/\.[^.]+$/, "") ?? page.address ?? "";
  return {
    ...factsOf(metadata),
    reader: "html",
    kind: kindOf(page),
    title,
    ...(page.address === undefined ? {} : { site: metadata.site ?? sourceOf(page.address).site }),
    language: languageOf(`${title}\n${text}`, metadata.language),
    text,
    hashtags: [],
    keywords: metadata.keywords,
    links: unwrapped(linksOf(blocks, page.base)),
    corrections: [],
    notes: [],
  };
}

/** The facts of the metadata that a page carries unchanged. */
function factsOf(metadata: Metadata): Partial<ParsedPage> {
  const { author, site, publishedAt, modifiedAt, description, imageUrl, claimedUrl, durationSeconds } = metadata;
  return definedIn({ author, site, publishedAt, modifiedAt, description, imageUrl, claimedUrl, durationSeconds });
}

function definedIn(facts: object): Partial<ParsedPage> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function unwrapped(links: readonly OutboundLink[]): readonly OutboundLink[] {
  return links.map(({ url, label }) => ({ url: unwrapRedirect(url), label }));
}

/** What the page is: by its address, else by its own types. */
function kindOf({ address, metadata, elements }: HtmlPage): ItemKind {
  const byAddress = address === undefined ? "article" : sourceOf(address).kind;
  // An address that ends like a file has been answered with a page about that file.
  if (byAddress !== "article" && !/^(?:pdf|image|feed)$/.test(byAddress)) return byAddress;
  if (
    metadata.types.includes("scholarlyarticle") ||
    elements.named("meta").some(({ attribs }) => attribs.name === "citation_title")
  )
    return "paper";
  return metadata.types.some((type) => type.startsWith("video.")) ? "video" : "article";
}

function headingOf(blocks: readonly Block[]): string | undefined {
  return blocks.find(({ element }) => /^h[1-3]$/.test(element.name))?.text;
}

/** What the page asks of those who keep or process it, by `<meta name=robots>` and its kin. */
function optOutOf({ elements }: HtmlPage): ParsedPage["optOut"] {
  const metas = elements.named("meta");
  const asked = metas
    .filter((meta) => /^(?:robots|googlebot|bingbot|slurp|footnote)$/i.test(meta.attribs.name ?? ""))
    .map((meta) => meta.attribs.content ?? "")
    .join(",")
    .toLowerCase();
  const reserved = metas.some(({ attribs }) => attribs.name === "tdm-reservation" && attribs.content?.trim() === "1");
  const archive = /\bnoarchive\b/.test(asked);
  const model = /\bno-?ai\b/.test(asked) || reserved;
  if (!archive && !model) return undefined;
  return { ...(archive ? { archive } : {}), ...(model ? { model } : {}) };
}
