import { splitSentences } from "../../core/text/sentences.ts";
import { fragmentText, tidyText } from "../fragment-text.ts";
import { resolveConflicts } from "./conflict-markers.ts";
import { hanWidth, hasNoWords } from "./post-text.ts";
import { withoutShims } from "./shims.ts";

/** A title narrower than this takes the next sentence along, as a question or a call does (Han characters). */
const TOO_NARROW = 14;
/** The widest title made of sentences (Han characters); about two lines of a card. */
const WIDEST = 60;
const CUT = /(?:\.{3,}|…+)$/u;

/**
 * The title line of a saved file as a person would have written it: no marks, shims or halves of characters, and empty
 * when it is a mark of an unfinished merge.
 */
export function cleanTitle(line: string): string {
  const title = tidyText(withoutShims(fragmentText(line)).replaceAll("\n", " "));
  return resolveConflicts(title).text;
}

/** Whether a title was cut by a program: it ends in dots. */
export function isCut(title: string): boolean {
  return CUT.test(title);
}

/**
 * The first sentence of a text as a title, with the next one while it is short or a question; a very long sentence ends
 * at a clause. Undefined when the text has no words.
 */
export function titleFromText(text: string): string | undefined {
  const words = text.split(/\/\/@/)[0] ?? "";
  if (hasNoWords(words)) return undefined;
  let title = "";
  for (const { start, end } of splitSentences(words.slice(0, 2_000))) {
    const next = words.slice(start, end);
    const joined = title && /[。！？…”』」：，—]$/u.test(title) ? title + next : `${title} ${next}`.trim();
    if (title && hanWidth(joined) > WIDEST) break;
    title = joined;
    if (hanWidth(title) >= TOO_NARROW && !/[？?：:—]$/u.test(title)) break;
  }
  const whole = title.replace(/[。：:，,;；—–\s]+$/u, "");
  return /[\p{L}\p{N}]/u.test(whole) ? shortened(whole) : undefined;
}

/** A title that was cut and cannot be completed ends at its last whole word. */
export function endAtWord(title: string): string {
  const kept = title.replace(CUT, "").trimEnd();
  const word = /\p{Script=Han}$/u.test(kept) ? kept : kept.replace(/\s+\S*$/u, "");
  return `${word.replace(/[\s,;:，；：、\-–—]+$/u, "") || kept}…`;
}

function shortened(title: string): string {
  if (hanWidth(title) <= WIDEST * 1.5) return title;
  let end = 0;
  for (const mark of title.matchAll(/[，,；;：:、\s]/gu)) {
    if (hanWidth(title.slice(0, mark.index)) > WIDEST) break;
    end = mark.index;
  }
  return `${end > 0 ? title.slice(0, end) : [...title].slice(0, WIDEST).join("")}…`;
}
