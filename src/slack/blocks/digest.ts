import type { KnownBlock } from "@slack/types";
import type { VisibleItem } from "../../core/viewer.ts";
import { clip, clipEscaped, escapeMrkdwn } from "../mrkdwn.ts";
import { type Words, type WordsLanguage, wordsIn } from "../words.ts";
import { type Card, type CardPlace, contextLine, leadSentence, titleElement } from "./card.ts";
import { richLink, richParagraph, richText } from "./rich.ts";

/** Characters of a title. */
const TITLE = 150;

/** A digest ready to be shown: its items in groups, each under the tag that leads it. */
export interface DigestView {
  readonly groups: readonly { readonly tag: string | undefined; readonly items: readonly VisibleItem[] }[];
  /** Everything new, shown or not. */
  readonly total: number;
  readonly language: WordsLanguage;
}

/** One message with what was new in a channel: a line for each item and where it was talked about. */
export function renderDigest(view: DigestView, place: CardPlace): Card {
  const words = wordsIn(view.language);
  const heading = words.digestHeading(view.total);
  const blocks: KnownBlock[] = [richParagraph(richText(heading, 150, { bold: true }))];
  for (const { tag, items } of view.groups) {
    if (view.groups.length > 1)
      blocks.push(contextLine(tag ? `#${clipEscaped(tag, 60)}` : escapeMrkdwn(words.digestOther)));
    blocks.push(...items.map((found) => itemBlock(found, words, place)));
  }
  const shown = view.groups.reduce((sum, group) => sum + group.items.length, 0);
  if (view.total > shown) blocks.push(contextLine(escapeMrkdwn(words.digestMore(view.total - shown))));
  return { text: escapeMrkdwn(heading), blocks };
}

function itemBlock({ item, share }: VisibleItem, words: Words, place: CardPlace): KnownBlock {
  const sentence = leadSentence(item);
  const thread = place.permalink(share.channelId, share.messageTs, share.threadTs);
  return richParagraph(
    titleElement(item, TITLE),
    ...(sentence ? [{ type: "text" as const, text: "\n" }, richText(sentence, 180)] : []),
    { type: "text", text: "  " },
    richLink(thread, share.userName ? words.sharedBy(clip(share.userName, 40)) : words.openThread, 80),
  );
}
