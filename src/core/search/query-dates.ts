import { monthNamed, weekdayNamed } from "../calendar-names.ts";
import { byName } from "../text/by-name.ts";
import type { Day } from "./query.ts";

/** Days from `since` on and before `until`. */
export interface DayRange {
  readonly since: Day;
  readonly until: Day;
  /** Counted from today (`7d`, `last week`), and not a date that was written out. */
  readonly relative: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;
type Unit = "day" | "week" | "month" | "year";

const UNITS = byName<Unit>({
  day: "d day days 天 日",
  week: "w week weeks 周 星期 个星期",
  month: "m mo month months 个月",
  year: "y year years 年",
});
/** Periods by name: which, and how many back. */
const NAMED: ReadonlyMap<string, readonly [unit: Unit, back: number]> = new Map([
  ["today", ["day", 0]],
  ["今天", ["day", 0]],
  ["yesterday", ["day", 1]],
  ["昨天", ["day", 1]],
  ["前天", ["day", 2]],
  ["tomorrow", ["day", -1]],
  ["明天", ["day", -1]],
  ["this week", ["week", 0]],
  ["本周", ["week", 0]],
  ["这周", ["week", 0]],
  ["last week", ["week", 1]],
  ["上周", ["week", 1]],
  ["上星期", ["week", 1]],
  ["this month", ["month", 0]],
  ["本月", ["month", 0]],
  ["这个月", ["month", 0]],
  ["last month", ["month", 1]],
  ["上月", ["month", 1]],
  ["上个月", ["month", 1]],
  ["this year", ["year", 0]],
  ["今年", ["year", 0]],
  ["last year", ["year", 1]],
  ["去年", ["year", 1]],
]);

/** Counts that Chinese writes out; of one character, as dates have them. */
const CHINESE_COUNTS = byName({
  1: "一",
  2: "二 两",
  3: "三",
  4: "四",
  5: "五",
  6: "六",
  7: "七",
  8: "八",
  9: "九",
  10: "十",
});

/**
 * The days that a date in a query means: `2026-05-03`, `2026/5/3`, `3 May`, `5月3日`, `2026-05`, `2026`, `7d`, `三天前`,
 * `last week`, `friday`, `may`, `昨天` … Undefined when there is no such day. Without a year the last one that has come
 * is meant. Weeks begin on Monday (ISO 8601).
 * @param today in the asker's zone
 */
export function daysOf(text: string, today: Day): DayRange | undefined {
  const value = text
    .toLowerCase()
    .replace(/[-_ ]+/g, " ")
    .trim();
  const named = NAMED.get(value.replace(/^past /, "last "));
  if (named) return { ...periodBack(today, ...named), relative: true };
  return (
    namedMonth(value, today) ??
    namedWeekday(value, today) ??
    counted(value, today) ??
    dayOfMonth(value, today) ??
    writtenOut(text.trim()) ??
    fromTo(text.trim())
  );
}

/** `7d`, `last 2 weeks`, `3 days ago`, `三天前`, `最近7天`. */
function counted(value: string, today: Day): DayRange | undefined {
  const digits = value.replace(
    /^(最近|过去|近)?([一两二三四五六七八九十])(?=\p{Script=Han})/u,
    (_, word = "", count) => {
      return `${word}${CHINESE_COUNTS[count]}`;
    },
  );
  const [, count, unit] =
    /^(?:last |past |最近|过去|近)?(\d{1,4}) ?([a-z]+|[\p{Script=Han}]+?)(?: ago|以?内|之?前)?$/u.exec(digits) ?? [];
  const known = unit === undefined ? undefined : UNITS[unit];
  if (!known || (known === "year" && Number(count) > 100)) return undefined;
  return { ...lastSpan(today, Number(count), known), relative: true };
}

/** `november`, `11月`: the whole of it, this year's or last year's. */
function namedMonth(value: string, today: Day): DayRange | undefined {
  const month = monthNamed(value);
  if (!month) return undefined;
  const since = lastCome(month, 1, today);
  return since ? { since, until: shift(since, 1, "month"), relative: true } : undefined;
}

/** `friday` is the last one that has come; `last friday` was before today, `上周五` in the week before. */
function namedWeekday(value: string, today: Day): DayRange | undefined {
  const [, last, name = ""] = /^(last |上)?(.+)$/.exec(value) ?? [];
  const weekday = weekdayNamed(name);
  if (!weekday) return undefined;
  const monday = startOf(today, "week");
  const thisWeek = shift(monday, weekday - 1, "day");
  const hasCome = last === "last " ? thisWeek < today : last === undefined && thisWeek <= today;
  const since = hasCome ? thisWeek : shift(thisWeek, -1, "week");
  return { since, until: shift(since, 1, "day"), relative: true };
}

/** `3 May`, `May 3rd, 2026`, `5月3日`. */
function dayOfMonth(value: string, today: Day): DayRange | undefined {
  const plain = value.replace(/(\d)(?:st|nd|rd|th)\b/, "$1").replaceAll(",", "");
  const [, before, name = "", after, year] =
    /^(?:(\d{1,2}) )?([a-z]+|\d{1,2}月)(?: ?(\d{1,2})[日号]?)?(?: (\d{4}))?$/.exec(plain) ?? [];
  const month = monthNamed(name);
  const date = Number(before ?? after ?? 0);
  if (!month || (before && after) || (!date && !year)) return undefined;
  if (!date) return writtenOut(`${year}-${month}`);
  const since = year ? dayOf(Number(year), month, date) : lastCome(month, date, today);
  return since ? { since, until: shift(since, 1, "day"), relative: false } : undefined;
}

/** This year's day, or last year's when this year's is still to come. */
function lastCome(month: number, date: number, today: Day): Day | undefined {
  const year = Number(today.slice(0, 4));
  const day = dayOf(year, month, date);
  return day && day <= today ? day : dayOf(year - 1, month, date);
}

/** `2026-05-01..2026-05-14`, both days included. */
function fromTo(text: string): DayRange | undefined {
  const [first, last, ...more] = text.split("..").map(writtenOut);
  if (!first || !last || more.length > 0 || last.until <= first.since) return undefined;
  return { since: first.since, until: last.until, relative: false };
}

function writtenOut(text: string): DayRange | undefined {
  const [, year = "", month, day] =
    /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})[日号]?|月)?|年)?$/.exec(
      text.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3"),
    ) ?? [];
  if (!year || Number(year) < 1000 || Number(year) > 9000) return undefined;
  const since = dayOf(Number(year), Number(month ?? 1), Number(day ?? 1));
  if (!since) return undefined;
  const unit = day ? "day" : month ? "month" : "year";
  return { since, until: shift(since, 1, unit), relative: false };
}

function periodBack(today: Day, unit: Unit, back: number) {
  const since = shift(startOf(today, unit), -back, unit);
  return { since, until: shift(since, 1, unit) };
}

/** `7d`: from seven days ago until today, today included. */
function lastSpan(today: Day, count: number, unit: Unit) {
  return { since: shift(today, -count, unit), until: shift(today, 1, "day") };
}

function startOf(day: Day, unit: Unit): Day {
  if (unit === "day") return day;
  if (unit === "week") return shift(day, -((new Date(day).getUTCDay() + 6) % 7), "day");
  return unit === "month" ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`;
}

function shift(day: Day, count: number, unit: Unit): Day {
  if (unit === "day" || unit === "week") {
    return isoDay(new Date(Date.parse(day) + count * (unit === "week" ? 7 : 1) * DAY_MS));
  }
  const months = unit === "year" ? count * 12 : count;
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return isoDay(new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))));
}

function dayOf(year: number, month: number, date: number): Day | undefined {
  const day = new Date(Date.UTC(year, month - 1, date));
  return day.getUTCMonth() === month - 1 && day.getUTCDate() === date ? isoDay(day) : undefined;
}

function isoDay(date: Date): Day {
  return date.toISOString().slice(0, 10);
}

/** The day before or after another. */
export function neighbour(day: Day, days: number): Day {
  return shift(day, days, "day");
}
