import { weiboNumber } from "../../core/url/weibo-id.ts";

/** The seconds since 1970 from which the clock inside a Weibo id counts. */
const EPOCH_SECONDS = 515_483_463;
/** Ids before this day did not hold a clock. */
const FIRST = Date.UTC(2011, 0, 1);
const LAST = Date.UTC(2100, 0, 1);

/**
 * When a Weibo post was posted, read off its address: the upper bits of its id are a clock (seconds, id >> 22). ISO 8601
 * in UTC; undefined for an address that names no post. Checked on the 109 posts of the saved-file corpus: each falls
 * 0.1 to 46 hours before its file was saved, but for one that had been pinned.
 */
export function weiboPostedAt(url: string): string | undefined {
  const id = weiboId(url);
  if (id === undefined) return undefined;
  const at = (Number(id >> 22n) + EPOCH_SECONDS) * 1000;
  return at >= FIRST && at < LAST ? new Date(at).toISOString().replace(".000Z", "Z") : undefined;
}

function weiboId(url: string): bigint | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  if (!/(?:^|\.)weibo\.(?:com|cn)$/.test(hostname)) return undefined;
  const id = /^\/(?:\d{5,12}|detail|status|statuses\/show)\/([0-9a-zA-Z]{8,16})\/?$/.exec(pathname)?.[1];
  const number = id === undefined ? "" : weiboNumber(id);
  return /^\d{16}$/.test(number) ? BigInt(number) : undefined;
}
