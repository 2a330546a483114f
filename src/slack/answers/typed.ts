import { parseDigestRequest } from "../../core/digest.ts";
import { byName } from "../../core/text/by-name.ts";
import { isChannelChoice } from "./channel.ts";
import { addressIn, ONLY_A_LINK } from "./lists.ts";

/** What may be asked of Footnote by a word. */
export type Command =
  | "help"
  | "search"
  | "recent"
  | "saved"
  | "tags"
  | "related"
  | "why"
  | "status"
  | "digest"
  | "capture"
  | "cards"
  | "language"
  | "import"
  | "export"
  | "forget";

/** What a person typed after `/footnote`, or said to Footnote. */
export interface Typed {
  readonly text: string;
  /** The command it begins with. */
  readonly command?: Command;
  /** What stands after the command. */
  readonly rest: string;
}

const COMMANDS = byName<Command>({
  help: "help 帮助",
  search: "search 搜索",
  recent: "recent 最近",
  saved: "saved 收藏",
  tags: "tags 标签",
  related: "related 相关",
  why: "why 依据",
  status: "status 状态",
  digest: "digest 推送",
  capture: "capture 读取",
  cards: "cards 卡片",
  language: "language 语言",
  import: "import 导入",
  export: "export 导出",
  forget: "forget 忘掉",
});

/** Commands that take no words. */
const BARE: ReadonlySet<Command> = new Set(["help", "recent", "saved", "tags", "status", "import", "export"]);
/** Commands that take a link. */
const OF_A_LINK: ReadonlySet<Command> = new Set(["related", "why"]);
/** Commands that may take one. */
const ABOUT_A_LINK: ReadonlySet<Command> = new Set([...OF_A_LINK, "search", "forget"]);

/** Reads what a person typed: a command and what stands after it, or only words. */
export function readTyped(text: string): Typed {
  const [, first = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const word = first.toLowerCase();
  const command = COMMANDS[word];
  return command && (rest === "" || takes(command, rest, word)) ? { text, command, rest } : { text, rest: text };
}

/** Whether a command takes these words; with others its name is one of the words to search for. */
function takes(command: Command, rest: string, name: string): boolean {
  if (command === "cards" || command === "language") return isChannelChoice(command, rest);
  // 推送 and 读取 are everyday words, too.
  if (name !== command && command === "digest") return parseDigestRequest(rest).ok;
  if (name !== command && command === "capture") return isChannelChoice(command, rest);
  return OF_A_LINK.has(command) ? addressIn(rest) !== undefined : !BARE.has(command);
}

/** Whether what is said to Footnote asks about a link, and does not give it to be read: `forget <link>`. */
export function asksAboutLink(text: string): boolean {
  const { command, rest } = readTyped(text);
  return command !== undefined && ABOUT_A_LINK.has(command) && ONLY_A_LINK.test(rest);
}
