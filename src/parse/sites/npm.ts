import { assignedJson, listAt, textAt } from "./script-data.ts";
import { attributeOf, linesOf, metaOf, partOf, partOfMarkup, type SiteReader } from "./site-reader.ts";

/** npm: a package by its description and README. */
export const npm: SiteReader = {
  name: "npm",
  hosts: /^npmjs\.com$/,
  read: (page, address) => {
    const name = /^\/package\/((?:@[^/]+\/)?[^/]+)/.exec(decodeURIComponent(address.pathname))?.[1];
    if (name === undefined) return undefined;
    const data = assignedJson(page.$, /__context__\s*=\s*/);
    const packed = textAt(data, "context", "readme", "data") ?? textAt(data, "context", "packageVersion", "readme");
    const shown = partOf(page, "#readme", ".anchor");
    const readme = shown.text === "" && packed !== undefined ? partOfMarkup(packed, page.base) : shown;
    const about = textAt(data, "context", "packageVersion", "description") ?? metaOf(page, "og:description");
    if (readme.text === "" && about === undefined) return undefined;
    return {
      kind: "repo",
      site: "npm",
      title: name,
      description: about,
      publishedAt: attributeOf(page, "time", "datetime"),
      text: [about, readme.text].filter(Boolean).join("\n\n"),
      links: readme.links,
      keywords: [
        ...listAt(data, "context", "packageVersion", "keywords").filter((word) => typeof word === "string"),
        ...linesOf(page, 'a[href*="keywords:"]'),
      ],
    };
  },
};
