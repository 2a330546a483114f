import { letterCount, readsAsChinese } from "../text/characters.ts";
import { type ProseSentence, proseSentences } from "../text/prose.ts";
import { bigramsOf } from "../text/terms.ts";
import { cutAtClause } from "./clause.ts";
import { chooseByCoverage } from "./coverage.ts";
import { featuresOf } from "./features.ts";
import { SUMMARY_WEIGHTS, type SummaryWeights, scoreOf } from "./scores.ts";
import { canOpen, standsAlone } from "./stands-alone.ts";
import type { Summariser, Summary, SummaryRequest, SummarySentence } from "./summary.ts";
import { unitWorths } from "./units.ts";

/** Prose shorter than this is its own summary (letters and digits). */
const SHORT_TEXT = 60;
/** The part of a text that is looked at (UTF-16 code units): of a long book, about its first hundred pages. */
export const MOST_READ = 300_000;
/** The most sentences that compete, from the start of the text. */
const MOST_CANDIDATES = 1_000;
/** Two sentences that share more of their words than this say the same. */
const SAME = 0.6;

/**
 * The English weights come from abstracts, which build up to their point; an article opens with it. So in an English text of
 * more than `sentences`, the first `reach` get up to `worth` on top, which is about two standard deviations of the score.
 */
const ARTICLE_LEAD = { sentences: 14, reach: 6, worth: 0.1 };

interface Scored {
  readonly sentence: ProseSentence;
  readonly units: readonly string[];
  readonly score: number;
}

function quoted(sentence: ProseSentence): SummarySentence {
  return { text: sentence.text, spans: [{ start: sentence.start, end: sentence.end }], match: "quoted" };
}

function whole(scored: readonly Scored[], maxCharacters: number): readonly SummarySentence[] {
  const kept: SummarySentence[] = [];
  let left = maxCharacters;
  for (const { sentence } of scored) {
    left -= sentence.text.length;
    if (left < 0) break;
    kept.push(quoted(sentence));
  }
  return kept;
}

function scored(request: SummaryRequest, chinese: boolean, weights: SummaryWeights): readonly Scored[] {
  const sentences = proseSentences(request.text.slice(0, MOST_READ)).slice(0, MOST_CANDIDATES);
  const rows = featuresOf(sentences, { title: request.title, hashtags: request.hashtags, chinese });
  const used = chinese ? weights.chinese : weights.english;
  const isArticle = !chinese && sentences.length > ARTICLE_LEAD.sentences;
  const lead = (at: number) => (isArticle ? ARTICLE_LEAD.worth * Math.max(0, 1 - at / ARTICLE_LEAD.reach) : 0);
  return sentences.map((sentence, at) => ({
    sentence,
    units: [...new Set(bigramsOf(sentence.text))],
    score: scoreOf(sentence.text, rows[at] ?? [], used) + lead(at),
  }));
}

function bestOf(sentences: readonly Scored[]): Scored | undefined {
  return sentences.reduce<Scored | undefined>((best, one) => (best && best.score >= one.score ? best : one), undefined);
}

/** Chinese: the sentences that together cover the most of what the text is about. */
function byCoverage(all: readonly Scored[], request: SummaryRequest, weights: SummaryWeights): readonly Scored[] {
  const context = {
    title: new Set(bigramsOf(request.title)),
    hashtags: new Set(request.hashtags.flatMap(bigramsOf)),
  };
  const candidates = all.map(({ sentence, units }) => ({ length: sentence.text.length, units }));
  const budget = {
    maxCharacters: request.maxCharacters,
    maxSentences: request.maxSentences ?? Number.POSITIVE_INFINITY,
  };
  return chooseByCoverage(candidates, unitWorths(all, context, weights.units), budget).flatMap((at) => all[at] ?? []);
}

function repeats(one: Scored, chosen: readonly Scored[]): boolean {
  return chosen.some(({ units }) => {
    const known = new Set(units);
    const shared = one.units.filter((unit) => known.has(unit)).length;
    return shared > SAME * Math.min(one.units.length, units.length);
  });
}

/** English: the best sentences by their own score, as many as fit, none that repeats another. */
function byScore(all: readonly Scored[], request: SummaryRequest): readonly Scored[] {
  const chosen: Scored[] = [];
  let left = request.maxCharacters;
  for (const one of [...all].sort((a, b) => b.score - a.score || a.sentence.start - b.sentence.start)) {
    if (chosen.length >= (request.maxSentences ?? Number.POSITIVE_INFINITY)) break;
    if (one.sentence.text.length > left || repeats(one, chosen)) continue;
    chosen.push(one);
    left -= one.sentence.text.length;
  }
  return chosen.sort((a, b) => a.sentence.start - b.sentence.start);
}

function cutToFit(best: Scored | undefined, maxCharacters: number): readonly SummarySentence[] {
  const cut = best && cutAtClause(best.sentence.text, maxCharacters);
  if (!best || !cut) return [];
  const { start } = best.sentence;
  return [{ text: cut.text, spans: [{ start, end: start + cut.kept }], match: "quoted" }];
}

/** Less than this many sentences that stand alone, and the others compete too. */
const ENOUGH = 2;

/** The sentences that a stranger can read by themselves, or all when those are too few. */
function readable(all: readonly Scored[], chinese: boolean): readonly Scored[] {
  const alone = all.filter(({ sentence }) => standsAlone(sentence, chinese));
  return alone.length >= ENOUGH ? alone : all;
}

/** How often a choice may be made again for the sake of its first sentence. */
const MOST_OPENINGS = 4;

/** Makes a choice, and again without its first sentence while that one points at something nobody has named yet. */
function chooseOpening(
  fitting: readonly Scored[],
  chinese: boolean,
  choose: (from: readonly Scored[]) => readonly Scored[],
): readonly Scored[] {
  const first = choose(fitting);
  let from = fitting;
  let chosen = first;
  for (let time = 0; time < MOST_OPENINGS; time += 1) {
    const [opening] = chosen;
    if (!opening || opening === fitting[0] || canOpen(opening.sentence, chinese)) break;
    from = from.filter((one) => one !== opening);
    chosen = choose(from);
  }
  return chosen.length > 0 ? chosen : first;
}

/** Like {@link extractiveSummary} with weights of one's own: for fitting and measuring. */
export function summaryBy(weights: SummaryWeights, request: SummaryRequest): Summary {
  const chinese = readsAsChinese(request.text);
  const all = scored(request, chinese, weights);
  const prose = all.reduce((sum, { sentence }) => sum + letterCount(sentence.text), 0);
  if (prose < SHORT_TEXT) return { sentences: whole(all, request.maxCharacters), method: { kind: "whole" } };
  const competing = readable(all, chinese);
  const fitting = competing.filter(({ sentence }) => sentence.text.length <= request.maxCharacters);
  const chosen = chooseOpening(fitting, chinese, (from) =>
    chinese ? byCoverage(from, request, weights) : byScore(from, request),
  );
  const sentences =
    chosen.length > 0
      ? chosen.map(({ sentence }) => quoted(sentence))
      : cutToFit(bestOf(competing), request.maxCharacters);
  return { sentences, method: { kind: "extractive", weights: weights.name } };
}

/**
 * Shortens a text by quoting its best sentences, in reading order, in English and Chinese, with no model and no network.
 * Every span is exactly the sentence; all sentences together never exceed `maxCharacters`; the same request gives the same summary.
 * Only when no sentence fits is the best one cut, at a clause, with an ellipsis that its span does not cover.
 * Prose under 60 characters comes back whole, as method `whole`. A text without prose gives no sentences. Text beyond
 * {@link MOST_READ} is not read. Never throws.
 */
export function extractiveSummary(request: SummaryRequest): Summary {
  return summaryBy(SUMMARY_WEIGHTS, request);
}

/** The summariser that needs no model: {@link extractiveSummary} behind the port. */
export const extractiveSummariser: Summariser = {
  summarise: async (request) => extractiveSummary(request),
};
