import type { CheerioAPI } from "cheerio";
import type { AnyNode } from "domhandler";
import { filenameOf, type OutboundLink, type ParsedPage, type RawDocument } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { isoDate, pageOf } from "./file-page.ts";
import { outbound } from "./rich-fragment.ts";
import { packedParts } from "./xml-parts.ts";

/** What has no place in the text: deleted words, properties, pictures, field codes, the old form of a text box. */
const SILENT = new Set(
  "w:del w:moveFrom w:pPr w:rPr w:instrText w:delText w:sectPr w:tblPr w:trPr w:tcPr mc:Fallback w:drawing w:pict".split(
    " ",
  ),
);

/** A paragraph with the name of its style. */
interface Paragraph {
  readonly text: string;
  readonly style: string;
}

/**
 * Reads a Word document: paragraphs, lists and tables in order, tracked deletions left out, title, author and dates from
 * its properties or its first heading. Read straight from its XML: the libraries for it make HTML of pictures and
 * styles that are not wanted here, with eight packages behind them.
 * @throws FootnoteError `FILE_INVALID`, `EMPTY`, `PARSE_LIMIT`
 */
export function readDocx(document: RawDocument): ParsedPage {
  const { filename } = document;
  const parts = packedParts(document.bytes, filename);
  const $ = parts.xml("word/document.xml");
  if (!$) throw new FootnoteError("FILE_INVALID", { ...filenameOf(document), what: "Word document" });
  const paragraphs = paragraphsOf($);
  const core = parts.xml("docProps/core.xml");
  const property = (name: string) =>
    core?.("*")
      .filter((_, element) => element.type === "tag" && element.name === name)
      .first()
      .text()
      .trim() || undefined;
  const heading = paragraphs.find(
    ({ style, text }) => /^(?:Title|Heading ?1|标题 ?1?|berschrift ?1)$/i.test(style) && text,
  )?.text;
  const title = usable(property("dc:title")) ?? heading;
  return pageOf({
    reader: "docx",
    filename,
    title,
    author: property("dc:creator"),
    publishedAt: isoDate(property("dcterms:created")),
    modifiedAt: isoDate(property("dcterms:modified")),
    description: property("dc:description"),
    declaredLanguage: property("dc:language"),
    keywords: (property("cp:keywords") ?? "")
      .split(/[,;，；]/)
      .map((word) => word.trim())
      .filter((word) => word),
    text: joined(paragraphs.filter(({ text }, at) => !(text === title && at < 3))),
    links: linksOf($, parts.xml("word/_rels/document.xml.rels")),
  });
}

function usable(title: string | undefined): string | undefined {
  return title && !/^(?:Microsoft Word - |Document\d*$|文档\d*$|untitled|.*\.docx?$)/i.test(title) ? title : undefined;
}

function paragraphsOf($: CheerioAPI): readonly Paragraph[] {
  return $("w\\:body w\\:p")
    .toArray()
    .filter((paragraph) => $(paragraph).parents("mc\\:Fallback").length === 0)
    .map((paragraph) => ({
      text: textOf(paragraph)
        .replace(/[^\S\n]+/g, " ")
        .trim(),
      style: $(paragraph).find("w\\:pPr > w\\:pStyle").attr("w:val") ?? "",
    }))
    .filter(({ text }) => text !== "");
}

function textOf(node: AnyNode): string {
  if (node.type === "text") return "";
  if (node.type !== "tag" || SILENT.has(node.name)) return "";
  if (node.name === "w:t") return node.children.map((child) => (child.type === "text" ? child.data : "")).join("");
  if (node.name === "w:tab") return " ";
  if (node.name === "w:br" || node.name === "w:cr") return "\n";
  if (node.name === "w:noBreakHyphen") return "-";
  return node.children.map(textOf).join("");
}

/** List items stand in lines, everything else in paragraphs. */
function joined(paragraphs: readonly Paragraph[]): string {
  const isItem = ({ style }: Paragraph) => /list|列表/i.test(style);
  return paragraphs
    .map((paragraph, at) => {
      const before = paragraphs[at - 1];
      if (!before) return paragraph.text;
      return (isItem(paragraph) && isItem(before) ? "\n" : "\n\n") + paragraph.text;
    })
    .join("");
}

function linksOf($: CheerioAPI, relations: CheerioAPI | undefined): readonly OutboundLink[] {
  if (!relations) return [];
  const targets = new Map(
    relations('Relationship[TargetMode="External"]')
      .toArray()
      .map((element) => [element.attribs.Id ?? "", element.attribs.Target ?? ""] as const),
  );
  const links = new Map<string, OutboundLink>();
  for (const element of $("w\\:hyperlink").toArray()) {
    const url = outbound(targets.get(element.attribs["r:id"] ?? "") ?? "");
    const label = textOf(element).trim();
    if (url && !links.has(url)) links.set(url, { url, label: label || new URL(url).hostname });
  }
  return [...links.values()];
}
