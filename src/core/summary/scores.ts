import { FEATURES, type Feature, type FeatureRow } from "./features.ts";
import fitted from "./weights.json" with { type: "json" };

/** How a language scores its sentences: `bias` plus the sum of feature times weight. */
export interface LinearWeights {
  readonly bias: number;
  readonly features: Readonly<Record<Feature, number>>;
}

/** What `npm run fit:summary` writes. */
export interface SummaryWeights {
  /** Names this fit; stored with every summary made by it. */
  readonly name: string;
  readonly chinese: LinearWeights;
  readonly english: LinearWeights;
}

/** The weights in use. */
export const SUMMARY_WEIGHTS: SummaryWeights = fitted;

/** The score of one sentence; higher is better. */
export function scoreOf(row: FeatureRow, weights: LinearWeights): number {
  return FEATURES.reduce((sum, feature, at) => sum + (row[at] ?? 0) * weights.features[feature], weights.bias);
}
