import type { Span } from "../page.ts";
import type { Match } from "../summary/summary.ts";
import { splitSentences } from "../text/sentences.ts";
import { type Alignment, alignSentence, isForeignTo } from "./align.ts";
import { checkFigures } from "./check-figures.ts";
import { checkForm } from "./check-form.ts";
import { isMock } from "./check-mock.ts";
import { checkNames, checkQuotations } from "./check-words.ts";
import { checkYears } from "./check-years.ts";
import { type AuditContext, contextOf } from "./context.ts";
import type { Finding, RawFinding } from "./finding.ts";
import { mayWarnOnCard } from "./precision.ts";

/** One sentence of an audited summary: where it stands in it, what it rests on in the source, and what is wrong with it. */
export interface AuditedSentence {
  readonly text: string;
  readonly at: Span;
  readonly match: Match;
  /** Passages of the source. */
  readonly spans: readonly Span[];
  readonly findings: readonly Finding[];
}

/** A summary held against its own source. */
export interface Audit {
  /** The sentences of its body; notes to the prompter, claims of length and merge marks are no sentences. */
  readonly sentences: readonly AuditedSentence[];
  /** Everything found, in the order of the summary. */
  readonly findings: readonly Finding[];
  /** The summary is in another language than the source, so only names, years and numbers could be looked up. */
  readonly isForeign: boolean;
}

/** What an audit is given. */
export interface AuditRequest {
  readonly summary: string;
  readonly source: string;
  /** What belongs to the source outside its text, such as title and hashtags: found there is found, but no span points there. */
  readonly also?: readonly string[];
  /** When the source was posted: ISO 8601. */
  readonly postedAt?: string;
  /** When it was saved, for want of the former: ISO 8601. */
  readonly savedAt?: string;
  /** The length in characters that the summary is said to have, if it does not say so itself. */
  readonly claimedLength?: number;
}

/** A summary longer than this is audited up to here (UTF-16 code units): the bound on an audit's time. */
export const MAX_SUMMARY_CHARACTERS = 6000;
/** A source longer than this is looked at up to here (UTF-16 code units). */
export const MAX_SOURCE_CHARACTERS = 500_000;

const told = (finding: RawFinding): Finding => ({ ...finding, onCard: mayWarnOnCard(finding.kind) });

function moved(finding: RawFinding, by: number): RawFinding {
  return { ...finding, at: { start: finding.at.start + by, end: finding.at.end + by } };
}

function findingsOf(claim: string, alignment: Alignment, context: AuditContext): readonly RawFinding[] {
  const checked = [
    ...checkYears(claim, alignment, context),
    ...checkFigures(claim, alignment, context),
    ...checkQuotations(claim, context),
    ...checkNames(claim, context),
  ];
  if (alignment.match !== "not found" || isForeignTo(claim, context.index)) return checked;
  return [...checked, { kind: "sentence", at: { start: 0, end: claim.length }, claimed: claim }];
}

/** Checks one sentence against a source: what it rests on and what is wrong in it. For summaries that are being written. */
export function auditSentence(claim: string, context: AuditContext): AuditedSentence {
  const alignment = alignSentence(claim, context.index);
  const findings = findingsOf(claim, alignment, context).map(told);
  return { text: claim, at: { start: 0, end: claim.length }, match: alignment.match, spans: alignment.spans, findings };
}

function sentencesOf(summary: string, body: readonly Span[]): readonly Span[] {
  return body.flatMap(({ start, end }) =>
    splitSentences(summary.slice(start, end))
      .map((span) => ({ start: span.start + start, end: span.end + start }))
      .filter((span) => /[\p{L}\p{N}]/u.test(summary.slice(span.start, span.end))),
  );
}

function auditBody(summary: string, spans: readonly Span[], context: AuditContext): readonly AuditedSentence[] {
  return spans.map((at) => {
    const sentence = auditSentence(summary.slice(at.start, at.end), context);
    return { ...sentence, at, findings: sentence.findings.map((finding) => told(moved(finding, at.start))) };
  });
}

/** Takes away what points behind the text, into its title or hashtags. */
function withinText(sentence: AuditedSentence, length: number): AuditedSentence {
  const findings = sentence.findings.map((finding) => {
    if (!("passage" in finding) || !finding.passage || finding.passage.end <= length) return finding;
    const { passage: _, ...rest } = finding;
    return rest;
  });
  return { ...sentence, spans: sentence.spans.filter(({ end }) => end <= length), findings };
}

function mockFinding(summary: string, spans: readonly Span[], context: AuditContext): readonly RawFinding[] {
  const texts = spans.map(({ start, end }) => summary.slice(start, end));
  if (!isMock(texts, context)) return [];
  const at = { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 };
  return [{ kind: "mock", at, claimed: summary.slice(at.start, at.end) }];
}

/**
 * Holds a summary against its own source: what each sentence rests on, and which years, numbers, quotations and names are not in the text.
 * It says "found" and "not found" and never that something is true. Never throws; spans lie inside the summary and the source;
 * time grows with the length of both, capped at {@link MAX_SUMMARY_CHARACTERS} and {@link MAX_SOURCE_CHARACTERS}.
 */
export function auditSummary(request: AuditRequest): Audit {
  const summary = request.summary.slice(0, MAX_SUMMARY_CHARACTERS);
  const source = request.source.slice(0, MAX_SOURCE_CHARACTERS);
  const context = contextOf([source, ...(request.also ?? [])].join("\n"), request);
  const form = checkForm(summary, request.claimedLength);
  const spans = sentencesOf(summary, form.body);
  const sentences = auditBody(summary, spans, context).map((sentence) => withinText(sentence, source.length));
  const whole = [...form.findings, ...mockFinding(summary, spans, context)].map(told);
  const findings = [...whole, ...sentences.flatMap((sentence) => sentence.findings)];
  return {
    sentences,
    findings: findings.sort((a, b) => a.at.start - b.at.start),
    isForeign: isForeignTo(form.body.map(({ start, end }) => summary.slice(start, end)).join(""), context.index),
  };
}
