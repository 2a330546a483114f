import { isoDate } from "../html/dates.ts";
import { lineOf, linesOf, metaOf, partOf, type SiteReader } from "./site-reader.ts";

/** PubMed: title, authors, journal and abstract of a paper. */
export const pubmed: SiteReader = {
  name: "pubmed",
  hosts: /^pubmed\.ncbi\.nlm\.nih\.gov$/,
  read: (page) => {
    const abstract = partOf(page, "#abstract .abstract-content, #enc-abstract");
    const title = lineOf(page, "h1.heading-title") ?? metaOf(page, "citation_title");
    if (title === undefined) return undefined;
    return {
      kind: "paper",
      site: metaOf(page, "citation_journal_title") ?? "PubMed",
      title,
      author:
        authorsOf(linesOf(page, ".inline-authors .authors-list .full-name, .authors-list .full-name")) ??
        page.metadata.author,
      publishedAt:
        isoDate(metaOf(page, "citation_date") ?? "") ??
        isoDate(lineOf(page, ".citation-part .cit, .cit") ?? "") ??
        page.metadata.publishedAt,
      text: abstract.text,
      links: abstract.links,
      keywords: linesOf(page, ".keywords-section .keyword"),
    };
  },
};

function authorsOf(names: readonly string[]): string | undefined {
  return names.length > 0 ? names.join(", ") : undefined;
}
