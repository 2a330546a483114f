import PostalMime, { type Email } from "postal-mime";
import { filenameOf, type OutboundLink, type ParsedPage, type RawDocument } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { fragmentText } from "../fragment-text.ts";
import { isoDate, pageOf } from "./file-page.ts";
import { writtenLinks } from "./plain-text.ts";
import { richText } from "./rich-fragment.ts";
import { joinWrappedLines } from "./wrapped-lines.ts";

const IN_BROWSER =
  /(?:view|read|open|see)(?: (?:it|this))?(?: (?:e-?mail|message|newsletter|post|issue))?(?: (?:in|on)(?: (?:your|the|a))? (?:web )?browser| online| on the web)|web ?version|browser version|在浏览器中(?:查看|打开|阅读)|(?:查看|阅读)?(?:网页|在线|线上)版|im browser/i;
/** Lines that every newsletter ends with, and what stands behind them. */
const FOOTER =
  /unsubscribe|manage (?:your )?(?:preferences|subscription)|update your preferences|you(?:'re| are) receiving this|sent to you because|退订|取消订阅|不再接收|abbestellen|se désabonner|©\s?\d{4}|all rights reserved|privacy policy/i;
const FOOTER_LINK = /unsubscribe|preferences|privacy|退订|取消订阅|forward|share on|tweet|facebook|^$/i;

/**
 * Reads a mail message, as a newsletter is saved: subject, sender and date, and its text without the footer and hidden
 * lines of newsletters. "View in browser" is its address.
 * @throws FootnoteError `FILE_INVALID` for a message that cannot be taken apart, `NO_CONTENT` without any text
 */
export async function readEml(document: RawDocument): Promise<ParsedPage> {
  const mail = await parsed(document);
  const { text, links } = mail.html ? fromHtml(mail.html) : fromText(mail.text ?? "");
  if (!/[\p{L}\p{N}]/u.test(text))
    throw new FootnoteError("NO_CONTENT", document.filename ? { filename: document.filename } : {});
  const inBrowser = links.find((link) => IN_BROWSER.test(link.label))?.url;
  return pageOf({
    reader: "eml",
    kind: "article",
    filename: document.filename,
    title: mail.subject?.replace(/^(?:(?:re|fwd?|aw|wg|回复|转发)\s*[:：]\s*)+/i, ""),
    author: senderOf(mail),
    publishedAt: isoDate(mail.date),
    claimedUrl: inBrowser ?? archivedAt(mail),
    text: withoutFooter(text),
    links: links.filter(
      (link) => link.url !== inBrowser && !FOOTER_LINK.test(link.label) && !FOOTER_LINK.test(link.url),
    ),
    notes: ["Read from a mail message."],
  });
}

async function parsed(document: RawDocument): Promise<Email> {
  try {
    return await PostalMime.parse(document.bytes, { maxNestingDepth: 20, maxRfc822NestingDepth: 2 });
  } catch (cause) {
    throw new FootnoteError("FILE_INVALID", { ...filenameOf(document), what: "e-mail" }, { cause });
  }
}

function senderOf({ from }: Email): string | undefined {
  return from?.name || from?.address || undefined;
}

/** Mailing lists name the message's place in their archive. Source: RFC 5064. */
function archivedAt(mail: Email): string | undefined {
  return /<(https?:[^>]+)>/.exec(mail.headers.find((header) => header.key === "archived-at")?.value ?? "")?.[1];
}

function fromHtml(html: string): { readonly text: string; readonly links: readonly OutboundLink[] } {
  const body = /<body[^>]*>([\s\S]*)<\/body>/i.exec(html)?.[1] ?? html;
  const visible = body
    .replace(
      /<(div|span|p|td)\b[^>]*style="[^"]*(?:display:\s*none|max-height:\s*0|font-size:\s*0)[^"]*"[^>]*>[\s\S]{0,2000}?<\/\1>/gi,
      "",
    )
    // A newsletter's cells are its paragraphs.
    .replace(/<(\/?)td\b/gi, "<$1div");
  return richText(visible);
}

function fromText(text: string): { readonly text: string; readonly links: readonly OutboundLink[] } {
  const whole = joinWrappedLines(fragmentText(text.replaceAll("<", "&lt;").replace(/\r?\n/g, "<br>")));
  return { text: whole, links: writtenLinks(whole) };
}

/** Cuts at the first footer line in the last third; a signature goes with it. */
function withoutFooter(text: string): string {
  const paragraphs = text.split("\n\n").filter((paragraph) => !(paragraph.length < 120 && IN_BROWSER.test(paragraph)));
  const from = Math.floor(paragraphs.length * 0.6);
  const at = paragraphs.findIndex(
    (paragraph, index) => index >= from && paragraph.length < 400 && FOOTER.test(paragraph),
  );
  const kept = at > 0 ? paragraphs.slice(0, at) : paragraphs;
  return kept.join("\n\n");
}
