import { languageOf } from "../../core/language.ts";
import type { ItemKind, ParsedPage, RawDocument, Reading } from "../../core/page.ts";
import { FootnoteError, type PagePreview } from "../../core/problems.ts";
import { type Block, renderBlocks } from "./blocks.ts";
import { type HtmlPage, openHtml } from "./html-page.ts";
import { linksOf } from "./links.ts";
import { mainBlocks } from "./main-text.ts";
import type { Metadata } from "./metadata.ts";
import { redirectTarget } from "./redirect-stub.ts";
import { asksForScript, hostDetails, previewOf, refuseWalls } from "./walls.ts";

/**
 * Reads a web page: its main text, metadata and links; or where it sends the reader, when it is only a signpost.
 * @throws FootnoteError `EMPTY`, `NO_CONTENT`, `FORBIDDEN`, `NOT_FOUND` (with a preview where the page gives one),
 *   `PARSE_LIMIT`
 */
export function readWebPage(document: RawDocument): Reading {
  const page = openHtml(document);
  const url = redirectTarget(page);
  return url === undefined ? { kind: "page", page: readArticle(page) } : { kind: "link", url };
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

function readArticle(page: HtmlPage): ParsedPage {
  refuseWalls(page);
  const { $, metadata } = page;
  const optOut = optOutOf(page);
  const blocks = mainBlocks($, metadata.title);
  const text = renderBlocks(blocks);
  if (text === "" || asksForScript(text)) {
    throw new FootnoteError("NO_CONTENT", hostDetails(page), { preview: previewOf(page) });
  }
  const title = metadata.title ?? headingOf(blocks) ?? page.filename?.replace(/\.[^.]+$/, "") ?? page.address ?? "";
  return {
    reader: "html",
    kind: kindOf(metadata),
    title,
    ...factsOf(metadata),
    language: languageOf(`${title}\n${text}`, metadata.language),
    text,
    hashtags: [],
    keywords: metadata.keywords,
    links: linksOf(blocks, page.base),
    corrections: [],
    notes: [],
    ...(optOut === undefined ? {} : { optOut }),
  };
}

/** The facts of the metadata that a page carries unchanged. */
export function factsOf(metadata: Metadata): Partial<ParsedPage> {
  const { author, site, publishedAt, modifiedAt, description, imageUrl, claimedUrl, durationSeconds } = metadata;
  const facts = { author, site, publishedAt, modifiedAt, description, imageUrl, claimedUrl, durationSeconds };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** What the page is, by its own types; the address decides later, where it is known. */
function kindOf({ types }: Metadata): ItemKind {
  if (types.includes("scholarlyarticle")) return "paper";
  if (types.some((type) => type.startsWith("video.")) || types[0] === "videoobject") return "video";
  return "article";
}

function headingOf(blocks: readonly Block[]): string | undefined {
  return blocks.find(({ element }) => /^h[1-3]$/.test(element.name))?.text;
}

/** What the page asks of those who keep or process it, by `<meta name=robots>` and its kin. */
function optOutOf({ $ }: HtmlPage): ParsedPage["optOut"] {
  const asked = $("meta[name]")
    .filter((_, meta) => /^(?:robots|googlebot|bingbot|slurp|footnote)$/i.test(meta.attribs.name ?? ""))
    .toArray()
    .map((meta) => meta.attribs.content ?? "")
    .join(",")
    .toLowerCase();
  const reserved = $('meta[name="tdm-reservation"]').attr("content")?.trim() === "1";
  const archive = /\bnoarchive\b/.test(asked);
  const model = /\bno-?ai\b/.test(asked) || reserved;
  if (!archive && !model) return undefined;
  return { ...(archive ? { archive } : {}), ...(model ? { model } : {}) };
}
