import { marked } from "marked";
import { parse as parseYaml } from "yaml";
import type { ParsedPage, RawDocument } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { decodeText } from "../encoding.ts";
import { resolveConflicts } from "./conflict-markers.ts";
import { isoDate, pageOf, webAddress } from "./file-page.ts";
import { FRONT_MATTER, JINA_HEAD } from "./markdown-signs.ts";
import { richText } from "./rich-fragment.ts";

/** Facts that stand before a text, by their lower-case name. */
type Facts = ReadonlyMap<string, string | readonly string[]>;

/** A text parted into what stands before it and itself. */
interface Parted {
  readonly facts: Facts;
  readonly body: string;
  readonly note: string;
}

const NAMES = {
  title: ["title", "标题", "名称"],
  author: ["author", "authors", "byline", "creator", "作者"],
  url: [
    "source",
    "url",
    "url source",
    "link",
    "canonical",
    "canonical_url",
    "original_url",
    "source_url",
    "permalink",
    "链接",
    "网址",
    "来源",
  ],
  published: [
    "published",
    "publish_date",
    "published time",
    "date_published",
    "pubdate",
    "date",
    "datetime",
    "发布时间",
    "日期",
  ],
  modified: ["modified", "updated", "last_modified", "lastmod", "last_modified_at"],
  saved: ["created", "saved", "clipped", "date_saved", "保存时间"],
  site: ["site", "site_name", "sitename", "publisher", "publication", "domain", "website"],
  description: ["description", "excerpt", "summary", "subtitle", "abstract"],
  tags: ["tags", "tag", "keywords", "categories", "category", "topics", "标签"],
  language: ["lang", "language"],
} as const;

/**
 * Reads Markdown: with front matter (Obsidian Web Clipper, Jekyll, Hugo), with the head of a reader's dump (`Title:`,
 * `URL Source:`), or plain. Says in a note which of these it was.
 * @throws FootnoteError `EMPTY`, `PARSE_LIMIT`
 */
export function readMarkdown(document: RawDocument): ParsedPage {
  const decoded = decodeText(document.bytes, document.contentType).text.replace(/\r\n?/g, "\n");
  const { facts, body, note } = parted(resolveConflicts(decoded).text.replace(/^\ufeff/, ""));
  const url = webAddress(one(facts, NAMES.url)) ?? webAddress(one(facts, ["url"]));
  const heading = /^\s*#\s+([^\n]+)\n|^\s*([^\n#>\-*|`][^\n]{0,200})\n=+[^\S\n]*\n/.exec(`${body}\n`);
  const title = plain(one(facts, NAMES.title) ?? heading?.[1] ?? heading?.[2] ?? anyHeading(body) ?? "");
  const isRepeated = heading !== null && plain(heading[1] ?? heading[2] ?? "") === title;
  const { text, links } = richText(toHtml(isRepeated ? body.slice(heading[0].length - 1) : body), url);
  return pageOf({
    reader: "markdown",
    filename: document.filename,
    title: title || undefined,
    text,
    links,
    kind: "article",
    claimedUrl: url ?? webAddress(document.url),
    author: plain(wikiLinks(one(facts, NAMES.author))),
    site: url === undefined ? undefined : siteName(one(facts, NAMES.site)),
    publishedAt: isoDate(one(facts, NAMES.published)),
    modifiedAt: isoDate(one(facts, NAMES.modified)),
    savedAt: isoDate(one(facts, NAMES.saved)),
    description: plain(one(facts, NAMES.description) ?? ""),
    declaredLanguage: one(facts, NAMES.language),
    keywords: tagsOf(facts),
    notes: [note],
  });
}

function parted(text: string): Parted {
  const front = FRONT_MATTER.exec(text);
  if (front)
    return {
      facts: frontMatter(front[1] ?? ""),
      body: text.slice(front[0].length),
      note: "Read as Markdown with front matter.",
    };
  if (JINA_HEAD.test(text)) return { ...readerDump(text), note: "Read as a reader's Markdown dump." };
  return { ...labelled(text), note: "Filed as plain Markdown." };
}

/** YAML, every value a string; lines `name: value` where it is broken YAML. TOML and other fences give what lines give. */
function frontMatter(yaml: string): Facts {
  try {
    const value: unknown = parseYaml(yaml, {
      schema: "failsafe",
      maxAliasCount: 20,
      logLevel: "error",
      uniqueKeys: false,
    });
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return new Map(Object.entries(value).flatMap(([name, given]) => factOf(name, given)));
    }
  } catch {
    // Broken YAML is common: an unquoted colon in a title is enough. Its lines still say what they say.
  }
  return linesAsFacts(yaml.split("\n"));
}

function factOf(name: string, given: unknown): readonly (readonly [string, string | readonly string[]])[] {
  if (typeof given === "string") return [[name.toLowerCase(), given]];
  if (!Array.isArray(given)) return [];
  return [[name.toLowerCase(), given.filter((item) => typeof item === "string")]];
}

function linesAsFacts(lines: readonly string[]): Facts {
  const facts = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^([\p{L}_ -]{1,30}?)\s*[:：]\s+(.+)$/u.exec(line.trim()) ?? [];
    if (name && value && !facts.has(name.toLowerCase()))
      facts.set(name.toLowerCase(), value.replace(/^(["'])(.*)\1$/, "$2"));
  }
  return facts;
}

/** Jina Reader: `Title:`, `URL Source:`, `Published Time:`, then `Markdown Content:`. */
function readerDump(text: string): Pick<Parted, "facts" | "body"> {
  const at = /^Markdown Content:[^\S\n]*\n?/m.exec(text.slice(0, 4_000));
  const head = at ? text.slice(0, at.index) : (/^(?:(?:[A-Z][\w ]{1,30}:[^\n]*)?\n)+/.exec(text)?.[0] ?? "");
  return { facts: linesAsFacts(head.split("\n")), body: text.slice(at ? at.index + at[0].length : head.length) };
}

/** A plain file may still name its source in its first lines: `**URL**: …`, `Source: …`, `> 原文链接：…`. */
function labelled(text: string): Pick<Parted, "facts" | "body"> {
  const label =
    /^[>*\s-]*\**(?:URL|Source|Link|Original|原文(?:链接|地址)?|来源|链接|网址)\**\s*[:：]\**\s*<?(?:\[[^\]]*\]\()?(https?:\/\/[^\s)>]+)[)>]?\s*$/im;
  const found = label.exec(text.split("\n").slice(0, 12).join("\n"));
  if (!found?.[1]) return { facts: new Map(), body: text };
  return { facts: new Map([["url", found[1]]]), body: text.replace(found[0], "") };
}

function one(facts: Facts, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = facts.get(name);
    const text = typeof value === "string" ? value : value?.join(", ");
    if (text?.trim()) return text.trim();
  }
  return undefined;
}

function tagsOf(facts: Facts): readonly string[] {
  const values = NAMES.tags.flatMap((name) => facts.get(name) ?? []);
  const tags = values.flatMap((value) => value.replace(/^\[(.*)\]$/, "$1").split(/[,，;；]/));
  return [
    ...new Set(
      tags.map((tag) => tag.trim().replace(/^#|^(["'])(.*)\1$/g, "$2")).filter((tag) => tag && tag !== "clippings"),
    ),
  ];
}

/** `[[Name]]` is how Obsidian writes an author. */
function wikiLinks(text: string | undefined): string {
  return (text ?? "").replace(/\[\[(?:[^\]|]*\|)?([^\]]*)\]\]/g, "$1");
}

function siteName(name: string | undefined): string | undefined {
  return name && !/^https?:/i.test(name) ? name : undefined;
}

function anyHeading(body: string): string | undefined {
  return /^#{1,2}\s+([^\n]+)$/m.exec(body.slice(0, 3_000))?.[1];
}

function plain(markdown: string): string {
  return richText(marked.parseInline(markdown, { async: false })).text.replace(/\s+#+$/, "");
}

/** Wiki links and embeds are Obsidian's own; comments, footnote marks and shortcodes are no text. */
function toHtml(markdown: string): string {
  const usual = wikiLinks(markdown.replace(/!\[\[[^\]]*\]\]/g, ""))
    .replace(/%%[\s\S]{0,2000}?%%/g, "")
    .replace(/\{\{[<%][^}]{0,300}[%>]\}\}|\{%[^%]{0,300}%\}/g, "")
    .replace(/\[\^[^\]]{1,20}\](?!:)/g, "")
    .replace(/==([^=\n]+)==/g, "$1");
  return asHtml(usual.replace(/\[{12,}/g, ""));
}

/** The library calls itself for each quotation inside a quotation, so thousands of them end its stack. */
function asHtml(markdown: string): string {
  try {
    return marked.parse(markdown, { async: false, gfm: true });
  } catch (cause) {
    if (cause instanceof RangeError) throw new FootnoteError("PARSE_LIMIT", {}, { cause });
    throw cause;
  }
}
