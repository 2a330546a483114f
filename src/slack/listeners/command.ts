import type { App } from "@slack/bolt";
import { FootnoteError } from "../../core/problems.ts";
import { captureAnswer, digestAnswer, statusAnswer } from "../answers/channel.ts";
import { evidenceView } from "../answers/evidence.ts";
import { exportAnswer } from "../answers/export.ts";
import { forgetAnswer } from "../answers/forget.ts";
import {
  filedUnder,
  recentAnswer,
  relatedAnswer,
  savedAnswer,
  say,
  sayProblem,
  searchAnswer,
  tagsAnswer,
} from "../answers/lists.ts";
import { type AnswerParts, type Asker, askerOf } from "../asker.ts";
import type { Card } from "../blocks/card.ts";
import { asked, type SlackMessages } from "../messages.ts";
import { wordsIn } from "../words.ts";

interface Parts extends AnswerParts {
  readonly messages: SlackMessages;
}

type Answer = (parts: Parts, asker: Asker, rest: string) => Promise<Card>;

/** What may follow `/footnote`; anything else is searched for. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  help: async (_parts, asker) => say(asker.words.help.join("\n")),
  search: (parts, asker, rest) => searchAnswer(parts, asker, rest, 0),
  recent: (parts, asker) => recentAnswer(parts, asker, 0),
  saved: (parts, asker) => savedAnswer(parts, asker, 0),
  tags: (parts, asker) => tagsAnswer(parts, asker),
  related: relatedAnswer,
  status: (parts, asker) => statusAnswer(parts, asker),
  digest: digestAnswer,
  capture: captureAnswer,
  import: async (_parts, asker) => say(asker.words.importHow),
  export: exportAnswer,
  forget: forgetAnswer,
};

/** Commands that take no words: with words after them they are words to search for. */
const BARE = new Set(["help", "recent", "saved", "tags", "status", "import", "export"]);

/** Answers `/footnote …`, to the asker alone. */
export function listenForCommands(app: App, parts: Parts, unexpected: (error: unknown) => void): void {
  app.command("/footnote", async ({ ack, command, respond, client }) => {
    await ack();
    let words = wordsIn("en");
    try {
      const asker = await askerOf(parts, command.team_id, command.user_id, command.channel_id);
      words = asker.words;
      const [, first = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(command.text) ?? [];
      const word = first.toLowerCase();
      if (word !== "why" || !rest)
        return await respondWith(respond, await answerTo(parts, asker, command.text, word, rest));
      const found = await filedUnder(parts, asker, rest);
      if (!found) return await respondWith(respond, say(words.notFiled));
      const view = await evidenceView(parts, asker, found);
      await asked(() => client.views.open({ trigger_id: command.trigger_id, view }));
    } catch (error) {
      if (!(error instanceof FootnoteError)) unexpected(error);
      await respondWith(respond, sayProblem(words, error));
    }
  });
}

function answerTo(parts: Parts, asker: Asker, text: string, first: string, rest: string): Promise<Card> {
  const answer = Object.hasOwn(ANSWERS, first) ? ANSWERS[first] : undefined;
  if (!answer || (BARE.has(first) && rest !== "")) return searchAnswer(parts, asker, text, 0);
  return answer(parts, asker, rest);
}

async function respondWith(respond: (message: object) => Promise<unknown>, card: Card): Promise<void> {
  await respond({
    response_type: "ephemeral",
    replace_original: false,
    text: card.text,
    blocks: [...card.blocks],
    unfurl_links: false,
  });
}
