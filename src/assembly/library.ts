import { randomUUID } from "node:crypto";
import { type DigestParts, postDigest, sendDigest } from "../../jobs/digest.ts";
import { type Enqueue, enqueueRedraws, enqueueReply } from "../../jobs/enqueue.ts";
import { cronPattern } from "../core/digest.ts";
import type { Viewer } from "../core/viewer.ts";
import { jobId } from "../queue/contracts.ts";
import type { JobQueue } from "../queue/job-queue.ts";
import { PAGE_SIZE } from "../slack/blocks/results.ts";
import type { DigestStanding, Library } from "../slack/library.ts";
import { editItem, removeShare, toggleBookmark } from "../store/curation.ts";
import type { Database } from "../store/database.ts";
import { allDigests, type Digest, digestOf, digestsBy, endDigest, setDigest } from "../store/digests.ts";
import type { Directory } from "../store/directory.ts";
import { type Forgotten, forget, hasShared } from "../store/forget.ts";
import {
  countItems,
  recentItems,
  savedItems,
  shareInReach,
  tagCounts,
  visibleByAddress,
  visibleByIds,
  visibleByShare,
} from "../store/library.ts";
import { recordCard } from "../store/messages.ts";
import { relatedItems, searchItems } from "../store/search.ts";

/** How far back a digest looks that is asked for in a channel without a schedule: a week. */
const UNSCHEDULED_DIGEST_MS = 7 * 24 * 60 * 60 * 1000;

interface Parts {
  readonly db: Database;
  readonly channels: Directory;
  readonly queue: JobQueue;
  readonly digestParts: DigestParts;
  readonly now: () => Date;
}

/** The library as Slack's side asks for it: the store's reading and curating, joined with the queue. */
export function libraryOn(parts: Parts): Library {
  const { db, channels, queue, now } = parts;
  const enqueue: Enqueue = (name, data, options) => queue.add(name, data, options);
  return {
    search: (viewer, query, page) => searchItems(db, viewer, query, { page, pageSize: PAGE_SIZE, now: now() }),
    recent: (viewer, limit, offset) => recentItems(db, viewer, limit, offset),
    saved: (viewer, limit, offset) => savedItems(db, viewer, limit, offset),
    tags: (viewer, limit) => tagCounts(db, viewer, limit),
    related: async (viewer, item, limit) => visibleByIds(db, viewer, await relatedItems(db, viewer, item, limit)),
    byShare: (viewer, shareId) => visibleByShare(db, viewer, shareId),
    byAddress: (viewer, url) => visibleByAddress(db, viewer, url),
    counts: (viewer) => countItems(db, viewer),

    async toggleSaved(viewer, shareId) {
      const found = await visibleByShare(db, viewer, shareId);
      return found && toggleBookmark(db, viewer, found.item.id, now());
    },
    async retry(viewer, shareId) {
      if (!(await shareInReach(db, viewer, shareId))) return false;
      await queue.add("ingest", { shareId, again: true }, { id: jobId("ingest", shareId), hurry: true });
      return true;
    },
    async remove(viewer, shareId, admin) {
      const outcome = await removeShare(db, viewer, shareId, { admin, now: now() });
      if (typeof outcome === "string") return outcome;
      await enqueueReply(enqueue, outcome);
      return "done";
    },
    async cardPosted({ teamId, userId }, fromShareId, channelId, messageTs) {
      const key = { teamId, channelId, messageTs };
      await recordCard(db, { ...key, userId, fromShareId, postedAt: now() });
      await enqueueReply(enqueue, { ...key, version: 1 });
    },
    export: ({ teamId, userId }) =>
      enqueue("export", { teamId, userId }, { id: jobId("export", teamId, userId), background: true, hurry: true }),
    hasShared: (viewer, item) => hasShared(db, viewer.teamId, viewer.userId, item.id),
    async forget(viewer, target, admin) {
      const what = await forgotten(db, viewer, target, admin);
      if (!what) return "gone";
      if (what.kind === "channel") {
        const digest = await digestOf(db, viewer.teamId, what.channelId);
        if (digest) await queue.unschedule(scheduleId(digest));
      }
      const { shares, due } = await forget(db, viewer.teamId, what, now());
      for (const reply of due) await enqueueReply(enqueue, reply);
      await enqueueRedraws(enqueue, db);
      return shares === 0 && what.kind === "item" ? "not yours" : shares;
    },
    async edit(viewer, shareId, change) {
      const due = await editItem(db, viewer, shareId, change, now());
      for (const reply of due ?? []) await enqueueReply(enqueue, reply);
      return due !== undefined;
    },
    setChannel: (teamId, channelId, change) => channels.setChannel(teamId, channelId, change),

    digestsBy: async (viewer) => {
      const mine = await digestsBy(db, viewer.teamId, viewer.userId);
      return mine.filter(({ channelId }) => viewer.channelIds.includes(channelId));
    },
    async digest(teamId, channelId) {
      const digest = await digestOf(db, teamId, channelId);
      return digest && standing(queue, digest);
    },
    async setDigest(teamId, channelId, createdBy, cadence, zone) {
      const digest = await setDigest(db, { teamId, channelId, createdBy, cadence, zone }, now());
      await scheduleDigest(queue, digest);
      return standing(queue, digest);
    },
    async endDigest(teamId, channelId) {
      const digest = await digestOf(db, teamId, channelId);
      if (!digest) return;
      // In this order: who looks after the schedules sets one for every digest that there is.
      await endDigest(db, digest.id);
      await queue.unschedule(scheduleId(digest));
    },
    async digestNow(teamId, channelId, createdBy) {
      const digest = await digestOf(db, teamId, channelId);
      if (digest) return sendDigest(parts.digestParts, digest, `now ${now().toISOString()}`);
      const since = new Date(now().getTime() - UNSCHEDULED_DIGEST_MS);
      const range = { since, until: now(), replyId: randomUUID() };
      return (await postDigest(parts.digestParts, { teamId, channelId, createdBy }, range)) !== undefined;
    },
  };
}

/** What a person's words mean; undefined for a share that they may not see. */
async function forgotten(
  db: Database,
  viewer: Viewer,
  target: Parameters<Library["forget"]>[1],
  admin: boolean,
): Promise<Forgotten | undefined> {
  if (target.kind === "mine") return { kind: "person", userId: viewer.userId };
  if (target.kind === "channel") return target;
  const found = await visibleByShare(db, viewer, target.shareId);
  return found && { kind: "item", itemId: found.item.id, ...(admin ? {} : { sharedBy: viewer.userId }) };
}

/** Puts a digest's schedule into the queue, in its zone; the same again changes nothing. */
export async function scheduleDigest(queue: JobQueue, digest: Digest): Promise<void> {
  const plan = { pattern: cronPattern(digest.cadence), zone: digest.zone };
  await queue.schedule(scheduleId(digest), plan, "digest", { digestId: digest.id });
}

/** Ends the schedules of all digests of a team. */
export async function endSchedules(db: Database, queue: JobQueue, teamId: string): Promise<void> {
  for (const digest of await allDigests(db)) if (digest.teamId === teamId) await queue.unschedule(scheduleId(digest));
}

function scheduleId(digest: Digest): string {
  return `digest-${digest.id}`;
}

async function standing(queue: JobQueue, digest: Digest): Promise<DigestStanding | undefined> {
  const schedule = (await queue.schedules()).find(({ id }) => id === scheduleId(digest));
  return schedule?.next && { ...digest, next: schedule.next };
}
