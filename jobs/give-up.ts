import { FootnoteError } from "../src/core/problems.ts";
import { CardJob, EventJob, ExportJob, ImportJob, IngestJob, type JobName } from "../src/queue/contracts.ts";
import { slackCode } from "../src/slack/messages.ts";
import type { Database } from "../src/store/database.ts";
import { settleEvent } from "../src/store/inbox.ts";
import { replyGivenUp } from "../src/store/replies.ts";
import type { Enqueue } from "./enqueue.ts";
import { importGivenUp } from "./import.ts";
import { ingestGivenUp } from "./ingest.ts";
import type { Workspace } from "./workspace.ts";

interface Parts {
  readonly db: Database;
  readonly enqueue: Enqueue;
  readonly workspace: Pick<Workspace, "stop">;
  readonly card: (key: CardJob) => Promise<void>;
  readonly event: (event: EventJob) => Promise<void>;
  readonly export: (job: ExportJob, error: Error) => Promise<void>;
  readonly now: () => Date;
}

/**
 * What is done about a job that the queue has given up, so that the sweep does not begin it anew for ever: a person is
 * told where there is someone to tell. While Slack takes nothing from us at all, the workspace stops instead and the
 * work waits.
 */
export function giveUp(parts: Parts) {
  const { db, enqueue, now } = parts;
  return async (name: JobName, data: unknown, error: Error): Promise<void> => {
    const known = error instanceof FootnoteError ? error : undefined;
    if (known?.code === "SLACK_AUTH") return parts.workspace.stop(slackCode(known) || known.code);
    switch (name) {
      case "ingest":
        return ingestGivenUp({ db, enqueue, now })(IngestJob.parse(data), error);
      case "import":
        return importGivenUp({ db, enqueue, now })(ImportJob.parse(data), error);
      case "card": {
        // Slack was down for longer than the tries last: the sweep asks for the reply again.
        if (known?.retry) return;
        const key = CardJob.parse(data);
        return known ? replyGivenUp(db, key) : lastTry(parts.card(key), () => replyGivenUp(db, key));
      }
      case "event": {
        const { teamId, eventId } = EventJob.parse(data);
        const settle = () => settleEvent(db, teamId, eventId, now());
        return known ? settle() : lastTry(parts.event({ teamId, eventId }), settle);
      }
      case "export":
        return parts.export(ExportJob.parse(data), error);
      case "digest":
      case "redraw":
      case "sweep":
        return;
    }
  };
}

/** When the database was what failed, it answers again by now: only what fails once more is left for good. */
async function lastTry(work: Promise<void>, leave: () => Promise<void>): Promise<void> {
  try {
    await work;
  } catch {
    await leave();
  }
}
