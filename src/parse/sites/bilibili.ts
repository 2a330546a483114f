import { assignedJson, dateOfSeconds, listAt, numberAt, textAt } from "./script-data.ts";
import { linesOf, metaOf, type SiteReader } from "./site-reader.ts";

/** What Bilibili appends to titles and descriptions in the head. */
const TITLE_TAIL = /_(?:哔哩哔哩_bilibili|哔哩哔哩|bilibili).*$/;
const DESCRIPTION_TAIL = /[,，]?\s*视频播放量\s*\d+[\s\S]*$/;

/** Bilibili: title, uploader, length and description of a video, from the page's state or its head. */
export const bilibili: SiteReader = {
  name: "bilibili",
  hosts: /^(?:m\.)?bilibili\.com$/,
  read: (page, address) => {
    if (!/^\/(?:video|bangumi)\//.test(address.pathname)) return undefined;
    const state = assignedJson(page.$, /__INITIAL_STATE__\s*=\s*/);
    const title = textAt(state, "videoData", "title") ?? metaOf(page, "og:title")?.replace(TITLE_TAIL, "");
    if (title === undefined) return undefined;
    const own = textAt(state, "videoData", "desc") ?? metaOf(page, "description")?.replace(DESCRIPTION_TAIL, "");
    const description = own === "-" ? undefined : own;
    const tags = listAt(state, "tags").flatMap((tag) => textAt(tag, "tag_name") ?? []);
    return {
      kind: "video",
      site: "Bilibili",
      title,
      author: textAt(state, "videoData", "owner", "name") ?? metaOf(page, "author"),
      publishedAt: dateOfSeconds(numberAt(state, "videoData", "pubdate")) ?? page.metadata.publishedAt,
      durationSeconds: numberAt(state, "videoData", "duration"),
      description,
      text: description ?? "",
      keywords: tags.length > 0 ? tags : linesOf(page, ".tag-panel .tag-link"),
    };
  },
};
