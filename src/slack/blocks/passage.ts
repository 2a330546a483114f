import type { KnownBlock } from "@slack/types";
import type { Span } from "../../core/page.ts";
import { richQuote, richText } from "./rich.ts";

/** Characters of a passage, and of the text around it on either side. */
const PASSAGE = 500;
const SURROUNDING = 80;
/** Room for the ellipsis of a surrounding that was cut, and the space beside it. */
const ELLIPSIS = 2;

/** Scripts that part their words by spaces: a cut inside such a word takes the rest of it, too. */
const IN_WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}\p{N}'’-]/u;
const REST_OF_WORD = new RegExp(`^${IN_WORD.source}+`, "u");
const PART_OF_WORD = new RegExp(`${IN_WORD.source}+$`, "u");

/** A passage with a little of what stands around it, on one line and in whole words; the passage itself in bold. */
export function passageBlock(text: string, { start, end }: Span): KnownBlock {
  return richQuote(
    richText(before(text, start), SURROUNDING + ELLIPSIS),
    richText(text.slice(start, end), PASSAGE, { bold: true }),
    richText(after(text, end), SURROUNDING + ELLIPSIS),
  );
}

function before(text: string, end: number): string {
  const start = Math.max(0, end - SURROUNDING);
  const near = onOneLine(text.slice(start, end).replace(/^[\udc00-\udfff]/, ""));
  if (start === 0) return near;
  const whole = cutsWord(text, start) ? near.replace(REST_OF_WORD, "") : near;
  return `…${whole.replace(/^[\s,.;:!?，。；：！？、]+/, "") || " "}`;
}

function after(text: string, start: number): string {
  const end = Math.min(text.length, start + SURROUNDING);
  const near = onOneLine(text.slice(start, end).replace(/[\ud800-\udbff]$/, ""));
  if (end === text.length) return near;
  const whole = (cutsWord(text, end) ? near.replace(PART_OF_WORD, "") : near).replace(/[\s,;:，；：、]+$/, "");
  return /[.!?。！？]$|^$/.test(whole) ? `${whole} …` : `${whole}…`;
}

function cutsWord(text: string, at: number): boolean {
  return IN_WORD.test(text.charAt(at - 1)) && IN_WORD.test(text.charAt(at));
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
