import { textOf } from "../html/dom.ts";
import { metaOf, partOf, type SiteReader } from "./site-reader.ts";

/** From this many characters of paragraphs on, the page holds the paper itself; no abstract and its frame are as long. */
const WHOLE_PAPER = 8_000;
/** Shorter is a label or a teaser. */
const MIN_ABSTRACT = 200;

/**
 * The page of a paper at its publisher, told by `citation_…` data: the abstract, where the page shows one apart and not
 * the whole paper below it.
 */
export const paperPage: SiteReader = {
  name: "paper",
  hosts: /./,
  read: (page) => {
    if (metaOf(page, "citation_title") === undefined || metaOf(page, "citation_author") === undefined) return undefined;
    const paragraphs = page.elements.named("p").reduce((sum, paragraph) => sum + textOf(paragraph).length, 0);
    if (paragraphs > WHOLE_PAPER) return undefined;
    const abstract = partOf(
      page,
      'section.abstract, div.abstract, #abstract, #Abs1-content, [role="doc-abstract"], .article-section__abstract, .abstractSection, [class^="abstract author"], .hlFld-Abstract',
      "h2, h3, button, .kwd-group",
    );
    const told = metaOf(page, "citation_abstract") ?? metaOf(page, "dc.description");
    const text = abstract.text.length >= MIN_ABSTRACT ? abstract.text : (told ?? "").replace(/<[^>]+>/g, " ");
    if (text.length < MIN_ABSTRACT) return undefined;
    return {
      kind: "paper",
      site: metaOf(page, "citation_journal_title") ?? page.metadata.site,
      text,
      links: abstract.links,
    };
  },
};
