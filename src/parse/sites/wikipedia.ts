import type { HtmlPage } from "../html/html-page.ts";
import { lineOf, linesOf, partOf, type SiteReader } from "./site-reader.ts";

/** What stands in an article of the encyclopedia without being its text. */
const NOISE =
  ".infobox,.navbox,.vertical-navbox,.sidebar,.reference,.reflist,.references,.mw-references-wrap,.mw-editsection,.hatnote,.toc,#toc," +
  ".metadata,.ambox,.thumb,figure,.mbox-small,.sistersitebox,.noprint,.mw-empty-elt,.shortdescription,.mw-jump-link,.portalbox,.catlinks,.gallery,table,#coordinates,.geo-nondefault";
/** Sections that list sources and further pages, in the languages read most. */
const END_SECTIONS =
  /^(?:references|notes|footnotes|citations|sources|bibliography|external links|see also|further reading|参考(?:资料|文献|來源|来源)|參考(?:資料|文獻|來源)|注释|註釋|脚注|外部(?:链接|連結|リンク)|参见|參見|相关条目|延伸阅读|延伸閱讀|関連項目|出典|脚注|einzelnachweise|weblinks|literatur|siehe auch|voir aussi|notes et références|liens externes|véase también|enlaces externos|referencias|примечания|ссылки|литература|см\. также|각주|외부 링크|같이 보기)$/i;

/** Wikipedia: the article's prose without boxes, tables, marks of footnotes and lists of sources. */
export const wikipedia: SiteReader = {
  name: "wikipedia",
  hosts: /^(?:[a-z-]+\.)(?:m\.)?wikipedia\.org$/,
  read: (page) => {
    removeEndSections(page);
    const body = partOf(page, "#mw-content-text .mw-parser-output", NOISE);
    const title = lineOf(page, "#firstHeading, h1.firstHeading");
    if (title === undefined || body.text === "") return undefined;
    return {
      kind: "article",
      site: "Wikipedia",
      title,
      text: body.text,
      links: body.links.filter(({ url }) => !/\/wiki\/[^/]*:/.test(url)),
      keywords: linesOf(page, "#mw-normal-catlinks li a").slice(0, 10),
    };
  },
};

function removeEndSections({ $ }: HtmlPage): void {
  const headings = $("#mw-content-text h2").toArray();
  for (const heading of headings) {
    const name = $(heading).clone().find(".mw-editsection").remove().end().text().trim();
    if (!END_SECTIONS.test(name)) continue;
    const top = $(heading).closest(".mw-heading").length > 0 ? $(heading).closest(".mw-heading") : $(heading);
    top.nextUntil("h2, .mw-heading2, .mw-heading:has(h2)").remove();
    top.remove();
  }
}
