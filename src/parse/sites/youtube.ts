import { isoDate } from "../html/dates.ts";
import { assignedJson, listAt, numberAt, textAt } from "./script-data.ts";
import { metaOf, type SiteReader } from "./site-reader.ts";

/** YouTube: title, channel, length and description, from the player's data or the head. The transcript is not on the page. */
export const youtube: SiteReader = {
  name: "youtube",
  hosts: /^(?:m\.|music\.)?youtube\.com$|^youtu\.be$/,
  read: (page, address) => {
    if (!/^\/(?:watch|shorts\/|live\/|embed\/)/.test(address.pathname) && address.hostname !== "youtu.be")
      return undefined;
    const player = assignedJson(page.$, /\bytInitialPlayerResponse\s*=\s*/);
    const title = textAt(player, "videoDetails", "title") ?? metaOf(page, "og:title") ?? metaOf(page, "title");
    if (title === undefined || title === "YouTube") return undefined;
    const description = textAt(player, "videoDetails", "shortDescription") ?? metaOf(page, "og:description");
    const published = textAt(player, "microformat", "playerMicroformatRenderer", "publishDate");
    return {
      kind: "video",
      site: "YouTube",
      title,
      author:
        textAt(player, "videoDetails", "author") ?? page.$('[itemprop="author"] [itemprop="name"]').attr("content"),
      publishedAt: isoDate(published ?? metaOf(page, "datePublished") ?? ""),
      durationSeconds: numberAt(player, "videoDetails", "lengthSeconds") ?? page.metadata.durationSeconds,
      description: description?.split("\n")[0],
      text: description ?? "",
      keywords: listAt(player, "videoDetails", "keywords").filter((word) => typeof word === "string"),
    };
  },
};
