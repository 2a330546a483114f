import { DateTime, IANAZone } from "luxon";
import { weekdayNamed } from "./calendar-names.ts";
import { chineseDigestWords } from "./chinese-digest-words.ts";
import { byName } from "./text/by-name.ts";

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

const CADENCES = byName<Cadence["kind"]>({
  daily: "daily day everyday",
  weekdays: "weekdays weekday workdays workday mon-fri",
  weekly: "weekly week",
});
const REQUESTS = byName<"show" | "now" | "off">({
  show: "show status",
  now: "now send",
  off: "off stop end cancel disable remove none",
});
/** Said in passing: `every friday at 4pm`. */
const FILLERS = new Set(["every", "each", "at", "on"]);

/** What is meant where only `daily` or `weekly` is said; the answer tells when that is. */
const USUAL_WEEKDAY = 1;
const USUAL_TIME = "09:00";

/**
 * Reads the words after `/footnote digest`: `daily`, `daily 09:00`, `weekdays 8:30 Asia/Shanghai`, `weekly fri 16:00`,
 * `every friday at 4pm`, `每周五下午4点`, `now`, `off`.
 */
export function parseDigestRequest(
  text: string,
): { readonly ok: true; readonly request: DigestRequest } | { readonly ok: false; readonly mistake: DigestMistake } {
  const [first, ...rest] = digestWords(text);
  if (first === undefined) return { ok: true, request: { kind: "show" } };
  const word = first.toLowerCase();
  const request = REQUESTS[word];
  if (request) return { ok: true, request: { kind: request } };
  if (weekdayNamed(word) !== undefined) return weekly([first, ...rest]);
  if (clockTime(word)) return withTime([first, ...rest], (time) => ({ kind: "daily", ...time }));
  const kind = CADENCES[word];
  if (!kind) return mistake("cadence", first);
  return kind === "weekly" ? weekly(rest) : withTime(rest, (time) => ({ kind, ...time }));
}

function digestWords(text: string): readonly string[] {
  return chineseDigestWords(text.normalize("NFKC"))
    .replace(/(\d)\s+([ap]m)\b/gi, "$1$2")
    .split(/\s+/)
    .filter((word) => word !== "" && !FILLERS.has(word.toLowerCase()));
}

/** The weekday may stand before or after the time. */
function weekly(words: readonly string[]) {
  const day = words.find((word) => weekdayNamed(word) !== undefined);
  const [first] = words;
  if (day === undefined && first !== undefined && !clockTime(first)) return mistake("weekday", first);
  const weekday = (day === undefined ? undefined : weekdayNamed(day)) ?? USUAL_WEEKDAY;
  return withTime(
    words.filter((word) => word !== day),
    (time) => ({ kind: "weekly", weekday, ...time }),
  );
}

function withTime(words: readonly string[], cadence: (time: ClockTime) => Cadence) {
  const [clock = USUAL_TIME, zone, ...more] = words;
  const time = clockTime(clock);
  if (!time) return mistake("time", clock);
  if (zone !== undefined && !isZone(zone)) return mistake("zone", zone);
  if (more.length > 0) return mistake("cadence", more.join(" "));
  return { ok: true as const, request: { kind: "set" as const, cadence: cadence(time), ...(zone ? { zone } : {}) } };
}

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
}

/** `9`, `09:00`, `9.30`, `9:30pm`. */
function clockTime(text: string): ClockTime | undefined {
  const [, hour, minute, half] = /^([01]?\d|2[0-3])(?:[:.]([0-5]\d))?([ap]m)?$/i.exec(text) ?? [];
  if (hour === undefined || (half && Number(hour) > 12)) return undefined;
  const late = half?.toLowerCase() === "pm" ? 12 : 0;
  return { hour: half ? (Number(hour) % 12) + late : Number(hour), minute: Number(minute ?? 0) };
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
