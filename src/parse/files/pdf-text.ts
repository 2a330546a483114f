import type { PdfLine } from "./pdf-lines.ts";

/** A page's lines in reading order, with the height of the page in points. */
export interface PdfPage {
  readonly lines: readonly PdfLine[];
  readonly height: number;
}

/** The parts of a page, from its upper and lower edge, where running heads and page numbers stand. */
const MARGIN = 0.085;
/** A margin line that stands on so many pages is a running head. */
const RUNNING_ON = 3;
const PAGE_NUMBER =
  /^(?:[-–—·|\s]*(?:page|p\.|seite|第)?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:页|頁)?(?:\s*(?:\/|of|von|共)\s*\d{1,4}\s*(?:页|頁)?)?[-–—·|\s]*)$/i;

/** What browsers print on the margins: the date, the address, the number of pages. */
const PRINTED_BY_BROWSER =
  /^\d{1,4}[/.年-]\d{1,2}[/.月-]\d{1,4}日?,?\s+(?:[上下]午)?\d{1,2}:\d{2}|^(?:https?|file):\/\/\S/;
/** A line of a table of contents: dots up to a number. */
const DOT_LEADER = /(?:\s?\.){5,}\s*(?:\d+|[ivxlc]+)$/i;

/** The running heads and feet of a document, as they stand on its pages; an address among them may be the page's own. */
export function runningLines(pages: readonly PdfPage[]): readonly string[] {
  const often = countsOf(pages);
  const isRunning = (line: PdfLine) => pages.length === 1 || (often.get(keyOf(line)) ?? 0) >= 2;
  return pages.flatMap((page) =>
    page.lines.filter((line) => isInMargin(line, page) && isRunning(line)).map((line) => line.text),
  );
}

/** The pages without running heads, feet and page numbers. */
export function withoutRunningLines(pages: readonly PdfPage[]): readonly PdfPage[] {
  const often = countsOf(pages);
  const needed = Math.min(RUNNING_ON, Math.max(2, pages.length));
  const isRunning = (line: PdfLine) => pages.length > 1 && (often.get(keyOf(line)) ?? 0) >= needed;
  const isFurniture = (line: PdfLine, page: PdfPage) =>
    PAGE_NUMBER.test(line.text) || isRunning(line) || standsByPrinted(line, page);
  const isNoise = (line: PdfLine, page: PdfPage) =>
    DOT_LEADER.test(line.text) || (isInMargin(line, page) && isFurniture(line, page));
  return pages.map((page) => ({ ...page, lines: page.lines.filter((line) => !isNoise(line, page)) }));
}

/** Whether a margin line is what a browser prints, or stands on the same row, as the page's title does. */
function standsByPrinted(line: PdfLine, page: PdfPage): boolean {
  return page.lines.some((other) => Math.abs(other.y - line.y) < 2 && PRINTED_BY_BROWSER.test(other.text));
}

function countsOf(pages: readonly PdfPage[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const page of pages) {
    const keys = new Set(page.lines.filter((line) => isInMargin(line, page)).map(keyOf));
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function isInMargin(line: PdfLine, page: PdfPage): boolean {
  return line.y > page.height * (1 - MARGIN) || line.y < page.height * MARGIN;
}

/** The same on every page but for its numbers. */
function keyOf(line: PdfLine): string {
  return line.text.replace(/\d+/g, "#").toLowerCase();
}

/** A line that ends this far before its column does ends its paragraph (share of the column's width). */
const SHORT_LINE = 0.88;
/** A gap above this many usual gaps begins a paragraph. */
const WIDE_GAP = 1.45;

/** The lines of all pages as paragraphs, words that a line's end had parted joined again. */
export function paragraphsOf(pages: readonly PdfPage[]): readonly string[] {
  const lines = pages.flatMap((page) => page.lines);
  const words = wordsIn(lines);
  const gap = usualGap(lines);
  const paragraphs: string[] = [];
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1];
    const last = paragraphs.at(-1);
    if (before === undefined || last === undefined || beginsParagraph(line, before, gap, widthAround(lines, at)))
      paragraphs.push(line.text);
    else paragraphs[paragraphs.length - 1] = joined(last, line.text, words);
  }
  return paragraphs;
}

function beginsParagraph(line: PdfLine, before: PdfLine, gap: number, width: number): boolean {
  const isResized = Math.abs(line.size - before.size) > before.size * 0.12;
  if (isResized || LIST_ITEM.test(line.text)) return true;
  const down = before.y - line.y;
  const isSameColumn = down > 0 && Math.abs(line.x - before.x) < width * 0.6;
  // Over a column's or a page's end a sentence runs on.
  if (!isSameColumn)
    return ENDS.test(before.text) || (/^\p{Lu}/u.test(line.text) && before.right - before.x < width * 0.7);
  if (down > gap * WIDE_GAP) return true;
  const isIndented = line.x - before.x > line.size * 0.9 && ENDS.test(before.text);
  const wasShort = before.right - Math.min(before.x, line.x) < width * SHORT_LINE;
  return (
    isIndented ||
    (wasShort && ENDS.test(before.text)) ||
    (before.right - before.x < width * 0.5 && /^[\p{Lu}\p{Script=Han}\d]/u.test(line.text))
  );
}

const ENDS = /[.!?。！？:：”"'’)\]）]$/u;
const LIST_ITEM = /^(?:[•●▪■◦‣∙–—]\s|\(?\d{1,2}[.)]\s\S|\[\d{1,3}\]\s)/u;

/** The widest line near a place: the width of its column. */
function widthAround(lines: readonly PdfLine[], at: number): number {
  return Math.max(...lines.slice(Math.max(0, at - 6), at + 6).map((line) => line.right - line.x));
}

/** The commonest distance from a line to the next, in points. */
function usualGap(lines: readonly PdfLine[]): number {
  const counts = new Map<number, number>();
  for (const [at, line] of lines.entries()) {
    const gap = Math.round(((lines[at - 1]?.y ?? 0) - line.y) * 2) / 2;
    if (gap > 4 && gap < 40) counts.set(gap, (counts.get(gap) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 14;
}

function wordsIn(lines: readonly PdfLine[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.text.toLowerCase().match(/\p{L}+(?:-\p{L}+)+|\p{L}{3,}/gu) ?? []));
}

/** A hyphen at a line's end goes, unless the document writes that word with one elsewhere. */
function joined(text: string, next: string, words: ReadonlySet<string>): string {
  const head = /(\p{L}+)[-‐\u00ad]$/u.exec(text)?.[1];
  const tail = /^\p{Ll}+/u.exec(next)?.[0];
  if (head && tail) {
    const isOneWord = words.has((head + tail).toLowerCase()) || !words.has(`${head}-${tail}`.toLowerCase());
    return isOneWord ? text.slice(0, -1) + next : `${text.slice(0, -1)}-${next}`;
  }
  if (/\p{L}[-‐]$/u.test(text)) return text + next;
  const isHan =
    /[\p{Script=Han}，。；：！？、）」》”]$/u.test(text) && /^[\p{Script=Han}，。；：！？、（「《“]/u.test(next);
  return isHan ? text + next : `${text} ${next}`;
}
