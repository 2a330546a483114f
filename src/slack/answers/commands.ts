import type { AnswerParts, Asker } from "../asker.ts";
import type { Card } from "../blocks/card.ts";
import { captureAnswer, digestAnswer, languageAnswer, placementAnswer, statusAnswer } from "./channel.ts";
import { exportAnswer } from "./export.ts";
import { forgetAnswer } from "./forget.ts";
import { recentAnswer, relatedAnswer, savedAnswer, say, searchAnswer, tagsAnswer, whyAnswer } from "./lists.ts";
import type { Command, Typed } from "./typed.ts";

type Answer = (parts: AnswerParts, asker: Asker, rest: string) => Promise<Card> | Card;

const ANSWERS: Readonly<Record<Command, Answer>> = {
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

/** Words that ask for help, or for nothing, rather than for something in the library. */
const HELP = /^(-{0,2}help|-h|hi|hello|hey|thanks|thank you|帮助|你好|您好|谢谢)?[\s!.?。！？]*$/i;

/** Answers a command; what is none is searched for, and a greeting is helped. */
export async function commandAnswer(parts: AnswerParts, asker: Asker, typed: Typed): Promise<Card> {
  if (HELP.test(typed.text.trim())) return helpAnswer(parts, asker);
  const { text, command, rest } = typed;
  return command ? ANSWERS[command](parts, asker, rest) : searchAnswer(parts, asker, text, 0);
}

function helpAnswer(_parts: AnswerParts, asker: Asker): Card {
  return say(asker.words.help.join("\n"));
}
