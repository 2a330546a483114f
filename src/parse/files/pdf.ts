import { getDocumentProxy } from "unpdf";
import { filenameOf, type OutboundLink, type ParsedPage, type RawDocument } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { pageOf, webAddress } from "./file-page.ts";
import { usualCharacters } from "./pdf-characters.ts";
import { linesOf, type PdfLine, type PdfRun } from "./pdf-lines.ts";
import { type PdfPage, paragraphsOf, runningLines, withoutRunningLines } from "./pdf-text.ts";
import { writtenLinks } from "./plain-text.ts";
import { outbound } from "./rich-fragment.ts";

/** The most pages that are read: a book's worth; more says little for a card and takes seconds. */
export const MAX_PDF_PAGES = 200;
/** Reading stops after this time, so that a long document is read in part before its thread is ended (5 s). */
const BUDGET_MS = 2_500;
/** Pages whose links are collected. */
const LINKED_PAGES = 12;
/** Fewer letters than this on all pages together, and the document is pictures. */
const MIN_LETTERS = 20;

type Proxy = Awaited<ReturnType<typeof getDocumentProxy>>;
type ProxyPage = Awaited<ReturnType<Proxy["getPage"]>>;

/**
 * Reads a PDF: its text in reading order without running heads and page numbers, words parted at line ends joined; title
 * from its metadata or the largest lines of the first page; the number of its pages. Reads {@link MAX_PDF_PAGES} at most,
 * fewer when they take long, and says so in a note.
 * @param now a clock in milliseconds
 * @throws FootnoteError `PDF_ENCRYPTED`, `PDF_NO_TEXT`, `FILE_INVALID`
 */
export async function readPdf(document: RawDocument, now: () => number = () => performance.now()): Promise<ParsedPage> {
  const until = now() + BUDGET_MS;
  const proxy = await opened(document);
  try {
    return await readProxy(proxy, document, () => now() < until);
  } catch (error) {
    if (error instanceof FootnoteError) throw error;
    throw invalid(document, error);
  } finally {
    await proxy.loadingTask.destroy();
  }
}

async function opened(document: RawDocument): Promise<Proxy> {
  try {
    // The library takes the bytes away from us, so it gets its own.
    return await getDocumentProxy(new Uint8Array(document.bytes), {
      verbosity: 0,
      stopAtErrors: false,
    });
  } catch (error) {
    if (error instanceof Error && error.name === "PasswordException")
      throw new FootnoteError("PDF_ENCRYPTED", {}, { cause: error });
    throw invalid(document, error);
  }
}

function invalid(document: RawDocument, cause: unknown): FootnoteError {
  return new FootnoteError("FILE_INVALID", { ...filenameOf(document), what: "PDF" }, { cause });
}

async function readProxy(proxy: Proxy, document: RawDocument, hasTime: () => boolean): Promise<ParsedPage> {
  const pages: PdfPage[] = [];
  const annotated: OutboundLink[] = [];
  let stamp = "";
  for (let number = 1; number <= Math.min(proxy.numPages, MAX_PDF_PAGES); number += 1) {
    if (number > 1 && !hasTime()) break;
    const page = await proxy.getPage(number);
    const { upright, turned } = await runsOf(page);
    const [, , width = 612, height = 792] = page.view;
    pages.push({ lines: linesOf(upright, width), height });
    if (number === 1) stamp = turned.map((run) => run.text).join("");
    if (number <= LINKED_PAGES) annotated.push(...(await linksOf(page)));
    page.cleanup();
  }
  const body = withoutRunningLines(pages);
  const paragraphs = paragraphsOf(body);
  const text = paragraphs.join("\n\n");
  if ((text.match(/\p{L}/gu)?.length ?? 0) < MIN_LETTERS) throw new FootnoteError("PDF_NO_TEXT");
  const metadata = await metadataOf(proxy);
  const first = withoutStamp(body[0]?.lines ?? []);
  const title = metadata.title ?? largestLines(first);
  const links = new Map([...writtenLinks(text), ...annotated].map((link) => [link.url, link] as const));
  return pageOf({
    reader: "pdf",
    kind: "pdf",
    filename: document.filename,
    ...metadata,
    title,
    text: paragraphs[0] === title ? paragraphs.slice(1).join("\n\n") || text : text,
    links: [...links.values()],
    claimedUrl:
      stampedUrl(`${stamp} ${pages[0]?.lines.map((line) => line.text).join(" ") ?? ""}`) ??
      printedUrl(pages) ??
      webAddress(document.url),
    pages: proxy.numPages,
    notes: proxy.numPages > pages.length ? [`The first ${pages.length} of ${proxy.numPages} pages were read.`] : [],
  });
}

async function runsOf(
  page: ProxyPage,
): Promise<{ readonly upright: readonly PdfRun[]; readonly turned: readonly PdfRun[] }> {
  const { items } = await page.getTextContent();
  const [left = 0, bottom = 0] = page.view;
  const upright: PdfRun[] = [];
  const turned: PdfRun[] = [];
  for (const item of items) {
    if (!("str" in item)) continue;
    const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform as readonly number[];
    const run = {
      text: usualCharacters(item.str),
      x: x - left,
      y: y - bottom,
      width: item.width,
      size: Math.hypot(c, d) || Math.hypot(a, b),
    };
    (Math.abs(b) > Math.abs(a) * 0.3 ? turned : upright).push(run);
  }
  return { upright, turned };
}

async function linksOf(page: ProxyPage): Promise<readonly OutboundLink[]> {
  const annotations: readonly unknown[] = await page.getAnnotations();
  return annotations.flatMap((annotation) => {
    const written =
      typeof annotation === "object" && annotation !== null && "url" in annotation ? String(annotation.url) : "";
    const url = outbound(written);
    return url === undefined ? [] : [{ url, label: new URL(url).hostname.replace(/^www\./, "") }];
  });
}

async function metadataOf(proxy: Proxy) {
  const { info } = await proxy.getMetadata();
  const said = info as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof said[name] === "string" ? said[name].trim() : "");
  const isTitle = /[\p{L}]{2,}/u.test(text("Title")) && !NO_TITLE.test(text("Title"));
  return {
    title: isTitle ? text("Title") : undefined,
    author: NO_AUTHOR.test(text("Author")) ? undefined : text("Author"),
    publishedAt: pdfDate(text("CreationDate")),
    modifiedAt: pdfDate(text("ModDate")),
    description: text("Subject") || undefined,
    keywords: text("Keywords")
      .split(/[,;，；]/)
      .map((word) => word.trim())
      .filter((word) => word),
  };
}

const NO_TITLE =
  /^(?:untitled|无标题|title|microsoft (?:word|powerpoint) - |powerpoint|slide ?\d|document ?\d*$|文档\d*$|.*\.(?:docx?|pdf|tex|dvi|indd|pptx?|qxd|rtf|html?|md)$|[\d\s._-]+$|https?:)/i;
const NO_AUTHOR =
  /^(?:|user|admin(?:istrator)?|owner|author|unknown|root|microsoft.*|pc|dell|lenovo|hp|windows.*|用户|管理员|作者)$/i;

/** `D:20250428051244+08'00'`; a date without its zone is kept as a day. Source: ISO 32000-1, 7.9.4. */
function pdfDate(written: string): string | undefined {
  const [, year, month = "01", day = "01", hour, minute = "00", second = "00", zone] =
    /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(Z|[+-]\d{2}'?\d{2})?/.exec(written) ?? [];
  if (year === undefined || Number(year) < 1985) return undefined;
  const date = `${year}-${month}-${day}`;
  if (Number.isNaN(Date.parse(date))) return undefined;
  if (hour === undefined || zone === undefined) return date;
  const iso = `${date}T${hour}:${minute}:${second}${zone === "Z" ? "Z" : zone.replace(/^([+-]\d{2})'?(\d{2})$/, "$1:$2")}`;
  return Number.isNaN(Date.parse(iso)) ? date : iso;
}

/** The lines of the largest size near the top of the first page, while they follow one another. */
function largestLines(lines: readonly PdfLine[]): string | undefined {
  const top = lines.slice(0, 25).filter((line) => /\p{L}{2,}|\p{Script=Han}/u.test(line.text));
  const size = Math.max(0, ...top.map((line) => line.size));
  const start = top.findIndex((line) => line.size >= size - 0.5);
  const title: string[] = [];
  for (const line of top.slice(Math.max(0, start), start + 4)) {
    if (line.size < size - 0.5) break;
    title.push(line.text);
  }
  const text = title.join(" ").replace(/(\p{Script=Han}) (?=\p{Script=Han})/gu, "$1");
  return text.length > 0 && text.length <= 300 ? text : top[0]?.text.slice(0, 150);
}

function withoutStamp(lines: readonly PdfLine[]): readonly PdfLine[] {
  return lines.filter((line) => !/^arXiv:\d{4}\.\d{4,5}/.test(line.text));
}

/** arXiv prints a paper's number on the margin of its first page. */
function stampedUrl(text: string): string | undefined {
  const id = /\barXiv:(\d{4}\.\d{4,5}(?:v\d+)?)\s*\[[a-z-]+(?:\.[A-Za-z-]+)?\]/.exec(text)?.[1];
  return id === undefined ? undefined : `https://arxiv.org/abs/${id}`;
}

/** Browsers print a page's address in its margin, whole, on every page. */
function printedUrl(pages: readonly PdfPage[]): string | undefined {
  const urls = runningLines(pages).map((line) => /(?:^|\s)(https?:\/\/[^\s…]+)(?:\s+\d+\s*\/\s*\d+)?$/.exec(line)?.[1]);
  return urls.find((url) => url !== undefined && /\/./.test(url.slice(8)));
}
