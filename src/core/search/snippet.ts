import type { Item } from "../item.ts";
import { isSingleCharacter, type Token, tokensOf } from "./tokens.ts";

/** A piece of a line, with whether it is what was looked for. */
export interface SnippetPiece {
  readonly text: string;
  readonly found: boolean;
}

/** Characters of a snippet, UTF-16 code units. */
const LENGTH = 160;
/** Characters of a text that are looked through. */
const LOOKED_THROUGH = 6_000;

/**
 * One line of an item with the words that were found, from its summary if they stand there, else from the text. Without
 * any of them it is the summary's beginning. `terms` are terms of the index.
 */
export function snippetOf(item: Item, terms: ReadonlySet<string>): readonly SnippetPiece[] {
  const summary = item.summary?.sentences.map((sentence) => sentence.text).join(" ") ?? "";
  const texts = [summary, item.description ?? "", item.text.slice(0, LOOKED_THROUGH), item.claims?.summary ?? ""];
  const candidates = texts.filter(Boolean).map((text) => bestWindow(text.replace(/\s+/g, " "), terms));
  // The first of those with as many different words: the summary before the text.
  const best = candidates.reduce<Window | undefined>(
    (kept, next) => (kept && kept.score >= next.score ? kept : next),
    undefined,
  );
  return best ? piecesOf(best) : [];
}

interface Window {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly marks: readonly Token[];
}

function isSought(token: Token, terms: ReadonlySet<string>, singles: ReadonlySet<string>): boolean {
  if (terms.has(token.term)) return true;
  return singles.size > 0 && singles.has(String.fromCodePoint(token.term.codePointAt(0) ?? 0));
}

function bestWindow(text: string, terms: ReadonlySet<string>): Window {
  const singles = new Set([...terms].filter(isSingleCharacter));
  const marks = tokensOf(text).filter((token) => isSought(token, terms, singles));
  let best = { start: 0, score: 0 };
  marks.forEach((mark, at) => {
    const inside = new Set<string>();
    for (let next = at; next < marks.length && (marks[next] as Token).end <= mark.start + LENGTH; next += 1) {
      inside.add((marks[next] as Token).term);
    }
    if (inside.size > best.score) best = { start: mark.start, score: inside.size };
  });
  const start = best.score === 0 ? 0 : beginningNear(text, best.start);
  return { text, start, end: endNear(text, start), score: best.score, marks };
}

/** Back to the beginning of the sentence, if it is near; else a little way, to the beginning of a word. */
function beginningNear(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - 60), at);
  if (at <= 60 && at - before.length === 0 && at < 40) return 0;
  const sentence = Math.max(
    ...["。", "！", "？", ". ", "! ", "? ", "；"].map(
      (mark) => before.lastIndexOf(mark) + (before.includes(mark) ? mark.length : 0),
    ),
  );
  if (sentence > 0) return at - before.length + sentence;
  const short = text.slice(Math.max(0, at - 24), at);
  const space = short.indexOf(" ");
  return whole(text, at - short.length + (space >= 0 ? space + 1 : 0));
}

function endNear(text: string, start: number): number {
  const end = Math.min(text.length, start + LENGTH);
  if (end === text.length) return end;
  const space = text.lastIndexOf(" ", end);
  return space > end - 20 ? space : whole(text, end);
}

/** Never between the halves of a character. */
function whole(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text[at] ?? "") ? at - 1 : at;
}

function piecesOf({ text, start, end, marks }: Window): readonly SnippetPiece[] {
  const pieces: SnippetPiece[] = [];
  const add = (from: number, to: number, found: boolean) => {
    if (to > from) pieces.push({ text: text.slice(from, to), found });
  };
  let at = start;
  for (const span of joined(marks)) {
    if (span.end <= at || span.start >= end) continue;
    const from = Math.max(span.start, at);
    const to = Math.min(span.end, end);
    add(at, from, false);
    add(from, to, true);
    at = to;
  }
  add(at, end, false);
  const [first, ...others] = pieces;
  if (!first) return [];
  const opened = start > 0 ? [{ ...first, text: first.found ? first.text : `…${first.text}` }, ...others] : pieces;
  return end < text.length ? [...opened, { text: "…", found: false }] : opened;
}

/** Overlapping pairs as one span. */
function joined(marks: readonly Token[]): readonly { readonly start: number; readonly end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (const { start, end } of [...marks].sort((a, b) => a.start - b.start)) {
    const last = spans.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else spans.push({ start, end });
  }
  return spans;
}
