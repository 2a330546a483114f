import type { CheerioAPI } from "cheerio";
import { filenameOf, type ParsedPage, type RawDocument } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { fragmentText } from "../fragment-text.ts";
import { isoDate, pageOf, webAddress } from "./file-page.ts";
import { type PackedParts, packedParts } from "./xml-parts.ts";

/** A part shorter than this is a cover, a dedication or an imprint, not the first chapter (characters). */
const SHORTEST_CHAPTER = 600;
/** The most parts that are opened in search of the first chapter. */
const PARTS_TRIED = 30;
/** The most lines of contents that are kept. */
const MAX_CONTENTS = 200;
const FRONT_PART = /cover|title-?page|toc|nav|contents|copyright|imprint|colophon|dedication|halftitle/i;

interface Package {
  readonly $: CheerioAPI;
  /** The folder of the package file, with a slash at its end; empty at the top. */
  readonly folder: string;
}

/**
 * Reads an e-book: title, author and dates, the first chapter, and its contents as the last paragraph.
 * @throws FootnoteError `FILE_INVALID` without a package, `NO_CONTENT` when no part can be read, `PARSE_LIMIT`
 */
export function readEpub(document: RawDocument): ParsedPage {
  const { filename } = document;
  const parts = packedParts(document.bytes, filename);
  const book = packageOf(parts);
  if (!book) throw new FootnoteError("FILE_INVALID", { ...filenameOf(document), what: "e-book" });
  if (parts.names.includes("META-INF/encryption.xml") && isLocked(parts)) {
    throw new FootnoteError("FILE_INVALID", {
      ...filenameOf(document),
      what: "e-book without copy protection",
    });
  }
  const spine = spineOf(book);
  const chapter = firstChapter(parts, spine);
  if (chapter === undefined) throw new FootnoteError("NO_CONTENT", filename ? { filename } : {});
  const contents = contentsOf(parts, book);
  const fact = (name: string) => factOf(book.$, name);
  return pageOf({
    reader: "epub",
    filename,
    title: fact("dc:title"),
    author: factsOf(book.$, "dc:creator").join(", "),
    site: fact("dc:publisher"),
    publishedAt: isoDate(fact("dc:date")),
    description: fragmentText(fact("dc:description") ?? ""),
    declaredLanguage: fact("dc:language"),
    keywords: factsOf(book.$, "dc:subject"),
    claimedUrl:
      webAddress(fact("dc:source")) ??
      factsOf(book.$, "dc:identifier")
        .map(webAddress)
        .find((url) => url),
    text: contents.length > 1 ? `${chapter}\n\n${contents.join("\n")}` : chapter,
    notes: [`An e-book of ${spine.length} parts: the first chapter and the contents were read.`],
  });
}

function packageOf(parts: PackedParts): Package | undefined {
  const path = parts.xml("META-INF/container.xml")?.("rootfile").first().attr("full-path");
  const $ = path === undefined ? undefined : parts.xml(path);
  return path === undefined || $ === undefined ? undefined : { $, folder: path.replace(/[^/]*$/, "") };
}

/** Fonts may be obfuscated in any e-book; a locked one has its chapters encrypted. */
function isLocked(parts: PackedParts): boolean {
  return /URI="[^"]*\.x?html?"/i.test(parts.text("META-INF/encryption.xml") ?? "");
}

function factsOf($: CheerioAPI, name: string): readonly string[] {
  return $("*")
    .filter((_, element) => element.type === "tag" && element.name.toLowerCase() === name)
    .toArray()
    .map((element) => $(element).text().trim())
    .filter((text) => text !== "");
}

function factOf($: CheerioAPI, name: string): string | undefined {
  return factsOf($, name)[0];
}

function pathOf(folder: string, href: string): string {
  const path = href.split("#")[0] ?? "";
  return decodeURI(new URL(path, `https://book.invalid/${folder}`).pathname.slice(1));
}

function safePath(folder: string, href: string): string | undefined {
  try {
    return pathOf(folder, href);
  } catch {
    return undefined; // An address that is no path names no part.
  }
}

function spineOf({ $, folder }: Package): readonly string[] {
  const items = new Map(
    $("item")
      .toArray()
      .map((item) => [item.attribs.id ?? "", item.attribs.href ?? ""] as const),
  );
  return $("itemref")
    .toArray()
    .filter((item) => item.attribs.linear !== "no")
    .flatMap((item) => safePath(folder, items.get(item.attribs.idref ?? "") ?? "") ?? []);
}

function firstChapter(parts: PackedParts, spine: readonly string[]): string | undefined {
  let longest: string | undefined;
  for (const path of spine.slice(0, PARTS_TRIED)) {
    const text = fragmentText(bodyOf(parts.text(path) ?? ""));
    if (text.length >= SHORTEST_CHAPTER && !FRONT_PART.test(path.split("/").at(-1) ?? "")) return text;
    if (text.length > (longest?.length ?? 0)) longest = text;
  }
  return longest;
}

function bodyOf(xhtml: string): string {
  return /<body[^>]*>([\s\S]*)<\/body>/i.exec(xhtml)?.[1] ?? xhtml.replace(/<head[\s\S]*?<\/head>/i, "");
}

/** From the navigation document (EPUB 3) or the NCX (EPUB 2), in order. */
function contentsOf(parts: PackedParts, { $, folder }: Package): readonly string[] {
  const nav = safePath(folder, $('item[properties~="nav"]').attr("href") ?? "");
  const toc = nav ? parts.xml(nav) : undefined;
  const list = toc?.('nav[epub\\:type~="toc"], nav').first();
  const fromNav =
    list
      ?.find("a")
      .toArray()
      .map((element) => toc?.(element).text() ?? "") ?? [];
  if (fromNav.length > 0) return tidied(fromNav);
  const ncx = safePath(folder, $('item[media-type="application/x-dtbncx+xml"]').attr("href") ?? "");
  const old = ncx ? parts.xml(ncx) : undefined;
  return tidied(
    old?.("navPoint > navLabel > text")
      .toArray()
      .map((element) => old(element).text()) ?? [],
  );
}

function tidied(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "")
    .slice(0, MAX_CONTENTS);
}
