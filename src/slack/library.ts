import type { Cadence } from "../core/digest.ts";
import type { ChannelChange } from "../core/directory.ts";
import type { Item } from "../core/item.ts";
import type { SearchOutcome } from "../core/search/outcome.ts";
import type { Viewer, VisibleItem } from "../core/viewer.ts";

/** When a channel's digest comes. */
export interface DigestSetting {
  readonly channelId: string;
  readonly cadence: Cadence;
  readonly zone: string;
}

/** A channel's digest as a person hears of it. */
export interface DigestStanding extends DigestSetting {
  readonly next: Date;
}

/** Everything Slack's side asks of the library. What a person is shown takes that person as its viewer. */
export interface Library {
  search(viewer: Viewer, query: string, page: number): Promise<SearchOutcome>;
  recent(viewer: Viewer, limit: number, offset: number): Promise<readonly VisibleItem[]>;
  saved(viewer: Viewer, limit: number, offset: number): Promise<readonly VisibleItem[]>;
  tags(viewer: Viewer, limit: number): Promise<readonly { readonly tag: string; readonly count: number }[]>;
  related(viewer: Viewer, item: Item, limit: number): Promise<readonly VisibleItem[]>;
  byShare(viewer: Viewer, shareId: string): Promise<VisibleItem | undefined>;
  byAddress(viewer: Viewer, url: string): Promise<VisibleItem | undefined>;
  counts(viewer: Viewer): Promise<Readonly<Record<string, number>>>;
  /** Saves or un-saves; true when it is saved now. */
  toggleSaved(viewer: Viewer, shareId: string): Promise<boolean | undefined>;
  /** Reads a share again. False when the viewer may not see it. */
  retry(viewer: Viewer, shareId: string): Promise<boolean>;
  /** Deletes a share, by who shared it or an admin. */
  remove(viewer: Viewer, shareId: string, admin: boolean): Promise<"done" | "not yours" | "gone">;
  /** Files a card that was posted for the viewer as their share of what it shows, in the channel it stands in. */
  cardPosted(viewer: Viewer, fromShareId: string, channelId: string, messageTs: string): Promise<void>;
  /** Has everything the viewer may see packed and sent to them. */
  export(viewer: Viewer): Promise<void>;
  /** Whether the viewer is one of those who shared an item. */
  hasShared(viewer: Viewer, item: Item): Promise<boolean>;
  /**
   * Forgets a link (its shares by the viewer, or all of them for an admin), all that the viewer left, or a channel,
   * whose rights the caller has looked at. How many shares went.
   */
  forget(
    viewer: Viewer,
    target:
      | { readonly kind: "link"; readonly shareId: string }
      | { readonly kind: "mine" }
      | { readonly kind: "channel"; readonly channelId: string },
    admin: boolean,
  ): Promise<number | "not yours" | "gone">;
  edit(
    viewer: Viewer,
    shareId: string,
    change: { readonly title?: string; readonly tags?: readonly string[]; readonly summary?: string },
  ): Promise<boolean>;
  setChannel(teamId: string, channelId: string, change: ChannelChange): Promise<void>;
  /** The digests that a person set, in channels they can still see. */
  digestsBy(viewer: Viewer): Promise<readonly DigestSetting[]>;
  digest(teamId: string, channelId: string): Promise<DigestStanding | undefined>;
  setDigest(
    teamId: string,
    channelId: string,
    by: string,
    cadence: Cadence,
    zone: string,
  ): Promise<DigestStanding | undefined>;
  endDigest(teamId: string, channelId: string): Promise<void>;
  /** Sends what is new in a channel now; false when nothing is. */
  digestNow(teamId: string, channelId: string, by: string): Promise<boolean>;
}
