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

/** Up to what ends a link, or begins another or a folder where its end is missing. */
const TITLE = /^(?:[^<]|<(?!\/?(?:a|dt|dl|h3)\b))*/i;

/**
 * The links of a bookmarks file, in its order, whatever their scheme. Never throws; what is no link is passed over. However
 * broken the file is, no part of it is looked at again and again.
 * Source: Microsoft, "Netscape Bookmark File Format".
 */
export function* bookmarksIn(text: string): Generator<Bookmark> {
  const starts = /<a\s/gi;
  let end = -1;
  for (let start = starts.exec(text); start; start = starts.exec(text)) {
    if (end < start.index) end = text.indexOf(">", start.index);
    if (end < 0) return;
    if (end - start.index > LONGEST_TAG) continue;
    starts.lastIndex = end;
    const url = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(text.slice(start.index, end));
    const written = url?.[1] ?? url?.[2] ?? url?.[3];
    if (written === undefined) continue;
    const [title = ""] = TITLE.exec(text.slice(end + 1, end + 1 + LONGEST_TITLE)) ?? [];
    yield { url: decoded(written).trim(), title: decoded(title.replace(/<[^<>]*>/g, "")).trim() };
  }
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
