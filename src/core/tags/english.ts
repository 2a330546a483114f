import { ENGLISH_STOP_WORDS } from "../text/stop-words.ts";
import { wordTerm } from "../text/terms.ts";
import { type Candidate, type CandidateWord, candidatesOf, type Run } from "./candidate.ts";
import { isGenericEnglish } from "./generic-words.ts";
import { rarityOf } from "./rarity.ts";

const TOKEN = /[\p{L}\p{N}]+(?:['’.\-/+&][\p{L}\p{N}]+)*[+#]{0,2}|[^\s]/gu;
const WORD = /^[\p{L}\p{N}]/u;
/** A word such as "correlated" says something only beside its noun. */
const PARTICIPLE = /^\p{Ll}+ed$/u;

function wordOf(text: string, opensSentence: boolean): CandidateWord {
  const key = wordTerm(text);
  const acronym = /\p{Lu}.*\p{Lu}/u.test(text) || (/\d/.test(text) && /\p{L}/u.test(text));
  const capital = /^\p{Lu}/u.test(text) && !opensSentence;
  const hasLetters = /\p{L}{2}/u.test(text);
  const generic = isGenericEnglish(key) || /ly$/u.test(text);
  return {
    text,
    key,
    rarity: rarityOf(key),
    isName: acronym || capital,
    isNoun: true,
    canStart: hasLetters && !generic,
    canEnd: hasLetters && !generic,
    isGeneric: generic,
    isGuess: false,
    canStand: hasLetters && text.length > 2 && !generic && !PARTICIPLE.test(text),
  };
}

function isStop(token: string): boolean {
  return ENGLISH_STOP_WORDS.has(token.toLowerCase().replaceAll("’", "'"));
}

/** Parts a text at stop words, marks and line ends. */
function runsOf(
  text: string,
  isTitle: boolean,
  from: number,
): { readonly runs: readonly Run[]; readonly words: number } {
  const runs: Run[] = [];
  let run: CandidateWord[] = [];
  let position = from;
  let opensSentence = true;
  const close = () => {
    if (run.length > 0) runs.push({ words: run, position: position - run.length, isTitle });
    run = [];
  };
  for (const line of text.split(/\n/u)) {
    for (const [token] of line.matchAll(TOKEN)) {
      if (!WORD.test(token) || isStop(token)) close();
      else run.push(wordOf(token, opensSentence));
      if (WORD.test(token)) position += 1;
      opensSentence = /^[.!?:"“]/u.test(token);
    }
    close();
    opensSentence = true;
  }
  return { runs, words: position };
}

const spell = (words: readonly string[]) => words.join(" ");

/** The phrases of an English text (or of any script that parts its words by spaces) that may become tags. */
export function englishCandidates(title: string, text: string): readonly Candidate[] {
  const body = runsOf(text, false, 0);
  const head = runsOf(title, true, 0);
  return candidatesOf([...body.runs, ...head.runs], body.words, spell);
}
