import type { ParsedPage } from "../page.ts";
import { type Audit, auditSummary } from "./audit.ts";

/**
 * Holds the AI summary that came inside a saved file against the file's own text, title and hashtags, and against the day of the post
 * (the day of saving, where that is all there is). Nothing when the file brought no summary or has no text.
 */
export function auditSavedSummary(page: ParsedPage): Audit | undefined {
  const summary = page.claims?.summary;
  if (!summary || page.text === "") return undefined;
  return auditSummary({
    summary,
    source: page.text,
    also: [page.title, ...(page.topic ? [page.topic] : []), ...page.hashtags],
    ...(page.publishedAt ? { postedAt: page.publishedAt } : {}),
    ...(page.claims?.savedAt ? { savedAt: page.claims.savedAt } : {}),
  });
}
