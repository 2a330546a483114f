import { getDomain } from "tldts";
import type { ItemKind } from "../page.ts";
import { canonicalUrl } from "./canonical-url.ts";
import { displayHost } from "./display-host.ts";

/** Where a page comes from, as its address tells it. */
export interface Source {
  /** The name a person knows the site by; for other sites the host as it is shown. */
  readonly site: string;
  readonly kind: ItemKind;
}

/** Sites with a name of their own, on canonical addresses. The first that fits decides. */
const KNOWN: readonly (readonly [RegExp, string, ItemKind])[] = [
  [/^https:\/\/weibo\.com\/ttarticle\//, "Weibo", "article"],
  [/^https:\/\/video\.weibo\.com\/|^https:\/\/weibo\.com\/tv\//, "Weibo", "video"],
  [/^https:\/\/weibo\.com(?:\/|$)/, "Weibo", "post"],
  [/^https:\/\/arxiv\.org\/abs\//, "arXiv", "paper"],
  [/^https:\/\/arxiv\.org(?:\/|$)/, "arXiv", "article"],
  [/^https:\/\/gist\.github\.com\//, "GitHub", "repo"],
  [/^https:\/\/github\.com\/[^/]+\/[^/]+\/(?:issues|pull|discussions)\/\d+$/, "GitHub", "post"],
  [/^https:\/\/github\.com\/[^/]+\/[^/]+(?:\/(?:tree|releases)(?:\/|$)|$)/, "GitHub", "repo"],
  [/^https:\/\/github\.com(?:\/|$)/, "GitHub", "article"],
  [/^https:\/\/gitlab\.com\/[^/]+\/[^/]+$/, "GitLab", "repo"],
  [/^https:\/\/gitee\.com\/[^/]+\/[^/]+$/, "Gitee", "repo"],
  [/^https:\/\/youtube\.com\/(?:watch|playlist)/, "YouTube", "video"],
  [/^https:\/\/vimeo\.com\/\d+/, "Vimeo", "video"],
  [/^https:\/\/bilibili\.com\/video\//, "Bilibili", "video"],
  [/^https:\/\/(?:v\.)?douyin\.com\//, "Douyin", "video"],
  [/^https:\/\/x\.com\/i\/status\//, "X", "post"],
  [/^https:\/\/x\.com(?:\/|$)/, "X", "article"],
  [/^https:\/\/mp\.weixin\.qq\.com\//, "WeChat", "article"],
  [/^https:\/\/zhuanlan\.zhihu\.com\//, "Zhihu", "article"],
  [/^https:\/\/zhihu\.com\/(?:answer|pin|question)\//, "Zhihu", "post"],
  [/^https:\/\/xiaohongshu\.com\/(?:explore|discovery)\//, "Xiaohongshu", "post"],
  [/^https:\/\/news\.ycombinator\.com\/item/, "Hacker News", "post"],
  [/^https:\/\/reddit\.com\/comments\//, "Reddit", "post"],
  [/^https:\/\/(?:[\w-]+\.)?mastodon\.[a-z]+\/@[^/]+\/\d+/, "Mastodon", "post"],
  [/^https:\/\/bsky\.app\/profile\/[^/]+\/post\//, "Bluesky", "post"],
  [/^https:\/\/openreview\.net\/forum/, "OpenReview", "paper"],
  [/^https:\/\/aclanthology\.org\/[^/]+\.[^/]+$/, "ACL Anthology", "paper"],
  [/^https:\/\/(?:doi\.org\/10\.|biorxiv\.org\/content|medrxiv\.org\/content|papers\.ssrn\.com\/)/, "", "paper"],
  [/^https:\/\/huggingface\.co\/papers\//, "Hugging Face", "paper"],
  [/^https:\/\/huggingface\.co\/(?:datasets\/|spaces\/)?[^/]+\/[^/]+$/, "Hugging Face", "repo"],
  [/^https:\/\/[a-z-]+\.wikipedia\.org\//, "Wikipedia", "article"],
];

/** Kinds told by the ending of the path. */
const ENDINGS: readonly (readonly [RegExp, ItemKind])[] = [
  [/\.pdf$/i, "pdf"],
  [/\.(?:mp4|webm|mov|m4v)$/i, "video"],
  [/\.(?:png|jpe?g|gif|webp|avif|svg)$/i, "image"],
  [/\.(?:rss|atom)$|\/(?:feed|rss|atom)(?:\.xml)?\/?$/i, "feed"],
];

/**
 * Where an address leads and what stands there, decided by the host and the path alone, wrappers taken off.
 * Text that is no web address gives itself as the site.
 */
export function sourceOf(url: string): Source {
  const canonical = canonicalUrl(url);
  if (!canonical) return { site: displayHost(url), kind: "article" };
  const known = KNOWN.find(([form]) => form.test(canonical));
  if (known) return { site: known[1] || displayHost(canonical), kind: known[2] };
  return { site: displayHost(canonical), kind: kindByEnding(new URL(canonical).pathname) };
}

function kindByEnding(path: string): ItemKind {
  return ENDINGS.find(([ending]) => ending.test(path))?.[1] ?? "article";
}

/**
 * Whether two addresses belong to one registrable domain (Public Suffix List, with its private part, so that two
 * `github.io` pages are strangers). This is what a page's own `link rel=canonical` must pass to be believed.
 */
export function sameSite(a: string, b: string): boolean {
  const owner = ownerOf(a);
  return owner !== undefined && owner === ownerOf(b);
}

/** The registrable domain; for names without one (an address in numbers, an intranet name) the host with its port. */
function ownerOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { host, hostname } = new URL(url);
  return getDomain(hostname, { allowPrivateDomains: true }) ?? (host || undefined);
}
