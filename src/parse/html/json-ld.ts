import { scriptOf } from "./dom.ts";
import type { ElementIndex } from "./element-index.ts";

/** One described thing of a page's JSON-LD. Nothing in it is trusted: every reader checks the shape of what it takes. */
export type Thing = Readonly<Record<string, unknown>>;

/** Things nested deeper than this are left out; pages use at most a dozen levels. */
const MAX_DEPTH = 12;
/** A block of JSON longer than this is data of an application, not a description. */
const MAX_CHARACTERS = 1_000_000;

/** All typed things of the page's `application/ld+json` scripts, `@graph` and nesting laid flat, in document order. */
export function thingsOf(elements: ElementIndex): readonly Thing[] {
  const things: Thing[] = [];
  for (const script of elements.named("script")) {
    if (!script.attribs.type?.includes("ld+json")) continue;
    const json = scriptOf(script);
    if (json.length <= MAX_CHARACTERS) collect(parse(json), things, 0);
  }
  return things;
}

/** The names of the thing's types, without the address of the vocabulary. */
export function typesOf(thing: Thing): readonly string[] {
  return [thing["@type"]].flat().flatMap((type) => (typeof type === "string" ? [type.replace(/^.*[/:#]/, "")] : []));
}

/** A value that is text, or has a text under `name`, `@value` or `url`; the first of several. */
export function textIn(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  if (typeof first === "string") return first.trim() || undefined;
  if (typeof first === "number") return String(first);
  if (!isThing(first)) return undefined;
  for (const key of ["name", "@value", "url", "@id"]) {
    const inner = first[key];
    if (typeof inner === "string" && inner.trim() !== "") return inner.trim();
  }
  return undefined;
}

/** Every text of a value that may be one, a list, or things with a name. */
export function textsIn(value: unknown): readonly string[] {
  return [value].flat().flatMap((one) => textIn(one) ?? []);
}

function parse(json: string): unknown {
  const bare = json.replace(/^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)/, "").trim();
  const text = bare.replace(/(?:-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>|\]\]>)\s*;?$/, "").replace(/;\s*$/, "");
  for (const attempt of [text, text.replace(/\p{Cc}+/gu, " ")]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // Raw line breaks inside strings are common: the second attempt has none. Else the page describes nothing.
    }
  }
  return undefined;
}

function collect(value: unknown, things: Thing[], depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) for (const one of value) collect(one, things, depth + 1);
  if (!isThing(value)) return;
  if (value["@type"] !== undefined) things.push(value);
  for (const inner of Object.values(value)) if (typeof inner === "object") collect(inner, things, depth + 1);
}

function isThing(value: unknown): value is Thing {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
