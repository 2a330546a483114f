import { composeDigest, localDate } from "../src/core/digest.ts";
import { FootnoteError } from "../src/core/problems.ts";
import type { Viewer } from "../src/core/viewer.ts";
import type { DigestJob } from "../src/queue/contracts.ts";
import type { CardPlace } from "../src/slack/blocks/card.ts";
import { renderDigest } from "../src/slack/blocks/digest.ts";
import type { SlackDirectory } from "../src/slack/directory.ts";
import type { SlackMessages } from "../src/slack/messages.ts";
import { wordsLanguage } from "../src/slack/words.ts";
import type { Database } from "../src/store/database.ts";
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
  // A channel's digest draws on that channel alone, so its readers may see all of it.
  const readers: Viewer = { teamId, userId: createdBy, channelIds: [channelId] };
  const groups = await Promise.all(
    composeDigest(candidates).map(async ({ tag, itemIds }) => ({
      tag,
      items: await visibleByIds(db, readers, itemIds),
    })),
  );
  const setter = channel.language ? undefined : await directory.person(teamId, createdBy);
  const language = channel.language ?? wordsLanguage(setter?.locale);
  return parts.messages.post(channelId, renderDigest({ groups, total: candidates.length, language }, parts.place), {
    id: replyId,
  });
}
