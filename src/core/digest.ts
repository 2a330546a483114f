import { DateTime, IANAZone } from "luxon";

/** When a digest goes out, in its zone's local time. */
export type Cadence =
  | { readonly kind: "daily"; readonly hour: number; readonly minute: number }
  | { readonly kind: "weekdays"; readonly hour: number; readonly minute: number }
  /** `weekday` is 1 for Monday to 7 for Sunday (ISO 8601). */
  | { readonly kind: "weekly"; readonly weekday: number; readonly hour: number; readonly minute: number };

/** What `/footnote digest …` asks for. */
export type DigestRequest =
  | { readonly kind: "show" }
  | { readonly kind: "now" }
  | { readonly kind: "off" }
  /** `zone` is an IANA zone; absent when the asker's own is meant. */
  | { readonly kind: "set"; readonly cadence: Cadence; readonly zone?: string };

/** Why a request was not understood, for the sentence that says so. */
export type DigestMistake =
  | { readonly kind: "time"; readonly text: string }
  | { readonly kind: "zone"; readonly text: string }
  | { readonly kind: "weekday"; readonly text: string }
  | { readonly kind: "cadence"; readonly text: string };

const WEEKDAYS: Readonly<Record<string, number>> = {
  mon: 1,
  tue: 2,
  wed: 3,
  thu: 4,
  fri: 5,
  sat: 6,
  sun: 7,
  周一: 1,
  周二: 2,
  周三: 3,
  周四: 4,
  周五: 5,
  周六: 6,
  周日: 7,
  周天: 7,
  星期一: 1,
  星期二: 2,
  星期三: 3,
  星期四: 4,
  星期五: 5,
  星期六: 6,
  星期日: 7,
  星期天: 7,
};
const CADENCES: Readonly<Record<string, Cadence["kind"]>> = {
  daily: "daily",
  每天: "daily",
  weekdays: "weekdays",
  工作日: "weekdays",
  weekly: "weekly",
  每周: "weekly",
};

/** What is meant where only `daily` or `weekly` is said; the answer tells when that is. */
const USUAL_DAY = "mon";
const USUAL_TIME = "09:00";

/**
 * Reads the words after `/footnote digest`: `daily`, `daily 09:00`, `weekdays 8:30 Asia/Shanghai`, `weekly fri 16:00`,
 * `now`, `off`.
 */
export function parseDigestRequest(
  text: string,
): { readonly ok: true; readonly request: DigestRequest } | { readonly ok: false; readonly mistake: DigestMistake } {
  const words = text.normalize("NFKC").trim().split(/\s+/).filter(Boolean);
  const [first = "", ...rest] = words;
  const word = first.toLowerCase();
  if (word === "") return { ok: true, request: { kind: "show" } };
  if (word === "now" || word === "现在") return { ok: true, request: { kind: "now" } };
  if (word === "off" || word === "关闭") return { ok: true, request: { kind: "off" } };
  const kind = CADENCES[word];
  if (!kind) return mistake("cadence", first);
  if (kind !== "weekly") return withTime(rest, (time) => ({ kind, ...time }));
  const [day = USUAL_DAY, ...afterDay] = rest;
  const weekday = WEEKDAYS[day.toLowerCase().slice(0, 3)];
  if (!weekday) return mistake("weekday", day);
  return withTime(afterDay, (time) => ({ kind, weekday, ...time }));
}

function withTime(words: readonly string[], cadence: (time: { hour: number; minute: number }) => Cadence) {
  const [clock = USUAL_TIME, zone, ...more] = words;
  const [, hour, minute, half] = /^([01]?\d|2[0-3])(?::([0-5]\d))?(am|pm)?$/i.exec(clock) ?? [];
  if (hour === undefined || (minute === undefined && half === undefined) || (half && Number(hour) > 12))
    return mistake("time", clock);
  if (zone !== undefined && !isZone(zone)) return mistake("zone", zone);
  if (more.length > 0) return mistake("cadence", more.join(" "));
  const time = {
    hour: half ? (Number(hour) % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : Number(hour),
    minute: Number(minute ?? 0),
  };
  return { ok: true as const, request: { kind: "set" as const, cadence: cadence(time), ...(zone ? { zone } : {}) } };
}

/** Whether a name is an IANA zone that this machine knows. */
export function isZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

function mistake(kind: DigestMistake["kind"], text: string) {
  return { ok: false as const, mistake: { kind, text } };
}

/** The cron pattern of a cadence, for the job scheduler, which adds the zone. */
export function cronPattern(cadence: Cadence): string {
  const days = cadence.kind === "daily" ? "*" : cadence.kind === "weekdays" ? "1-5" : String(cadence.weekday % 7);
  return `${cadence.minute} ${cadence.hour} * * ${days}`;
}

/** The date on the wall at an instant in a zone: the key that makes a digest go out once a day. `YYYY-MM-DD`. */
export function localDate(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).toISODate() ?? instant.toISOString().slice(0, 10);
}

/** The local time of a cadence as people write it, such as `09:05`. */
export function clockOf({ hour, minute }: Cadence): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** An item that could go into a digest, with what decides its place. */
export interface DigestCandidate {
  readonly itemId: string;
  readonly tags: readonly string[];
  readonly shares: number;
  readonly reactions: number;
  readonly sharedAt: Date;
}

/** Items of a digest under the tag that leads them; the group without a tag comes last. */
export interface DigestGroup {
  readonly tag: string | undefined;
  readonly itemIds: readonly string[];
}

/** The most items of one digest. */
const DIGEST_ITEMS = 10;

/**
 * Chooses and groups what a digest tells: the most shared and reacted to first, then the newest; grouped by the tag
 * that most of the chosen have, so that a tag of one item makes no group of its own.
 */
export function composeDigest(candidates: readonly DigestCandidate[]): readonly DigestGroup[] {
  const weight = (candidate: DigestCandidate) => 2 * candidate.shares + candidate.reactions;
  const chosen = [...candidates]
    .sort(
      (a, b) =>
        weight(b) - weight(a) || b.sharedAt.getTime() - a.sharedAt.getTime() || a.itemId.localeCompare(b.itemId),
    )
    .slice(0, DIGEST_ITEMS);
  const counts = new Map<string, number>();
  for (const tag of chosen.flatMap((candidate) => candidate.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const leading = (candidate: DigestCandidate) =>
    candidate.tags
      .filter((tag) => (counts.get(tag) ?? 0) > 1)
      .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0];
  const groups = new Map<string | undefined, string[]>();
  for (const candidate of chosen) {
    const tag = leading(candidate);
    groups.set(tag, [...(groups.get(tag) ?? []), candidate.itemId]);
  }
  return [...groups]
    .map(([tag, itemIds]) => ({ tag, itemIds }))
    .sort((a, b) => Number(a.tag === undefined) - Number(b.tag === undefined) || b.itemIds.length - a.itemIds.length);
}
