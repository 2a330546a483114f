const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
/** Nothing on the web is older than this page of a library, nor newer than this. */
const FIRST_YEAR = 1600;
const LAST_YEAR = 2100;

/**
 * A date as pages write it (ISO 8601 and its near misses, RFC 2822, English, Chinese, Japanese, Korean, seconds since
 * 1970) as ISO 8601: a date-time when the time has a zone, else the date alone. Undefined for what is no date, and for
 * `03/04/2024`, which means two days.
 */
export function isoDate(written: string): string | undefined {
  const text = written.trim();
  return iso(text) ?? eastAsian(text) ?? epoch(text) ?? rfc(text) ?? english(text);
}

function iso(text: string): string | undefined {
  const month = /^(\d{4})[-/](\d{1,2})$/.exec(text);
  if (month) return dateOf(month[1], month[2], "1")?.slice(0, 7);
  const match =
    /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?(?!\d)/i.exec(
      text,
    );
  if (!match) return undefined;
  const [, year, monthNumber, day, hour, minute, second, zone] = match;
  const date = dateOf(year, monthNumber, day);
  if (!date || hour === undefined || minute === undefined || zone === undefined) return date;
  if (Number(hour) > 23 || Number(minute) > 59) return date;
  return `${date}T${two(hour)}:${minute}:${second ?? "00"}${zoneOf(zone)}`;
}

function zoneOf(zone: string): string {
  if (/^(?:z|utc|gmt)$/i.test(zone)) return "Z";
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  return digits === "0000" ? "Z" : `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function eastAsian(text: string): string | undefined {
  const match = /(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]/.exec(text);
  return match ? dateOf(match[1], match[2], match[3]) : undefined;
}

/** Seconds or milliseconds since 1970, from 2001 on: shorter numbers are something else. */
function epoch(text: string): string | undefined {
  if (!/^(?:1\d{9}|1\d{12})$/.test(text)) return undefined;
  const ms = Number(text) * (text.length === 10 ? 1_000 : 1);
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

function rfc(text: string): string | undefined {
  const match =
    /(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?,?[\s-]+(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?/.exec(
      text,
    );
  if (!match) return undefined;
  const [, day, month, year, hour, minute, second, zone] = match;
  const date = dateOf(year, monthOf(month), day);
  if (!date || hour === undefined || minute === undefined || zone === undefined) return date;
  return `${date}T${two(hour)}:${minute}:${second ?? "00"}${zoneOf(zone)}`;
}

function english(text: string): string | undefined {
  const match = /([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})/.exec(text);
  return match ? dateOf(match[3], monthOf(match[1]), match[2]) : undefined;
}

function monthOf(name: string | undefined): string | undefined {
  const index = MONTHS.indexOf((name ?? "").toLowerCase());
  return index === -1 ? undefined : String(index + 1);
}

function dateOf(year?: string, month?: string, day?: string): string | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (!(y >= FIRST_YEAR && y <= LAST_YEAR && m >= 1 && m <= 12 && d >= 1)) return undefined;
  const last = new Date(Date.UTC(y, m, 0)).getUTCDate();
  return d <= last ? `${year}-${two(String(m))}-${two(String(d))}` : undefined;
}

function two(number: string): string {
  return number.padStart(2, "0");
}
