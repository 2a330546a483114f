import type { Span } from "../page.ts";
import { halfWidth } from "./half-width.ts";

/** A year or a run of years that a text names. */
export interface NamedYears extends Span {
  readonly from: number;
  /** The last year, inclusive. */
  readonly to: number;
  /** One year of four digits, which a claim can have wrong; not a decade, a range or two digits. */
  readonly isExact: boolean;
}

/** A word that means a year only together with the day it was written on. */
export interface RelativeYear extends Span {
  readonly text: string;
  /** Years to add to the year of writing. */
  readonly offset: number;
}

const RELATIVE: Readonly<Record<string, number>> = {
  前年: -2,
  去年: -1,
  今年: 0,
  明年: 1,
  后年: 2,
  "last year": -1,
  "this year": 0,
  "next year": 1,
};
const RELATIVE_WORD = /(?<![\d空从以])(?:前年|去年|今年|明年|后年)|\b(?:last|this|next) year\b/giu;

const EXACT =
  /(?<![\d.,\-–~A-Za-z_/])(?:19|20)\d{2}(?=\s?(?:年(?!代|前|来|后|间|多|历史|以上)|[Qq][1-4]|[HhＨ][12]))/gu;
const ENGLISH_EXACT =
  /\b(?:in|by|since|until|during|of|for|from|early|late|mid|before|after|year|january|february|march|april|may|june|july|august|september|october|november|december|jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?|spring|summer|fall|autumn|winter|\d{1,2},)\s((?:19|20)\d{2})(?![\d%,.]\d|%|s\b|\s?[-–]\s?\d|[-–\w]|\s(?:people|users|users|tokens|images|hours|models|times|samples|papers|tasks|miles|meters|dollars))/giu;
const ANY_FOUR = /(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)/gu;
const DECADE = /(?<!\d)((?:1[5-9]|20)\d0)\s?(?:年代|s\b)/gu;
const CENTURY_DECADE = /(?<!\d)(上|本|\d{2})个?世纪(?:(\d0|[二三四五六七八九]十)年代)?/gu;
const BARE_DECADE = /(?<![\d世纪])([2-9]0)年代/gu;
const TWO_DIGITS = /(?<!\d)(\d{2})年(?!代|前|来|后|间|多|历史|以上|级)/gu;
const RANGE = /(?<!\d)((?:19|20)\d{2})\s?年?\s?[-–—~至到]\s?((?:19|20)\d{2}|\d{2})(?!\d)/gu;

const CHINESE_TENS = "〇一二三四五六七八九";

function exactYears(text: string): readonly NamedYears[] {
  const chinese = [...text.matchAll(EXACT)].map((match) => ({ start: match.index, year: Number(match[0]) }));
  const english = [...text.matchAll(ENGLISH_EXACT)].map((match) => ({
    start: match.index + match[0].length - 4,
    year: Number(match[1]),
  }));
  const seen = new Set<number>();
  return [...chinese, ...english].flatMap(({ start, year }) => {
    if (seen.has(start)) return [];
    seen.add(start);
    return [{ start, end: start + 4, from: year, to: year, isExact: true }];
  });
}

function decadesOfCentury(match: RegExpMatchArray): readonly [number, number] {
  const century = match[1] === "上" ? 20 : match[1] === "本" ? 21 : Number(match[1]);
  const first = (century - 1) * 100;
  const decade = match[2];
  if (decade === undefined) return [first, first + 99];
  const tens = /\d/.test(decade) ? Number(decade) : CHINESE_TENS.indexOf(decade.charAt(0)) * 10;
  return [first + tens, first + tens + 9];
}

function spanned(matches: Iterable<RegExpMatchArray>, years: (match: RegExpMatchArray) => readonly [number, number]) {
  return [...matches].map((match) => {
    const start = match.index ?? 0;
    const [from, to] = years(match);
    return { start, end: start + match[0].length, from, to, isExact: false };
  });
}

const fullYear = (first: number, last: string): number =>
  last.length === 4 ? Number(last) : Math.floor(first / 100) * 100 + Number(last);

/** The years that a claim names so plainly that they can be right or wrong: `2024年`, `in 2024`, `2025Q1`. */
export function claimedYears(original: string): readonly NamedYears[] {
  return exactYears(halfWidth(original));
}

/**
 * Every year a source may be said to name, read generously: four digits anywhere, ranges, decades, centuries (上世纪70年代) and two digits
 * before 年 (`24年` may be 2024 or 1924).
 */
export function yearsIn(original: string): readonly NamedYears[] {
  const text = halfWidth(original);
  return [
    ...spanned(text.matchAll(ANY_FOUR), (match) => [Number(match[0]), Number(match[0])]),
    ...spanned(text.matchAll(RANGE), (match) => [Number(match[1]), fullYear(Number(match[1]), match[2] ?? "")]),
    ...spanned(text.matchAll(DECADE), (match) => [Number(match[1]), Number(match[1]) + 9]),
    ...spanned(text.matchAll(CENTURY_DECADE), decadesOfCentury),
    ...spanned(text.matchAll(BARE_DECADE), (match) => [1900 + Number(match[1]), 1909 + Number(match[1])]),
    ...spanned(text.matchAll(TWO_DIGITS), (match) => [2000 + Number(match[1]), 2000 + Number(match[1])]),
    ...spanned(text.matchAll(TWO_DIGITS), (match) => [1900 + Number(match[1]), 1900 + Number(match[1])]),
  ];
}

/** The words 今年, 去年, 明年, 前年, 后年 and "this/last/next year" in a text. */
export function relativeYearsIn(text: string): readonly RelativeYear[] {
  return [...text.matchAll(RELATIVE_WORD)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
    offset: RELATIVE[match[0].toLowerCase()] ?? 0,
  }));
}

/** Days around New Year in which a post's year is not certain, because of time zones. */
const NEW_YEAR_DAYS = 1;
/** A page is mostly saved within days of being posted; in the first weeks of a year the year before is possible too. */
const SAVING_DAYS = 45;

/**
 * The years in which a text may have been written: one, or two around New Year. `savedAt` alone is less certain, since saving comes after posting.
 * Nothing when neither date can be read.
 */
export function yearsOfWriting(dates: {
  readonly postedAt?: string;
  readonly savedAt?: string;
}): readonly number[] | undefined {
  const at = Date.parse(dates.postedAt ?? dates.savedAt ?? "");
  if (Number.isNaN(at)) return undefined;
  const day = 86_400_000;
  const before = dates.postedAt === undefined ? SAVING_DAYS : NEW_YEAR_DAYS;
  const first = new Date(at - before * day).getUTCFullYear();
  const last = new Date(at + NEW_YEAR_DAYS * day).getUTCFullYear();
  return first === last ? [first] : [first, last];
}
