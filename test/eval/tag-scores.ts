import { keyphrasesOf, type PhraseWeights } from "../../src/core/tags/keyphrases.ts";
import { phraseKey, type TaggedText } from "./tag-corpus.ts";

/** F1 of the first `size` guesses against what is wanted, both as keys. 0 when nothing is right. */
export function f1At(guesses: readonly string[], wanted: ReadonlySet<string>, size: number): number {
  const first = guesses.slice(0, size).map(phraseKey);
  const right = new Set(first.filter((guess) => wanted.has(guess))).size;
  if (right === 0) return 0;
  const [precision, recall] = [right / first.length, right / wanted.size];
  return (2 * precision * recall) / (precision + recall);
}

/** F1 of our phrases for a text, by weights of one's own or the ones in use. */
export function keyphraseF1(text: TaggedText, size: number, weights?: PhraseWeights): number {
  const guesses = keyphrasesOf(text.title, text.text, size, weights).map((phrase) => phrase.text);
  return f1At(guesses, text.wanted, size);
}
