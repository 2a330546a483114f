import type { HtmlPage } from "../html/html-page.ts";
import { embeddedJson, listAt, textAt, valueAt } from "./script-data.ts";
import {
  attributeOf,
  lineOf,
  linesOf,
  metaOf,
  type Part,
  partOf,
  partOfMarkup,
  type SiteFindings,
  type SiteReader,
} from "./site-reader.ts";

const NOISE = ".anchor, .zeroclipboard-container, .octicon, .blob-num, .js-file-line-container td.blob-num";
/** A long file is a source, not something to summarise whole. */
const MAX_LINES = 2_000;

/** GitHub: a repository by its README, an issue, pull request or discussion by its posts, a release, a file. */
export const github: SiteReader = {
  name: "github",
  hosts: /^github\.com$/,
  read: (page, address) => {
    const [owner, name, section, ...rest] = address.pathname.split("/").filter(Boolean);
    if (owner === undefined || name === undefined) return undefined;
    const repository = `${owner}/${name}`;
    if (section === undefined || section === "tree") return readRepository(page, repository);
    if (/^(?:issues|pull|discussions)$/.test(section) && rest[0]) return readThread(page, repository, section);
    if (section === "releases" && rest.length > 0) return readRelease(page, repository);
    return section === "blob" ? readFile(page, repository, rest.slice(1).join("/")) : undefined;
  },
};

function readRepository(page: HtmlPage, repository: string): SiteFindings | undefined {
  const shown = partOf(
    page,
    "#readme article.markdown-body, article.markdown-body[itemprop=text], .markdown-body.entry-content",
    NOISE,
  );
  const readme = shown.text === "" ? packedReadme(page) : shown;
  const about = lineOf(page, ".BorderGrid-cell p.f4") ?? aboutOf(page, repository);
  if (readme.text === "" && about === undefined) return undefined;
  return {
    kind: "repo",
    site: "GitHub",
    title: repository,
    author: repository.split("/")[0],
    description: about,
    text: [about, readme.text].filter(Boolean).join("\n\n"),
    links: readme.links,
    keywords: linesOf(page, "a.topic-tag, a[data-octo-click=topic_click]"),
  };
}

/** The README that the page carries as data for its script. */
function packedReadme(page: HtmlPage): Part {
  const data = embeddedJson(
    page.$,
    '[partial-name="repos-overview"] script[data-target$=".embeddedData"], script[data-target="react-app.embeddedData"]',
  );
  const overview =
    valueAt(data, "props", "initialPayload", "overview") ??
    valueAt(data, "payload", "codeViewRepoRoute", "overview") ??
    valueAt(data, "payload", "overview");
  const [richText] = listAt(overview, "overviewFiles").flatMap((file) => textAt(file, "richText") ?? []);
  return partOfMarkup(richText ?? "", page.base);
}

/** The description of the head, without what GitHub adds to it. */
function aboutOf(page: HtmlPage, repository: string): string | undefined {
  const description = metaOf(page, "og:description")
    ?.replace(/\s*[-–]\s*[^-–]*$/s, (tail) => (tail.includes(repository) ? "" : tail))
    .replace(/\s*Contribute to .* development by creating an account on GitHub\.?$/, "");
  return description?.trim() || undefined;
}

function readThread(page: HtmlPage, repository: string, section: string): SiteFindings | undefined {
  const data = embeddedJson(page.$, 'script[data-target="react-app.embeddedData"]');
  const issue = valueAt(data, "payload", "preloadedQueries", 0, "result", "data", "repository", "issue");
  const heading = lineOf(
    page,
    "h1 .js-issue-title, h1 bdi, [data-testid=issue-title], .gh-header-title .markdown-title",
  );
  const title =
    textAt(issue, "title") ??
    heading ??
    metaOf(page, "og:title")?.replace(/\s+(?:by .*)?·\s+(?:Issue|Pull Request|Discussion) .*$/, "");
  const posts = issue === undefined ? undefined : partOfMarkup(postsOf(issue).join("\n<hr>\n"), page.base);
  const part: Part = posts?.text
    ? posts
    : partOf(page, ".js-comment-body, [data-testid=markdown-body], .comment-body.markdown-body", NOISE);
  if (title === undefined || part.text === "") return undefined;
  return {
    kind: "post",
    site: "GitHub",
    title,
    author: textAt(issue, "author", "login") ?? lineOf(page, ".timeline-comment-header .author, a.author"),
    publishedAt: textAt(issue, "createdAt") ?? attributeOf(page, "relative-time, time-ago", "datetime"),
    text: part.text,
    links: part.links,
    keywords: linesOf(page, ".js-issue-labels .IssueLabel, [data-testid=issue-labels] a"),
    notes: [`${section === "pull" ? "Pull request" : section === "issues" ? "Issue" : "Discussion"} of ${repository}`],
  };
}

/** The mark-up of the first post and of the answers that the page carries as data. */
function postsOf(issue: unknown): readonly string[] {
  const edges = [...listAt(issue, "frontTimelineItems", "edges"), ...listAt(issue, "backTimelineItems", "edges")];
  const answers = edges.map((edge) => textAt(edge, "node", "bodyHTML"));
  return [textAt(issue, "bodyHTML"), ...answers].filter((html) => html !== undefined);
}

function readRelease(page: HtmlPage, repository: string): SiteFindings | undefined {
  const notes = partOf(
    page,
    "[data-test-selector=body-content], .release .markdown-body, .Box-body .markdown-body",
    NOISE,
  );
  const name = lineOf(page, "[data-testid=release-name], .Box-body h1, .release-header a, h1.d-inline");
  if (notes.text === "") return undefined;
  return {
    kind: "post",
    site: "GitHub",
    title: name?.includes(repository) ? name : `${repository} ${name ?? ""}`.trim(),
    author: lineOf(page, "a.author, [data-hovercard-type=user]"),
    publishedAt: attributeOf(page, "relative-time, local-time", "datetime"),
    text: notes.text,
    links: notes.links,
  };
}

function readFile(page: HtmlPage, repository: string, path: string): SiteFindings | undefined {
  const data = embeddedJson(page.$, 'script[data-target="react-app.embeddedData"]');
  const blob = valueAt(data, "payload", "blob") ?? valueAt(data, "payload", "codeViewBlobLayoutRoute.StyledBlob");
  const rich = textAt(blob, "richText");
  const lines = listAt(blob, "rawLines").filter((line) => typeof line === "string");
  const shown = partOf(page, "article.markdown-body, .blob-wrapper", NOISE);
  const part = rich === undefined ? shown : partOfMarkup(rich, page.base);
  const text = part.text || lines.slice(0, MAX_LINES).join("\n").trim();
  if (text === "") return undefined;
  return {
    kind: "file",
    site: "GitHub",
    title: `${repository}: ${path}`,
    author: repository.split("/")[0],
    text,
    links: part.links,
  };
}
