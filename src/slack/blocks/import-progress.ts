import type { KnownBlock } from "@slack/types";
import type { ImportReport, LeftOut } from "../../core/archive/import-report.ts";
import { clip, clipEscaped, escapeNotification } from "../mrkdwn.ts";
import { type Words, type WordsLanguage, wordsIn } from "../words.ts";
import { type Card, contextLine } from "./card.ts";

const BAR = 20;
const FILENAME = 80;
const NAME = 60;
const WHY = 200;
/** Characters of one context element's text. Source: Slack, Block Kit reference, "text object". */
const LINES = 2_900;

/** What the reply to a message with archives says: a bar while they are filed, then what came of it. */
export function renderImports(imports: readonly ImportReport[], language: WordsLanguage): Card {
  const words = wordsIn(language);
  return {
    text: imports.map((one) => escapeNotification(headline(one, words))).join("\n"),
    blocks: imports.flatMap((one) => importBlocks(one, words)),
  };
}

function headline(one: ImportReport, words: Words): string {
  const name = clip(one.filename, FILENAME);
  if (one.state === "failed") return one.problem ? words.problem(one.problem.code, one.problem.details) : name;
  return one.state === "done" ? words.imported(name, one.filed, one.known) : words.importing(name);
}

function importBlocks(one: ImportReport, words: Words): readonly KnownBlock[] {
  const first = clipEscaped(headline(one, words), WHY + FILENAME);
  if (one.state === "failed") return [contextLine(first)];
  if (one.state === "running") {
    const settled = one.filed + one.known + one.skipped;
    return [contextLine(`${first}\n${bar(settled, one.total)}  ${words.importCount(settled, one.total)}`)];
  }
  if (one.skipped === 0) return [contextLine(first)];
  return [
    contextLine(
      clip(
        [first, words.leftOut(one.skipped), ...one.leftOut.map((left) => reasonLine(left, words))].join("\n"),
        LINES,
      ),
    ),
  ];
}

function bar(settled: number, total: number): string {
  const full = total === 0 ? 0 : Math.floor((settled / total) * BAR);
  return "▓".repeat(full) + "░".repeat(BAR - full);
}

function reasonLine({ why, count, names }: LeftOut, words: Words): string {
  const named = names.map((name) => clipEscaped(name, NAME));
  const shown = count > names.length ? [...named, "…"] : named;
  return `• ${words.leftOutLine(clipEscaped(words.leftOutWhy(why), WHY), count, shown)}`;
}
