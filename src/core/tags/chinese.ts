import { HAN, WORD_RUNS } from "../text/characters.ts";
import { CHINESE_STOP_WORDS, ENGLISH_STOP_WORDS } from "../text/stop-words.ts";
import { wordTerm } from "../text/terms.ts";
import { type Candidate, type CandidateWord, candidatesOf, type Run } from "./candidate.ts";
import { isDoing, isGenericChinese, isHead, isKnownCompound, isProcess, looksLikeScrap } from "./chinese-words.ts";
import { isGenericEnglish } from "./generic-words.ts";
import { rarityOf } from "./rarity.ts";
import { type ChineseWord, type Segmenter, segmenter } from "./segmenter.ts";

/** The largest idf in jieba's dictionary, also that of a word it does not know. */
const RAREST = 13.9;
/** Parts of speech that make topics: nouns and names of all kinds, verbal nouns, abbreviations, words unknown. */
const NOUN = /^(?:n|vn|an|j|l|x|eng)/u;
/** Parts of speech that may begin a phrase but make none: they tell one noun from another (`首席 设计官`). */
const MODIFIER = /^[ab]$/u;
/** The longest phrase, in Han characters: what authors give as keywords is hardly ever longer. */
const LONGEST_HAN = 8;
/** The longest name that the dictionary may have cut, in words. */
const LONGEST_COMPOUND = 3;

function joinedAt(words: readonly ChineseWord[], at: number): ChineseWord | undefined {
  for (let size = LONGEST_COMPOUND; size > 1; size -= 1) {
    const word = words
      .slice(at, at + size)
      .map((one) => one.word)
      .join("");
    if (isKnownCompound(word) && at + size <= words.length) return { word, tag: "nz" };
  }
  const [first, head] = [words[at], words[at + 1]];
  if (!first || !head || first.word.length !== 2 || !isHead(head.word)) return undefined;
  const joins = (NOUN.test(first.tag) || /^[va]$/u.test(first.tag)) && !CHINESE_STOP_WORDS.has(first.word);
  return joins ? { word: first.word + head.word, tag: "n" } : undefined;
}

/** Puts together what the dictionary cuts: `大` `模型`, `提示` `词`. */
function joined(words: readonly ChineseWord[]): readonly ChineseWord[] {
  const whole: ChineseWord[] = [];
  for (let at = 0; at < words.length; ) {
    const found = joinedAt(words, at) ?? words[at];
    if (!found) break;
    whole.push(found);
    for (let length = 0; length < found.word.length; at += 1) length += words[at]?.word.length ?? found.word.length;
  }
  return whole;
}

/** A word with the words before and behind it in its run of Han characters. */
interface Placed extends ChineseWord {
  readonly before?: string;
  readonly behind?: string;
}

function placed(words: readonly ChineseWord[]): readonly Placed[] {
  return words.map((word, at) => {
    const [before, behind] = [words[at - 1]?.word, words[at + 1]?.word];
    return { ...word, ...(before ? { before } : {}), ...(behind ? { behind } : {}) };
  });
}

function hanWord({ word, tag, before, behind }: Placed, { idf, partsInside }: Segmenter): CandidateWord | undefined {
  if (CHINESE_STOP_WORDS.has(word) || (tag === "x" && looksLikeScrap(partsInside(word)))) return undefined;
  if (!/^n[rstz]/u.test(tag) && isDoing(before, behind)) return undefined;
  const isNoun = NOUN.test(tag) || isProcess(word);
  const long = [...word].length > 1;
  if (!isNoun && !(MODIFIER.test(tag) && long)) return undefined;
  return {
    text: word,
    key: word,
    rarity: Math.min(1, (idf(word) ?? RAREST * 0.8) / RAREST),
    isName: /^n[rstz]/u.test(tag),
    isNoun,
    canStart: true,
    canStand: long && isNoun,
    canEnd: isNoun && (long || tag.startsWith("n")),
    isGuess: tag === "x",
    isGeneric: isGenericChinese(word, idf(word)),
  };
}

function latinWord(text: string): CandidateWord | undefined {
  if (!/\p{L}/u.test(text) || ENGLISH_STOP_WORDS.has(text.toLowerCase())) return undefined;
  const key = wordTerm(text);
  const stands = text.length > 1 && !isGenericEnglish(key);
  return {
    text,
    key,
    rarity: Math.max(0.6, rarityOf(key)),
    isName: /\p{Lu}|\d/u.test(text),
    isNoun: true,
    canStart: stands,
    canStand: stands,
    canEnd: stands,
    isGuess: false,
    isGeneric: false,
  };
}

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly isHan: boolean;
}

function piecesOf(text: string): readonly Piece[] {
  return [...text.matchAll(WORD_RUNS)].map((match) => ({
    text: match[0],
    start: match.index,
    isHan: HAN.test(match[0]),
  }));
}

/** Parts a text at stop words and marks; Han and Latin words side by side stay together, since `AI 芯片` is one thing. */
function runsOf(text: string, isTitle: boolean): { readonly runs: readonly Run[]; readonly words: number } {
  const cutter = segmenter();
  const pieces = piecesOf(text);
  const cuts = cutter.cut(pieces.filter((piece) => piece.isHan).map((piece) => piece.text));
  const runs: Run[] = [];
  let run: CandidateWord[] = [];
  let words = 0;
  let han = 0;
  let end = 0;
  const close = () => {
    if (run.length > 0) runs.push({ words: run, position: words - run.length, isTitle });
    run = [];
  };
  for (const piece of pieces) {
    if (!/^ ?$/u.test(text.slice(end, piece.start))) close();
    end = piece.start + piece.text.length;
    const found = piece.isHan
      ? placed(joined(cuts[han++] ?? [])).map((word) => hanWord(word, cutter))
      : [latinWord(piece.text)];
    for (const word of found) {
      // A noun of one character belongs to the word before it, if there is one: `工作` `流` `教程` hold no `流教程`.
      if (word) run.push(run.length > 0 && word.text.length === 1 ? { ...word, canStart: false } : word);
      else close();
      words += 1;
    }
  }
  close();
  return { runs, words };
}

function spell(words: readonly string[]): string {
  return words.reduce((text, word) => {
    const both = !HAN.test(text.at(-1) ?? "") && !HAN.test(word.charAt(0));
    return text !== "" && both ? `${text} ${word}` : text + word;
  }, "");
}

/**
 * Whether a phrase is one that a person would choose: no word standing alone that says nothing, no guess seen once.
 * @param titled the title is more than the text's own beginning, so that standing in both means something
 */
function isSound({ words, count, inTitle, nouns, guesses, generics, text }: Candidate, titled: boolean): boolean {
  const times = count + (inTitle && titled ? 1 : 0);
  if (guesses > 0 && times < 2) return false;
  if (words > 2 && times < 2) return false;
  if (words > 1 && generics === words) return times > 2;
  if (words === 1) return generics === 0 || (inTitle && count > 0) || count > 2;
  if ((nouns < 1 || words > 2) && times < 2) return false;
  return [...text].filter((character) => HAN.test(character)).length <= LONGEST_HAN;
}

const squeezed = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Whether the title says something of its own: that of a post is mostly its first sentence, cut. */
function isTitled(title: string, text: string): boolean {
  return !squeezed(text.slice(0, 2 * title.length + 200)).includes(squeezed(title.replace(/(?:\.{3}|…)$/u, "")));
}

/** The phrases of a Chinese text, English names in it included, that may become tags. Loads the dictionary at the first call. */
export function chineseCandidates(title: string, text: string): readonly Candidate[] {
  const body = runsOf(text, false);
  const head = runsOf(title, true);
  const titled = isTitled(title, text);
  const candidates = candidatesOf([...body.runs, ...head.runs], body.words, spell);
  return candidates.filter((candidate) => isSound(candidate, titled));
}
