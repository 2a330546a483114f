import { languageOf } from "../../core/language.ts";
import { type Correction, filenameOf, type ItemKind, type ParsedPage, type RawDocument } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { topicOf } from "../../core/tags/topic.ts";
import { canonicalUrl } from "../../core/url/canonical-url.ts";
import { sourceOf } from "../../core/url/source.ts";
import { decodeText } from "../encoding.ts";
import { hasMarkup } from "../fragment-text.ts";
import { resolveConflicts } from "./conflict-markers.ts";
import { latexToText } from "./latex-text.ts";
import { type PostText, readPost } from "./post-text.ts";
import { cleanTitle, endAtWord, isCut, titleFromText } from "./post-title.ts";
import { claimsOf, correctionsTo } from "./saved-claims.ts";
import { type SavedSections, savedSections } from "./saved-sections.ts";
import { weiboPostedAt } from "./weibo-time.ts";
import { joinWrappedLines } from "./wrapped-lines.ts";

/** Where a saved file really comes from, by its address. */
interface Origin {
  /** As the file writes it. */
  readonly written: string;
  readonly url: string;
  readonly host: string;
  readonly site: string;
  readonly kind: ItemKind;
}

/**
 * Reads a file in the archive's saved-post format (`# title`, `**URL**:`, `## 原始摘要`, `## AI 摘要`, `## 元数据`). Source and
 * kind come from the address and never from the file's labels; what the labels say is kept as claims and, where it is not
 * so, listed as corrections. A file without an address, or with parts missing, is read and says so in its notes.
 * @throws FootnoteError `EMPTY` when there is neither a title nor a text, `PARSE_LIMIT` on pathological markup
 */
export function readSavedPost(document: RawDocument): ParsedPage {
  const { text: conflicts, resolved } = readable(document);
  const sections = savedSections(resolved);
  const origin = originOf(sections.url);
  const post = readPost(originalAsHtml(sections.original ?? "", origin));
  const title = titleOf(sections, post, origin);
  if (title === undefined) {
    throw new FootnoteError("EMPTY", filenameOf(document));
  }
  const claims = claimsOf(sections);
  const topic = topicOf(post.hashtags.filter((tag) => tag !== title));
  const publishedAt = origin && weiboPostedAt(origin.written);
  return {
    reader: "saved-post",
    kind: origin?.kind ?? "file",
    title,
    ...(topic ? { topic } : {}),
    ...(origin ? { site: origin.site, claimedUrl: origin.written } : {}),
    ...(publishedAt ? { publishedAt } : {}),
    language: languageOf(post.text || title),
    text: post.text,
    hashtags: post.hashtags,
    keywords: [],
    links: post.links,
    claims,
    corrections: [...correctionsTo(claims, origin), ...textCorrections(conflicts, sections, title)],
    notes: notesOn(sections, post, origin),
  };
}

function readable(document: RawDocument): { readonly text: number; readonly resolved: string } {
  const decoded = decodeText(document.bytes, document.contentType).text.replace(/\r\n?/g, "\n");
  const { text, conflicts } = resolveConflicts(decoded);
  return { text: conflicts, resolved: text };
}

function originOf(written: string | undefined): Origin | undefined {
  const url = written === undefined ? undefined : canonicalUrl(written);
  if (written === undefined || url === undefined) return undefined;
  const { site, kind } = sourceOf(url);
  return { written, url, host: new URL(url).hostname, site, kind };
}

/** The original as HTML: feeds give HTML, arXiv gives lines wrapped at 79 characters with LaTeX in them. */
function originalAsHtml(original: string, origin: Origin | undefined): string {
  if (hasMarkup(original)) return original.replace(/\n[^\S\n]*\n/g, "<br><br>");
  const text = origin?.kind === "paper" ? latexToText(original) : original;
  return joinWrappedLines(text).replaceAll("\n", "<br>");
}

/**
 * A post is called by its first sentence, since its saved title is a cut of the text; anything else by its saved title,
 * completed from the text where it was cut and the text goes on.
 */
function titleOf(sections: SavedSections, post: PostText, origin: Origin | undefined): string | undefined {
  const saved = cleanTitle(origin?.kind === "paper" ? latexToText(sections.title ?? "") : (sections.title ?? ""));
  const fromText = titleFromText(post.own) ?? titleFromText(post.quoted ?? "");
  const isPost = origin?.kind === "post" || /#[^#\s][^#]*#/.test(saved);
  if (isPost && fromText) return fromText;
  if (!/[\p{L}\p{N}]/u.test(saved)) return fromText ?? post.hashtags[0] ?? origin?.host;
  if (!isCut(saved)) return isPost ? saved.replace(/\s*#\s*/g, " ").trim() : saved;
  const stem = saved.replace(/[.…\s]+$/u, "");
  const isCutOfText = fromText !== undefined && post.own.replace(/\s/g, "").startsWith(stem.replace(/\s/g, ""));
  return isCutOfText ? fromText : endAtWord(saved);
}

function textCorrections(conflicts: number, sections: SavedSections, title: string): readonly Correction[] {
  const corrections: Correction[] = [];
  if (conflicts > 0) {
    corrections.push({ field: "text", claimed: "two versions of an unfinished merge", actual: "one version kept" });
  }
  if (sections.title?.includes("\ufffd")) {
    corrections.push({ field: "title", claimed: sections.title.replaceAll("\ufffd", "?"), actual: title });
  }
  return corrections;
}

function notesOn(sections: SavedSections, post: PostText, origin: Origin | undefined): readonly string[] {
  const notes: string[] = [];
  if (sections.url === undefined) notes.push("The file names no address, so it is filed without a source link.");
  else if (!origin) notes.push("The file's address is not one I can open, so it is filed without a source link.");
  if (sections.otherTitles.length > 0) notes.push("The file has more than one title; the first one is used.");
  if (!sections.original) notes.push("The file has no original text.");
  if (post.quotedAuthor) notes.push(`The post quotes one by @${post.quotedAuthor}; both are in the text.`);
  return notes;
}
