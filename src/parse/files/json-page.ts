import { z } from "zod";
import { filenameOf, type ParsedPage, type RawDocument, type Reading } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { decodeText } from "../encoding.ts";
import { hasMarkup } from "../fragment-text.ts";
import { readHtml } from "../html/read-html.ts";
import { readOembed } from "../sites/oembed.ts";
import { isoDate, pageOf, webAddress } from "./file-page.ts";
import { readMarkdown } from "./markdown.ts";
import { writtenLinks } from "./plain-text.ts";
import { richText } from "./rich-fragment.ts";

/** The most pages of one file. */
const MAX_PAGES = 1_000;

const words = z.string().optional().catch(undefined);
/** What Readability, Mercury, Jina, trafilatura and SingleFile's kin write, under all their names. */
const SavedJson = z.object({
  title: words,
  url: words,
  link: words,
  byline: words,
  author: words,
  excerpt: words,
  description: words,
  siteName: words,
  sitename: words,
  site_name: words,
  lang: words,
  language: words,
  publishedTime: words,
  date_published: words,
  published: words,
  date: words,
  html: words,
  content: words,
  textContent: words,
  text: words,
  markdown: words,
  body: words,
  raw_text: words,
});
type SavedJson = z.infer<typeof SavedJson>;

/**
 * Reads a page that a program saved as JSON: Readability's and like readers' output, or an object with an address and the
 * whole HTML, or what a site tells as oEmbed. A list of such pages is a bundle.
 * @throws FootnoteError `FILE_INVALID` for broken JSON and for JSON that holds no page; what {@link readHtml} throws
 */
export function readJson(document: RawDocument): Reading {
  const value = unwrapped(parsed(document));
  const told = readOembed(value, document);
  if (told) return { kind: "page", page: told };
  if (!Array.isArray(value)) return { kind: "page", page: readSaved(value, document) };
  const pages = value.filter((item) => contentOf(SavedJson.safeParse(item).data) !== undefined).slice(0, MAX_PAGES);
  if (pages.length === 0) throw invalid(document);
  const documents = pages.map((page, at) => ({
    bytes: new TextEncoder().encode(JSON.stringify(page)),
    contentType: "application/json",
    filename: `${document.filename ?? "page"}#${at + 1}.json`,
  }));
  return { kind: "bundle", documents, skipped: [] };
}

function invalid(document: RawDocument, cause?: unknown): FootnoteError {
  return new FootnoteError("FILE_INVALID", { ...filenameOf(document), what: "page saved as JSON" }, { cause });
}

function parsed(document: RawDocument): unknown {
  try {
    return JSON.parse(decodeText(document.bytes, document.contentType).text.replace(/^\ufeff/, ""));
  } catch (cause) {
    throw invalid(document, cause);
  }
}

/** `{ code: 200, data: { … } }` is how services answer. */
function unwrapped(value: unknown): unknown {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject) return value;
  for (const [name, inner] of Object.entries(value)) {
    if (/^(?:data|article|result|page)$/.test(name) && typeof inner === "object" && inner !== null) return inner;
  }
  return value;
}

function contentOf(saved: SavedJson | undefined): string | undefined {
  const fields = [
    saved?.html,
    saved?.content,
    saved?.markdown,
    saved?.textContent,
    saved?.text,
    saved?.body,
    saved?.raw_text,
  ];
  return fields.find((text) => text !== undefined && text.trim().length > 0);
}

function readSaved(value: unknown, document: RawDocument): ParsedPage {
  const saved = SavedJson.safeParse(value).data;
  const content = contentOf(saved);
  if (saved === undefined || content === undefined) throw invalid(document);
  const url = webAddress(saved.url) ?? webAddress(saved.link);
  const facts = {
    title: saved.title,
    author: saved.byline ?? saved.author,
    site: saved.siteName ?? saved.sitename ?? saved.site_name,
    description: saved.excerpt ?? saved.description,
    declaredLanguage: saved.lang ?? saved.language,
    publishedAt: isoDate(saved.publishedTime ?? saved.date_published ?? saved.published ?? saved.date),
  };
  if (/^\s*(?:<!doctype html|<html[\s>])/i.test(content)) return wholePage(content, url, saved.title, document);
  const filename = document.filename;
  if (hasMarkup(content))
    return pageOf({ reader: "json", kind: "article", filename, ...facts, ...richText(content, url), claimedUrl: url });
  if (saved.markdown === content || (saved.content === content && /^#{1,4} |\]\(https?:/m.test(content))) {
    const page = readMarkdown({ bytes: new TextEncoder().encode(content) });
    return pageOf({
      reader: "json",
      kind: "article",
      filename,
      ...facts,
      text: page.text,
      links: page.links,
      claimedUrl: url,
    });
  }
  return pageOf({
    reader: "json",
    kind: "article",
    filename,
    ...facts,
    text: content,
    links: writtenLinks(content),
    claimedUrl: url,
  });
}

function wholePage(
  html: string,
  url: string | undefined,
  title: string | undefined,
  document: RawDocument,
): ParsedPage {
  const page = readHtml({
    bytes: new TextEncoder().encode(html),
    contentType: "text/html; charset=utf-8",
    ...(url ? { url } : {}),
    ...filenameOf(document),
  });
  const claimedUrl = url ?? page.claimedUrl;
  return { ...page, reader: "json", title: page.title || title || "Untitled", ...(claimedUrl ? { claimedUrl } : {}) };
}
