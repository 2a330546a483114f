import type { ParsedPage, Reading } from "../core/page.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/**
 * A reading whose text is all characters that can be shown and stored: no control characters but tab and newline
 * (PostgreSQL takes no U+0000), no half of a surrogate pair. Every reader's page goes through here, so that none of
 * them has to think of it.
 */
export function printable(reading: Reading): Reading {
  return reading.kind === "page" ? { ...reading, page: cleaned(reading.page) as ParsedPage } : reading;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/\r\n?/g, "\n").replace(CONTROLS, "").toWellFormed();
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned(one)]));
}
