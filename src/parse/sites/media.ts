import type { ParsedPage, RawDocument } from "../../core/page.ts";

/**
 * A picture or a film by itself: a card with its name and no summary.
 * @param kind what the bytes are
 */
export function readMedia(document: RawDocument, kind: "image" | "video"): ParsedPage {
  const { url, filename } = document;
  const name = filename ?? nameIn(url) ?? kind;
  return {
    reader: "media",
    kind,
    title: name,
    ...(kind === "image" && url !== undefined ? { imageUrl: url } : {}),
    language: "und",
    text: "",
    hashtags: [],
    keywords: [],
    links: [],
    corrections: [],
    notes: [kind === "image" ? "A picture: there is no text to read" : "A film: there is no text to read"],
  };
}

/** The last part of the path, as a person would read it. */
function nameIn(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const last = new URL(url).pathname.split("/").filter(Boolean).at(-1);
  if (last === undefined) return undefined;
  try {
    return decodeURIComponent(last);
  } catch {
    return last; // A percent sign that encodes nothing.
  }
}
