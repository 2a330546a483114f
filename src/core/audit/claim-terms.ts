import { ENGLISH_STOP_WORDS } from "../text/stop-words.ts";
import { wordTerm } from "../text/terms.ts";
import { figuresIn } from "./figures.ts";

/** A run of Han characters, or of other letters and digits with what joins them inside (`GPT-4o`, `don't`); never both in one. */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+(?:['’.\-_/+&](?:(?!\p{Script=Han})[\p{L}\p{N}])+)*/gu;

const HAN_RUN = /^\p{Script=Han}/u;

/** A joined word counts whole and in its pieces: `GPT-4o` is also `gpt` and `4o`. */
function latinTerms(run: string): readonly string[] {
  const pieces = run
    .toLowerCase()
    .split(/[.\-_/+&'’]+/)
    .filter((piece) => piece.length > 1 && !ENGLISH_STOP_WORDS.has(piece));
  const terms = ENGLISH_STOP_WORDS.has(run.toLowerCase().replaceAll("’", "'")) ? [] : [wordTerm(run)];
  return pieces.length > 1 ? [...terms, ...pieces.map(wordTerm)] : terms;
}

function hanTerms(run: string): readonly string[] {
  if (run.length === 1) return [run];
  const bigrams: string[] = [];
  for (let at = 0; at + 1 < run.length; at += 1) bigrams.push(run.slice(at, at + 2));
  return bigrams;
}

/** Smaller numbers are compared as they are written. */
const SMALLEST_VALUE = 13;

/** The numbers of a text as terms of their value, so that `1.2 billion`, `1.2B` and 12亿 are one, and the text without them. */
function numbersOf(text: string): { readonly terms: readonly string[]; readonly rest: string } {
  const terms: string[] = [];
  const rest: string[] = [];
  let at = 0;
  for (const { start, end, values, isLabel, isWord } of [...figuresIn(text)].sort((a, b) => a.start - b.start)) {
    const [value = 0] = values;
    if (start < at || (isLabel && !isWord) || value < SMALLEST_VALUE || !Number.isFinite(value)) continue;
    terms.push(String(value));
    rest.push(text.slice(at, start));
    at = end;
  }
  rest.push(text.slice(at));
  return { terms, rest: rest.join(" ") };
}

/**
 * What a claim is compared by: Han bigrams, stems of Latin words without stop words, and the values of numbers, with repeats, in no set order.
 * Unlike the summariser's terms, a joined name counts in its pieces too, since a claim often spells it another way.
 */
export function claimTerms(original: string): readonly string[] {
  const text = original.normalize("NFKC");
  const numbers = numbersOf(text);
  const terms: string[] = [...numbers.terms];
  for (const [run] of numbers.rest.matchAll(RUNS)) {
    terms.push(...(HAN_RUN.test(run) ? hanTerms(run) : latinTerms(run)));
  }
  return terms;
}

/** Abbreviations that stand for a common word, so that a text may well say it in another way: they name nothing. */
export const COMMON_ABBREVIATIONS: ReadonlySet<string> = new Set(
  `ai agi aigc llm llms vlm mllm gpt ceo cto cfo coo api apis app apps gpu gpus cpu cpus pc ui ux it vs id ip url http https web pdf html css
sdk ide vr ar xr ml nlp cv rl rag sota cot token tokens agent agents ok tv usb hr pr ppt qa pb tb gb mb kb km kg cm mm ms hz ghz mhz fps
arxiv github 2d 3d`.split(/\s+/),
);

/** Whether a term can be compared across languages: a name or a number in Latin letters or digits. */
export function crossesLanguages(term: string): boolean {
  return /^[\p{Script=Latin}\p{N}]/u.test(term) && !COMMON_ABBREVIATIONS.has(term);
}
