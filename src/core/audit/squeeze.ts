import type { Span } from "../page.ts";

/** A text without white space and punctuation, in one width and case, that still knows where each character stood. */
export interface Squeezed {
  readonly text: string;
  /** Where the character behind each UTF-16 code unit of `text` starts and ends in the original. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const KEPT = /[\p{L}\p{N}%$€£¥+]/u;

/** One character folded: full width to half, upper case to lower; empty for white space and punctuation. */
function folded(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x4e00 && code <= 0x9fff) return character;
  const plain = character.normalize("NFKC").toLowerCase();
  return KEPT.test(plain) ? plain.replace(/[^\p{L}\p{N}%$€£¥+]/gu, "") : "";
}

/** Squeezes a text so that spacing, quotation marks, width and case make no difference. Linear in its length. */
export function squeeze(text: string): Squeezed {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = folded(character);
    if (plain !== "") parts.push(plain);
    for (let unit = 0; unit < plain.length; unit += 1) {
      starts.push(at);
      ends.push(at + character.length);
    }
    at += character.length;
  }
  return { text: parts.join(""), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}

/** Where `needle` (squeezed too) first stands in the original of `squeezed`; nothing when it does not, or is empty. */
export function findSqueezed(squeezed: Squeezed, needle: string): Span | undefined {
  if (needle === "") return undefined;
  const at = squeezed.text.indexOf(needle);
  const start = squeezed.starts[at];
  const end = squeezed.ends[at + needle.length - 1];
  return start === undefined || end === undefined ? undefined : { start, end };
}
