import type { Span } from "../page.ts";

/** Marks that end a sentence wherever they stand, with the marks that close with them. */
const FULL_STOPS = "。！？";
const HALF_STOPS = ".!?";
const CLOSERS = "”’\"')）】」』》]";
const OPENERS = new Map([
  ["“", "”"],
  ["「", "」"],
  ["『", "』"],
  ["《", "》"],
  ["（", "）"],
  ["(", ")"],
]);
/** A quotation longer than this is prose of its own, and its sentences count (UTF-16 code units). */
const LONGEST_QUOTE = 160;

const ABBREVIATIONS = new Set(
  `mr mrs ms dr prof sr jr st vs al e.g i.e cf fig figs eq eqs sec ref refs no nos vol pp ch approx resp inc ltd co corp
dept est gov gen sen rep rev hon capt col lt sgt u.s u.k u.n ph.d jan feb mar apr jun jul aug sep sept oct nov dec viz
bzw bspw evtl ggf inkl vgl z.b u.a d.h`.split(/\s+/),
);

/** Characters that are looked at behind a mark: a space, the longest name of a month, and what ends that. */
const AHEAD = 11;
const GERMAN_MONTH = /^\s(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b/;

const URL = /(?:https?:\/\/|www\.)[^\s\p{Script=Han}，。；！？、）】》」”<>"]+/giu;

/** Where no sentence may end: addresses, and quotations and brackets that close on the same line. */
function protectedRanges(line: string): readonly Span[] {
  const ranges: Span[] = [];
  for (const match of line.matchAll(URL)) {
    const address = match[0].replace(/[.,;:!?)]+$/, "");
    ranges.push({ start: match.index, end: match.index + address.length });
  }
  for (let at = 0; at < line.length; at += 1) {
    const closer = OPENERS.get(line.charAt(at));
    if (closer === undefined) continue;
    const close = line.slice(at, at + LONGEST_QUOTE).indexOf(closer, 1);
    if (close < 0) continue;
    ranges.push({ start: at, end: at + close });
    at += close;
  }
  return ranges.sort((a, b) => a.start - b.start);
}

/** Whether a full stop after `before` belongs to a number, an initial or an abbreviation. */
function isInsideWord(before: string, after: string): boolean {
  if (/^\s*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})$/.test(before)) return true; // "1. ", "a. ": a list marker.
  if (/(?:^|\s)\d{1,2}$/.test(before) && GERMAN_MONTH.test(after)) return true; // "Am 12. September".
  const word = /[\p{L}.]+$/u.exec(before)?.[0] ?? "";
  if (/(?:^|\p{Lu}[\p{L}.]*\s+)\p{Lu}$/u.test(before) && /^\s+\p{Lu}/u.test(after)) return true; // An initial: "Jo K. Smith".
  if (ABBREVIATIONS.has(word.toLowerCase())) return true;
  return /^(?:\p{Lu}\.)+\p{Lu}$/u.test(word) && !/^\s+(?:The|It|He|She|We|They|This|But|In|And)\b/.test(after);
}

/** Whether the Latin mark at `at` ends a sentence; `after` begins behind it and its closers. */
function halfStopEnds(line: string, at: number, after: string): boolean {
  if (after === "") return true;
  if (!/^[\s\p{Script=Han}]/u.test(after)) return false;
  const mark = line.charAt(at);
  if (mark === ".") {
    if (line.charAt(at - 1) === "." || line.charAt(at + 1) === ".") return /^\s+\p{Lu}/u.test(after);
    if (isInsideWord(line.slice(Math.max(0, at - 24), at), after)) return false;
    if (/^\p{Script=Han}/u.test(after)) return !/[\da-zA-Z]/.test(line.charAt(at - 1));
  }
  return !/^\s+[\p{Ll}]/u.test(after);
}

/** Whether the Chinese mark with closers behind it ends a sentence: `“为什么？”这个问题` runs on. */
function fullStopEnds(mark: string, closers: string, after: string): boolean {
  if (closers === "" || mark === "。") return true;
  return !/^[\p{Script=Han}\p{L}，、；：,;:]/u.test(after);
}

function endsOf(line: string): readonly number[] {
  const ranges = protectedRanges(line);
  const ends: number[] = [];
  let range = 0;
  for (let at = 0; at < line.length; at += 1) {
    while (range < ranges.length && (ranges[range]?.end ?? 0) <= at) range += 1;
    const around = ranges[range];
    const char = line.charAt(at);
    const isFull = FULL_STOPS.includes(char);
    if (!isFull && !HALF_STOPS.includes(char)) continue;
    let end = at + 1;
    while (end < line.length && (FULL_STOPS + HALF_STOPS).includes(line.charAt(end))) end += 1;
    const marksEnd = end;
    while (end < line.length && CLOSERS.includes(line.charAt(end))) end += 1;
    // Inside a quotation only its very last mark can end the sentence that holds it.
    if (around && at >= around.start && marksEnd < around.end) continue;
    const after = line.slice(end, end + AHEAD);
    const ending = isFull
      ? fullStopEnds(char, line.slice(marksEnd, end), after)
      : halfStopEnds(line, marksEnd - 1, after);
    if (ending) ends.push(end);
    at = end - 1;
  }
  return ends;
}

function trimmed(text: string, start: number, end: number): Span | undefined {
  const slice = text.slice(start, end);
  const lead = slice.length - slice.trimStart().length;
  const size = slice.trim().length;
  return size === 0 ? undefined : { start: start + lead, end: start + lead + size };
}

/**
 * Splits a text into sentences, in reading order, each without white space around it; nothing but white space lies between them.
 * A newline ends a sentence; abbreviations, decimals, addresses, ellipses, list numbers, and marks inside a quotation do not.
 * Works on Chinese, English and both in one line. An empty text gives none. Linear in the length of the text.
 */
export function splitSentences(text: string): readonly Span[] {
  const spans: Span[] = [];
  let lineStart = 0;
  while (lineStart <= text.length) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline < 0 ? text.length : newline;
    let start = lineStart;
    for (const end of [...endsOf(text.slice(lineStart, lineEnd)), lineEnd - lineStart]) {
      const span = trimmed(text, start, lineStart + end);
      if (span) spans.push(span);
      start = lineStart + end;
    }
    lineStart = lineEnd + 1;
  }
  return spans;
}
