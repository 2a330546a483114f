import { z } from "zod";
import type { AnswerParts, Asker } from "../asker.ts";
import { button, type Card, questionCard, titleOf } from "../blocks/card.ts";
import { clipEscaped, escapeMrkdwn } from "../mrkdwn.ts";
import { addressIn, filedUnder, say } from "./lists.ts";

/** Action id of the button that forgets. */
export const FORGET_ACTION = "forget_confirm";

const MINE = /^(?:(?:all )?my ?data|me|我的?(?:所有|全部)?数据)$/;
const CHANNEL = /^(?:(?:this )?channel|[本此]频道|这个?频道)$/;

/** What the button carries; rights are looked at again when it is pressed. */
const Target = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("link"), shareId: z.string() }),
  z.object({ kind: z.literal("mine") }),
  z.object({ kind: z.literal("channel"), channelId: z.string() }),
]);
type Target = z.infer<typeof Target>;

/** `/footnote forget <link> | my data | this channel`: says what would go, and asks. */
export async function forgetAnswer(parts: AnswerParts, asker: Asker, typed: string): Promise<Card> {
  const { words } = asker;
  const what = typed.trim().toLowerCase();
  if (MINE.test(what)) return question(asker, words.forgetMine, { kind: "mine" });
  if (CHANNEL.test(what)) {
    if (!(await mayForgetChannel(parts, asker))) return say(words.forgetNotYourChannel);
    return question(asker, words.forgetChannel, { kind: "channel", channelId: asker.channelId });
  }
  if (!addressIn(typed)) return say(escapeMrkdwn(words.forgetHow));
  const found = await filedUnder(parts, asker, typed);
  if (!found) return say(escapeMrkdwn(words.notFiled));
  const mayForget = asker.admin || (await parts.library.hasShared(asker.viewer, found.item));
  if (!mayForget) return say(escapeMrkdwn(words.forgetNotYours));
  const title = clipEscaped(titleOf(found.item), 100);
  const sentence = asker.admin ? words.forgetLink(title) : words.forgetOwnShares(title);
  return question(asker, sentence, { kind: "link", shareId: found.share.shareId });
}

function question({ words }: Asker, sentence: string, target: Target): Card {
  const confirm = { ...button(FORGET_ACTION, words.forgetConfirm, JSON.stringify(target)), style: "danger" as const };
  return questionCard(sentence, confirm, words);
}

/** Forgets what a pressed button names, as far as the person who pressed it may. */
export async function forgetNow(parts: AnswerParts, asker: Asker, value: string): Promise<Card> {
  const { words, viewer, admin } = asker;
  const target = Target.parse(JSON.parse(value));
  if (target.kind === "channel") {
    if (target.channelId !== asker.channelId || !(await mayForgetChannel(parts, asker))) {
      return say(words.forgetNotYourChannel);
    }
  }
  const outcome = await parts.library.forget(viewer, target, admin);
  if (outcome === "gone") return say(words.gone);
  if (outcome === "not yours") return say(escapeMrkdwn(words.forgetNotYours));
  return say(words.forgotten(outcome));
}

/** An admin may, and anyone in their own conversation with Footnote. */
async function mayForgetChannel(parts: AnswerParts, { viewer, channelId, admin }: Asker): Promise<boolean> {
  const channel = await parts.directory.channel(viewer.teamId, channelId, "channel");
  return admin || (channel.kind === "dm" && viewer.channelIds.includes(channelId));
}
