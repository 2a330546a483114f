import type {
  ActionsBlock,
  Button,
  ContextBlock,
  KnownBlock,
  Overflow,
  RichTextElement,
  SectionBlock,
} from "@slack/types";
import { findingSentence } from "../../core/audit/say.ts";
import { type Item, type ProblemRecord, readingMinutes } from "../../core/item.ts";
import { isHopeless } from "../../core/problems.ts";
import type { EarlierShare, Reply, ReplyEntry } from "../../core/reply.ts";
import { type SummarySentence, summaryText } from "../../core/summary/summary.ts";
import { displayHost } from "../../core/url/display-host.ts";
import { sameSite } from "../../core/url/source.ts";
import * as limits from "../limits.ts";
import { clip, clipEscaped, escapeMrkdwn, escapeNotification, linesWithin, mrkdwnLink } from "../mrkdwn.ts";
import { sayDate, sayLanguage, type Words, wordsIn } from "../words.ts";
import { richLink, richParagraph, richText } from "./rich.ts";

/** A message as Slack takes it: blocks, and a text for notifications and screen readers. */
export interface Card {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** What a card needs to know of the workspace it stands in. */
export interface CardPlace {
  /** Address of a message, for links to an earlier share. */
  readonly permalink: (channelId: string, messageTs: string, threadTs?: string) => string;
}

/** Entries that get a card each; a message with more gets one line and a sentence for each. */
const FULL_CARDS = 3;
/** Entries that one reply names; the rest is counted. */
const MOST_ENTRIES = 20;
const TITLE = 200;
const SENTENCES = 600;
const LINE = 240;
/** A link with its mark-up, where up to 20 entries share one message. */
const SHORT_LINK = 260;

/** Action ids of a card's buttons; the value is the share's id. */
export const CARD_ACTIONS = {
  why: "card_why",
  save: "card_save",
  retry: "card_retry",
  remove: "card_remove",
  more: "card_more",
} as const;

/** The one reply to a message, whatever the number of its links. */
export function renderReply(reply: Reply, place: CardPlace): Card {
  const words = wordsIn(reply.language);
  const shown = reply.entries.slice(0, MOST_ENTRIES);
  if (shown.every((entry) => entry.state.kind === "reading")) return readingCard(shown, reply.entries.length, words);
  const compact = shown.length > FULL_CARDS;
  const parts = shown.map((entry) => (compact ? compactEntry(entry, words) : fullEntry(entry, reply, words, place)));
  const blocks: KnownBlock[] = parts.flatMap((part, index) =>
    index > 0 && !compact ? [{ type: "divider" }, ...part] : [...part],
  );
  const left = reply.entries.length - shown.length;
  const leftOut = reply.leftOut ?? 0;
  const more = [left > 0 ? words.more(left) : "", leftOut > 0 ? words.tooMany(leftOut, reply.entries.length) : ""];
  if (left + leftOut > 0) blocks.push(contextLine(more.filter(Boolean).join("\n")));
  const lines = shown.map((entry) => notification(entry, words));
  return { text: linesWithin(lines, limits.NOTIFICATION_TEXT), blocks };
}

function readingCard(entries: readonly ReplyEntry[], count: number, words: Words): Card {
  const [only] = entries;
  const text = count === 1 && only ? words.readingLink(nameOf(only.posted)) : words.readingMany(count);
  return { text: escapeNotification(text), blocks: [contextLine(escapeMrkdwn(text))] };
}

function notification(entry: ReplyEntry, words: Words): string {
  const { state } = entry;
  if (state.kind === "reading") return escapeNotification(words.readingLink(nameOf(entry.posted)));
  if (state.kind === "ready") return escapeNotification(clip(titleOf(state.item), TITLE));
  const name = nameOf(entry.posted);
  const said = words.problem(state.problem.code, state.problem.details);
  return escapeNotification(said.includes(name) ? said : words.named(name, said));
}

function fullEntry(entry: ReplyEntry, reply: Reply, words: Words, place: CardPlace): readonly KnownBlock[] {
  const { state } = entry;
  switch (state.kind) {
    case "reading":
      return [contextLine(escapeMrkdwn(words.readingLink(nameOf(entry.posted))))];
    case "ready":
      return readyBlocks(entry, state.item, reply, words, place);
    case "walled":
    case "failed":
      return problemBlocks(entry, state.problem, words);
  }
}

function readyBlocks(
  entry: ReplyEntry,
  item: Item,
  reply: Reply,
  words: Words,
  place: CardPlace,
): readonly KnownBlock[] {
  const earlier = entry.earlier ? earlierLine(entry.earlier, reply, words, place) : undefined;
  const lines = [
    evidenceLine(item, words),
    provenanceLine(item, words),
    warningLine(item, reply.language),
    earlier,
  ].filter((line) => line !== undefined);
  return [
    richParagraph(titleElement(item, TITLE)),
    contextLine(factsLine(item, reply, words)),
    ...summaryBlocks(item, words),
    ...(item.tags.length > 0 ? [contextLine(tagsLine(item))] : []),
    ...(lines.length > 0 ? [contextLine(lines.join("\n"))] : []),
    actions(entry, words),
  ];
}

/** An item's title, cut to `limit` characters, bold, and a link where Slack takes an address of that length. */
export function titleElement(item: Item, limit: number): RichTextElement {
  const title = titleOf(item);
  return item.openUrl && item.openUrl.length <= limits.URL_LENGTH
    ? richLink(item.openUrl, title, limit, { bold: true })
    : richText(title, limit, { bold: true });
}

/** Never empty: a page without a title is called by its address, a file by its kind. */
export function titleOf(item: Item): string {
  return item.title.trim() || (item.openUrl ? placeOf(item.openUrl) : item.kind);
}

/** What it is, from where, by whom, when, how long, in which language: escaped mrkdwn. */
function factsLine(item: Item, reply: Pick<Reply, "language">, words: Words): string {
  const minutes = readingMinutes(item.text);
  const facts = [
    words.kind[item.kind],
    item.site && clip(item.site, 60),
    item.author && words.by(clip(item.author, 60)),
    item.publishedAt && sayDate(item.publishedAt, reply.language),
    item.durationSeconds && words.length(item.durationSeconds),
    item.pages && words.pages(item.pages),
    minutes > 0 && words.minutes(minutes),
    sayLanguage(item.language, reply.language),
  ];
  return facts
    .filter((fact) => typeof fact === "string" && fact !== "")
    .map((fact) => escapeMrkdwn(String(fact)))
    .join(" · ");
}

function summaryBlocks(item: Item, words: Words): readonly KnownBlock[] {
  const text = summaryText(cardSentences(item));
  const topic = item.topic && !item.title.includes(item.topic) ? [contextLine(`#${clipEscaped(item.topic, 100)}`)] : [];
  if (text === "") return item.text === "" && !item.description ? topic : [...topic, ...descriptionBlock(item, words)];
  if (item.summary?.method.kind === "whole" && item.title.includes(text)) return topic;
  return [...topic, richParagraph(richText(text, SENTENCES))];
}

function descriptionBlock(item: Item, words: Words): readonly KnownBlock[] {
  return item.description ? [contextLine(clipEscaped(words.says(item.description), LINE))] : [];
}

/** The sentences of a card's summary: those that its title says already are left out, unless there are no others. */
function cardSentences(item: Item): readonly SummarySentence[] {
  const all = item.summary?.sentences ?? [];
  const news = all.filter((sentence) => !saysTitle(item, sentence.text));
  return news.length > 0 ? news : all;
}

/** The one sentence by which a list tells what an item is; empty when its title says all that is known. */
export function leadSentence(item: Item): string {
  const sentence = cardSentences(item)[0]?.text ?? item.description ?? "";
  return saysTitle(item, sentence) ? "" : sentence;
}

/** Whether an item's title says as much as this. */
export function saysTitle({ title }: Item, text: string): boolean {
  return title.includes(text.replace(/[。.！!？?]+$/, ""));
}

function tagsLine(item: Item): string {
  return item.tags
    .slice(0, 10)
    .map((tag) => `\u2060#${clipEscaped(tag.text, 40)}`)
    .join("   ");
}

function evidenceLine(item: Item, words: Words): string | undefined {
  const sentences = cardSentences(item);
  const method = item.summary?.method;
  if (!method || sentences.length === 0) return undefined;
  if (method.kind === "whole") return words.ownSummary;
  if (method.kind === "person") return words.editedBy(method.by ? `<@${method.by}>` : "…");
  return words.foundInText(sentences.filter((sentence) => sentence.match !== "not found").length, sentences.length);
}

/** Where it really comes from, when that is not plain from its address. */
function provenanceLine(item: Item, words: Words): string | undefined {
  const primary = item.links.find((link) => !item.openUrl || !sameSite(link.url, item.openUrl));
  const source = item.corrections.find((correction) => correction.field === "source");
  const lines = [
    (item.kind === "post" || source) &&
      primary &&
      words.linksTo(shortLink(primary.url, clip(displayHost(primary.url), 80))),
    source && escapeMrkdwn(words.claimedSource(clip(source.claimed, 40), clip(source.actual, 40))),
  ].filter(Boolean);
  return lines.length > 0 ? lines.join(" · ") : undefined;
}

/** What the summary that came with the file gets wrong, as far as the check is right often enough to say so here. */
function warningLine(item: Item, language: Reply["language"]): string | undefined {
  const [finding] = (item.audit?.findings ?? []).filter((one) => one.onCard);
  return finding && clipEscaped(findingSentence(finding, language), LINE);
}

function earlierLine(earlier: EarlierShare, reply: Reply, words: Words, place: CardPlace): string {
  const when = sayDate(earlier.sharedAt, reply.language);
  const link = `<${place.permalink(earlier.channelId, earlier.messageTs, earlier.threadTs)}|${when}>`;
  // A name, not a mention: the earlier sharer is told of nothing.
  const who = `@${clipEscaped(earlier.userName ?? "…", 40)}`;
  return earlier.sameChannel
    ? words.alreadySharedHere(who, link)
    : words.alreadyShared(who, `<#${earlier.channelId}>`, link);
}

function problemBlocks(entry: ReplyEntry, problem: ProblemRecord, words: Words): readonly KnownBlock[] {
  const title = problem.preview?.title ?? placeOf(entry.posted);
  const linked = isAddress(entry.posted)
    ? richLink(entry.posted, title, TITLE, { bold: true })
    : richText(title, TITLE, { bold: true });
  return [
    richParagraph(linked),
    ...(problem.preview?.description ? [contextLine(clipEscaped(words.says(problem.preview.description), LINE))] : []),
    contextLine(clipEscaped(words.problem(problem.code, problem.details), LINE)),
    { type: "actions", elements: [...retryButtons(entry, problem, words), removeButton(entry, words)] },
  ];
}

function compactEntry(entry: ReplyEntry, words: Words): readonly KnownBlock[] {
  const { state } = entry;
  if (state.kind === "reading") return [contextLine(escapeMrkdwn(words.readingLink(nameOf(entry.posted))))];
  if (state.kind !== "ready") {
    const title = state.problem.preview?.title ?? placeOf(entry.posted);
    const name = isAddress(entry.posted) ? shortLink(entry.posted, title) : clipEscaped(title, 80);
    const said = clipEscaped(words.problem(state.problem.code, state.problem.details), LINE);
    return [section(`${name}\n${said}`, retryButtons(entry, state.problem, words)[0] ?? removeButton(entry, words))];
  }
  const { item } = state;
  const name = item.openUrl ? shortLink(item.openUrl, titleOf(item)) : clipEscaped(titleOf(item), 80);
  const sentence = leadSentence(item);
  const facts = [item.site, ...item.tags.slice(0, 3).map((tag) => `#${clip(tag.text, 30)}`)].filter(
    (fact) => fact !== undefined,
  );
  return [
    section(
      [name, clipEscaped(sentence, 140)].filter(Boolean).join("\n"),
      button(CARD_ACTIONS.why, words.why, entry.shareId),
    ),
    contextLine(clipEscaped(facts.join("   ") || words.kind[item.kind], 100)),
  ];
}

function actions(entry: ReplyEntry, words: Words): ActionsBlock {
  const more: Overflow = {
    type: "overflow",
    action_id: CARD_ACTIONS.more,
    options: (["edit", "retry", "remove"] as const).map((choice) => ({
      text: { type: "plain_text", text: words[choice] },
      value: `${choice}:${entry.shareId}`,
    })),
  };
  return {
    type: "actions",
    elements: [
      button(CARD_ACTIONS.why, words.why, entry.shareId),
      button(CARD_ACTIONS.save, words.save, entry.shareId),
      more,
    ],
  };
}

/** One, unless no further try can help. */
function retryButtons({ shareId }: ReplyEntry, { code, details }: ProblemRecord, words: Words): readonly Button[] {
  return isHopeless(code, details) ? [] : [button(CARD_ACTIONS.retry, words.retry, shareId)];
}

function removeButton({ shareId }: ReplyEntry, words: Words): Button {
  return button(CARD_ACTIONS.remove, words.remove, shareId);
}

/** A plain button; its value names what it is about. */
export function button(actionId: string, label: string, value: string): Button {
  return {
    type: "button",
    action_id: actionId,
    text: { type: "plain_text", text: clip(label, limits.BUTTON_TEXT) },
    value,
  };
}

/** Action id of the button that leaves a question at that. */
export const CANCEL_ACTION = "question_cancel";

/** A question that changes nothing before it is answered: with the button that does it, and one that does not. */
export function questionCard(mrkdwn: string, yes: Button, words: Words): Card {
  return {
    text: mrkdwn,
    blocks: [contextLine(mrkdwn), { type: "actions", elements: [yes, button(CANCEL_ACTION, words.cancel, "cancel")] }],
  };
}

/** One grey line of mrkdwn that was escaped already. */
export function contextLine(mrkdwn: string): ContextBlock {
  return { type: "context", elements: [{ type: "mrkdwn", text: mrkdwn, verbatim: true }] };
}

/** A link for a line among many; only its label when the address would take the room of the other lines. */
function shortLink(url: string, label: string): string {
  const link = mrkdwnLink(url, clip(label, 80));
  return link.length <= SHORT_LINK ? link : clipEscaped(label, 80);
}

function section(mrkdwn: string, accessory: Button): SectionBlock {
  return { type: "section", text: { type: "mrkdwn", text: mrkdwn, verbatim: true }, accessory };
}

function isAddress(posted: string): boolean {
  return /^https?:\/\//i.test(posted) && posted.length <= limits.URL_LENGTH;
}

function nameOf(posted: string): string {
  return clip(isAddress(posted) ? displayHost(posted) : posted, 80);
}

/** As {@link nameOf}, with the path: of several links to one site a person sees which one it was. */
function placeOf(posted: string): string {
  const path = isAddress(posted) && URL.canParse(posted) ? new URL(posted).pathname : "/";
  return path === "/" ? nameOf(posted) : clip(`${displayHost(posted)}${decoded(path)}`, 80);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
