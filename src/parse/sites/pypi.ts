import { isoDate } from "../html/dates.ts";
import { attributeOf, lineOf, linesOf, partOf, type SiteReader } from "./site-reader.ts";

/** PyPI: a project by its summary and description. */
export const pypi: SiteReader = {
  name: "pypi",
  hosts: /^pypi\.org$/,
  read: (page, address) => {
    if (!address.pathname.startsWith("/project/")) return undefined;
    const about = lineOf(page, ".package-description__summary");
    const description = partOf(page, "#description .project-description, .project-description");
    if (about === undefined && description.text === "") return undefined;
    return {
      kind: "repo",
      site: "PyPI",
      title: lineOf(page, ".package-header__name"),
      author: lineOf(
        page,
        '.sidebar-section a[href^="mailto:"], .sidebar-section__maintainer .sidebar-section__user-gravatar-text',
      ),
      description: about,
      publishedAt: isoDate(attributeOf(page, ".package-header__date time", "datetime") ?? ""),
      text: [about, description.text].filter(Boolean).join("\n\n"),
      links: description.links,
      keywords: linesOf(page, ".tags .package-keyword").map((word) => word.replace(/,$/, "")),
    };
  },
};
