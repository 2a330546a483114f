import { isForeignTo } from "../core/audit/align.ts";
import { auditSentence, MAX_SOURCE_CHARACTERS } from "../core/audit/audit.ts";
import { checkForm } from "../core/audit/check-form.ts";
import { type AuditContext, contextOf } from "../core/audit/context.ts";
import type { Finding } from "../core/audit/finding.ts";
import type { Span } from "../core/page.ts";
import type { Summary, SummaryRequest, SummarySentence } from "../core/summary/summary.ts";
import type { ModelAnswer } from "./answer.ts";

/** Everything a page may say but a summary may not: words that ping people in chat, in any width or spelling of the at sign. */
const PINGS = /<[!@#]|[@＠]\s?(?:channel|here|everyone|all\b|group|team\b|所有人|全体)/iu;
const MENTION = /(?<![\p{L}\p{N}])[@＠][\p{L}\p{N}_.-]+/gu;
const LINK = /(?:[a-z][a-z0-9+.-]*:\/\/|www\.)[^\s<>"'“”（）()，。；、]+/giu;
const MARKUP = /```|<\/?[a-z][^>]*>|\]\(/iu;
/** Marks of lists and emphasis that a model puts around a sentence although it was told not to. */
const DRESSING = /^(?:[-*•·]\s+|\d{1,2}[.)、]\s*|#{1,6}\s+)|\*\*|__/gu;

function plain(text: string): string {
  return text
    .replace(/\p{Cf}/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(DRESSING, "")
    .trim();
}

/** Whether a sentence is plain text with nothing in it that the page does not have: no ping, no link or mention of its own, no markup. */
function isPlain(text: string, page: string): boolean {
  if (text === "" || PINGS.test(text) || MARKUP.test(text)) return false;
  const strange = [...text.matchAll(LINK), ...text.matchAll(MENTION)].filter(([words]) => !page.includes(words));
  return strange.length === 0 && checkForm(text).findings.length === 0;
}

/** What in a sentence must be the page's: a wrong one costs the sentence. A name may be a translation when the languages differ. */
function isContradicted(findings: readonly Finding[], isForeign: boolean): boolean {
  return findings.some(({ kind }) => kind !== "sentence" && !(isForeign && (kind === "name" || kind === "quotation")));
}

function citedSpans(restsOn: readonly number[], sentences: readonly Span[]): readonly Span[] {
  return [...new Set(restsOn)].sort((a, b) => a - b).flatMap((number) => sentences[number - 1] ?? []);
}

/** What an answer is held against. */
interface CheckedPage {
  /** The page's text, and behind it its title and hashtags, in which names and numbers count as found too. */
  readonly context: AuditContext;
  /** Where the text ends in it. */
  readonly length: number;
  /** The numbered sentences. */
  readonly sentences: readonly Span[];
  /** The answer is in another language. */
  readonly isForeign: boolean;
}

/** What of an answer may be shown. */
export type CheckedAnswer = Pick<Summary, "sentences" | "more">;

/** One sentence of the answer with its evidence; nothing when it must not be shown. */
function checked(answer: ModelAnswer["sentences"][number], page: CheckedPage): SummarySentence | undefined {
  const text = plain(answer.text);
  if (!isPlain(text, page.context.index.text)) return undefined;
  const { match, spans, findings } = auditSentence(text, page.context);
  if (isContradicted(findings, page.isForeign)) return undefined;
  const inText = spans.filter(({ end }) => end <= page.length);
  if (inText.length > 0) return { text, match, spans: inText };
  // In another language there may be no name or number to look up: the passages it cites are shown, and it is marked as not found.
  const cited = citedSpans(answer.rests_on, page.sentences).slice(0, 3);
  return page.isForeign && cited.length > 0 ? { text, match: "not found", spans: cited } : undefined;
}

function withinBudget(
  sentences: readonly SummarySentence[],
  maxCharacters: number,
  maxSentences = Number.POSITIVE_INFINITY,
): readonly SummarySentence[] {
  const kept: SummarySentence[] = [];
  let left = maxCharacters;
  for (const sentence of sentences) {
    const isTwice = kept.some(({ text }) => text === sentence.text);
    if (isTwice || sentence.text.length > left || kept.length === maxSentences) continue;
    kept.push(sentence);
    left -= sentence.text.length;
  }
  return kept;
}

/** The sentences for the card, and beside them those that only the longer summary has room for. */
function parted(survivors: readonly SummarySentence[], request: SummaryRequest): CheckedAnswer | undefined {
  const sentences = withinBudget(survivors, request.maxCharacters, request.maxSentences);
  if (sentences.length === 0) return undefined;
  if (request.longerCharacters === undefined) return { sentences };
  const rest = survivors.filter(({ text }) => !sentences.some((one) => one.text === text));
  const left = request.longerCharacters - sentences.reduce((sum, { text }) => sum + text.length, 0);
  return { sentences, more: withinBudget(rest, left) };
}

/**
 * Holds a model's answer against the page: sentences that are no plain text, bring in links, mentions, years, numbers or names, or have
 * nothing under them are dropped; the rest is cut to the budget, whole sentences only. Nothing when fewer than half of the sentences survive,
 * or none of them is found in the text.
 */
export function checkAnswer(
  answer: ModelAnswer,
  request: SummaryRequest,
  sentences: readonly Span[],
): CheckedAnswer | undefined {
  const text = request.text.slice(0, MAX_SOURCE_CHARACTERS);
  const context = contextOf([text, request.title, ...request.hashtags].join("\n"), {});
  const written = answer.sentences.map(({ text }) => text).join(" ");
  const isForeign = isForeignTo(written, context.index);
  const page: CheckedPage = { context, length: text.length, sentences, isForeign };
  const survivors = answer.sentences.flatMap((sentence) => checked(sentence, page) ?? []);
  const found = survivors.filter(({ match }) => match !== "not found").length;
  if (found === 0 || survivors.length * 2 < answer.sentences.length) return undefined;
  return parted(survivors, request);
}
