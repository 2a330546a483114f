import type { RichTextBlock, RichTextElement, RichTextSection } from "@slack/types";
import { clip, plainText } from "../mrkdwn.ts";

/**
 * Outside text goes into rich_text where it can: there it is literal, nothing in it is mark-up, and bold stands right
 * beside Chinese characters, where mrkdwn shows its asterisks.
 */
export function richParagraph(...elements: readonly RichTextElement[]): RichTextBlock {
  const section: RichTextSection = { type: "rich_text_section", elements: elements.filter(hasText) };
  return { type: "rich_text", elements: [section] };
}

/** A quotation with a bar at its side. */
export function richQuote(...elements: readonly RichTextElement[]): RichTextBlock {
  return { type: "rich_text", elements: [{ type: "rich_text_quote", elements: elements.filter(hasText) }] };
}

/** Literal text, cut to `limit` characters. */
export function richText(text: string, limit: number, style?: { bold?: boolean; italic?: boolean }): RichTextElement {
  return { type: "text", text: clip(plainText(text), limit), ...(style ? { style } : {}) };
}

/** A link whose label is outside text; the address is what Footnote decided, never what the page says. */
export function richLink(url: string, label: string, limit: number, style?: { bold?: boolean }): RichTextElement {
  return { type: "link", url, text: clip(plainText(label).replaceAll("\n", " "), limit), ...(style ? { style } : {}) };
}

// Slack refuses an empty text element.
function hasText(element: RichTextElement): boolean {
  return element.type !== "text" || element.text.length > 0;
}
