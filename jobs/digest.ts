import { composeDigest, type DigestGroup, localDate } from "../src/core/digest.ts";
import { FootnoteError } from "../src/core/problems.ts";
import type { Viewer } from "../src/core/viewer.ts";
import type { DigestJob, RedrawJob } from "../src/queue/contracts.ts";
import type { CardPlace } from "../src/slack/blocks/card.ts";
import { type DigestView, renderDigest } from "../src/slack/blocks/digest.ts";
import type { SlackDirectory } from "../src/slack/directory.ts";
import type { SlackMessages } from "../src/slack/messages.ts";
import { wordsLanguage } from "../src/slack/words.ts";
import type { Database } from "../src/store/database.ts";
import {
  type DigestPost,
  digestPosted,
  digestPostStale,
  dropDigestPost,
  saveDigestPost,
  takeDigestPost,
} from "../src/store/digest-posts.ts";
import {
  claimRun,
  type Digest,
  type DigestRun,
  digestById,
  digestCandidates,
  RUN_LEASE_MS,
  releaseRun,
  settleRun,
  toldUntil,
} from "../src/store/digests.ts";
import { visibleByIds } from "../src/store/library.ts";

/** What sending a digest needs. */
export interface DigestParts {
  readonly db: Database;
  readonly messages: SlackMessages;
  readonly directory: SlackDirectory;
  readonly place: CardPlace;
  readonly now: () => Date;
}

/**
 * Sends a channel's digest, once for each local date, whatever restarts: the date is claimed first, and a sending that
 * was cut off is looked for in the channel before it is repeated. With nothing new, nothing is sent.
 */
export function digest(parts: DigestParts) {
  return async ({ digestId }: DigestJob, { dueAt }: { readonly dueAt: Date }): Promise<void> => {
    const found = await digestById(parts.db, digestId);
    if (found) await sendDigest(parts, found, localDate(dueAt, found.zone));
  };
}

/** Sends what is new since the last digest, under a key that is claimed once; false when nothing is new. */
export async function sendDigest(parts: DigestParts, found: Digest, key: string): Promise<boolean> {
  const claim = await claimRun(parts.db, found.id, key, parts.now());
  if (claim.kind === "posted") return true;
  // Another worker is at it: this one looks again once that one must be done.
  if (claim.kind === "held") throw new FootnoteError("SLACK_DOWN", {}, { retryAfterMs: RUN_LEASE_MS });
  const { run } = claim;
  try {
    const standing = run.first ? undefined : await alreadyPosted(parts, found, run);
    if (standing) await digestPosted(parts.db, run.replyId, standing);
    const messageTs = standing ?? (await post(parts, found, key, run));
    await settleRun(parts.db, found.id, key, messageTs ? { state: "posted", messageTs } : { state: "empty" });
    return messageTs !== undefined;
  } catch (error) {
    await releaseRun(parts.db, found.id, key);
    throw error;
  }
}

function alreadyPosted(parts: DigestParts, { channelId }: Digest, run: DigestRun): Promise<string | undefined> {
  return parts.messages.findOwn(channelId, { id: run.replyId, since: run.attemptAt });
}

async function post(parts: DigestParts, found: Digest, key: string, run: DigestRun): Promise<string | undefined> {
  const since = await toldUntil(parts.db, found, key, parts.now());
  return postDigest(parts, found, { since, until: run.coversUntil, replyId: run.replyId });
}

/** Posts what was shared in a channel between two moments; undefined, and nothing posted, when there is nothing. */
export async function postDigest(
  parts: DigestParts,
  { teamId, channelId, createdBy }: Pick<Digest, "teamId" | "channelId" | "createdBy">,
  { since, until, replyId }: { readonly since: Date; readonly until: Date; readonly replyId: string },
): Promise<string | undefined> {
  const { db, directory } = parts;
  const channel = await directory.channel(teamId, channelId, "channel");
  if (channel.left || channel.archived) throw new FootnoteError("NOT_IN_CHANNEL");
  const candidates = await digestCandidates(db, teamId, channelId, since, until);
  if (candidates.length === 0) return undefined;
  const setter = channel.language ? undefined : await directory.person(teamId, createdBy);
  const language = channel.language ?? wordsLanguage(setter?.locale);
  const digestPost = {
    replyId,
    teamId,
    channelId,
    language,
    groups: composeDigest(candidates),
    total: candidates.length,
  };
  const view = await viewOf(db, digestPost);
  await saveDigestPost(db, digestPost);
  const messageTs = await parts.messages.post(channelId, renderDigest(view, parts.place), { id: replyId });
  await digestPosted(db, replyId, messageTs);
  return messageTs;
}

/** What a digest shows of its items by now. It draws on its channel alone, so that its readers may see all of it. */
async function viewOf(db: Database, post: DigestPost): Promise<DigestView> {
  const { teamId, channelId, groups, total, language } = post;
  const readers: Viewer = { teamId, userId: "", channelIds: [channelId] };
  const shown = await Promise.all(
    groups.map(async ({ tag, itemIds }) => ({ tag, items: await visibleByIds(db, readers, itemIds) })),
  );
  return { groups: shown, total, language };
}

type RedrawParts = Pick<DigestParts, "db" | "messages" | "place">;

/** Takes what was forgotten or deleted out of a posted digest; with nothing left in it, the digest goes. */
export function redraw(parts: RedrawParts) {
  return async ({ replyId }: RedrawJob): Promise<void> => {
    try {
      await redrawPost(parts, replyId);
    } catch (error) {
      // Slack may be away, or refuse the token, for longer than the tries last: the sweep then asks again.
      const mayMend = error instanceof FootnoteError && (error.retry || error.code === "SLACK_AUTH");
      if (mayMend) await digestPostStale(parts.db, replyId);
      throw error;
    }
  };
}

async function redrawPost({ db, messages, place }: RedrawParts, replyId: string): Promise<void> {
  const post = await takeDigestPost(db, replyId);
  if (!post?.messageTs) return;
  const view = await viewOf(db, post);
  const groups = view.groups.filter(({ items }) => items.length > 0);
  const left = groups.map(({ tag, items }) => ({ tag, itemIds: items.map(({ item }) => item.id) }));
  const gone = size(post.groups) - size(left);
  if (gone === 0) return;
  const total = post.total - gone;
  if (left.length === 0) {
    await messages.remove(post.channelId, post.messageTs);
    return dropDigestPost(db, replyId);
  }
  const changed = await messages.update(
    post.channelId,
    post.messageTs,
    renderDigest({ ...view, groups, total }, place),
  );
  if (changed === "gone") return dropDigestPost(db, replyId);
  await saveDigestPost(db, { ...post, groups: left, total });
}

function size(groups: readonly DigestGroup[]): number {
  return groups.reduce((sum, { itemIds }) => sum + itemIds.length, 0);
}
