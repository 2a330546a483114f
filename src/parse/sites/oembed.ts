import type { ParsedPage, RawDocument } from "../../core/page.ts";
import { pageOf, webAddress } from "../files/file-page.ts";
import { isoDate } from "../html/dates.ts";
import { parseHtml } from "../html/html-page.ts";
import { absoluteUrl } from "../html/links.ts";
import { textAt, valueAt } from "./script-data.ts";
import { lineOf, partOf } from "./site-reader.ts";
import { postTitle } from "./x.ts";

/** Sites whose pages are empty without scripts, and where they tell the same to those who would show it elsewhere. */
const ENDPOINTS: readonly (readonly [hosts: RegExp, path: RegExp, endpoint: string])[] = [
  [
    /^(?:www\.|mobile\.)?(?:x|twitter)\.com$/,
    /^\/\w+\/status\/\d+/,
    "https://publish.twitter.com/oembed?omit_script=1",
  ],
  [/^(?:www\.|m\.)?youtube\.com$/, /^\/(?:watch|shorts\/|live\/)/, "https://www.youtube.com/oembed?format=json"],
];

/** Where a site describes one of its pages as oEmbed (oembed.com); undefined for a site that is not known to. */
export function oembedAddress({ hostname, pathname, search }: URL): string | undefined {
  const found = ENDPOINTS.find(([hosts, path]) => hosts.test(hostname) && path.test(pathname));
  if (!found) return undefined;
  // Twitter's endpoint knows no other name of the site.
  const page = `https://${hostname.replace(/^(?:www\.|mobile\.)?x\.com$/, "twitter.com")}${pathname}${search}`;
  return `${found[2]}&url=${encodeURIComponent(page)}`;
}

/**
 * The page that an oEmbed answer is about: a post with its text, or a video by title, channel and picture. Undefined for
 * other JSON.
 * @throws FootnoteError `EMPTY` when it has neither text nor title
 */
export function readOembed(value: unknown, { url, filename }: RawDocument): ParsedPage | undefined {
  const type = textAt(value, "type") ?? "";
  const site = textAt(value, "provider_name");
  if (site === undefined || !/^1/.test(String(valueAt(value, "version")))) return undefined;
  if (!/^(?:rich|video|photo|link)$/.test(type)) return undefined;
  const asked = url === undefined ? null : new URL(url).searchParams.get("url");
  const claimedUrl = webAddress(textAt(value, "url")) ?? webAddress(asked ?? undefined);
  const page = { $: parseHtml(textAt(value, "html") ?? ""), base: claimedUrl };
  const quoted = partOf(page, "blockquote > p");
  const author = textAt(value, "author_name");
  const written = lineOf(page, "blockquote > a:last-of-type");
  const imageUrl = absoluteUrl(textAt(value, "thumbnail_url") ?? "", undefined);
  const told = pageOf({
    reader: "oembed",
    kind: type === "video" ? "video" : "post",
    filename,
    title: textAt(value, "title") ?? (quoted.text === "" ? undefined : postTitle(author, quoted.text)),
    author,
    site: site === "Twitter" ? "X" : site,
    publishedAt: isoDate(written ?? ""),
    text: quoted.text,
    links: quoted.links,
    claimedUrl,
  });
  return imageUrl === undefined ? told : { ...told, imageUrl };
}
