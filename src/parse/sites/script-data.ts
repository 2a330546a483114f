import type { CheerioAPI } from "cheerio";

/** Data of a page's scripts longer than this is not read. */
const MAX_CHARACTERS = 5_000_000;

/**
 * The JSON value that a script of the page assigns after `marker`, such as `ytInitialPlayerResponse =`. Undefined when
 * no script does, or when what follows is no JSON.
 */
export function assignedJson($: CheerioAPI, marker: RegExp): unknown {
  for (const script of $("script:not([src])").toArray()) {
    const source = $(script).text();
    const found = marker.exec(source);
    if (!found || source.length > MAX_CHARACTERS) continue;
    const json = balanced(source, found.index + found[0].length);
    if (json !== undefined) return parsed(json);
  }
  return undefined;
}

/** The JSON that is the whole content of the first element a selector finds. */
export function embeddedJson($: CheerioAPI, selector: string): unknown {
  const json = $(selector).first().text();
  return json === "" || json.length > MAX_CHARACTERS ? undefined : parsed(json);
}

/** The value under a path of keys and places; undefined wherever the path leaves the data. */
export function valueAt(data: unknown, ...path: readonly (string | number)[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return value;
}

/** As {@link valueAt}, for text: undefined for anything else and for nothing but white space. */
export function textAt(data: unknown, ...path: readonly (string | number)[]): string | undefined {
  const value = valueAt(data, ...path);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** As {@link valueAt}, for a number or digits. */
export function numberAt(data: unknown, ...path: readonly (string | number)[]): number | undefined {
  const value = valueAt(data, ...path);
  const number =
    typeof value === "number" ? value : typeof value === "string" && /^\d+$/.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** As {@link valueAt}, for a list; empty when it is none. */
export function listAt(data: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const value = valueAt(data, ...path);
  return Array.isArray(value) ? value : [];
}

/** The values of an object under a path; empty when it is none. */
export function valuesAt(data: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const value = valueAt(data, ...path);
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

/** Seconds since 1970 as ISO 8601. */
export function dateOfSeconds(seconds: number | undefined): string | undefined {
  if (seconds === undefined || seconds <= 0 || seconds > 4_102_444_800) return undefined;
  return new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");
}

/** The object or list that begins at or soon after a place in a script. */
function balanced(source: string, from: number): string | undefined {
  const start = from + (/^\s*/.exec(source.slice(from, from + 100))?.[0].length ?? 0);
  if (!/[[{]/.test(source[start] ?? "")) return undefined;
  let depth = 0;
  let inString = false;
  for (let i = start; i < source.length; i += 1) {
    const character = source[i];
    if (inString) {
      if (character === "\\") i += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return source.slice(start, i + 1);
    }
  }
  return undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // A script that is no JSON after all: the page is read without it.
  }
}
