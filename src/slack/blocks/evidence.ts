import type { KnownBlock, ModalView } from "@slack/types";
import type { Audit, AuditedSentence } from "../../core/audit/audit.ts";
import type { Finding } from "../../core/audit/finding.ts";
import { findingSentence } from "../../core/audit/say.ts";
import type { Item } from "../../core/item.ts";
import { longerSummary, type SummarySentence, summaryText } from "../../core/summary/summary.ts";
import type { VisibleItem } from "../../core/viewer.ts";
import * as limits from "../limits.ts";
import { clip, clipEscaped, escapeMrkdwn, linesWithin, mrkdwnLink } from "../mrkdwn.ts";
import { type Words, type WordsLanguage, wordsIn } from "../words.ts";
import { contextLine, titleOf } from "./card.ts";
import { passageBlock } from "./passage.ts";
import { richParagraph, richText } from "./rich.ts";

/** What the modal behind “Why?” shows. */
export interface Evidence {
  readonly item: Item;
  readonly related: readonly VisibleItem[];
  readonly language: WordsLanguage;
}

/** Sentences of one summary that the modal has room for. */
const MOST_SENTENCES = 12;
/** Characters of a sentence. */
const SENTENCE = 500;
/** Characters of a grey block of several lines, mark-up included. */
const LINES = 1_900;
/** The longest address that is shown as a link, mark-up included. */
const ADDRESS = 1_000;

/** The modal that opens the black box: each sentence and its passage, the tags and why, the true source. */
export function renderEvidence(evidence: Evidence): ModalView {
  const words = wordsIn(evidence.language);
  const { item } = evidence;
  const blocks: KnownBlock[] = [
    richParagraph(richText(titleOf(item), 200, { bold: true })),
    ...summaryPart(item, words),
    ...tagsPart(item, words),
    ...sourcePart(item, words),
    ...savedSummaryPart(evidence, words),
    ...relatedPart(evidence, words),
  ];
  return {
    type: "modal",
    title: { type: "plain_text", text: clip(words.evidenceTitle, limits.VIEW_TITLE) },
    close: { type: "plain_text", text: clip(words.close, limits.VIEW_TITLE) },
    blocks: blocks.slice(0, limits.VIEW_BLOCKS),
  };
}

function summaryPart(item: Item, words: Words): readonly KnownBlock[] {
  const { summary } = item;
  if (!summary || summary.sentences.length === 0) return [contextLine(whyNoSummary(item, words))];
  const { method } = summary;
  const made =
    method.kind === "model"
      ? words.madeBy.model(clip(method.model, 60))
      : method.kind === "person"
        ? words.editedBy(`<@${method.by}>`)
        : words.madeBy[method.kind];
  const note = summary.note ? [contextLine(escapeMrkdwn(words.modelNote[summary.note]))] : [];
  const intro = contextLine(
    method.kind === "person"
      ? made
      : escapeMrkdwn(method.kind === "whole" ? made : words.sentences(made, words.evidenceIntro)),
  );
  if (method.kind === "whole") return [intro, ...note];
  if (method.kind === "person") return [richParagraph(richText(summaryText(summary.sentences), 1_500)), intro];
  return [
    intro,
    ...note,
    ...longerSummary(summary)
      .slice(0, MOST_SENTENCES)
      .flatMap((sentence) => sentenceBlocks(sentence, item, words)),
  ];
}

/** A wall or a failure says what it is; else there was nothing to read. */
function whyNoSummary({ problem }: Item, words: Words): string {
  return problem ? clipEscaped(words.problem(problem.code, problem.details), 300) : escapeMrkdwn(words.noText);
}

function sentenceBlocks(sentence: SummarySentence, { summary, text }: Item, words: Words): readonly KnownBlock[] {
  const passages = sentence.spans.slice(0, 2).map((span) => passageBlock(text, span));
  const told = [howItMatches(sentence, words), ...(summary?.more?.includes(sentence) ? [words.notOnCard] : [])];
  return [
    richParagraph(richText(sentence.text, SENTENCE, { bold: true })),
    ...passages,
    contextLine(escapeMrkdwn(told.join(" · "))),
  ];
}

function howItMatches({ match, spans }: SummarySentence, words: Words): string {
  return match === "not found" && spans.length > 0 ? words.citedByModel : words.match[match];
}

function tagsPart(item: Item, words: Words): readonly KnownBlock[] {
  if (item.tags.length === 0) return [];
  const lines = item.tags
    .slice(0, 10)
    .map((tag) => words.named(`#${clipEscaped(tag.text, 60)}`, escapeMrkdwn(words.tagReason[tag.reason])));
  return [{ type: "divider" }, heading(words.tagsHeading), contextLine(linesWithin(lines, LINES))];
}

function sourcePart(item: Item, words: Words): readonly KnownBlock[] {
  const address = item.openUrl && addressLink(item.openUrl, 120);
  const facts = [
    address && words.named(escapeMrkdwn(words.address), address),
    item.site && escapeMrkdwn(words.source(clip(item.site, 80))),
    ...item.links.slice(0, 3).map((link) => {
      const target = addressLink(link.url, 100);
      return target && `→ ${target}`;
    }),
  ].flatMap((fact) => fact || []);
  const corrections = item.corrections
    .slice(0, 8)
    .map((correction) =>
      escapeMrkdwn(
        words.correction({ ...correction, claimed: clip(correction.claimed, 80), actual: clip(correction.actual, 80) }),
      ),
    );
  const notes = item.notes
    .slice(0, 4)
    .map((note) => clipEscaped(words.note(note), 200))
    .filter(Boolean);
  return [
    ...(facts.length > 0
      ? [{ type: "divider" } as const, heading(words.sourceHeading), contextLine(linesWithin(facts, LINES))]
      : []),
    ...(corrections.length > 0 ? [heading(words.corrected), contextLine(linesWithin(corrections, LINES))] : []),
    ...(notes.length > 0 ? [contextLine(linesWithin(notes, LINES))] : []),
  ];
}

/** The summary that came with a file, each sentence with how it stands in the file's own text. */
function savedSummaryPart({ item, language }: Evidence, words: Words): readonly KnownBlock[] {
  const { audit } = item;
  if (!item.claims?.summary) return [];
  const opening: KnownBlock[] = [
    { type: "divider" },
    heading(words.savedSummaryHeading),
    contextLine(escapeMrkdwn(words.savedSummaryIntro)),
  ];
  if (!audit) return [...opening, richParagraph(richText(item.claims.summary, 1_500))];
  const shown = audit.sentences.slice(0, MOST_SENTENCES);
  const rest = findingsBeside(audit, shown)
    .slice(0, 10)
    .map((finding) => `• ${clipEscaped(findingSentence(finding, language), 300)}`);
  return [
    ...opening,
    ...(audit.isForeign ? [contextLine(escapeMrkdwn(words.savedSummaryForeign))] : []),
    ...shown.flatMap((sentence) => savedSentence(sentence, item.text, language)),
    ...(rest.length > 0 ? [contextLine(linesWithin(rest, LINES))] : []),
  ];
}

/** One sentence of the file's own summary, its passage, and beneath it how it stands and what is not in the text. */
function savedSentence(sentence: AuditedSentence, text: string, language: WordsLanguage): readonly KnownBlock[] {
  const said = sentence.findings
    .filter(({ kind }) => kind !== "sentence")
    .map((finding) => clipEscaped(findingSentence(finding, language), 300));
  return [
    richParagraph(richText(sentence.text, 400)),
    ...sentence.spans.slice(0, 1).map((span) => passageBlock(text, span)),
    contextLine(linesWithin([escapeMrkdwn(wordsIn(language).match[sentence.match]), ...said], LINES)),
  ];
}

/** What is found in the summary as a whole: not in one of the sentences shown. */
function findingsBeside(audit: Audit, shown: readonly AuditedSentence[]): readonly Finding[] {
  const told = new Set(shown.flatMap(({ findings }) => findings).map(({ kind, at }) => `${kind} ${at.start}`));
  return audit.findings.filter(({ kind, at }) => kind !== "sentence" && !told.has(`${kind} ${at.start}`));
}

function relatedPart({ related }: Evidence, words: Words): readonly KnownBlock[] {
  if (related.length === 0) return [];
  const lines = related
    .slice(0, 3)
    .map(({ item }) =>
      item.openUrl && item.openUrl.length <= ADDRESS / 2
        ? mrkdwnLink(item.openUrl, clip(titleOf(item), 100))
        : clipEscaped(titleOf(item), 100),
    );
  return [
    { type: "divider" },
    heading(words.relatedHeading),
    contextLine(
      linesWithin(
        lines.map((line) => `• ${line}`),
        LINES,
      ),
    ),
  ];
}

/** A link; nothing when the address is too long to be one. */
function addressLink(url: string, label: number): string | undefined {
  const link = mrkdwnLink(url, clip(url, label));
  return link.length <= ADDRESS ? link : undefined;
}

function heading(text: string): KnownBlock {
  return richParagraph(richText(text, 100, { bold: true }));
}
