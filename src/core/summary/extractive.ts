import { letterCount, readsAsChinese } from "../text/characters.ts";
import { type ProseSentence, proseSentences } from "../text/prose.ts";
import { bigramsOf } from "../text/terms.ts";
import { cutAtClause } from "./clause.ts";
import { chooseByCoverage } from "./coverage.ts";
import { featuresOf } from "./features.ts";
import { type LinearWeights, SUMMARY_WEIGHTS, scoreOf } from "./scores.ts";
import type { Summariser, Summary, SummaryRequest, SummarySentence } from "./summary.ts";

/** Prose shorter than this is its own summary (characters). */
const SHORT_TEXT = 60;
/** The part of a text that is looked at (UTF-16 code units): a long book is summed up from its first hundred thousand words. */
export const MOST_READ = 500_000;
/** The most sentences that compete. */
const MOST_CANDIDATES = 1_500;

interface Scored {
  readonly sentence: ProseSentence;
  readonly score: number;
}

function quoted(sentence: ProseSentence): SummarySentence {
  return { text: sentence.text, spans: [{ start: sentence.start, end: sentence.end }], match: "quoted" };
}

function whole(sentences: readonly ProseSentence[], maxCharacters: number): Summary {
  const kept: SummarySentence[] = [];
  let left = maxCharacters;
  for (const sentence of sentences) {
    left -= sentence.text.length;
    if (left < 0) break;
    kept.push(quoted(sentence));
  }
  return { sentences: kept, method: { kind: "whole" } };
}

/** Every competing sentence with its score; `weights` may be another fit, for measuring. */
export function scoredSentences(request: SummaryRequest, weights: LinearWeights): readonly Scored[] {
  const sentences = proseSentences(request.text.slice(0, MOST_READ)).slice(0, MOST_CANDIDATES);
  const chinese = readsAsChinese(request.text);
  const rows = featuresOf(sentences, { title: request.title, hashtags: request.hashtags, chinese });
  return sentences.map((sentence, at) => ({ sentence, score: scoreOf(rows[at] ?? [], weights) }));
}

function bestAlone(scored: readonly Scored[]): Scored | undefined {
  return scored.reduce<Scored | undefined>((best, one) => (best && best.score >= one.score ? best : one), undefined);
}

function choose(scored: readonly Scored[], request: SummaryRequest, chinese: boolean): readonly Scored[] {
  const maxSentences = request.maxSentences ?? Number.POSITIVE_INFINITY;
  const fitting = scored.filter(({ sentence }) => sentence.text.length <= request.maxCharacters);
  if (maxSentences === 1 && !chinese) {
    const best = bestAlone(fitting);
    return best ? [best] : [];
  }
  const candidates = fitting.map(({ sentence, score }) => ({
    length: sentence.text.length,
    units: bigramsOf(sentence.text),
    score,
  }));
  const positions = chooseByCoverage(candidates, { maxCharacters: request.maxCharacters, maxSentences });
  return positions.flatMap((at) => fitting[at] ?? []);
}

function cutToFit(best: Scored | undefined, maxCharacters: number): readonly SummarySentence[] {
  const cut = best && cutAtClause(best.sentence.text, maxCharacters);
  if (!best || !cut) return [];
  const { start } = best.sentence;
  return [{ text: cut.text, spans: [{ start, end: start + cut.kept }], match: "quoted" }];
}

/**
 * Shortens a text by quoting its best sentences, in reading order, in English and Chinese, with no model and no network.
 * Every span is exactly the sentence; all sentences together never exceed `maxCharacters`; the same request gives the same summary.
 * Only when no sentence fits is the best one cut, at a clause, with an ellipsis that its span does not cover.
 * Prose under 60 characters comes back whole, as method `whole`. A text without prose gives no sentences. Never throws.
 */
export function extractiveSummary(request: SummaryRequest): Summary {
  const chinese = readsAsChinese(request.text);
  const scored = scoredSentences(request, chinese ? SUMMARY_WEIGHTS.chinese : SUMMARY_WEIGHTS.english);
  const prose = scored.reduce((sum, { sentence }) => sum + letterCount(sentence.text), 0);
  if (prose < SHORT_TEXT) {
    return whole(
      scored.map(({ sentence }) => sentence),
      request.maxCharacters,
    );
  }
  const chosen = choose(scored, request, chinese);
  const sentences =
    chosen.length > 0
      ? chosen.map(({ sentence }) => quoted(sentence))
      : cutToFit(bestAlone(scored), request.maxCharacters);
  return { sentences, method: { kind: "extractive", weights: SUMMARY_WEIGHTS.name } };
}

/** The summariser that needs no model: {@link extractiveSummary} behind the port. */
export const extractiveSummariser: Summariser = {
  summarise: async (request) => extractiveSummary(request),
};
