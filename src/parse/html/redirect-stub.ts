import { scriptOf, visibleText } from "./dom.ts";
import type { HtmlPage } from "./html-page.ts";
import { absoluteUrl } from "./links.ts";

/** A page with more text than this is worth reading, wherever it would send a browser. */
const MAX_TEXT = 400;
/** A page that refreshes itself later than this many seconds is a page, not a signpost. */
const MAX_DELAY_SECONDS = 10;

const LOCATION =
  /(?:window|document|top|self|parent)?\.?\blocation(?:\.href)?\s*(?:=\s*|\.(?:replace|assign)\s*\(\s*)(["'])((?:https?:)?\\?\/[^"'<>\s]+)\1/;

/**
 * Where a page without text of its own sends its reader: by a meta refresh, or by a script of a few lines that sets
 * `location`. Undefined for a page that stays where it is.
 */
export function redirectTarget(page: HtmlPage): string | undefined {
  const { elements, base } = page;
  const [body] = elements.named("body");
  if (body && visibleText(body, MAX_TEXT + 1).length > MAX_TEXT) return undefined;
  const target = metaRefresh(page) ?? scriptRedirect(inlineScripts(page));
  const url = target === undefined ? undefined : absoluteUrl(target, base);
  return url === undefined || url === page.url ? undefined : url;
}

function inlineScripts({ elements }: HtmlPage): string {
  const inline = elements.named("script").filter(({ attribs }) => attribs.src === undefined);
  return inline.map(scriptOf).join("\n");
}

function metaRefresh({ elements }: HtmlPage): string | undefined {
  const meta = elements.named("meta").find(({ attribs }) => /^refresh$/i.test(attribs["http-equiv"] ?? ""));
  const match = /^\s*(\d+)(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"']+?)["']?\s*$/i.exec(
    meta?.attribs.content ?? "",
  );
  return match && Number(match[1]) <= MAX_DELAY_SECONDS ? match[2] : undefined;
}

/** Scripts longer than this do more than send the reader on. */
const MAX_SCRIPT = 1_500;

function scriptRedirect(script: string): string | undefined {
  return script.length > MAX_SCRIPT ? undefined : LOCATION.exec(script)?.[2]?.replaceAll("\\/", "/");
}
