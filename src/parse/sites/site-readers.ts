import type { HtmlPage } from "../html/html-page.ts";
import { arxiv } from "./arxiv.ts";
import { bilibili } from "./bilibili.ts";
import { github } from "./github.ts";
import { hackerNews } from "./hacker-news.ts";
import { npm } from "./npm.ts";
import { paperPage } from "./paper-page.ts";
import { pubmed } from "./pubmed.ts";
import { pypi } from "./pypi.ts";
import { reddit } from "./reddit.ts";
import type { SiteFindings, SiteReader } from "./site-reader.ts";
import { stackOverflow } from "./stack-overflow.ts";
import { wechat } from "./wechat.ts";
import { weibo } from "./weibo.ts";
import { wikipedia } from "./wikipedia.ts";
import { x } from "./x.ts";
import { youtube } from "./youtube.ts";
import { zhihu } from "./zhihu.ts";

/** Sites with a reader of their own, then forms that stand on many sites. */
const READERS: readonly SiteReader[] = [
  arxiv,
  github,
  youtube,
  bilibili,
  weibo,
  wechat,
  zhihu,
  x,
  reddit,
  hackerNews,
  stackOverflow,
  wikipedia,
  pubmed,
  npm,
  pypi,
  paperPage,
];

/** What the reader of the page's site found, with its name; undefined when the page is to be read as any other. */
export function readSite(page: HtmlPage): { readonly reader: string; readonly found: SiteFindings } | undefined {
  if (page.address === undefined || !URL.canParse(page.address)) return undefined;
  const address = new URL(page.address);
  const host = address.hostname.replace(/^www\./, "");
  for (const reader of READERS) {
    if (!reader.hosts.test(host)) continue;
    const found = reader.read(page, address);
    if (found) return { reader: reader.name, found };
  }
  return undefined;
}
