/** What a page is, as a person would say it; decided from its address and form, never from a file's own label. */
export const ITEM_KINDS = ["article", "paper", "post", "repo", "pdf", "video", "image", "feed", "file"] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** A half-open range of UTF-16 code units: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Bytes on their way to a reader: a fetched answer or an attached file. */
export interface RawDocument {
  readonly bytes: Uint8Array;
  /** The `Content-Type` header as sent, if any. */
  readonly contentType?: string;
  /** The address the bytes came from, after redirects; absent for an attached file. */
  readonly url?: string;
  /** The name of an attached file: a hint, never trusted over the bytes. */
  readonly filename?: string;
}

/** A document's name as one of the details of a problem; none where it has no name. */
export function filenameOf({ filename }: { readonly filename?: string | undefined }): { readonly filename?: string } {
  return filename ? { filename } : {};
}

/** A link that the text itself gives, with redirect wrappers taken off. */
export interface OutboundLink {
  readonly url: string;
  readonly label: string;
}

/** What a saved file says of itself. Kept beside the facts, never as facts. */
export interface SavedClaims {
  /** The AI summary that came inside the file, as plain text. */
  readonly summary?: string;
  /** Its source label, such as `ArXiv`. */
  readonly source?: string;
  /** Its type label, such as `论文`. */
  readonly type?: string;
  /** When the file says it was saved: ISO 8601. */
  readonly savedAt?: string;
}

/** Something that arrived wrong and was put right; shown in the modal. */
export interface Correction {
  readonly field: "source" | "type" | "link" | "title" | "author" | "date" | "text" | "length";
  /** What it said. */
  readonly claimed: string;
  /** What is so. */
  readonly actual: string;
}

/** What a reader understood of one page or file. All text is plain: no markup, no shims, no entities. */
export interface ParsedPage {
  /** Which reader made it: `html`, `saved-post`, `pdf`, `arxiv` … */
  readonly reader: string;
  readonly kind: ItemKind;
  readonly title: string;
  /** A hashtag that is a headline, shown as a line of its own. */
  readonly topic?: string;
  readonly author?: string;
  /** Name of the publication, or the host. */
  readonly site?: string;
  /** ISO 8601, a date or a date-time with its zone. */
  readonly publishedAt?: string;
  readonly modifiedAt?: string;
  /** BCP 47, decided from the text; `und` when there is too little of it. */
  readonly language: string;
  readonly description?: string;
  readonly imageUrl?: string;
  /** The page's own address as it or its file says; not yet canonical, not yet believed. */
  readonly claimedUrl?: string;
  /** Paragraphs parted by a blank line; within one, a newline ends a line or a list item. */
  readonly text: string;
  readonly hashtags: readonly string[];
  readonly keywords: readonly string[];
  /** Links of the text, in reading order, unwrapped, without the site's own navigation. */
  readonly links: readonly OutboundLink[];
  readonly claims?: SavedClaims;
  readonly corrections: readonly Correction[];
  /** Pages of a paged document. */
  readonly pages?: number;
  /** Length of a video or recording. */
  readonly durationSeconds?: number;
  /** Sentences for the modal on how the reading went ("filed as plain Markdown"). */
  readonly notes: readonly string[];
  /** The page asks that its text not be kept (`noarchive`) or not be given to a model (`noai`). */
  readonly optOut?: { readonly archive?: boolean; readonly model?: boolean };
}

/** What came of reading a document. */
export type Reading =
  | { readonly kind: "page"; readonly page: ParsedPage }
  /** The document only points elsewhere: a link file, a meta refresh, a `location.replace` stub. */
  | { readonly kind: "link"; readonly url: string }
  /** An archive of documents, each to be read on its own; `filename` is its path inside. */
  | { readonly kind: "bundle"; readonly documents: readonly RawDocument[]; readonly skipped: readonly SkippedEntry[] };

/** An entry of an archive that was left out, and why, in words. */
export interface SkippedEntry {
  readonly filename: string;
  readonly why: string;
}
