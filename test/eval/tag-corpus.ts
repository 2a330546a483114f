import { join } from "node:path";
import { isGenericEnglish } from "../../src/core/tags/generic-words.ts";
import { segmenter } from "../../src/core/tags/segmenter.ts";
import { WORD_RUNS } from "../../src/core/text/characters.ts";
import { CHINESE_STOP_WORDS, ENGLISH_STOP_WORDS } from "../../src/core/text/stop-words.ts";
import { wordTerm } from "../../src/core/text/terms.ts";
import { savedPosts } from "./saved-corpus.ts";
import { readPapers } from "./scitldr.ts";

/** A text with the phrases that people chose for it. */
export interface TaggedText {
  readonly title: string;
  readonly text: string;
  /** As {@link phraseKey} gives them. */
  readonly wanted: ReadonlySet<string>;
  /** A Chinese compound inside one of these is right as well when fitting, and only then. */
  readonly headlines: readonly string[];
}

/** What makes two phrases one here: lower case, stemmed, hyphens and spaces alike. */
export function phraseKey(phrase: string): string {
  return phrase
    .normalize("NFKC")
    .toLowerCase()
    .split(/[\s\-_]+/u)
    .map(wordTerm)
    .join(" ");
}

const CONTENT = /^(?:n|v|a|eng|x|j|i|l)/u;

/** The content words of a hashtag of two characters or more. */
function contentWords(hashtag: string): readonly string[] {
  const runs = hashtag.match(WORD_RUNS) ?? [];
  return segmenter()
    .cut(runs)
    .flat()
    .filter(({ word, tag }) => word.trim().length > 1 && CONTENT.test(tag) && !CHINESE_STOP_WORDS.has(word))
    .map(({ word }) => phraseKey(word));
}

/** Saved posts without their hashtags; wanted are the content words of the hashtags that the rest of the post has. */
export function hashtagPosts(corpus: string): readonly TaggedText[] {
  return savedPosts(corpus).flatMap(({ title, text, hashtags }) => {
    const body = hashtags.reduce((rest, hashtag) => rest.replaceAll(`#${hashtag}#`, " "), text);
    const known = body.normalize("NFKC").toLowerCase();
    const words = hashtags.flatMap(contentWords).filter((word) => known.includes(word));
    const headlines = hashtags.map((hashtag) => hashtag.toLowerCase());
    return words.length === 0 ? [] : [{ title, text: body, wanted: new Set(words), headlines }];
  });
}

/** A word with what joins its parts inside, or a mark. */
const ENGLISH_TOKEN = /[\p{L}\p{N}]+(?:['’.\-/+&][\p{L}\p{N}]+)*[+#]{0,2}|[^\s]/gu;
/** The longest phrase, in words. */
const LONGEST_PHRASE = 4;

/**
 * The longest phrases of a line between stop words, words of every paper, and marks. Made without the tagger, so that a change to the
 * tagger does not change what it is measured by.
 */
function maximalPhrases(line: string): readonly string[] {
  const runs: string[][] = [[]];
  for (const [token] of line.matchAll(ENGLISH_TOKEN)) {
    const parts = !/^[\p{L}\p{N}]/u.test(token) || ENGLISH_STOP_WORDS.has(token.toLowerCase().replaceAll("’", "'"));
    if (parts) runs.push([]);
    else runs.at(-1)?.push(token);
  }
  const says = (word: string) => !isGenericEnglish(wordTerm(word)) && /\p{L}{2}/u.test(word) && !/ly$/u.test(word);
  const whole = runs.filter(
    (run) => run.length > 0 && run.length <= LONGEST_PHRASE && says(run[0] ?? "") && says(run.at(-1) ?? ""),
  );
  return whole
    .filter((run) => run.length > 1 || !/^\p{Ll}+ed$/u.test(run[0] ?? ""))
    .map((run) => phraseKey(run.join(" ")));
}

/**
 * Abstracts; wanted are the phrases of the summaries people wrote that the title or abstract has too. It stands in for keyphrases
 * given by authors, which the corpus has none of.
 */
export function summarisedPapers(corpus: string, part: string): readonly TaggedText[] {
  return readPapers(join(corpus, "scitldr", part)).flatMap(({ title, text, targets }) => {
    const known = ` ${(`${title} ${text}`.match(WORD_RUNS) ?? []).map(phraseKey).join(" ")} `;
    const phrases = targets.flatMap(maximalPhrases).filter((phrase) => known.includes(` ${phrase} `));
    return phrases.length === 0 ? [] : [{ title, text, wanted: new Set(phrases), headlines: [] }];
  });
}
