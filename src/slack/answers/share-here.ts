import { randomUUID } from "node:crypto";
import type { AnswerParts, Asker } from "../asker.ts";
import { button, type Card, questionCard, renderReply } from "../blocks/card.ts";
import { LIST_ACTIONS } from "../blocks/results.ts";
import type { SlackMessages } from "../messages.ts";
import { escapeMrkdwn } from "../mrkdwn.ts";
import { say } from "./lists.ts";

/**
 * Posts a found item's card into the channel the asker is in, as a share of their own. What comes out of a channel that
 * not everyone here can see is asked about first, with what it would reveal.
 */
export async function shareHere(
  parts: AnswerParts & { readonly messages: SlackMessages },
  asker: Asker,
  shareId: string,
  confirmed: boolean,
): Promise<Card> {
  const { words, channelId, viewer } = asker;
  const found = await parts.library.byShare(viewer, shareId);
  if (!found) return say(words.gone);
  const from = await parts.directory.channel(viewer.teamId, found.share.channelId, "channel");
  if (from.kind !== "public" && found.share.channelId !== channelId && !confirmed) {
    const where = from.kind === "private" ? `<#${found.share.channelId}>` : words.directMessage;
    const question = `${escapeMrkdwn(words.shareAsk("…")).replace("…", where)}`;
    return questionCard(question, button(LIST_ACTIONS.shareAnyway, words.shareAnyway, shareId), words);
  }
  const entry = {
    shareId,
    posted: found.item.openUrl ?? found.item.title,
    state: { kind: "ready" as const, item: found.item },
  };
  const { language = asker.language } = await parts.directory.channel(viewer.teamId, channelId, "channel");
  const card = renderReply({ entries: [entry], language }, parts.place);
  const ts = await parts.messages.post(channelId, card, { id: randomUUID() });
  await parts.library.cardPosted(viewer, shareId, channelId, ts);
  return say(words.sharedHere);
}
