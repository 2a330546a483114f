import { stem } from "../text/stem.ts";
import { simplifiedCharacter } from "./simplify.ts";

/** A word as the index knows it and where it stands; several may share one position. */
export interface Token {
  readonly term: string;
  /** Counts from 0, one step for each word and for each character of a script without spaces. */
  readonly position: number;
  /** Where in the text it stands, in UTF-16 code units of what was given. */
  readonly start: number;
  readonly end: number;
}

/** Scripts written without spaces between words, or with particles grown onto them: indexed as pairs of characters. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆]/u;
/** A letter or digit of a script with spaces: a word ends where Chinese begins, as in `OpenAI发布`. */
const SPACED = `(?!${UNSPACED.source})[\\p{L}\\p{N}]`;
/** `C++` and `C#` keep their signs; the `#` after a longer word closes a hashtag. */
const SIGNS = `(?:\\+\\+|(?<=(?<!${SPACED})\\p{L})#)?`;
const RUNS = new RegExp(
  `(?:${UNSPACED.source}\\p{M}*)+|${SPACED}(?:${SPACED}|\\p{M}|['’.．\\-‐‑－_+/](?=${SPACED}))*${SIGNS}`,
  "gu",
);
/** Of a longer word its beginning counts, in UTF-16 code units; PostgreSQL takes at most 2 kB. */
const MAX_TERM = 40;

/** Marks a word as written, where its stem differs: what spellings are compared with. */
export const AS_WRITTEN = "~";

/**
 * The tokens of a text, the same for what is indexed and for what is asked. Full and half width, upper and lower case,
 * accents, traditional and simplified Chinese are alike; English is stemmed. A run of Chinese, Japanese or Korean
 * gives one token for each character: it with its right neighbour, and the last alone. `GPT-4o`, `gpt4o` and `gpt 4o`
 * all give `gpt`, `4o` and `gpt4o`; `20亿` and `20 亿` give `20`, `20亿` and `亿`.
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  let previous:
    | { readonly word: string; readonly at: number; readonly start: number; readonly end: number }
    | undefined;
  let number: Piece | undefined;
  for (const { 0: run, index } of text.matchAll(RUNS)) {
    if (UNSPACED.test(run)) {
      // `20亿`: a number and its unit.
      if (number && /^[ \u00a0]?$/.test(text.slice(number.end, index))) pushUnit(tokens, number, run, index, position);
      position = pushPairs(tokens, run, index, position);
      previous = undefined;
      number = undefined;
      continue;
    }
    const pieces = piecesOf(run, index);
    const [first] = pieces;
    number = pieces.length === 1 && /^[\p{N}.]+$/u.test(first?.word ?? "") ? first : undefined;
    // `gpt 4o`: a number that follows a name is part of it.
    if (previous && first && /^\d/.test(first.word) && /^[ \u00a0]$/.test(text.slice(previous.end, index))) {
      push(tokens, previous.word + first.word, previous.at, previous.start, first.end);
    }
    const begin = position;
    for (const piece of pieces) {
      pushWord(tokens, piece.word, position, piece.start, piece.end);
      position += 1;
    }
    pushJoined(tokens, pieces, begin);
    const last = pieces.at(-1);
    previous = last && /^\p{L}+$/u.test(last.word) ? { ...last, at: position - 1 } : undefined;
  }
  return tokens;
}

interface Piece {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

function push(tokens: Token[], term: string, position: number, start: number, end: number): void {
  const kept = term.length <= MAX_TERM ? term : term.slice(0, MAX_TERM).toWellFormed();
  tokens.push({ term: kept, position, start, end });
}

function pushWord(tokens: Token[], word: string, position: number, start: number, end: number): void {
  const stemmed = stem(word);
  push(tokens, stemmed, position, start, end);
  if (stemmed !== word) push(tokens, AS_WRITTEN + word, position, start, end);
}

/** `gpt-4o` is also found as `gpt4o`, `GPT-4o-mini` as `gpt4omini` and `gpt4o`. */
function pushJoined(tokens: Token[], pieces: readonly Piece[], begin: number): void {
  const [first] = pieces;
  if (!first || pieces.length < 2 || pieces.length > 4) return;
  let word = first.word;
  pieces.slice(1).forEach((piece) => {
    word += piece.word;
    push(tokens, word, begin, first.start, piece.end);
  });
}

/** A run cut where punctuation joins it and where letters turn into digits. */
function piecesOf(run: string, offset: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const { 0: part, index } of run.matchAll(
    /\p{N}[\p{L}\p{N}\p{M}]*(?:\.\p{N}+)*|(?:(?!\p{N})[\p{L}\p{M}])+(?:['’][\p{L}]+)?(?:\+\+|#)?/gu,
  )) {
    const word = foldWord(part);
    if (word) pieces.push({ word, start: offset + index, end: offset + index + part.length });
  }
  return pieces;
}

function foldWord(word: string): string {
  const plain = word.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFKC").toLowerCase();
  return plain.replaceAll("’", "'").replace(/'s$/, "").replaceAll("'", "");
}

/** Stands where the unit does, so that it takes the place of the unit's own pair in a phrase. */
function pushUnit(tokens: Token[], number: Piece, run: string, offset: number, position: number): void {
  const [unit = ""] = run;
  const folded = simplifiedCharacter(unit.normalize("NFKC")).toLowerCase();
  push(tokens, number.word + folded, position, number.start, offset + unit.length);
}

function pushPairs(tokens: Token[], run: string, offset: number, position: number): number {
  const characters = [...run];
  const folded = characters.map((character) => simplifiedCharacter(character.normalize("NFKC")).toLowerCase());
  let start = offset;
  characters.forEach((character, at) => {
    const next = characters[at + 1] ?? "";
    push(tokens, `${folded[at]}${folded[at + 1] ?? ""}`, position + at, start, start + character.length + next.length);
    start += character.length;
  });
  return position + characters.length;
}

/** Whether a term is a single character of a script without spaces: it is looked up as the beginning of pairs. */
export function isSingleCharacter(term: string): boolean {
  return [...term].length === 1 && UNSPACED.test(term);
}

/** Whether a term is written in letters with spaces between words, so that a slip of the finger can be told. */
export function isSpelt(term: string): boolean {
  return /^\p{Script=Latin}{3,}$/u.test(term);
}
