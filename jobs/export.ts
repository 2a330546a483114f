import { setImmediate } from "node:timers/promises";
import { archivesOf } from "../src/core/archive/archives.ts";
import type { ArchiveRecord } from "../src/core/archive/record.ts";
import { FootnoteError } from "../src/core/problems.ts";
import type { ExportJob } from "../src/queue/contracts.ts";
import type { JobRun } from "../src/queue/job-queue.ts";
import { say, sayProblem } from "../src/slack/answers/lists.ts";
import { type AnswerParts, askerOf } from "../src/slack/asker.ts";
import type { SlackMessages } from "../src/slack/messages.ts";
import type { Database } from "../src/store/database.ts";
import { exportedItems } from "../src/store/export.ts";

interface Parts {
  readonly db: Database;
  readonly answers: AnswerParts;
  readonly messages: SlackMessages;
}

/**
 * Sends a person, to them alone, archives of everything they may see at that moment. One that is cut off begins again:
 * of several archives the first may then come twice.
 */
export function exporting({ db, answers, messages }: Parts) {
  return async ({ teamId, userId }: ExportJob, { signal }: Pick<JobRun, "signal">): Promise<void> => {
    const { viewer, words } = await askerOf(answers, teamId, userId, "");
    let files = 0;
    for await (const { items, bytes } of archivesOf(unhurried(exportedItems(db, viewer)))) {
      signal.throwIfAborted();
      files += 1;
      const filename = files === 1 ? "footnote-archive.zip" : `footnote-archive-${files}.zip`;
      await messages.sendFile(userId, { filename, bytes, comment: words.exportComment(items) });
    }
    if (files === 0) await messages.tell(userId, say(words.exportNothing));
  };
}

/** Tells a person why no archive comes, unless Slack lets nobody write to them. */
export function exportGivenUp({ answers, messages }: Pick<Parts, "answers" | "messages">) {
  return async ({ teamId, userId }: ExportJob, error: Error): Promise<void> => {
    const { words } = await askerOf(answers, teamId, userId, "");
    try {
      await messages.tell(userId, sayProblem(words, error));
    } catch (refused) {
      if (!(refused instanceof FootnoteError) || refused.retry) throw refused;
    }
  };
}

/** Lets what waits go first after each record: packing a large library takes long, and Slack waits for no one. */
export async function* unhurried(records: AsyncIterable<ArchiveRecord>): AsyncGenerator<ArchiveRecord> {
  for await (const record of records) {
    yield record;
    await setImmediate();
  }
}
