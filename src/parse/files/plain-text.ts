import type { RawDocument, Reading } from "../../core/page.ts";
import { decodeText } from "../encoding.ts";
import { tidyText } from "../fragment-text.ts";
import { pageOf, webAddress } from "./file-page.ts";
import { outbound } from "./rich-fragment.ts";
import { joinWrappedLines } from "./wrapped-lines.ts";

/** A first line longer than this is no title (characters). */
const LONGEST_TITLE_LINE = 120;
const LABELLED_URL =
  /^\s*(?:URL|Source|Link|Original|From|原文(?:链接|地址)?|来源|链接|网址)\s*[:：]\s*<?(https?:\/\/[^\s>]+)>?\s*$/im;
const WRITTEN_URL = /https?:\/\/[^\s<>"'\p{Script=Han}，。；：！？、（）【】「」《》“”]+/giu;

/**
 * Reads plain text: lines wrapped at a fixed width are joined, a short first line is its title, and a line such as
 * `URL: https://…` near the start is its address. A text that is nothing but one address is a link.
 * @throws FootnoteError `EMPTY`
 */
export function readPlainText(document: RawDocument): Reading {
  const text = tidyText(decodeText(document.bytes, document.contentType).text);
  if (/^<?https?:\/\/\S+>?$/i.test(text) && webAddress(text)) return { kind: "link", url: text.replace(/^<|>$/g, "") };
  const url = webAddress(LABELLED_URL.exec(text.slice(0, 2_000))?.[1]);
  const title = titleLine(text);
  const body = (title === undefined ? text : text.slice(title.length)).replace(url ? LABELLED_URL : /$^/, "");
  const whole = joinWrappedLines(tidyText(body));
  const page = pageOf({
    reader: "text",
    filename: document.filename,
    title: title ?? (document.filename ? undefined : text.split("\n")[0]),
    text: whole || text,
    kind: "article",
    claimedUrl: url ?? webAddress(document.url),
    links: writtenLinks(whole).filter((link) => link.url !== url),
    notes: ["Filed as plain text."],
  });
  return { kind: "page", page };
}

/** Addresses that stand in a text as they are, each once, called by their host. */
export function writtenLinks(text: string): readonly { readonly url: string; readonly label: string }[] {
  const urls = [...text.matchAll(WRITTEN_URL)].flatMap(
    ([written]) => outbound(written.replace(/[.,;:!?)\]}*_~]+$/, "")) ?? [],
  );
  return [...new Set(urls)].map((url) => ({ url, label: new URL(url).hostname.replace(/^www\./, "") }));
}

/** A short first line that stands alone, or stands over the text's address and ends like no sentence. */
function titleLine(text: string): string | undefined {
  const [first = "", second = ""] = text.split("\n");
  if (first.length > LONGEST_TITLE_LINE || !/[\p{L}\p{N}]/u.test(first) || first.length === text.length)
    return undefined;
  const isAlone = second.trim() === "" || /^[=\-*~]{3,}$/.test(second.trim());
  const headsAddress = LABELLED_URL.test(second) && !/[.。！!?？;；,，:：]$/u.test(first);
  return isAlone || headsAddress ? first : undefined;
}
