import { tokensOf } from "../text/terms.ts";
import { FEATURES, type Feature, type FeatureRow } from "./features.ts";
import type { UnitFeature } from "./units.ts";
import fitted from "./weights.json" with { type: "json" };

/** How a language scores its sentences: the sum of feature times weight and of the weights of the words it has, plus `bias`. */
export interface SentenceWeights {
  readonly bias: number;
  readonly features: Readonly<Record<Feature, number>>;
  /** Weights of common words by stem, each counted once a sentence. */
  readonly words: Readonly<Record<string, number>>;
}

/** What `npm run fit:summary` writes. */
export interface SummaryWeights {
  /** Names this fit; stored with every summary made by it. */
  readonly name: string;
  readonly chinese: SentenceWeights;
  readonly english: SentenceWeights;
  /** How much a pair of neighbouring tokens is worth to a Chinese summary. */
  readonly units: Readonly<Record<UnitFeature, number>>;
}

/** The weights in use. */
export const SUMMARY_WEIGHTS: SummaryWeights = fitted;

/** The score of one sentence; higher is better. */
export function scoreOf(text: string, row: FeatureRow, weights: SentenceWeights): number {
  let score = FEATURES.reduce((sum, feature, at) => sum + (row[at] ?? 0) * weights.features[feature], weights.bias);
  for (const token of new Set(tokensOf(text))) {
    if (Object.hasOwn(weights.words, token)) score += weights.words[token] ?? 0;
  }
  return score;
}
