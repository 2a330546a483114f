import type { App } from "@slack/bolt";
import { FootnoteError } from "../../core/problems.ts";
import { commandAnswer } from "../answers/commands.ts";
import { evidenceView } from "../answers/evidence.ts";
import { filedUnder, notFiled, sayProblem } from "../answers/lists.ts";
import { readTyped } from "../answers/typed.ts";
import { type AnswerParts, askerOf } from "../asker.ts";
import type { Card } from "../blocks/card.ts";
import { asked } from "../messages.ts";
import { wordsIn } from "../words.ts";

/** Answers `/footnote …`, to the asker alone. */
export function listenForCommands(
  app: App,
  parts: AnswerParts & { readonly teamId: string },
  unexpected: (error: unknown) => void,
): void {
  app.command("/footnote", async ({ ack, command, respond, client }) => {
    await ack();
    let words = wordsIn("en");
    try {
      const asker = await askerOf(parts, parts.teamId, command.user_id, command.channel_id);
      words = asker.words;
      const typed = readTyped(command.text);
      if (typed.command !== "why" || typed.rest === "")
        return await respondWith(respond, await commandAnswer(parts, asker, typed));
      const found = await filedUnder(parts, asker, typed.rest);
      if (!found) return await respondWith(respond, notFiled(words));
      const view = await evidenceView(parts, asker, found);
      await asked(() => client.views.open({ trigger_id: command.trigger_id, view }));
    } catch (error) {
      if (!(error instanceof FootnoteError)) unexpected(error);
      await respondWith(respond, sayProblem(words, error));
    }
  });
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
