import * as cheerio from "cheerio";
import { filenameOf, type RawDocument } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { decodeHtml } from "../encoding.ts";
import { depthOf, type ParentNode } from "./dom.ts";
import { type ElementIndex, indexElements } from "./element-index.ts";
import { baseOf, type Metadata, metadataOf } from "./metadata.ts";
import { holdBack, putBack } from "./raw-text.ts";
import { refusePathological } from "./scan.ts";

/** A web page taken apart, for every reader of pages. */
export interface HtmlPage {
  readonly $: cheerio.CheerioAPI;
  /** The elements as the page came; readers that take parts out of it do not change this. */
  readonly elements: ElementIndex;
  readonly metadata: Metadata;
  /** Where the bytes came from; absent for a file. */
  readonly url?: string;
  /** What relative addresses are resolved against. */
  readonly base?: string;
  /** The page's own address as far as it is known: where it came from, else what it claims. */
  readonly address?: string;
  readonly filename?: string;
}

/** Deeper than this, the libraries that walk the tree by calling themselves run out of stack. */
const MAX_DEPTH = 1_200;

/**
 * Decodes and parses a page. Nothing is cleaned yet.
 * @throws FootnoteError `EMPTY` without a visible character, `PARSE_LIMIT` for a page built to keep parsers busy
 */
export function openHtml(document: RawDocument): HtmlPage {
  const { url } = document;
  const named = filenameOf(document);
  const html = decodeHtml(document.bytes, document.contentType).text;
  if (html.trim() === "") throw new FootnoteError("EMPTY", named);
  const $ = parseHtml(html);
  const elements = indexElements($.root()[0] as ParentNode);
  const metadata = metadataOf($, elements, url);
  const address = url ?? metadata.claimedUrl;
  const base = baseOf(elements, address);
  return {
    $,
    elements,
    metadata,
    ...named,
    ...(url === undefined ? {} : { url }),
    ...(base === undefined ? {} : { base }),
    ...(address === undefined ? {} : { address }),
  };
}

/**
 * Parses mark-up as browsers do.
 * @throws FootnoteError `PARSE_LIMIT`
 */
export function parseHtml(html: string): cheerio.CheerioAPI {
  const held = holdBack(html, refusePathological(html));
  const quick = cheerio.load(held.html);
  const $ = putBack(quick.root()[0] as ParentNode, held) ? quick : cheerio.load(html);
  const root = $.root()[0];
  if (root && depthOf(root, MAX_DEPTH) > MAX_DEPTH) throw new FootnoteError("PARSE_LIMIT");
  return $;
}
