const ELLIPSIS = "…";
const CLAUSE_END = /[，、；：,;:）)—]/gu;
/** What would stand twice or hang loose before the ellipsis: white space, and an ellipsis of the sentence's own. */
const DANGLING = /[\s…]+$/u;
/** A cut before this part of the room is used up would say too little. */
const LEAST_KEPT = 0.4;

/** A sentence cut short: how many of its UTF-16 code units are kept, and how it reads. */
export interface Cut {
  readonly kept: number;
  readonly text: string;
}

/**
 * Shortens one sentence to `maxCharacters` (UTF-16 code units), ellipsis included, behind a clause if one ends late enough,
 * else behind a word. Never parts a surrogate pair. Room for one character or none, or a
 * sentence that opens with dots alone, gives nothing.
 */
export function cutAtClause(sentence: string, maxCharacters: number): Cut | undefined {
  const room = maxCharacters - ELLIPSIS.length;
  if (room < 1) return undefined;
  const head = sentence.slice(0, room);
  let kept = 0;
  for (const match of head.matchAll(CLAUSE_END))
    if (!/^[\d]/u.test(sentence.slice(match.index + 1))) kept = match.index;
  if (kept < room * LEAST_KEPT) kept = head.search(/\s\S*$/u);
  if (kept < room * LEAST_KEPT) kept = head.length;
  // Never between the halves of a surrogate pair, nor before a mark that joins what stands before it.
  while (kept > 0 && /^[\uDC00-\uDFFF\p{M}\u200d]/u.test(sentence.slice(kept))) kept -= 1;
  const text = sentence.slice(0, kept).replace(DANGLING, "");
  return text === "" ? undefined : { kept: text.length, text: `${text}${ELLIPSIS}` };
}
