import { Jieba } from "@node-rs/jieba";
import { loadData } from "../load-late.ts";
import { type Idf, idfTable } from "./idf-table.ts";

/** A word of Chinese with its part of speech in jieba's letters (`n` noun, `vn` verbal noun, `nr` person …). */
export interface ChineseWord {
  readonly word: string;
  readonly tag: string;
}

/** Cuts runs of Han characters into words. */
export interface Segmenter {
  /** One list of words for each run; the words of a run joined are the run. */
  cut(runs: readonly string[]): readonly (readonly ChineseWord[])[];
  /** The parts of speech of the dictionary words in a word that was guessed. */
  partsInside(guess: string): readonly string[];
  readonly idf: Idf;
}

function open(): Segmenter {
  const { dict, idf } = loadData<typeof import("@node-rs/jieba/dict.js")>("@node-rs/jieba/dict.js");
  const jieba = Jieba.withDict(dict);
  return {
    idf: idfTable(idf),
    cut(runs) {
      const lines: ChineseWord[][] = [];
      let line: ChineseWord[] = [];
      // One call for all runs: crossing into native code costs more than cutting does.
      for (const { word, tag } of jieba.tag(`${runs.join("\n")}\n`, true)) {
        if (word !== "\n") line.push({ word, tag });
        else {
          lines.push(line);
          line = [];
        }
      }
      return lines;
    },
    partsInside: (guess) => jieba.tag(guess, false).map(({ tag }) => tag),
  };
}

let opened: Segmenter | undefined;

/** The segmenter; its dictionary (45 MB, a third of a second) is loaded when the first Chinese text comes, once for a process. */
export function segmenter(): Segmenter {
  opened ??= open();
  return opened;
}
