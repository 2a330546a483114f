import { isoDate } from "../html/dates.ts";
import { beginningOf } from "../html/dom.ts";
import type { HtmlPage } from "../html/html-page.ts";
import { assignedJson, textAt, valueAt } from "./script-data.ts";
import { lineOf, partOf, partOfMarkup, type SiteFindings, type SiteReader } from "./site-reader.ts";

/** Weibo: a post by the data of its mobile page, a long article by its own page. */
export const weibo: SiteReader = {
  name: "weibo",
  hosts: /^(?:m\.|card\.)?weibo\.(?:com|cn)$/,
  read: (page, address) => (/ttarticle|\/article\//.test(address.pathname) ? readArticle(page) : readPost(page)),
};

function readPost(page: HtmlPage): SiteFindings | undefined {
  const data = assignedJson(page.$, /\$render_data\s*=\s*/);
  const status = valueAt(data, 0, "status") ?? valueAt(data, "status");
  const html = textAt(status, "longText", "longTextContent") ?? textAt(status, "text");
  if (html === undefined) return undefined;
  const own = partOfMarkup(html, page.base);
  const repostedHtml = textAt(status, "retweeted_status", "text");
  const reposted = repostedHtml === undefined ? undefined : partOfMarkup(repostedHtml, page.base);
  const author = textAt(status, "user", "screen_name");
  const hashtags = [...`${own.text}\n${reposted?.text ?? ""}`.matchAll(/#([^#\s][^#\n]{0,60})#/g)].map(
    (match) => match[1] ?? "",
  );
  return {
    kind: "post",
    site: "Weibo",
    title: headlineOf(textAt(status, "status_title") ?? own.text),
    author,
    publishedAt: dateOf(textAt(status, "created_at")),
    text: [own.text, reposted?.text].filter(Boolean).join("\n\n"),
    links: [...own.links, ...(reposted?.links ?? [])].filter(
      ({ url }) => !/s\.weibo\.com|weibo\.(?:com|cn)\/(?:n|p|search)\b/.test(url),
    ),
    hashtags: [...new Set(hashtags)],
    imageUrl: textAt(status, "pics", 0, "large", "url") ?? textAt(status, "original_pic"),
  };
}

/** The first sentence, short enough for a line. */
function headlineOf(text: string): string {
  const first =
    text
      .split("\n")[0]
      ?.replace(/#[^#]{1,60}#/g, "")
      .trim() || text;
  const sentence = /^.{4,}?[。！？!?]/.exec(first)?.[0] ?? first;
  return sentence.length > MAX_HEADLINE ? `${beginningOf(sentence, MAX_HEADLINE)}…` : sentence;
}

const MAX_HEADLINE = 60;

/** `Wed Mar 06 21:14:03 +0800 2024`. */
function dateOf(written: string | undefined): string | undefined {
  const match = /^\w{3} (\w{3}) (\d{1,2}) ([\d:]{8}) ([+-]\d{4}) (\d{4})$/.exec(written ?? "");
  return isoDate(match ? `${match[2]} ${match[1]} ${match[5]} ${match[3]} ${match[4]}` : (written ?? ""));
}

function readArticle(page: HtmlPage): SiteFindings | undefined {
  const body = partOf(
    page,
    ".WB_editor_iframe_new, .WB_editor_iframe_word, [node-type=contentBody], .f-art-content, .art-con-new",
  );
  if (body.text === "") return undefined;
  return {
    kind: "article",
    site: "Weibo",
    title:
      lineOf(page, ".main_editor .title, [node-type=articleTitle], .f-art-tit, h1, h2.title") ?? page.metadata.title,
    author: lineOf(
      page,
      ".authorinfo .W_autocut em, .authorinfo .W_autocut, .f-art-user-v2 .m-text-cut, .author2 .name",
    ),
    publishedAt: isoDate(lineOf(page, ".authorinfo .time, .f-art-opt .time, .time") ?? ""),
    text: body.text,
    links: body.links,
  };
}
