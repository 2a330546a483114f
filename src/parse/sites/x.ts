import { isoDate } from "../html/dates.ts";
import { beginningOf } from "../html/dom.ts";
import { lineOf, metaOf, partOf, type SiteReader } from "./site-reader.ts";

/** X, formerly Twitter: a post by what its page tells other services (`og:`), or by a saved page's own text. */
export const x: SiteReader = {
  name: "x",
  hosts: /^(?:mobile\.)?(?:x|twitter|fxtwitter|vxtwitter|fixupx)\.com$/,
  read: (page, address) => {
    if (!/\/status\/\d+/.test(address.pathname)) return undefined;
    const shown = partOf(page, '[data-testid="tweetText"]');
    const told = metaOf(page, "og:description")?.replace(/^[“"]|[”"]$/g, "");
    const text = shown.text || told || "";
    const heading = metaOf(page, "og:title") ?? lineOf(page, "title") ?? "";
    const author = /^(.+?) (?:on (?:X|Twitter)|\(@\w+\)|在 X 上|さんは(?:X|Twitter))/.exec(heading)?.[1];
    if (text === "" || (author === undefined && shown.text === "")) return undefined;
    return {
      kind: "post",
      site: "X",
      title: postTitle(author, text),
      author: author ?? lineOf(page, '[data-testid="User-Name"] span'),
      publishedAt:
        isoDate(page.$("article time[datetime]").first().attr("datetime") ?? "") ?? page.metadata.publishedAt,
      text,
      links: shown.links,
      hashtags: [...new Set([...text.matchAll(/(?:^|\s)#([\p{L}\p{N}_]+)/gu)].map((match) => match[1] ?? ""))],
    };
  },
};

const MAX_TITLE = 80;

/** A post has no title: who wrote it, and how it begins. */
export function postTitle(author: string | undefined, text: string): string {
  const first = text.split("\n")[0] ?? text;
  const line = first.length > MAX_TITLE ? `${beginningOf(first, MAX_TITLE)}…` : first;
  return author === undefined ? line : `${author}: ${line}`;
}
