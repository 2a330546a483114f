import type { Item, ProblemRecord } from "./item.ts";

/** An earlier share of the same story, in a channel that the readers of this one can see. */
export interface EarlierShare {
  /** The sharer's name, when Slack has told it. */
  readonly userName?: string;
  readonly channelId: string;
  readonly sameChannel: boolean;
  readonly messageTs: string;
  readonly threadTs?: string;
  readonly sharedAt: Date;
}

/** How far one shared thing has come. */
export type EntryState =
  | { readonly kind: "reading" }
  | { readonly kind: "ready"; readonly item: Item }
  /** The page is there, but not for us; what it says of itself stands in the problem's preview. */
  | { readonly kind: "walled"; readonly item: Item; readonly problem: ProblemRecord }
  | { readonly kind: "failed"; readonly problem: ProblemRecord };

/** One link or file of a message, as its reply shows it. */
export interface ReplyEntry {
  readonly shareId: string;
  /** What was posted: an address, or a file's name. */
  readonly posted: string;
  readonly state: EntryState;
  readonly earlier?: EarlierShare;
}

/** Everything the one reply to a message shows. */
export interface Reply {
  readonly entries: readonly ReplyEntry[];
  /** Links and files of the message that are not read, because there are so many. */
  readonly leftOut?: number;
  /** The reply's words: the language of the channel, else of whoever posted. */
  readonly language: "en" | "zh";
}
