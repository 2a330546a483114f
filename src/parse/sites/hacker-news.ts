import { isoDate } from "../html/dates.ts";
import { absoluteUrl } from "../html/links.ts";
import { attributeOf, lineOf, partOf, type SiteReader } from "./site-reader.ts";

/** Hacker News: an item, the link it is about, and what people say to it. */
export const hackerNews: SiteReader = {
  name: "hacker-news",
  hosts: /^news\.ycombinator\.com$/,
  read: (page, address) => {
    const title = lineOf(page, ".fatitem .titleline > a");
    const own = partOf(page, ".fatitem .toptext, .fatitem .commtext");
    const answers = partOf(page, ".comment-tree .commtext", ".reply");
    if (address.pathname !== "/item" || (title === undefined && own.text === "")) return undefined;
    const target = absoluteUrl(attributeOf(page, ".fatitem .titleline > a", "href") ?? "", page.base);
    const isOutside = target !== undefined && new URL(target).hostname !== address.hostname;
    const link = isOutside ? [{ url: target, label: title ?? target }] : [];
    return {
      kind: "post",
      site: "Hacker News",
      title: title ?? lineOf(page, ".fatitem .onstory a"),
      author: lineOf(page, ".fatitem .hnuser"),
      publishedAt: isoDate((attributeOf(page, ".fatitem .age", "title") ?? "").split(" ")[0] ?? ""),
      text: [own.text, answers.text].filter(Boolean).join("\n\n"),
      links: [...link, ...own.links, ...answers.links],
    };
  },
};
