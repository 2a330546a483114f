import { isoDate } from "../html/dates.ts";
import { linesOf, metaOf, partOf, type SiteReader } from "./site-reader.ts";

/** arXiv: the abstract page. The PDF and every version are the same item, so the address carries no version. */
export const arxiv: SiteReader = {
  name: "arxiv",
  hosts: /^(?:export\.|cn\.)?arxiv\.org$/,
  read: (page, address) => {
    const id = /^\/abs\/((?:[a-z-]+(?:\.[A-Z]{2})?\/)?[\d.]+)(?:v\d+)?/.exec(address.pathname)?.[1];
    const abstract = partOf(page, "blockquote.abstract", ".descriptor");
    const text = abstract.text || metaOf(page, "citation_abstract");
    if (id === undefined || !text) return undefined;
    const authors = linesOf(page, ".authors a");
    const subjects = linesOf(page, "td.subjects").flatMap((line) => line.split(";"));
    const [received] = linesOf(page, ".dateline");
    return {
      kind: "paper",
      site: "arXiv",
      title: linesOf(page, "h1.title")[0]?.replace(/^Title:\s*/, "") ?? metaOf(page, "citation_title"),
      author: authors.join(", ") || undefined,
      publishedAt: isoDate(metaOf(page, "citation_date") ?? "") ?? isoDate(received ?? ""),
      modifiedAt: isoDate(metaOf(page, "citation_online_date") ?? ""),
      text,
      links: abstract.links,
      keywords: subjects.map((subject) => subject.trim()).filter(Boolean),
      claimedUrl: `https://arxiv.org/abs/${id}`,
    };
  },
};
