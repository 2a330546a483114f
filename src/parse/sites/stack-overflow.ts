import { isoDate } from "../html/dates.ts";
import { attributeOf, lineOf, linesOf, partOf, type SiteReader } from "./site-reader.ts";

/** Stack Overflow and its sister sites: the question, then the accepted answer, then the others. */
export const stackOverflow: SiteReader = {
  name: "stack-overflow",
  hosts:
    /^(?:[a-z]+\.)?(?:stackoverflow\.com|stackexchange\.com|serverfault\.com|superuser\.com|askubuntu\.com|mathoverflow\.net)$/,
  read: (page, address) => {
    if (!/^\/(?:questions|q|a)\/\d+/.test(address.pathname)) return undefined;
    const question = partOf(page, ".question .s-prose, #question .s-prose");
    const accepted = partOf(page, ".accepted-answer .s-prose");
    const others = partOf(page, ".answer:not(.accepted-answer) .s-prose");
    const title = lineOf(page, "#question-header h1, h1[itemprop=name] a, h1.fs-headline1");
    if (title === undefined || question.text === "") return undefined;
    const parts = [question, accepted, others];
    return {
      kind: "post",
      site: page.metadata.site ?? "Stack Overflow",
      title,
      author: lineOf(page, ".question .owner .user-details a, .question .post-signature:last-child .user-details a"),
      publishedAt: isoDate(attributeOf(page, "time[itemprop=dateCreated]", "datetime") ?? ""),
      text: parts
        .map(({ text }) => text)
        .filter(Boolean)
        .join("\n\n"),
      links: parts.flatMap(({ links }) => links),
      keywords: linesOf(page, ".question .post-tag, .post-taglist .post-tag"),
    };
  },
};
