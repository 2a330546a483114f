import { type Element, isTag } from "domhandler";
import type { OutboundLink } from "../../core/page.ts";
import type { Block } from "./blocks.ts";
import { beginningOf, oneLine, textOf } from "./dom.ts";

/** More links than this help nobody: they are a list of a site's own pages. */
const MAX_LINKS = 200;
const MAX_LABEL = 200;

/** An http(s) address made whole, or undefined. */
export function absoluteUrl(href: string, base: string | undefined): string | undefined {
  const url = URL.canParse(href.trim(), base) ? new URL(href.trim(), base) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/**
 * The links of the article's own blocks, in reading order, each address once. Links to a place on the same page are
 * left out.
 * @param base the address of the page, or its `<base>`
 */
export function linksOf(blocks: readonly Block[], base: string | undefined): readonly OutboundLink[] {
  const links = new Map<string, OutboundLink>();
  const page = base === undefined ? undefined : withoutFragment(base);
  for (const anchor of anchorsOf(blocks)) {
    const url = absoluteUrl(anchor.attribs.href ?? "", base);
    const label = beginningOf(oneLine(textOf(anchor)), MAX_LABEL);
    if (url === undefined || label === "" || links.has(url) || withoutFragment(url) === page) continue;
    links.set(url, { url, label });
    if (links.size === MAX_LINKS) break;
  }
  return [...links.values()];
}

function anchorsOf(blocks: readonly Block[]): ReadonlySet<Element> {
  const anchors = new Set<Element>();
  for (const block of blocks) {
    for (const node of block.nodes) {
      let at = node.parent;
      while (at && isTag(at) && at !== block.element.parent) {
        if (at.name === "a" && at.attribs.href) anchors.add(at);
        at = at.parent;
      }
    }
  }
  return anchors;
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, "");
}
