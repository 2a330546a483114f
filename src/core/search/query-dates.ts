import { byName } from "./by-name.ts";
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
  month: "m mo month months 月 个月",
  year: "y year years 年",
});
/** Periods by name: which, and how many back. */
const NAMED: Readonly<Record<string, readonly [unit: Unit, back: number]>> = {
  today: ["day", 0],
  今天: ["day", 0],
  yesterday: ["day", 1],
  昨天: ["day", 1],
  前天: ["day", 2],
  "this week": ["week", 0],
  本周: ["week", 0],
  这周: ["week", 0],
  "last week": ["week", 1],
  上周: ["week", 1],
  上星期: ["week", 1],
  "this month": ["month", 0],
  本月: ["month", 0],
  这个月: ["month", 0],
  "last month": ["month", 1],
  上月: ["month", 1],
  上个月: ["month", 1],
  "this year": ["year", 0],
  今年: ["year", 0],
  "last year": ["year", 1],
  去年: ["year", 1],
};

/**
 * The days that a date in a query means: `2026-05-03`, `2026/5/3`, `2026-05`, `2026`, `2026年5月3日`, `7d`, `2w`,
 * `last week`, `昨天` … Undefined when there is no such day. Weeks begin on Monday (ISO 8601).
 * @param today in the asker's zone
 */
export function daysOf(text: string, today: Day): DayRange | undefined {
  const value = text
    .toLowerCase()
    .replace(/[-_ ]+/g, " ")
    .trim();
  const named = NAMED[value.replace(/^past /, "last ")];
  if (named) return { ...periodBack(today, ...named), relative: true };
  const [, count, unit] =
    /^(?:last |past |最近|过去|近)?(\d{1,4}) ?([a-z]+|[\p{Script=Han}]+?)(?: ago|内|前)?$/u.exec(value) ?? [];
  const known = unit === undefined ? undefined : UNITS[unit];
  if (known && !(known === "year" && Number(count) > 100))
    return { ...lastSpan(today, Number(count), known), relative: true };
  return writtenOut(text.trim()) ?? fromTo(text.trim());
}

/** `2026-05-01..2026-05-14`, both days included. */
function fromTo(text: string): DayRange | undefined {
  const [first, last, ...more] = text.split("..").map(writtenOut);
  if (!first || !last || more.length > 0 || last.until <= first.since) return undefined;
  return { since: first.since, until: last.until, relative: false };
}

function writtenOut(text: string): DayRange | undefined {
  const [, year = "", month, day] = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?$/.exec(text) ?? [];
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
