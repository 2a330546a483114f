import type { ProseSentence } from "../text/prose.ts";
import { termsOf } from "../text/terms.ts";
import { centroidOf, cosine, termVectors, textRank } from "./centrality.ts";
import { cuesFor } from "./cues.ts";

/** What is known of a sentence before it is scored. The names are the keys of the weights file. */
export const FEATURES = [
  "title",
  "titleCover",
  "hashtag",
  "centroid",
  "textRank",
  "position",
  "lead",
  "late",
  "last",
  "announces",
  "proposes",
  "studies",
  "results",
  "background",
  "dangles",
  "calls",
  "concludes",
  "question",
  "address",
  "heading",
  "leadIn",
  "listItem",
  "names",
  "digits",
  "quoted",
  "bracket",
  "short",
  "tooShort",
  "tooLong",
] as const;
export type Feature = (typeof FEATURES)[number];

/** One number for each of {@link FEATURES}, in that order, mostly between 0 and 1. */
export type FeatureRow = readonly number[];

/** What the sentences are compared with. */
export interface FeatureContext {
  readonly title: string;
  readonly hashtags: readonly string[];
  readonly chinese: boolean;
}

/** Between these lengths (UTF-16 code units) a sentence is neither a scrap nor a paragraph. */
const USUAL_LENGTH = { chinese: { shortest: 16, longest: 90 }, english: { shortest: 90, longest: 200 } };

function shareIn(terms: readonly string[], wanted: ReadonlySet<string>): number {
  return terms.length === 0 ? 0 : terms.filter((term) => wanted.has(term)).length / terms.length;
}

const flag = (holds: boolean) => (holds ? 1 : 0);

/** The features of every sentence of a text, in reading order. Pure; an empty list gives none. */
export function featuresOf(sentences: readonly ProseSentence[], context: FeatureContext): readonly FeatureRow[] {
  const terms = sentences.map((sentence) => termsOf(sentence.text));
  const vectors = termVectors(terms);
  const centroid = centroidOf(vectors);
  const ranks = textRank(vectors);
  const title = new Set(termsOf(context.title));
  const hashtags = new Set(context.hashtags.flatMap(termsOf));
  const cues = cuesFor(context.chinese);
  const usual = context.chinese ? USUAL_LENGTH.chinese : USUAL_LENGTH.english;
  return sentences.map((sentence, at) => {
    const own = terms[at] ?? [];
    const { text } = sentence;
    const known: Readonly<Record<Feature, number>> = {
      title: shareIn(own, title),
      titleCover: shareIn([...title], new Set(own)),
      hashtag: shareIn([...hashtags], new Set(own)),
      centroid: cosine(vectors[at] ?? new Map(), centroid),
      textRank: ranks[at] ?? 0,
      position: 1 / (at + 1),
      lead: flag(at === 0),
      late: at / sentences.length,
      last: flag(at === sentences.length - 1),
      announces: flag(cues.announces.test(text)),
      proposes: flag(cues.proposes.test(text)),
      studies: flag(cues.studies.test(text)),
      results: flag(cues.results.test(text)),
      background: flag(cues.background.test(text)),
      dangles: flag(cues.dangles.test(text)),
      calls: flag(cues.calls.test(text)),
      concludes: flag(cues.concludes.test(text)),
      question: flag(/[?？]["”’」』）)]*$/u.test(text)),
      address: flag(/https?:\/\/|www\./iu.test(text)),
      heading: flag(sentence.isHeading),
      leadIn: flag(sentence.isLeadIn),
      listItem: flag(sentence.isListItem),
      names: Math.min(3, (text.match(/(?<=\P{L})\p{Lu}[\p{L}\d]+/gu) ?? []).length) / 3,
      digits: flag(/\d/.test(text)),
      quoted: flag(/^["“「『]/u.test(text)),
      bracket: flag(/[（(]/u.test(text)),
      short: flag(own.length < 6),
      tooShort: Math.max(0, usual.shortest - text.length) / usual.shortest,
      tooLong: Math.max(0, text.length - usual.longest) / usual.longest,
    };
    return FEATURES.map((feature) => known[feature]);
  });
}
