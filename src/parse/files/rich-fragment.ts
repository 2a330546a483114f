import type { OutboundLink } from "../../core/page.ts";
import { canonicalUrl } from "../../core/url/canonical-url.ts";
import { unwrapRedirect } from "../../core/url/redirect-wrappers.ts";
import { fragmentText } from "../fragment-text.ts";

/** Text of a fragment with the links it gives. */
export interface RichText {
  readonly text: string;
  /** In reading order, each once, unwrapped. */
  readonly links: readonly OutboundLink[];
}

/**
 * Plain text and outbound links of an HTML fragment.
 * @param base the address that relative links start from; without it they are left out
 * @throws FootnoteError `PARSE_LIMIT`
 */
export function richText(html: string, base?: string): RichText {
  const links = new Map<string, OutboundLink>();
  const text = fragmentText(html, {
    link: ({ url, label }) => {
      const target = outbound(url, base);
      const words = label.replace(/\s+/g, " ").trim();
      if (target && !links.has(target)) links.set(target, { url: target, label: words || new URL(target).hostname });
      return label;
    },
  });
  return { text, links: [...links.values()] };
}

/** An absolute http or https address with its wrapper taken off; undefined for a place inside the page. */
export function outbound(written: string, base?: string): string | undefined {
  if (written.startsWith("#") || !URL.canParse(written, base)) return undefined;
  const url = unwrapRedirect(new URL(written, base).href);
  return canonicalUrl(url) === undefined ? undefined : url;
}
