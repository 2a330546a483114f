import type { ParsedPage, RawDocument, Reading } from "../../src/core/page.ts";
import { FootnoteError } from "../../src/core/problems.ts";
import type { ReadingPool } from "../../src/parse/reading-pool.ts";

/** The cap on reading one document, and what a busy machine may add to it (a new thread has to load its libraries). */
const CAP_MS = 5_000;
const SLACK_MS = 25_000;

/** Mark-up as readers must never let through. Only tags that the seeds and tokens are made of. */
const TAG =
  /<\/?(?:p|div|span|a|b|br|img|svg|script|style|article|title|table|tr|td|template|iframe|noscript|h[1-6])(?:\s[^<>]*)?\/?>/i;
/** Formats whose text is mark-up; in the others a tag is text that someone wrote. */
const OF_MARKUP = /^(?:html|saved-post|mhtml|epub|docx|feed)$/;
/** Escaped or raw text in which a tag may rightly stand, or a lone "<" that becomes one when shims are taken out. */
const QUOTES_TAGS =
  /&(?:lt|#0*60|#x0*3c|amp)|&(?!\w|#)|<(?:xmp|plaintext|textarea|title|noscript|noembed|noframes|iframe|style|script|math|svg|select|pre|code)|`|CDATA|srcdoc|<(?![\w\s/!?])/i;

/**
 * Reads a document as the worker does, and looks at what comes out.
 * @throws Error when the reader crashes, hangs beyond the cap or lets mark-up through
 */
export async function checkReading(readers: ReadingPool, document: RawDocument): Promise<string> {
  const startedAt = performance.now();
  const outcome = await readers.read(document).catch((error: unknown) => {
    if (error instanceof FootnoteError) return error;
    throw error;
  });
  const ms = Math.round(performance.now() - startedAt);
  if (ms > CAP_MS + SLACK_MS) throw new Error(`It took ${ms} ms`);
  if (outcome instanceof FootnoteError) return outcome.code;
  checkSound(outcome, document);
  return outcome.kind;
}

function checkSound(reading: Reading, document: RawDocument): void {
  if (reading.kind === "link" && !/^https?:/i.test(reading.url)) throw new Error(`A link to ${reading.url}`);
  if (reading.kind === "page") checkPage(reading.page, document);
}

function checkPage(page: ParsedPage, document: RawDocument): void {
  const source = Buffer.from(document.bytes).toString("latin1");
  const leak = OF_MARKUP.test(page.reader) && !QUOTES_TAGS.test(source) ? TAG.exec(page.text)?.[0] : undefined;
  // A tag cut in two by another is text in a browser too; one that stands in the source in one piece is not.
  if (leak && source.includes(leak)) throw new Error(`Mark-up in the text: ${leak}`);
  const unsound = unsoundIn(page);
  if (unsound) throw new Error(`What no database keeps: ${unsound}`);
  const bad = page.links.find(({ url }) => !/^(?:https?|mailto):/i.test(url));
  if (bad) throw new Error(`A link to ${bad.url}`);
  if (page.language === "") throw new Error("No language");
}

/** PostgreSQL takes no U+0000 in a text and no half of a surrogate pair in JSON. */
function unsoundIn(value: unknown): string | undefined {
  if (typeof value === "string") {
    if (value.includes("\u0000")) return `U+0000 in ${JSON.stringify(value.slice(0, 80))}`;
    return value.isWellFormed() ? undefined : `half a character in ${JSON.stringify(value.slice(-80))}`;
  }
  if (typeof value !== "object" || value === null) return undefined;
  return Object.values(value)
    .map(unsoundIn)
    .find((found) => found !== undefined);
}
