import * as cheerio from "cheerio";
import { type Element, isTag } from "domhandler";
import { languageOf } from "../../core/language.ts";
import { filenameOf, type ParsedPage, type RawDocument } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { decodeText } from "../encoding.ts";
import { isoDate } from "../html/dates.ts";
import { beginningOf, oneLine } from "../html/dom.ts";
import { absoluteUrl } from "../html/links.ts";
import { refusePathological } from "../html/scan.ts";
import { listAt, textAt, valueAt } from "./script-data.ts";
import { partOfMarkup } from "./site-reader.ts";

/** How many entries, newest first, a card about a feed rests on. */
const MAX_ENTRIES = 10;
/** How much of each entry's text is kept (characters): the rest is behind its link. */
const MAX_ENTRY_TEXT = 600;
/** An entry without a title is called by the beginning of its text (characters). */
const MAX_TITLE = 120;

/** One entry of a feed of any kind. */
interface Entry {
  readonly title: string;
  readonly url: string | undefined;
  readonly publishedAt: string | undefined;
  readonly text: string;
}

/** A feed of any kind: RSS, RDF, Atom, JSON Feed. */
interface Feed {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly site: string | undefined;
  readonly language: string | undefined;
  readonly entries: readonly Entry[];
}

/**
 * Reads a feed as a list of its newest entries: the title and beginning of each, linked.
 * @throws FootnoteError `EMPTY` without entries, `FILE_INVALID` for what is no feed, `PARSE_LIMIT`
 */
export function readFeed(document: RawDocument): ParsedPage {
  const source = decodeText(document.bytes, document.contentType).text;
  const feed = /^\s*\{/.test(source) ? jsonFeed(source, document) : xmlFeed(source, document.url);
  const named = filenameOf(document);
  if (feed.entries.length === 0) throw new FootnoteError("EMPTY", named);
  const entries = newest(feed.entries);
  const text = entries.map((entry) => [entry.title, entry.text].filter(Boolean).join("\n")).join("\n\n");
  const publishedAt = entries[0]?.publishedAt;
  return {
    reader: "feed",
    kind: "feed",
    title: feed.title ?? document.filename ?? document.url ?? "Feed",
    ...(feed.title === undefined ? {} : { site: feed.title }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    language: languageOf(text, feed.language),
    ...(feed.description === undefined ? {} : { description: feed.description }),
    ...(document.url === undefined && feed.site !== undefined ? { claimedUrl: feed.site } : {}),
    text,
    hashtags: [],
    keywords: [],
    links: entries.flatMap(({ url, title }) => (url === undefined ? [] : [{ url, label: title }])),
    corrections: [],
    notes: [`The newest ${entries.length} of ${feed.entries.length} entries of a feed`],
  };
}

/** By date where every entry has one, else as the feed orders them. */
function newest(entries: readonly Entry[]): readonly Entry[] {
  const dated = entries.every(({ publishedAt }) => publishedAt !== undefined);
  const time = ({ publishedAt }: Entry) => Date.parse(publishedAt ?? "");
  return (dated ? entries.toSorted((a, b) => time(b) - time(a)) : entries).slice(0, MAX_ENTRIES);
}

function xmlFeed(source: string, base: string | undefined): Feed {
  refusePathological(source);
  const $ = cheerio.load(source, { xml: { decodeEntities: true } });
  const channel = $("channel, feed").first();
  const child = (name: string) => oneLine(channel.children(name).first().text()) || undefined;
  const entries = $("item, entry")
    .toArray()
    .filter(isTag)
    .map((entry) => xmlEntry($, entry, base));
  return {
    title: child("title"),
    description: child("description") ?? child("subtitle"),
    site: absoluteUrl(
      child("link") ?? channel.children('link[rel="alternate"], link:not([rel])').attr("href") ?? "",
      base,
    ),
    language: child("language") ?? $("feed").attr("xml:lang"),
    entries,
  };
}

function xmlEntry($: cheerio.CheerioAPI, entry: Element, base: string | undefined): Entry {
  const child = (name: string) => $(entry).children(name.replaceAll(":", "\\:")).first();
  const textOf = (...names: readonly string[]) => names.map((name) => child(name).text().trim()).find(Boolean);
  const link = textOf("link") ?? $(entry).children('link[rel="alternate"], link:not([rel])').first().attr("href");
  const body = partOfMarkup(textOf("description", "summary", "content:encoded", "content") ?? "", base).text;
  return entryOf(textOf("title"), link, textOf("pubDate", "published", "updated", "dc:date"), body, base);
}

function jsonFeed(source: string, { url, filename }: RawDocument): Feed {
  const feed = parsed(source, filename);
  const entries = listAt(feed, "items").map((item) => {
    const html = textAt(item, "content_html");
    const body = textAt(item, "content_text") ?? (html === undefined ? "" : partOfMarkup(html, url).text);
    return entryOf(
      textAt(item, "title"),
      textAt(item, "url"),
      textAt(item, "date_published"),
      textAt(item, "summary") ?? body,
      url,
    );
  });
  return {
    title: textAt(feed, "title"),
    description: textAt(feed, "description"),
    site: textAt(feed, "home_page_url"),
    language: textAt(feed, "language"),
    entries,
  };
}

function parsed(source: string, filename: string | undefined): unknown {
  try {
    return valueAt(JSON.parse(source));
  } catch (cause) {
    throw new FootnoteError("FILE_INVALID", { ...filenameOf({ filename }), what: "feed" }, { cause });
  }
}

function entryOf(
  title: string | undefined,
  link: string | undefined,
  date: string | undefined,
  body: string,
  base: string | undefined,
): Entry {
  const text = body.length > MAX_ENTRY_TEXT ? `${beginningOf(body, MAX_ENTRY_TEXT)}…` : body;
  const first = text.split("\n")[0] ?? "";
  const url = link === undefined ? undefined : absoluteUrl(link, base);
  return { title: oneLine(title ?? "") || beginningOf(first, MAX_TITLE), url, publishedAt: isoDate(date ?? ""), text };
}
