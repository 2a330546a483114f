import type { AnswerParts, Asker } from "../asker.ts";
import type { Card } from "../blocks/card.ts";
import { say } from "./lists.ts";

/** `/footnote export`: has archives of everything the asker may see packed, to be sent to them alone. */
export async function exportAnswer({ library }: AnswerParts, { viewer, words }: Asker): Promise<Card> {
  const { ready = 0 } = await library.counts(viewer);
  if (ready === 0) return say(words.exportNothing);
  await library.export(viewer);
  return say(words.exporting);
}
