import { parseDigestRequest } from "../../core/digest.ts";
import { byName } from "../../core/text/by-name.ts";
import type { AnswerParts, Asker } from "../asker.ts";
import type { Card } from "../blocks/card.ts";
import {
  captureAnswer,
  digestAnswer,
  isChannelChoice,
  languageAnswer,
  placementAnswer,
  statusAnswer,
} from "./channel.ts";
import { exportAnswer } from "./export.ts";
import { forgetAnswer } from "./forget.ts";
import {
  addressIn,
  ONLY_A_LINK,
  recentAnswer,
  relatedAnswer,
  savedAnswer,
  say,
  searchAnswer,
  tagsAnswer,
  whyAnswer,
} from "./lists.ts";

/** What a person typed after `/footnote`, or said to Footnote. */
export interface Typed {
  readonly text: string;
  /** The command it begins with, in English; empty when it begins with none. */
  readonly command: string;
  /** What stands after the command. */
  readonly rest: string;
}

type Answer = (parts: AnswerParts, asker: Asker, rest: string) => Promise<Card> | Card;

const ANSWERS: Readonly<Record<string, Answer>> = {
  help: helpAnswer,
  search: (parts, asker, rest) => searchAnswer(parts, asker, rest, 0),
  recent: (parts, asker) => recentAnswer(parts, asker, 0),
  saved: (parts, asker) => savedAnswer(parts, asker, 0),
  tags: (parts, asker) => tagsAnswer(parts, asker),
  related: relatedAnswer,
  why: whyAnswer,
  status: (parts, asker) => statusAnswer(parts, asker),
  digest: digestAnswer,
  capture: captureAnswer,
  cards: placementAnswer,
  language: languageAnswer,
  import: (_parts, asker) => say(asker.words.importHow),
  export: exportAnswer,
  forget: forgetAnswer,
};

const CHINESE_NAMES = byName({
  help: "帮助",
  search: "搜索",
  recent: "最近",
  saved: "收藏",
  tags: "标签",
  related: "相关",
  why: "依据",
  status: "状态",
  digest: "推送",
  capture: "读取",
  cards: "卡片",
  language: "语言",
  import: "导入",
  export: "导出",
  forget: "忘掉",
});

/** Commands that take no words. */
const BARE = new Set(["help", "recent", "saved", "tags", "status", "import", "export"]);
/** Commands that take a link. */
const OF_A_LINK = new Set(["related", "why"]);

/** Commands that may take one. */
const ABOUT_A_LINK = new Set([...OF_A_LINK, "search", "forget"]);

/** Words that ask for help, or for nothing, rather than for something in the library. */
const HELP = /^(-{0,2}help|-h|hi|hello|hey|thanks|thank you|帮助|你好|您好|谢谢)?[\s!.?。！？]*$/i;

/** Reads what a person typed: a command and what stands after it, or only words. */
export function readTyped(text: string): Typed {
  const [, first = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const word = first.toLowerCase();
  const command = CHINESE_NAMES[word] ?? word;
  const isCommand = Object.hasOwn(ANSWERS, command) && (rest === "" || takes(command, rest, word));
  return isCommand ? { text, command, rest } : { text, command: "", rest: text };
}

/** Whether a command takes these words; with others its name is one of the words to search for. */
function takes(command: string, rest: string, name: string): boolean {
  if (command === "cards" || command === "language") return isChannelChoice(command, rest);
  // 推送 and 读取 are everyday words, too.
  if (name !== command && command === "digest") return parseDigestRequest(rest).ok;
  if (name !== command && command === "capture") return isChannelChoice(command, rest);
  return OF_A_LINK.has(command) ? addressIn(rest) !== undefined : !BARE.has(command);
}

/** Whether what is said to Footnote asks about a link, and does not give it to be read: `forget <link>`. */
export function asksAboutLink(text: string): boolean {
  const { command, rest } = readTyped(text);
  return ABOUT_A_LINK.has(command) && ONLY_A_LINK.test(rest);
}

/** Answers a command; what is none is searched for, and a greeting is helped. */
export async function commandAnswer(parts: AnswerParts, asker: Asker, typed: Typed): Promise<Card> {
  if (HELP.test(typed.text.trim())) return helpAnswer(parts, asker);
  const answer = ANSWERS[typed.command];
  return answer ? answer(parts, asker, typed.rest) : searchAnswer(parts, asker, typed.text, 0);
}

function helpAnswer(_parts: AnswerParts, asker: Asker): Card {
  return say(asker.words.help.join("\n"));
}
