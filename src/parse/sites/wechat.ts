import { dateOfSeconds } from "./script-data.ts";
import { lineOf, metaOf, partOf, type SiteReader } from "./site-reader.ts";

/** What WeChat and its editors leave in the body: the card of the account, votes, video notes. */
const NOISE = ".mp_profile_iframe_wrp, mp-common-profile, .js_mp_profile, mpvoice, qqmusic, .wx_profile_card";

/** WeChat articles: the body is on the page, hidden until a script shows it. */
export const wechat: SiteReader = {
  name: "wechat",
  hosts: /^mp\.weixin\.qq\.com$/,
  read: (page) => {
    const body = partOf(page, "#js_content, #js_share_content", NOISE);
    if (body.text === "") return undefined;
    const script = page.$("script:not([src])").text();
    const seconds = /\b(?:var ct|create_time|createTime)\s*[=:]\s*["']?(\d{10})\b/.exec(script)?.[1];
    const account = lineOf(page, "#js_name, .profile_nickname, .wx_follow_nickname");
    const author = lineOf(page, "#js_author_name, .rich_media_meta_text:not(#publish_time)") ?? metaOf(page, "author");
    return {
      kind: "article",
      site: account ?? "WeChat",
      title: lineOf(page, "#activity-name") ?? metaOf(page, "og:title"),
      author: author ?? account,
      publishedAt: dateOfSeconds(seconds === undefined ? undefined : Number(seconds)) ?? page.metadata.publishedAt,
      text: body.text,
      links: body.links,
    };
  },
};
