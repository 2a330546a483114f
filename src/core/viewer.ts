import type { Item } from "./item.ts";

/** Who is asking, and the channels whose shares they may see now. Everything that shows items to a person takes one. */
export interface Viewer {
  readonly teamId: string;
  readonly userId: string;
  readonly channelIds: readonly string[];
}

/** Where a viewer can find an item: the newest of the shares they may see. */
export interface VisibleShare {
  readonly shareId: string;
  readonly channelId: string;
  readonly messageTs: string;
  readonly threadTs?: string;
  readonly userId: string;
  readonly userName?: string;
  readonly sharedAt: Date;
}

/** An item as one viewer may see it. */
export interface VisibleItem {
  readonly item: Item;
  readonly share: VisibleShare;
}
