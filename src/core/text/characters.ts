/** Whether a text, or one character of it, holds Han characters. */
export const HAN = /\p{Script=Han}/u;

/** A run of Han characters, or a run of Latin letters and digits with what joins them inside (`GPT-4o`, `don't`, `C++`). */
export const WORD_RUNS =
  /\p{Script=Han}+|[[\p{L}\p{N}]--\p{Script=Han}]+(?:['’.\-_\/+\&][[\p{L}\p{N}]--\p{Script=Han}]+)*\+{0,2}/gv;

/**
 * How much of a text is Han: Han characters over Han characters and Latin words, 0 to 1.
 * A Latin word counts as two characters, since that is about what it would take in Chinese.
 */
function hanShare(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+/gu)?.length ?? 0;
  return han === 0 ? 0 : han / (han + 2 * latin);
}

/** Whether a text reads as Chinese: more than three tenths Han, so that a post full of English names still does. */
export function readsAsChinese(text: string): boolean {
  return hanShare(text.slice(0, 20_000)) > 0.3;
}

/** How many characters of a text carry meaning: letters and digits of any script. */
export function letterCount(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}
