import { type Cadence, clockOf, parseDigestRequest } from "../../core/digest.ts";
import type { ChannelChange, ChannelSettings } from "../../core/directory.ts";
import { byName } from "../../core/text/by-name.ts";
import type { AnswerParts, Asker } from "../asker.ts";
import type { Card } from "../blocks/card.ts";
import type { DigestStanding } from "../library.ts";
import { clipEscaped, escapeMrkdwn } from "../mrkdwn.ts";
import type { Words } from "../words.ts";
import { say } from "./lists.ts";

/** Characters of what was typed that a mistake repeats. */
const MISTAKE = 200;

/** `/footnote digest …`: shows, sets, sends or ends the digest of the channel it was typed in. */
export async function digestAnswer(parts: AnswerParts, asker: Asker, typed: string): Promise<Card> {
  const { library } = parts;
  const { words, channelId } = asker;
  const { teamId, userId } = asker.viewer;
  const parsed = parseDigestRequest(typed);
  if (!parsed.ok) return say(words.digestMistake[parsed.mistake.kind](clipEscaped(parsed.mistake.text, MISTAKE)));
  const { request } = parsed;
  switch (request.kind) {
    case "show": {
      const standing = await library.digest(teamId, channelId);
      if (standing) return say(standingLine(asker, standing));
      return say((await channelOf(parts, asker)).left ? words.notHere : words.digestNone);
    }
    case "set": {
      const channel = await parts.directory.channel(teamId, channelId, "channel");
      if (channel.left) return say(words.notHere);
      const zone = request.zone ?? asker.zone;
      const standing = await library.setDigest(teamId, channelId, userId, request.cadence, zone);
      return say(standing ? standingLine(asker, standing) : words.digestNone);
    }
    case "off":
      await library.endDigest(teamId, channelId);
      return say(words.digestOff);
    case "now":
      return say((await library.digestNow(teamId, channelId, userId)) ? words.digestSent : words.digestNothing);
  }
}

function standingLine({ words, language }: Asker, { cadence, zone, next }: DigestStanding): string {
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  const at = new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: "full", timeStyle: "short" }).format(next);
  return escapeMrkdwn(words.digestSet(cadenceWords(words, cadence, zone), at));
}

/** When a digest comes, in words. */
export function cadenceWords(words: Words, cadence: Cadence, zone: string): string {
  const clock = clockOf(cadence);
  return cadence.kind === "weekly"
    ? words.cadence.weekly(cadence.weekday, clock, zone)
    : words.cadence[cadence.kind](clock, zone);
}

/** `/footnote status`: what the asker's library holds, and what is set for this channel. */
export async function statusAnswer(parts: AnswerParts, asker: Asker): Promise<Card> {
  const { viewer, words, channelId } = asker;
  const [counts, channel] = await Promise.all([
    parts.library.counts(viewer),
    parts.directory.channel(viewer.teamId, channelId, "channel"),
  ]);
  const { capture, placement, language = "auto" } = channel;
  const settings = [words.statusChannel(capture), words.cards[placement], words.cardLanguage[language]];
  return say([words.status(counts), ...(channel.left ? [words.notHere] : settings)].join("\n"));
}

const CAPTURE = byName<"on" | "off">({ on: "on start 开 开启", off: "off stop 关 关闭" });
const PLACEMENTS = byName<ChannelSettings["placement"]>({
  thread: "thread threads 消息串",
  channel: "channel 频道",
  nowhere: "nowhere none off 不发 关闭",
});
const CARD_LANGUAGES = byName<"en" | "zh" | "auto">({
  en: "en english 英文 英语",
  zh: "zh chinese 中文 汉语",
  auto: "auto automatic 自动",
});

/** `/footnote capture on|off`: whether links of this channel are read without being asked. Other words show which. */
export async function captureAnswer(parts: AnswerParts, asker: Asker, typed: string): Promise<Card> {
  const channel = await channelOf(parts, asker);
  if (channel.left) return say(asker.words.notHere);
  const asked = CAPTURE[typed.trim().toLowerCase()];
  const capture = asked ? asked === "on" : channel.capture;
  if (asked) await setChannel(parts, asker, { capture });
  return say(asker.words.statusChannel(capture));
}

/** `/footnote cards thread|channel|nowhere`: where the cards of this channel stand. Without a word, which it is. */
export async function placementAnswer(parts: AnswerParts, asker: Asker, typed: string): Promise<Card> {
  const channel = await channelOf(parts, asker);
  if (channel.left) return say(asker.words.notHere);
  const placement = PLACEMENTS[typed.trim().toLowerCase()];
  if (placement) await setChannel(parts, asker, { placement });
  return say(asker.words.cards[placement ?? channel.placement]);
}

/** `/footnote language en|zh|auto`: the language of this channel's cards and digests. Without a word, which it is. */
export async function languageAnswer(parts: AnswerParts, asker: Asker, typed: string): Promise<Card> {
  const channel = await channelOf(parts, asker);
  if (channel.left) return say(asker.words.notHere);
  const language = CARD_LANGUAGES[typed.trim().toLowerCase()];
  if (language) await setChannel(parts, asker, { language: language === "auto" ? null : language });
  return say(asker.words.cardLanguage[language ?? channel.language ?? "auto"]);
}

/** Whether these words are a choice that a command about a channel's cards and links knows. */
export function isChannelChoice(command: "capture" | "cards" | "language", typed: string): boolean {
  return Object.hasOwn(
    { capture: CAPTURE, cards: PLACEMENTS, language: CARD_LANGUAGES }[command],
    typed.trim().toLowerCase(),
  );
}

function channelOf({ directory }: AnswerParts, { viewer, channelId }: Asker): Promise<ChannelSettings> {
  return directory.channel(viewer.teamId, channelId, "channel");
}

function setChannel({ library }: AnswerParts, { viewer, channelId }: Asker, change: ChannelChange): Promise<void> {
  return library.setChannel(viewer.teamId, channelId, change);
}
