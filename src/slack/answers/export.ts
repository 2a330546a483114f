import { setImmediate } from "node:timers/promises";
import { archivesOf } from "../../core/archive/archives.ts";
import type { ArchiveRecord } from "../../core/archive/record.ts";
import type { AnswerParts, Asker } from "../asker.ts";
import type { Card } from "../blocks/card.ts";
import type { SlackMessages } from "../messages.ts";
import { say } from "./lists.ts";

/** `/footnote export`: sends the asker, to them alone, archives of everything they may see. */
export async function exportAnswer(
  parts: AnswerParts & { readonly messages: SlackMessages },
  asker: Asker,
): Promise<Card> {
  const { viewer, words } = asker;
  let items = 0;
  let files = 0;
  for await (const archive of archivesOf(unhurried(parts.library.export(viewer)))) {
    items += archive.items;
    files += 1;
    const filename = files === 1 ? "footnote-archive.zip" : `footnote-archive-${files}.zip`;
    await parts.messages.sendFile(viewer.userId, { filename, bytes: archive.bytes, comment: words.exportComment });
  }
  return say(items === 0 ? words.exportNothing : words.exported(items, files));
}

/** Lets what waits go first after each record: packing a large library takes long, and Slack waits for no one. */
export async function* unhurried(records: AsyncIterable<ArchiveRecord>): AsyncGenerator<ArchiveRecord> {
  for await (const record of records) {
    yield record;
    await setImmediate();
  }
}
