import { writeFileSync } from "node:fs";
import {
  candidatePhrases,
  PHRASE_FEATURES,
  type PhraseWeights,
  phraseFeatures,
} from "../../src/core/tags/keyphrases.ts";
import { ridge } from "./ridge.ts";
import { mean } from "./summary-scores.ts";
import { hashtagPosts, phraseKey, summarisedPapers, type TaggedText } from "./tag-corpus.ts";
import { keyphraseF1 } from "./tag-scores.ts";

const PENALTY = 5;
const FOLDS = 5;

/**
 * Added to what is learnt, since headlines and summaries are not keyphrases: they like verbs, and they leave names of several words
 * in pieces. Where a phrase stands first is the strongest sign in the literature (KEA, YAKE). Costs about one point on the proxies.
 */
const PRIOR: Readonly<Record<"english" | "chinese", Partial<PhraseWeights>>> = {
  english: { first: 0.03, rarity: 0.03, cohesive: 0.05 },
  chinese: { first: 0.1, nouns: 0.02, cohesive: 0.03 },
};

/** Whether a candidate is one of the wanted phrases, or a compound that a headline has in one piece. */
function isWanted(phrase: string, words: number, { wanted, headlines }: TaggedText): boolean {
  if (wanted.has(phraseKey(phrase))) return true;
  return words > 1 && headlines.some((headline) => headline.includes(phrase.toLowerCase()));
}

/** Learns which candidates people want, each candidate being one observation. */
export function fitPhrases(texts: readonly TaggedText[], prior: Partial<PhraseWeights>): PhraseWeights {
  const rows: (readonly number[])[] = [];
  const targets: number[] = [];
  for (const text of texts) {
    const candidates = candidatePhrases(text.title, text.text);
    const features = phraseFeatures(candidates);
    candidates.forEach((candidate, at) => {
      rows.push([...(features[at] ?? []), 1]);
      targets.push(isWanted(candidate.text, candidate.words, text) ? 1 : 0);
    });
  }
  const weights = ridge(rows, targets, PENALTY);
  const entries = PHRASE_FEATURES.map(
    (feature, at) => [feature, Number(((weights[at] ?? 0) + (prior[feature] ?? 0)).toFixed(4))] as const,
  );
  return Object.fromEntries(entries) as PhraseWeights;
}

function crossValidated(texts: readonly TaggedText[]): number {
  const scores: number[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const weights = fitPhrases(
      texts.filter((_, at) => at % FOLDS !== fold),
      PRIOR.chinese,
    );
    const rest = texts.filter((_, at) => at % FOLDS === fold);
    scores.push(...rest.map((text) => keyphraseF1(text, 5, weights)));
  }
  return mean(scores);
}

/** Fits the tagger, prints F1@5 on text not fitted on, and writes the weights to `file`. */
export function fitTags(corpus: string, file: string): void {
  const posts = hashtagPosts(corpus);
  const english = fitPhrases(summarisedPapers(corpus, "train.jsonl"), PRIOR.english);
  const dev = summarisedPapers(corpus, "dev.jsonl");
  const chinese = fitPhrases(posts, PRIOR.chinese);
  const percent = (value: number) => (100 * value).toFixed(2);
  console.log(
    `tags F1@5, phrases of summaries, SciTLDR dev (not fitted on): ${percent(mean(dev.map((text) => keyphraseF1(text, 5, english))))}`,
  );
  console.log(`tags F1@5, words of Weibo hashtags, five-fold cross-validation: ${percent(crossValidated(posts))}`);
  writeFileSync(file, `${JSON.stringify({ english, chinese }, undefined, 2)}\n`);
}
