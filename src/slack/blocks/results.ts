import type { ActionsBlock, Button, KnownBlock, RichTextElement } from "@slack/types";
import type { Item } from "../../core/item.ts";
import type { SnippetPiece } from "../../core/search/snippet.ts";
import type { VisibleItem } from "../../core/viewer.ts";
import * as limits from "../limits.ts";
import { clip, clipEscaped, escapeMrkdwn, withNames } from "../mrkdwn.ts";
import { sayDate, type Words, type WordsLanguage, wordsIn } from "../words.ts";
import { button, type Card, type CardPlace, contextLine, leadSentence, saysTitle, titleElement } from "./card.ts";
import { richParagraph, richText } from "./rich.ts";

/** Results of one page. */
export const PAGE_SIZE = 5;
/** Characters of a title. */
const TITLE = 150;
/** Characters of a list's heading. */
const HEADING = 300;

/** Action ids of a list's buttons. */
export const LIST_ACTIONS = {
  previous: "list_previous",
  next: "list_next",
  why: "list_why",
  share: "list_share",
  shareAnyway: "list_share_anyway",
} as const;

/** One line of a list: an item and, for a search, the words around what was found. */
export interface ListEntry extends VisibleItem {
  readonly snippet?: readonly SnippetPiece[];
}

/** What a list shows, and how to get to its neighbours. */
export interface ListPage {
  readonly heading: string;
  /** The heading is of words and of what the asker typed, and not of a page: people and channels in it are named. */
  readonly headingNames?: boolean;
  readonly entries: readonly ListEntry[];
  readonly page: number;
  readonly hasNext: boolean;
  /** Names the list for its buttons, such as a query's text. At most 1,900 characters. */
  readonly listKey: string;
  readonly language: WordsLanguage;
}

/** A list of items for one person: title, a line with the words found in bold, source, who, where, when, tags. */
export function renderList(list: ListPage, place: CardPlace): Card {
  const escaped = clipEscaped(list.heading, HEADING);
  const heading = list.headingNames ? withNames(escaped) : escaped;
  const blocks: KnownBlock[] = [contextLine(heading)];
  for (const entry of list.entries) blocks.push(...entryBlocks(entry, list.language, place));
  const turning = turnButtons(list);
  if (turning) blocks.push(turning);
  return { text: heading, blocks };
}

function entryBlocks(
  { item, share, snippet }: ListEntry,
  language: WordsLanguage,
  place: CardPlace,
): readonly KnownBlock[] {
  const words = wordsIn(language);
  const line = tellsMore(snippet, item) ? snippet : [{ text: oneLine(item, words), found: false }];
  const thread = place.permalink(share.channelId, share.messageTs, share.threadTs);
  const facts = [
    item.site && escapeMrkdwn(clip(item.site, 60)),
    share.userName && `@${clipEscaped(share.userName, 40)}`,
    placeName(share.channelId, words),
    `<${thread}|${sayDate(share.sharedAt, language)}>`,
    item.tags.length > 0 &&
      item.tags
        .slice(0, 5)
        .map((tag) => `#${clipEscaped(tag.text, 30)}`)
        .join(" "),
  ].filter(Boolean);
  return [
    richParagraph(
      titleElement(item, TITLE),
      ...(line[0]?.text ? [{ type: "text" as const, text: "\n" }, ...snippetElements(line)] : []),
    ),
    contextLine(facts.join(" · ")),
    {
      type: "actions",
      elements: [
        button(LIST_ACTIONS.why, words.why, share.shareId),
        linkButton(words.openThread, thread),
        button(LIST_ACTIONS.share, words.shareHere, share.shareId),
      ],
    },
  ];
}

/** Whether a snippet shows what was found, or says what the title does not. */
function tellsMore(snippet: ListEntry["snippet"], item: Item): snippet is readonly SnippetPiece[] {
  if (!snippet || snippet.length === 0) return false;
  return snippet.some(({ found }) => found) || !saysTitle(item, snippet.map(({ text }) => text).join(""));
}

/** What an item says, or why it could not be read. */
function oneLine(item: Item, words: Words): string {
  return leadSentence(item) || (item.problem ? words.problem(item.problem.code, item.problem.details) : "");
}

function snippetElements(pieces: readonly SnippetPiece[]): readonly RichTextElement[] {
  const elements: RichTextElement[] = [];
  let room = 280;
  for (const piece of pieces) {
    if (room <= 0) break;
    elements.push(richText(piece.text, room, piece.found ? { bold: true } : undefined));
    room -= piece.text.length;
  }
  return elements;
}

/** A channel by its name; a direct message has none that Slack would show. */
export function placeName(channelId: string, words: Words): string {
  return channelId.startsWith("D") ? words.directMessage : `<#${channelId}>`;
}

/** A button that opens an address; Slack still wants an action id. */
function linkButton(label: string, url: string): Button {
  return {
    type: "button",
    action_id: OPEN_LINK,
    text: { type: "plain_text", text: clip(label, limits.BUTTON_TEXT) },
    url,
  };
}

function turnButtons(list: ListPage): ActionsBlock | undefined {
  const words = wordsIn(list.language);
  const value = (page: number) => JSON.stringify({ list: list.listKey, page });
  const buttons = [
    ...(list.page > 0 ? [button(LIST_ACTIONS.previous, words.previous, value(list.page - 1))] : []),
    ...(list.hasNext ? [button(LIST_ACTIONS.next, words.next, value(list.page + 1))] : []),
  ];
  return buttons.length > 0 ? { type: "actions", elements: buttons } : undefined;
}

/** A list where there is no channel to share into, such as on the home tab: what opens and what turns stays. */
export function readingOnly(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  return blocks.flatMap((block): readonly KnownBlock[] => {
    if (block.type !== "actions") return [block];
    const elements = block.elements.filter(
      (element) => "action_id" in element && WITHOUT_CHANNEL.has(element.action_id ?? ""),
    );
    return elements.length > 0 ? [{ ...block, elements }] : [];
  });
}

/** The button that opens an address. */
export const OPEN_LINK = "open_link";
const WITHOUT_CHANNEL = new Set<string>([LIST_ACTIONS.why, OPEN_LINK, LIST_ACTIONS.previous, LIST_ACTIONS.next]);
