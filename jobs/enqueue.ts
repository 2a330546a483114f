import { jobId } from "../src/queue/contracts.ts";
import type { JobQueue } from "../src/queue/job-queue.ts";
import type { Executor } from "../src/store/database.ts";
import { staleDigestPosts } from "../src/store/digest-posts.ts";
import type { ReplyDue } from "../src/store/items.ts";

/** Puts a job into the queue; its id is made from what it is about. */
export type Enqueue = JobQueue["add"];

/** Asks for a share to be read. */
export function enqueueReading(enqueue: Enqueue, shareId: string): Promise<void> {
  return enqueue("ingest", { shareId }, { id: jobId("ingest", shareId) });
}

/** Asks for a message's reply to show at least this version: each version is a job of its own, so none is lost. */
export function enqueueReply(enqueue: Enqueue, due: ReplyDue): Promise<void> {
  const { teamId, channelId, messageTs, version } = due;
  return enqueue(
    "card",
    { teamId, channelId, messageTs },
    { id: jobId("card", teamId, channelId, messageTs, String(version)) },
  );
}

/** Digests that are asked for at one time; the next sweep asks for the rest. */
const DIGESTS = 500;

/** Asks for the posted digests to show no more than there still is. */
export async function enqueueRedraws(enqueue: Enqueue, db: Executor): Promise<void> {
  for (const replyId of await staleDigestPosts(db, DIGESTS))
    await enqueue("redraw", { replyId }, { id: jobId("redraw", replyId) });
}
