/** One link of a bookmarks file. */
export interface Bookmark {
  readonly url: string;
  readonly title: string;
}

/** How much of a file is looked at to recognise it, in characters. */
const HEAD = 2_000;
/** The longest start tag that is read, in characters; browsers write pictures into theirs. */
const LONGEST_TAG = 100_000;
const LONGEST_TITLE = 1_000;

/** Whether a text is what browsers and bookmark services export: the Netscape bookmark file format. */
export function isBookmarks(text: string): boolean {
  return /<!DOCTYPE\s+NETSCAPE-Bookmark-file-1/i.test(text.slice(0, HEAD));
}

/**
 * The links of a bookmarks file, in its order, whatever their scheme. Never throws; what is no link is passed over.
 * Source: Microsoft, "Netscape Bookmark File Format".
 */
export function bookmarksIn(text: string): readonly Bookmark[] {
  const found: Bookmark[] = [];
  const lower = text.toLowerCase();
  for (let at = lower.indexOf("<a "); at >= 0; at = lower.indexOf("<a ", at + 1)) {
    const end = text.indexOf(">", at);
    if (end < 0) break;
    if (end - at > LONGEST_TAG) continue;
    const url = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(text.slice(at, end));
    const written = url?.[1] ?? url?.[2] ?? url?.[3];
    if (written === undefined) continue;
    const close = lower.indexOf("</a", end);
    const title = close < 0 ? "" : text.slice(end + 1, Math.min(close, end + 1 + LONGEST_TITLE));
    found.push({ url: decoded(written).trim(), title: decoded(title.replace(/<[^<>]*>/g, "")).trim() });
  }
  return found;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** The few entities that bookmark files use, each taken once. */
function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole;
  });
}
