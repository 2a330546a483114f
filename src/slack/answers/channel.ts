import { type Cadence, clockOf, parseDigestRequest } from "../../core/digest.ts";
import { byName } from "../../core/text/by-name.ts";
import type { AnswerParts, Asker } from "../asker.ts";
import type { Card } from "../blocks/card.ts";
import type { DigestStanding } from "../library.ts";
import { escapeMrkdwn } from "../mrkdwn.ts";
import type { Words } from "../words.ts";
import { say } from "./lists.ts";

/** `/footnote digest …`: shows, sets, sends or ends the digest of the channel it was typed in. */
export async function digestAnswer(parts: AnswerParts, asker: Asker, typed: string): Promise<Card> {
  const { library } = parts;
  const { words, channelId } = asker;
  const { teamId, userId } = asker.viewer;
  const parsed = parseDigestRequest(typed);
  if (!parsed.ok) return say(words.digestMistake[parsed.mistake.kind](escapeMrkdwn(parsed.mistake.text)));
  const { request } = parsed;
  switch (request.kind) {
    case "show": {
      const standing = await library.digest(teamId, channelId);
      return say(standing ? standingLine(asker, standing) : words.digestNone);
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

/** `/footnote status`: what the asker's library holds, and whether this channel's links are read. */
export async function statusAnswer(parts: AnswerParts, asker: Asker): Promise<Card> {
  const { teamId } = asker.viewer;
  const [counts, channel] = await Promise.all([
    parts.library.counts(asker.viewer),
    parts.directory.channel(teamId, asker.channelId, "channel"),
  ]);
  return say(
    [asker.words.status(counts), channel.left ? asker.words.notHere : asker.words.statusChannel(channel.capture)].join(
      "\n",
    ),
  );
}

const CAPTURE = byName<"on" | "off">({ on: "on start 开 开启", off: "off stop 关 关闭" });

/** `/footnote capture on|off`: whether links of this channel are read without being asked. Other words show which. */
export async function captureAnswer(parts: AnswerParts, asker: Asker, typed: string): Promise<Card> {
  const { teamId } = asker.viewer;
  const word = typed.trim().toLowerCase();
  const channel = await parts.directory.channel(teamId, asker.channelId, "channel");
  if (channel.left) return say(asker.words.notHere);
  const asked = CAPTURE[word];
  const on = asked ? asked === "on" : channel.capture;
  if (asked) await parts.library.setCapture(teamId, asker.channelId, on);
  return say(asker.words.statusChannel(on));
}
