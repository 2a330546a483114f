import { isoDate } from "../html/dates.ts";
import { absoluteUrl } from "../html/links.ts";
import { attributeOf, lineOf, partOf, type SiteReader } from "./site-reader.ts";

/** Reddit: a post with the first answers, on the present and on the old site. */
export const reddit: SiteReader = {
  name: "reddit",
  hosts: /^(?:old\.|new\.|np\.)?reddit\.com$/,
  read: (page, address) => {
    if (!/\/comments\//.test(address.pathname)) return undefined;
    const title =
      attributeOf(page, "shreddit-post", "post-title") ?? lineOf(page, ".thing.link a.title, h1[slot=title], h1");
    if (title === undefined) return undefined;
    const own = partOf(
      page,
      'shreddit-post [slot="text-body"], .thing.link .usertext-body .md, [data-test-id="post-content"] .md',
    );
    const answers = partOf(
      page,
      'shreddit-comment [slot="comment"], .commentarea .comment .usertext-body .md',
      "blockquote",
    );
    const target = attributeOf(page, "shreddit-post", "content-href") ?? page.$(".thing.link a.title").attr("href");
    const url = target === undefined ? undefined : absoluteUrl(target, page.base);
    const link =
      url !== undefined && !/reddit\.com|redd\.it/.test(new URL(url).hostname) ? [{ url, label: title }] : [];
    const text = [own.text, answers.text].filter(Boolean).join("\n\n");
    if (text === "" && link.length === 0) return undefined;
    const community =
      attributeOf(page, "shreddit-post", "subreddit-prefixed-name") ?? /\/(r\/[^/]+)\//.exec(address.pathname)?.[1];
    return {
      kind: "post",
      site: "Reddit",
      title,
      author: attributeOf(page, "shreddit-post", "author") ?? lineOf(page, ".thing.link .tagline .author"),
      publishedAt: isoDate(
        attributeOf(page, "shreddit-post", "created-timestamp") ??
          attributeOf(page, ".thing.link time", "datetime") ??
          "",
      ),
      text,
      links: [...link, ...own.links, ...answers.links],
      keywords: community === undefined ? [] : [community],
    };
  },
};
