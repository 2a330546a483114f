import { HAN, WORD_RUNS } from "../text/characters.ts";
import { CHINESE_STOP_WORDS, ENGLISH_STOP_WORDS } from "../text/stop-words.ts";
import { wordTerm } from "../text/terms.ts";
import { type Candidate, type CandidateWord, candidatesOf, type Run } from "./candidate.ts";
import { isGenericEnglish } from "./generic-words.ts";
import { rarityOf } from "./rarity.ts";
import { type ChineseWord, type Segmenter, segmenter } from "./segmenter.ts";

/** The largest idf in jieba's dictionary, also that of a word it does not know. */
const RAREST = 13.9;
/** Parts of speech that make topics: nouns and names of all kinds, verbal nouns, abbreviations, idioms, words unknown. */
const NOUN = /^(?:n|vn|an|j|l|i|x|eng|t$)/u;
/** Parts of speech that may stand inside a phrase or begin one. */
const INSIDE = /^(?:n|v|a|b|j|l|i|x|eng|s|f|k|h|g|z|d$)/u;

function hanWord({ word, tag }: ChineseWord, { idf }: Segmenter): CandidateWord | undefined {
  if (CHINESE_STOP_WORDS.has(word) || !INSIDE.test(tag) || tag === "d") return undefined;
  const isNoun = NOUN.test(tag);
  const long = [...word].length > 1;
  return {
    text: word,
    key: word,
    rarity: Math.min(1, (idf(word) ?? RAREST * 0.8) / RAREST),
    isName: /^n[rstz]/u.test(tag),
    isNoun,
    canEdge: true,
    canStand: long,
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
    canEdge: stands,
    canStand: stands,
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
    const found = piece.isHan ? (cuts[han++] ?? []).map((word) => hanWord(word, cutter)) : [latinWord(piece.text)];
    for (const word of found) {
      if (word) run.push(word);
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

/** The phrases of a Chinese text, English names in it included, that may become tags. Loads the dictionary at the first call. */
export function chineseCandidates(title: string, text: string): readonly Candidate[] {
  const body = runsOf(text, false);
  const head = runsOf(title, true);
  return candidatesOf([...body.runs, ...head.runs], body.words, spell);
}
