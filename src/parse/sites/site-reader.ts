import type { CheerioAPI } from "cheerio";
import type { ItemKind, OutboundLink } from "../../core/page.ts";
import { type Block, blocksOf, renderBlocks } from "../html/blocks.ts";
import { type Element, oneLine, UNSEEN_TAGS } from "../html/dom.ts";
import { type HtmlPage, parseHtml } from "../html/html-page.ts";
import { linksOf } from "../html/links.ts";

/** What a reader of one site found on its page; what is absent comes from the page's metadata. */
export interface SiteFindings {
  /** May be empty: a video without a description is still a card. */
  readonly text: string;
  readonly kind?: ItemKind | undefined;
  readonly title?: string | undefined;
  readonly author?: string | undefined;
  readonly site?: string | undefined;
  readonly publishedAt?: string | undefined;
  readonly modifiedAt?: string | undefined;
  readonly description?: string | undefined;
  readonly imageUrl?: string | undefined;
  readonly claimedUrl?: string | undefined;
  readonly durationSeconds?: number | undefined;
  readonly links?: readonly OutboundLink[];
  readonly keywords?: readonly string[];
  readonly hashtags?: readonly string[];
  readonly notes?: readonly string[];
}

/** Reads the pages of one site by what that site alone has on them. */
export interface SiteReader {
  readonly name: string;
  /** Tested on the host without `www.`. */
  readonly hosts: RegExp;
  /** Undefined when the page is not of a shape the reader knows; it is then read as any other page. */
  readonly read: (page: HtmlPage, address: URL) => SiteFindings | undefined;
}

/** Plain text of some elements, and the links in it. */
export interface Part {
  readonly text: string;
  readonly links: readonly OutboundLink[];
}

/**
 * The text of all elements a selector finds, in document order, with their links. Takes the unseen elements, and those
 * that `without` selects, out of the page.
 */
export function partOf({ $, base }: Pick<HtmlPage, "$" | "base">, selector: string, without = ""): Part {
  const found = $(selector)
    .toArray()
    .filter((node): node is Element => node.type === "tag");
  const outer = found.filter((element) => !found.some((other) => other !== element && $.contains(other, element)));
  $(outer).find([UNSEEN_TAGS, without].filter(Boolean).join(",")).remove();
  return render(
    outer.flatMap((element) => blocksOf(element)),
    base,
  );
}

/** As {@link partOf}, for mark-up that a page carries as a string. */
export function partOfMarkup(html: string, base: string | undefined): Part {
  const $ = parseHtml(html);
  $(UNSEEN_TAGS).remove();
  const [body] = $("body").toArray();
  return render(body ? blocksOf(body) : [], base);
}

function render(blocks: readonly Block[], base: string | undefined): Part {
  return { text: renderBlocks(blocks), links: linksOf(blocks, base) };
}

/** The text of the first element a selector finds, as one line; undefined when there is none or it is empty. */
export function lineOf({ $ }: { readonly $: CheerioAPI }, selector: string): string | undefined {
  return oneLine($(selector).first().text()) || undefined;
}

/** The lines of all elements a selector finds, each once. */
export function linesOf({ $ }: { readonly $: CheerioAPI }, selector: string): readonly string[] {
  const lines = $(selector)
    .toArray()
    .map((element) => oneLine($(element).text()));
  return [...new Set(lines.filter(Boolean))];
}

/** The content of a `<meta>` by name or property. */
export function metaOf({ $ }: { readonly $: CheerioAPI }, name: string): string | undefined {
  return (
    oneLine(
      $(`meta[name="${name}"],meta[property="${name}"],meta[itemprop="${name}"]`).first().attr("content") ?? "",
    ) || undefined
  );
}

/** The attribute of the first element a selector finds that has it. */
export function attributeOf({ $ }: { readonly $: CheerioAPI }, selector: string, name: string): string | undefined {
  return $(selector).filter(`[${name}]`).first().attr(name) || undefined;
}
