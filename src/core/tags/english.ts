import { ENGLISH_STOP_WORDS } from "../text/stop-words.ts";
import { wordTerm } from "../text/terms.ts";
import { type Candidate, type CandidateWord, candidatesOf, type Run } from "./candidate.ts";
import { namesDoing, partOf } from "./english-parts.ts";
import { isGenericEnglish } from "./generic-words.ts";
import { rarityOf } from "./rarity.ts";

/** An address is a mark, and so are signs; what is left are words. */
const TOKEN =
  /(?:https?:\/\/|www\.)\S+|[\p{L}\p{N}.-]+\.(?:com|org|net|edu|gov|co\.\p{L}{2})\b(?:\/\S*)?|[\p{L}\p{N}]+(?:['’.\-/+&][\p{L}\p{N}]+)*[+#]{0,2}|[^\s]/giu;
const ADDRESS = /^(?:https?:\/\/|www\.)|\.(?:com|org|net|edu|gov|co\.\p{L}{2})(?:\/\S*)?$/iu;
const WORD = /^[\p{L}\p{N}]/u;
/** `we'd`, `it's`: the word before the apostrophe tells whether it is a stop word. */
const CONTRACTED = /'(?:d|ll|m|re|s|ve)$/u;

interface Place {
  readonly opensSentence: boolean;
  readonly isTitle: boolean;
  readonly before: string;
  readonly last: CandidateWord | undefined;
}

const lower = (token: string) => token.toLowerCase().replaceAll("’", "'");

/** A word where it stands, or nothing where it is a verb. In a title and at the start of a sentence a capital makes no name. */
function wordOf(text: string, { opensSentence, isTitle, before, last }: Place): CandidateWord | undefined {
  const key = wordTerm(text);
  const acronym = /\p{Lu}.*\p{Lu}/u.test(text) || (/\d/.test(text) && /\p{L}/u.test(text));
  const capital = /^\p{Lu}/u.test(text) && !opensSentence;
  const partBefore = last && (last.isNoun ? "name" : "describes");
  const part = acronym || (capital && !isTitle) ? "name" : partOf(lower(text), { before, partBefore });
  if (part === "verb") return undefined;
  const hasLetters = /\p{L}{2}/u.test(text);
  const usable = hasLetters && !isGenericEnglish(key) && !/ly$/u.test(text);
  return {
    text,
    key,
    rarity: rarityOf(key),
    isName: acronym || capital,
    isNoun: part === "name",
    canStart: usable,
    canEnd: (usable && part === "name") || namesDoing(lower(text)),
    isGeneric: !usable,
    isGuess: false,
    canStand: usable && part === "name" && text.length > 2,
  };
}

function isStop(token: string): boolean {
  const word = lower(token);
  return ENGLISH_STOP_WORDS.has(word) || ENGLISH_STOP_WORDS.has(word.replace(CONTRACTED, "")) || ADDRESS.test(word);
}

/** Parts a text at stop words, verbs, marks and line ends. */
function runsOf(
  text: string,
  isTitle: boolean,
  from: number,
): { readonly runs: readonly Run[]; readonly words: number } {
  const runs: Run[] = [];
  let run: CandidateWord[] = [];
  let position = from;
  let opensSentence = true;
  let before = "";
  const close = () => {
    if (run.length > 0) runs.push({ words: run, position: position - run.length, isTitle });
    run = [];
  };
  for (const line of text.split(/\n/u)) {
    for (const [token] of line.matchAll(TOKEN)) {
      const isWord = WORD.test(token);
      const word =
        isWord && !isStop(token) ? wordOf(token, { opensSentence, isTitle, before, last: run.at(-1) }) : undefined;
      if (word) run.push(word);
      else close();
      if (isWord) position += 1;
      before = isWord ? lower(token) : "";
      opensSentence = /^[.!?:"“]/u.test(token);
    }
    close();
    opensSentence = true;
    before = "";
  }
  return { runs, words: position };
}

/** A phrase as it is written, without the possessive at its end. */
const spell = (words: readonly string[]) => words.join(" ").replace(/['’]s$/u, "");

/** English has at least this share of stop words; a text with less is in a language whose grammar is not known here. */
const ENGLISH_SHARE = 0.2;
/** A text of fewer words has too few stop words to tell. */
const ENOUGH_WORDS = 20;

function readsAsEnglish(text: string): boolean {
  const words = text.match(/\p{L}+(?:['’]\p{L}+)?/gu) ?? [];
  return words.length < ENOUGH_WORDS || words.filter(isStop).length >= ENGLISH_SHARE * words.length;
}

/**
 * The phrases of an English text that may become tags. Of a text in another language that parts its words by spaces: its names only,
 * since its verbs and stop words cannot be told.
 */
export function englishCandidates(title: string, text: string): readonly Candidate[] {
  const body = runsOf(text, false, 0);
  const head = runsOf(title, true, 0);
  const candidates = candidatesOf([...body.runs, ...head.runs], body.words, spell);
  return readsAsEnglish(text)
    ? candidates
    : candidates.filter((candidate) => candidate.isName && candidate.words === 1);
}
