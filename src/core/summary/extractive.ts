import { letterCount, readsAsChinese } from "../text/characters.ts";
import { type ProseSentence, proseSentences } from "../text/prose.ts";
import { bigramsOf } from "../text/terms.ts";
import { cutAtClause } from "./clause.ts";
import { chooseByCoverage, fill } from "./coverage.ts";
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

/** What a choice is bound by, and the sentences that it already holds. */
interface Bound {
  readonly maxCharacters: number;
  readonly maxSentences: number;
  readonly chosen: readonly Scored[];
}

/** Chooses among sentences, in reading order; what was chosen before is part of it. */
type Choose = (from: readonly Scored[], bound: Bound) => readonly Scored[];

/** Chinese: the sentences that together cover the most of what the text is about. */
function byCoverage(request: SummaryRequest, weights: SummaryWeights): Choose {
  const context = {
    title: new Set(bigramsOf(request.title)),
    hashtags: new Set(request.hashtags.flatMap(bigramsOf)),
  };
  return (from, { chosen, ...budget }) => {
    const candidates = from.map(({ sentence, units }) => ({ length: sentence.text.length, units }));
    const worths = unitWorths(from, context, weights.units);
    const before = chosen.map((one) => from.indexOf(one));
    const positions =
      before.length === 0 ? chooseByCoverage(candidates, worths, budget) : fill(before, candidates, worths, budget);
    return inReadingOrder(positions.flatMap((at) => from[at] ?? []));
  };
}

function repeats(one: Scored, chosen: readonly Scored[]): boolean {
  return chosen.some(({ units }) => {
    const known = new Set(units);
    const shared = one.units.filter((unit) => known.has(unit)).length;
    return shared > SAME * Math.min(one.units.length, units.length);
  });
}

function inReadingOrder(sentences: readonly Scored[]): readonly Scored[] {
  return [...sentences].sort((a, b) => a.sentence.start - b.sentence.start);
}

/**
 * English: the best sentences by their own score, as many as fit, none that repeats another. One that scores less than
 * half of the text's sentences do is no summary of it, however much room is left.
 */
const byScore: Choose = (from, { maxCharacters, maxSentences, chosen: before }) => {
  const chosen = [...before];
  let left = maxCharacters - before.reduce((sum, { sentence }) => sum + sentence.text.length, 0);
  const ranked = [...from].sort((a, b) => b.score - a.score || a.sentence.start - b.sentence.start);
  const middling = ranked[Math.floor(ranked.length / 2)]?.score ?? 0;
  for (const one of ranked) {
    if (chosen.length >= maxSentences || (chosen.length > 0 && one.score < middling)) break;
    if (one.sentence.text.length > left || repeats(one, chosen)) continue;
    chosen.push(one);
    left -= one.sentence.text.length;
  }
  return inReadingOrder(chosen);
};

function cutToFit(best: Scored | undefined, maxCharacters: number): readonly SummarySentence[] {
  const cut = best && cutAtClause(best.sentence.text, maxCharacters);
  if (!best || !cut) return [];
  const { start } = best.sentence;
  return [{ text: cut.text, spans: [{ start, end: start + cut.kept }], match: "quoted" }];
}

/** Less than this many sentences that stand alone, and the others compete too. */
const ENOUGH = 2;

/** The sentences that a stranger can read by themselves, or all when those are too few. A last line left open is a link's label. */
function readable(all: readonly Scored[], chinese: boolean): readonly Scored[] {
  const last = all.at(-1);
  const alone = all.filter((one) => standsAlone(one.sentence, chinese) && !(one === last && one.sentence.isOpenLine));
  return alone.length >= ENOUGH ? alone : all;
}

/** How often a choice may be made again for the sake of a sentence that points at nothing. */
const MOST_CHOICES = 8;

/**
 * The first of the chosen sentences that points at something (`It`, `这个`) and does not stand right behind the sentence that can have
 * named it. The text's own first sentence points at its title.
 */
function pointsAtNothing(chosen: readonly Scored[], all: readonly Scored[], chinese: boolean): Scored | undefined {
  return chosen.find((one, at) => {
    if (one === all[0] || canOpen(one.sentence, chinese)) return false;
    return at === 0 || chosen[at - 1] !== all[all.indexOf(one) - 1];
  });
}

/** Makes a choice, and again without the sentence that makes it unclear while there is one. */
function chooseClear(
  competing: readonly Scored[],
  choose: (from: readonly Scored[]) => readonly Scored[],
  unclearIn: (chosen: readonly Scored[]) => Scored | undefined,
): readonly Scored[] {
  const first = choose(competing);
  let from = competing;
  let chosen = first;
  for (let time = 0; time < MOST_CHOICES; time += 1) {
    const unclear = unclearIn(chosen);
    if (!unclear) break;
    from = from.filter((one) => one !== unclear);
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
  const choose = chinese ? byCoverage(request, weights) : byScore;
  const { maxCharacters, maxSentences = Number.POSITIVE_INFINITY, longerCharacters } = request;
  const chosen = chooseClear(
    fitting,
    (from) => choose(from, { maxCharacters, maxSentences, chosen: [] }),
    (those) => pointsAtNothing(those, all, chinese),
  );
  const method = { kind: "extractive", weights: weights.name } as const;
  if (chosen.length === 0) return { sentences: cutToFit(bestOf(competing), maxCharacters), method };
  const sentences = chosen.map(({ sentence }) => quoted(sentence));
  if (longerCharacters === undefined) return { sentences, method };
  const longer = chooseClear(
    competing,
    (from) => choose(from, { maxCharacters: longerCharacters, maxSentences, chosen }),
    (those) => {
      const unclear = pointsAtNothing(those, all, chinese);
      return unclear && !chosen.includes(unclear) ? unclear : undefined;
    },
  );
  const more = longer.filter((one) => !chosen.includes(one)).map(({ sentence }) => quoted(sentence));
  return { sentences, more, method };
}

/**
 * Shortens a text by quoting its best sentences, in reading order, in English and Chinese, with no model and no network.
 * Every span is exactly the sentence; all sentences together never exceed `maxCharacters`, nor with `more` beside them
 * `longerCharacters`; the same request gives the same summary.
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
