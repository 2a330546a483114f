import { HAN, WORD_RUNS } from "./characters.ts";
import { stem } from "./stem.ts";
import { ENGLISH_STOP_WORDS } from "./stop-words.ts";

/** Pairs of Han characters that are grammar more than topic. */
const EMPTY_HAN = /^[的了是在和与及或就都也而且但被把让从到对为以于这那其它他她们我你您个些么吗呢吧啊]$/u;

const fold = (word: string) => word.normalize("NFKC").toLowerCase().replaceAll("’", "'");

/** A word as it counts: full and half width alike, lower case, without the possessive, stemmed. */
export function wordTerm(word: string): string {
  return stem(fold(word).replace(/'s$/, ""));
}

/**
 * The terms by which sentences are compared: pairs of neighbouring Han characters, and stemmed words of other scripts
 * without stop words. A single Han character between other words stands for itself unless it is grammar.
 */
export function termsOf(text: string): readonly string[] {
  const terms: string[] = [];
  for (const [run] of text.matchAll(WORD_RUNS)) {
    if (HAN.test(run)) {
      if (run.length === 1 && !EMPTY_HAN.test(run)) terms.push(run);
      for (let at = 0; at + 1 < run.length; at += 1) terms.push(run.slice(at, at + 2));
    } else if (!ENGLISH_STOP_WORDS.has(fold(run))) terms.push(wordTerm(run));
  }
  return terms;
}

/** The tokens of a text in order: single Han characters and stemmed words, stop words included. What ROUGE counts. */
export function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  for (const [run] of text.matchAll(WORD_RUNS)) {
    if (HAN.test(run)) tokens.push(...run);
    else tokens.push(wordTerm(run));
  }
  return tokens;
}

/** Neighbouring tokens, as units of what a summary can cover. */
export function bigramsOf(text: string): readonly string[] {
  const tokens = tokensOf(text);
  return tokens.slice(1).map((token, at) => `${tokens[at]} ${token}`);
}
