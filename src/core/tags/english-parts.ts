import { ENGLISH_STOP_WORDS } from "../text/stop-words.ts";
import { wordTerm } from "../text/terms.ts";
import listed from "./english-parts.json" with { type: "json" };
import { isCounted } from "./rarity.ts";

/**
 * What a word of a text is where it stands, as far as tags need it: `name` makes a phrase; `describes` may stand before one but not
 * alone or last (`distributed`, `scalable`); `verb` parts phrases.
 */
export type Part = "name" | "describes" | "verb";

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));
const VERBS = words(listed.verbs);
const EITHER = words(listed.either);
const DESCRIBING = words(listed.describing);
const DOINGS = words(listed.doings);
const NAMES = words(listed.names);

/** Words behind which a word that can be a verb is one. */
const BEFORE_VERBS = words(
  "to can could may might must shall should will would cannot not i we you they he she it who which that and or",
);
/** Words behind which a participle tells of someone who did it or had it done, rather than describing what follows. */
const BEFORE_PARTICIPLES = words(
  "i we you they he she it who which that is are was were be been has have had being also",
);

const isVerbal = (word: string): boolean => VERBS.has(word) || EITHER.has(word);

/** Whether a form in -ing comes from a verb that is known: `making` from `make`, `running` from `run`. */
function isFormOfVerb(word: string): boolean {
  const base = word.replace(/ing$/u, "");
  if (base === word) return false;
  return isVerbal(base) || isVerbal(`${base}e`) || (base.at(-1) === base.at(-2) && isVerbal(base.slice(0, -1)));
}

/** What stands around a word. */
export interface Neighbours {
  /** The word before it in the sentence, lower case; empty at its start and behind a mark. */
  readonly before: string;
  /** What that word is, if it belongs to the same run. */
  readonly partBefore: Part | undefined;
}

/** The part of an English word (lower case, no name) by the lists that `npm run fit:summary` writes, its ending, and the word before it. */
export function partOf(word: string, { before, partBefore }: Neighbours): Part {
  const last = word.slice(word.lastIndexOf("-") + 1);
  if (VERBS.has(word) || VERBS.has(word.replace(/s$/u, ""))) return "verb";
  if (EITHER.has(word) && (BEFORE_VERBS.has(before) || (partBefore === "name" && word.endsWith("s")))) return "verb";
  if (DESCRIBING.has(word) || /ly$/u.test(word)) return "describes";
  if (/[^e]ed$/u.test(last) && last.length > 4) {
    return partBefore === "name" || BEFORE_PARTICIPLES.has(before) ? "verb" : "describes";
  }
  if (isFormOfVerb(word) && !DOINGS.has(word)) return "verb";
  return DESCRIBING.has(last) && last !== word ? "describes" : "name";
}

/** Whether a form in -ing names a doing, so that a phrase may end in it whatever its verb says: `reinforcement learning`. */
export function namesDoing(word: string): boolean {
  return DOINGS.has(word);
}

/** Whether an English word (lower case) is one of the language's and no name, as far as the lists go. */
export function isCommonWord(word: string): boolean {
  if (ENGLISH_STOP_WORDS.has(word) || isVerbal(word) || DESCRIBING.has(word) || DOINGS.has(word)) return true;
  const stemmed = wordTerm(word);
  return isCounted(stemmed) && !NAMES.has(stemmed);
}
