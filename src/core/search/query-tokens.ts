import { operatorName } from "./query-operators.ts";

/** A piece of a query as it was typed. `at` and `end` point into the folded text. */
export type QueryToken =
  | { readonly kind: "word"; readonly text: string; readonly at: number; readonly end: number }
  | { readonly kind: "phrase"; readonly text: string; readonly at: number; readonly end: number }
  | {
      readonly kind: "operator";
      readonly name: string;
      readonly value: string;
      readonly at: number;
      readonly end: number;
    }
  | { readonly kind: "open quote"; readonly at: number; readonly end: number }
  | { readonly kind: "or" | "not" | "(" | ")"; readonly at: number; readonly end: number };

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "“": "”", "„": "“", "「": "」", "『": "』", "«": "»" };
const QUOTES = /["“”„「」『』«»]/;
/** What ends a word. */
const BREAK = /[\s"“”„「」『』«»()]/;
const OPERATOR = /^([A-Za-z]{2,12}):(?=[^\s/\\:)])/;
const WORD_START = /^[\p{L}\p{N}\p{M}]/u;
/** What ends a word without being part of it; `C++` and `C#` keep theirs. */
const TRAILING = /[^\p{L}\p{N}\p{M}+#]+$/u;
const DASH = /[-−–]/;

/**
 * The pieces of a folded query. Punctuation that means nothing is left out; only a quotation mark that opens at the
 * beginning of a word and never closes is told apart, as `open quote`.
 */
export function queryTokens(text: string): readonly QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at);
    if (token) tokens.push(token);
    at = token ? token.end : at + 1;
  }
  return tokens;
}

function tokenAt(text: string, at: number): QueryToken | undefined {
  const character = text[at] as string;
  if (character === "(" || character === ")") return { kind: character, at, end: at + 1 };
  if (QUOTES.test(character)) return quoteAt(text, at);
  if (DASH.test(character) && isWordStart(text, at)) {
    return /[\s)]/.test(text[at + 1] ?? " ") ? undefined : { kind: "not", at, end: at + 1 };
  }
  if (character === "<") return namedAt(text, at);
  if (character === "|") return { kind: "or", at, end: at + 1 };
  if (!WORD_START.test(text.slice(at, at + 2))) return undefined;
  return operatorAt(text, at) ?? wordAt(text, at);
}

/** A person or a channel by itself, as Slack marks them up: what is theirs, or there, is meant. */
function namedAt(text: string, at: number): QueryToken | undefined {
  const [value, mark] = /^<([@#])[A-Z0-9]+>/.exec(text.slice(at)) ?? [];
  if (value === undefined) return undefined;
  return { kind: "operator", name: mark === "@" ? "from" : "in", value, at, end: at + value.length };
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || /[\s(]/.test(text[at - 1] as string);
}

function quoteAt(text: string, at: number): QueryToken | undefined {
  const closing = CLOSING[text[at] as string];
  const close = closing === undefined ? -1 : text.indexOf(closing, at + 1);
  if (close >= 0) {
    const inside = tidy(text.slice(at + 1, close));
    return /[\p{L}\p{N}]/u.test(inside) ? { kind: "phrase", text: inside, at, end: close + 1 } : undefined;
  }
  const opens =
    closing !== undefined &&
    (isWordStart(text, at) || /[-−–:]/.test(text[at - 1] ?? "")) &&
    /^["“„「『«][\p{L}\p{N}]/u.test(text.slice(at));
  return opens ? { kind: "open quote", at, end: at + 1 } : undefined;
}

function operatorAt(text: string, at: number): QueryToken | undefined {
  const [, name] = OPERATOR.exec(text.slice(at)) ?? [];
  if (!name) return undefined;
  const start = at + name.length + 1;
  if (!operatorName(name) && !looksLikeOperator(name, text.slice(start, start + 2))) return undefined;
  const quoted = QUOTES.test(text[start] as string) ? quoteAt(text, start) : undefined;
  if (quoted?.kind === "phrase") return { kind: "operator", name, value: quoted.text, at, end: quoted.end };
  const end = endOfWord(text, start);
  return end > start ? { kind: "operator", name, value: text.slice(start, end), at, end } : undefined;
}

/** `foo:bar` in small letters is taken for an operator that is none; `Gemma:7b` and `re:3` are words. */
function looksLikeOperator(name: string, value: string): boolean {
  return name === name.toLowerCase() && /^["\p{L}@#<]/u.test(value);
}

function wordAt(text: string, at: number): QueryToken {
  const end = endOfWord(text, at);
  const word = text.slice(at, end).replace(TRAILING, "");
  if (word === "OR") return { kind: "or", at, end };
  if (word === "NOT") return { kind: "not", at, end };
  return { kind: "word", text: word === "AND" ? "" : word, at, end };
}

function endOfWord(text: string, from: number): number {
  let end = from;
  while (end < text.length && !BREAK.test(text[end] as string)) end += 1;
  return end;
}

function tidy(text: string): string {
  return text
    .replace(/["“”„「」『』«»]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
