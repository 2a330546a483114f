import type { RawDocument } from "../../../src/core/page.ts";

/** The parts of a saved post; what a test is not about has a plain value. */
export interface SavedPostParts {
  readonly title?: string;
  readonly url?: string;
  readonly original?: string;
  readonly summary?: string;
  readonly source?: string;
  readonly type?: string;
  readonly savedAt?: string;
}

/** A file in the archive's format, as text. `undefined` for a part leaves the part out. */
export function savedPostText(parts: SavedPostParts = {}): string {
  const all = { ...DEFAULTS, ...parts };
  const section = (heading: string, body: string | undefined) =>
    body === undefined ? "" : `## ${heading}\n\n${body}\n\n`;
  const metadata = [
    ["来源", all.source],
    ["类型", all.type],
    ["保存时间", all.savedAt],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`- **${name}**: ${value}`]));
  return [
    all.title === undefined ? "" : `# ${all.title}\n\n`,
    all.url === undefined ? "" : `**URL**: ${all.url}\n\n`,
    section("原始摘要", all.original),
    section("AI 摘要", all.summary),
    section("元数据", metadata.join("\n")),
  ].join("");
}

/** The same as bytes with a file name. */
export function aSavedPost(parts: SavedPostParts = {}): RawDocument {
  return { bytes: new TextEncoder().encode(savedPostText(parts)), filename: "post.md" };
}

/** A hashtag as the network links it. */
export function hashtag(words: string): string {
  const query = encodeURIComponent(encodeURIComponent(`#${words}#`));
  return `<a href="https://m.weibo.cn/search?containerid=231522type%3D1%26q%3D${query}&amp;extparam=x" data-hide=""><span class="surl-text">#${words}#</span></a>`;
}

/** An outbound link as the network wraps it. */
export function wrapped(url: string, label = "网页链接"): string {
  const icon = '<span class="url-icon"><img style="width: 1rem" src="https://h5.sinaimg.cn/icon.png"></span>';
  return `<a href="https://weibo.cn/sinaurl?u=${encodeURIComponent(url)}" data-hide="">${icon}<span class="surl-text">${label}</span></a>`;
}

/** A player with what stands there when it cannot play. */
export const PLAYER =
  '<br clear="both"><div style="clear: both"></div><video controls="controls" poster="https://img.example/p.jpg"><source src="https://video.example/a.mp4?x=1&amp;y=2"><p>视频无法显示，请前往<a href="https://video.weibo.com/show?fid=1" target="_blank">微博视频</a>观看。</p></video>';

const DEFAULTS: SavedPostParts = {
  title: "#潮汐电站开始发电##沿海小镇用上潮汐电#海边的第一台机组昨晚并网。镇上的渔民说，终于...",
  url: "https://weibo.com/1234567890/PpkVEsW5r",
  original: `${hashtag("潮汐电站开始发电")}${hashtag("一个沿海小镇从今晚起用上潮汐电")}<br><br>海边的第一台机组昨晚并网，够三千户人家用一年。【图1】<br><br>镇上的渔民说，终于不用看天气了。<br><br>报告原文：${wrapped("https://tides.example/report?id=7&lang=zh")}<img style="" src="https://img.example/1.jpg"><br><br>`,
  summary: "潮汐机组并网，可供三千户用电。（99字）",
  source: "ArXiv",
  type: "论文",
  savedAt: "2025-04-28T05:03:32Z",
};
