import { jobId } from "../src/queue/contracts.ts";
import type { Database } from "../src/store/database.ts";
import { staleImports } from "../src/store/imports.ts";
import { forgetEvents, pendingEvents } from "../src/store/inbox.ts";
import { forgetModelAnswers } from "../src/store/model-usage.ts";
import { refreshIndex } from "../src/store/refresh-index.ts";
import { staleReplies, staleShares } from "../src/store/replies.ts";
import { forgetOldItems } from "../src/store/retention.ts";
import { type Enqueue, enqueueReading, enqueueRedraws, enqueueReply } from "./enqueue.ts";
import type { Workspace } from "./workspace.ts";

interface Parts {
  readonly db: Database;
  readonly enqueue: Enqueue;
  readonly workspace: Pick<Workspace, "wake" | "forgetDeparted">;
  /** Days after which an item goes that nobody shared again or saved; undefined keeps all. */
  readonly retentionDays?: number;
  readonly now: () => Date;
}

/** Work younger than this is likely still on its way through the queue, in milliseconds. */
const GRACE_MS = 60_000;
/** Slack does not deliver an event again after this, in milliseconds. */
const DAY_MS = 24 * 60 * 60 * 1000;
const EVENT_MEMORY_MS = DAY_MS;
const BATCH = 500;

/**
 * Finds what the queue has lost: events stored but never followed, shares never read, replies that show less than is
 * known, digests that show more. Asking again for what is on its way does no harm, for every id is made from what the
 * job is about. Nothing is asked for while the workspace is stopped.
 */
export function sweep({ db, enqueue, workspace, now, retentionDays }: Parts) {
  return async (): Promise<void> => {
    const isStopped = await workspace.wake();
    await workspace.forgetDeparted();
    if (isStopped) return;
    const before = new Date(now().getTime() - GRACE_MS);
    for (const { teamId, eventId } of await pendingEvents(db, before, BATCH)) {
      await enqueue("event", { teamId, eventId }, { id: jobId("event", teamId, eventId) });
    }
    for (const { shareId } of await staleShares(db, before, BATCH)) await enqueueReading(enqueue, shareId);
    for (const importId of await staleImports(db, before))
      await enqueue("import", { importId }, { id: jobId("import", importId), background: true });
    for (const due of await staleReplies(db, before, BATCH)) await enqueueReply(enqueue, due);
    await enqueueRedraws(enqueue, db);
    await refreshIndex(db, BATCH);
    await forgetModelAnswers(db, now());
    await forgetEvents(db, new Date(now().getTime() - EVENT_MEMORY_MS));
    if (retentionDays) await forgetOldItems(db, new Date(now().getTime() - retentionDays * DAY_MS), now());
  };
}
