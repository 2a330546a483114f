import type { KnownBlock, ModalView } from "@slack/types";
import { findingSentence } from "../../core/audit/say.ts";
import type { Item } from "../../core/item.ts";
import type { Span } from "../../core/page.ts";
import type { SummarySentence } from "../../core/summary/summary.ts";
import type { VisibleItem } from "../../core/viewer.ts";
import * as limits from "../limits.ts";
import { clip, clipEscaped, escapeMrkdwn, mrkdwnLink } from "../mrkdwn.ts";
import { type Words, type WordsLanguage, wordsIn } from "../words.ts";
import { contextLine, titleOf } from "./card.ts";
import { richParagraph, richQuote, richText } from "./rich.ts";

/** What the modal behind “Why?” shows. */
export interface Evidence {
  readonly item: Item;
  readonly related: readonly VisibleItem[];
  readonly language: WordsLanguage;
}

/** Sentences of one summary that the modal has room for. */
const MOST_SENTENCES = 12;
/** Characters of a passage, and of the text around it on either side. */
const PASSAGE = 500;
const SURROUNDING = 80;

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
  if (!summary || summary.sentences.length === 0) return [contextLine(words.noText)];
  const { method } = summary;
  const made =
    method.kind === "model"
      ? words.madeBy.model(clip(method.model, 60))
      : method.kind === "person"
        ? words.editedBy(`<@${method.by}>`)
        : words.madeBy[method.kind];
  const note = summary.note ? [contextLine(clipEscaped(summary.note, 300))] : [];
  const intro = contextLine(
    method.kind === "person"
      ? made
      : escapeMrkdwn(`${made} ${method.kind === "whole" ? "" : words.evidenceIntro}`.trim()),
  );
  if (method.kind === "whole" || method.kind === "person") return [intro, ...note];
  return [
    intro,
    ...note,
    ...summary.sentences.slice(0, MOST_SENTENCES).flatMap((sentence) => sentenceBlocks(sentence, item.text, words)),
  ];
}

function sentenceBlocks(sentence: SummarySentence, text: string, words: Words): readonly KnownBlock[] {
  const passages = sentence.spans.slice(0, 2).map((span) => passageBlock(text, span));
  return [
    richParagraph(richText(sentence.text, PASSAGE, { bold: true })),
    ...passages,
    contextLine(escapeMrkdwn(words.match[sentence.match])),
  ];
}

/** The passage with a little of what stands around it; the passage itself in bold. */
function passageBlock(text: string, span: Span): KnownBlock {
  const before = text.slice(Math.max(0, span.start - SURROUNDING), span.start);
  const after = text.slice(span.end, span.end + SURROUNDING);
  const from = span.start > SURROUNDING ? `…${before}` : before;
  const to = span.end + SURROUNDING < text.length ? `${after}…` : after;
  return richQuote(
    richText(from.replaceAll("\n", " "), SURROUNDING + 1),
    richText(text.slice(span.start, span.end), PASSAGE, { bold: true }),
    richText(to.replaceAll("\n", " "), SURROUNDING + 1),
  );
}

function tagsPart(item: Item, words: Words): readonly KnownBlock[] {
  if (item.tags.length === 0) return [];
  const lines = item.tags
    .slice(0, 10)
    .map((tag) => `#${clipEscaped(tag.text, 60)}: ${escapeMrkdwn(words.tagReason[tag.reason])}`);
  return [{ type: "divider" }, heading(words.tagsHeading), contextLine(lines.join("\n"))];
}

function sourcePart(item: Item, words: Words): readonly KnownBlock[] {
  const facts = [
    item.openUrl &&
      item.openUrl.length < 1000 &&
      `${escapeMrkdwn(words.address)}: ${mrkdwnLink(item.openUrl, clip(item.openUrl, 120))}`,
    item.site && `${escapeMrkdwn(words.source(clip(item.site, 80)))}`,
    ...item.links.slice(0, 3).map((link) => link.url.length < 500 && `→ ${mrkdwnLink(link.url, clip(link.url, 100))}`),
  ].filter(Boolean);
  const corrections = item.corrections
    .slice(0, 8)
    .map((correction) =>
      escapeMrkdwn(
        words.correction({ ...correction, claimed: clip(correction.claimed, 80), actual: clip(correction.actual, 80) }),
      ),
    );
  const notes = item.notes.slice(0, 4).map((note) => clipEscaped(note, 200));
  return [
    ...(facts.length > 0
      ? [{ type: "divider" } as const, heading(words.sourceHeading), contextLine(facts.join("\n"))]
      : []),
    ...(corrections.length > 0 ? [heading(words.corrected), contextLine(clip(corrections.join("\n"), 1_900))] : []),
    ...(notes.length > 0 ? [contextLine(notes.join("\n"))] : []),
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
  const sentences = audit.sentences
    .slice(0, MOST_SENTENCES)
    .flatMap((sentence): KnownBlock[] => [
      richParagraph(richText(sentence.text, 400)),
      ...sentence.spans.slice(0, 1).map((span) => passageBlock(item.text, span)),
      contextLine(escapeMrkdwn(words.match[sentence.match])),
    ]);
  const findings = audit.findings
    .slice(0, 10)
    .map((finding) => `• ${clipEscaped(findingSentence(finding, language), 300)}`);
  return [...opening, ...sentences, ...(findings.length > 0 ? [contextLine(clip(findings.join("\n"), 1_900))] : [])];
}

function relatedPart({ related }: Evidence, words: Words): readonly KnownBlock[] {
  if (related.length === 0) return [];
  const lines = related
    .slice(0, 3)
    .map(({ item }) =>
      item.openUrl ? mrkdwnLink(item.openUrl, clip(titleOf(item), 100)) : clipEscaped(titleOf(item), 100),
    );
  return [{ type: "divider" }, heading(words.relatedHeading), contextLine(lines.map((line) => `• ${line}`).join("\n"))];
}

function heading(text: string): KnownBlock {
  return richParagraph(richText(text, 100, { bold: true }));
}
