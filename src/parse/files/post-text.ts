import type { OutboundLink } from "../../core/page.ts";
import { unwrapRedirect } from "../../core/url/redirect-wrappers.ts";
import { type FragmentLink, fragmentText, tidyText } from "../fragment-text.ts";
import { withoutMarkers } from "./conflict-markers.ts";

/** A post of a social network as its own HTML gives it, in plain text. */
export interface PostText {
  /** Own words first; a quoted post follows as a paragraph of its own that begins `转发 @name：`. */
  readonly text: string;
  /** Only the author's own words, for a title. */
  readonly own: string;
  /** The words of the quoted post, without its author. */
  readonly quoted?: string;
  readonly quotedAuthor?: string;
  /** Without their `#`, own ones first, each once. */
  readonly hashtags: readonly string[];
  /** Unwrapped, each once, those that leave the network first. */
  readonly links: readonly OutboundLink[];
}

// Private-use characters mark places until the lines are known; real ones (icon fonts) are taken out of the input.
const HOLE = "\ue000";
const TAG_OPEN = "\ue001";
const TAG_CLOSE = "\ue002";
const PRIVATE_USE = /[\ue000-\uf8ff]/g;

/** Labels that a network writes in place of an address. */
const GENERIC_LABEL =
  /^(?:网页链接|網頁連結|查看链接|查看图片|查看圖片|评论配图|全文|查看全文|展开全文|微博视频|视频|网页|链接|link|web ?link|https?:\/\/\S*)$/i;
/** Labels of a player: `somebody的微博视频`. */
const PLAYER_LABEL = /^(?:.{0,40}的)?(?:微博|秒拍|快手|抖音)(?:视频|直播|故事)$/u;
/** What a player leaves behind when it cannot play. */
const PLAYER_FALLBACK = /(?:视频|音频)无法(?:显示|播放)，请前往[^。\n]{0,20}(?:观看|收听)。?/gu;
const PLAYER_AT_END = /(?:^|(?<=[\s。！？]))\S{1,20}的(?:微博|秒拍)(?:视频|直播)\s*$/gmu;
/** Marks that stand where a picture was: `【图1】`, `【图2、图3】`, `[图片]`, `（视频1）`. */
const PICTURE_MARK =
  /[【[（(]\s*(?:如?下?图|圖|视频|影片|动图|長图|长图|配图)\s?(?:片|\d{1,2})?(?:\s*[、，,\-–—~～/至和&]\s*(?:图|圖|视频|影片)?\s?\d{1,2})*\s*[】\]）)]/gu;
/** Emoji of the network written as words. */
const EMOJI_SHIM =
  /\[(?:doge|二哈|笑cry|哈哈|嘻嘻|允悲|吃瓜|并不简单|费解|思考|疑问|赞|给力|good|ok|NO|耶|作揖|抱抱|心|伤心|爱你|偷笑|微笑|坏笑|捂脸|跪了|泪|泪奔|怒|酷|憧憬|害羞|打call|加油|鼓掌|拜拜|话筒|中国赞|摊手|挖鼻|可怜|衰|汗|晕|吃惊|惊讶|好喜欢|色|亲亲|馋嘴|太开心|求饶|白眼|顶|威武|鲜花|蜡烛|咖啡|干杯|喵喵|握手|握拳|拳头|奥特曼|浮云|围观|礼物|太阳|月亮|黑线|鄙视|互粉|抓狂|生病|睡|困|失望|悲伤|阴险|哼|嘘|闭嘴|钱|打脸|傻眼|污|舔屏|裂开|苦涩|哇|666|doge眼镜|黑脸|单身狗|污污|羞嗒嗒|送花花|比心|彩虹屁|开学季|求关注|doge\w*)\]/giu;
/** A line, or its last clause, that only leads to a link which the text no longer shows. */
const LEAD_IN = new RegExp(
  `(^|[\\n。！？!?；;${HOLE}]\\s*)([^\\n。！？!?；;${HOLE}]{0,32}?)([：:]|点击|戳|👉|➡️?)[^\\S\\n]*\\n?[^\\S\\n]*${HOLE}+`,
  "gu",
);
const LEADS_TO_A_LINK =
  /链接|鏈接|地址|原文|全文|传送门|点击|欢迎|戳|主页|官网|项目|仓库|代码|论文|报告|博客|文章|视频|直播|指南|教程|试玩|试用|体验|下载|参考|详情|详见|来源|出处|更多|demo|github|link|source|paper|code|here|read|via|url|👉|➡/iu;

const HASHTAG = /^#\s*([^#\n]{1,80}?)\s*(?:\[[^\]]{1,6}\])?#$/u;
const WRITTEN_HASHTAG = /(?<![A-Za-z0-9&/#])#([\p{L}\p{N}《“][^#\n<>]{0,60}?)#/gu;
const WRITTEN_URL = /https?:\/\/[^\s<>"'\ue000-\ue002\p{Script=Han}，。；：！？、（）【】「」《》“”]+/giu;
/** A hashtag this wide (Han characters, two Latin letters counting as one) is a headline and no part of a sentence. */
const PART_OF_SENTENCE = 10;

/** The width of a text in Han characters: others count half. */
export function hanWidth(text: string): number {
  return [...text].reduce(
    (width, char) => width + (/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(char) ? 1 : 0.5),
    0,
  );
}

/** What one writes over a repost without words of one's own. */
const NOT_WORDS = /^(?:转发微博|轉發微博|转发|轉發|repost(?:ed)?|rt)?[\s。.…!！]*$/iu;

/** Whether a text says nothing of its own, as over a repost. */
export function hasNoWords(text: string): boolean {
  return NOT_WORDS.test(text);
}

/** Reads the HTML, or the plain text, of a post. Never throws on any text that {@link fragmentText} takes. */
export function readPost(html: string): PostText {
  const links: OutboundLink[] = [];
  const hashtags: string[] = [];
  let quote = "";
  const marked = fragmentText(html.replace(PRIVATE_USE, ""), {
    link: (link) => wordsFor(link, links, hashtags),
    quote: (text) => {
      quote = quote || text;
      return "";
    },
  });
  for (const [written] of `${marked}\n${quote}`.matchAll(WRITTEN_URL)) addWritten(written, links);
  const own = cleaned(marked, hashtags);
  const { author, words } = quotedPost(cleaned(quote, hashtags));
  return {
    text: tidyText(
      [words && hasNoWords(own) ? "" : own, author ? `转发 @${author}：${words}` : words]
        .filter((part) => part)
        .join("\n\n"),
    ),
    own,
    ...(words ? { quoted: words } : {}),
    ...(author ? { quotedAuthor: author } : {}),
    hashtags: [...new Set(hashtags)],
    links: outboundFirst(links),
  };
}

function wordsFor(link: FragmentLink, links: OutboundLink[], hashtags: string[]): string {
  const url = outbound(link.url);
  const hashtag = HASHTAG.exec(link.label)?.[1] ?? (url && isTopicPage(url) ? link.label : undefined);
  if (hashtag) hashtags.push(hashtag);
  if (PLAYER_LABEL.test(link.label)) {
    if (url) links.push({ url, label: link.label });
    return HOLE;
  }
  const generic = GENERIC_LABEL.test(link.label) || link.label === "";
  if (url && !isPlumbing(url)) links.push({ url, label: generic ? labelFrom(link.before, url) : link.label });
  if (hashtag) return `${TAG_OPEN}${hashtag}${TAG_CLOSE}`;
  return generic ? HOLE : link.label;
}

function addWritten(written: string, links: OutboundLink[]): void {
  const url = outbound(written.replace(/[.,;:!?)\]}*_~]+$/, ""));
  if (url && !isPlumbing(url)) links.push({ url, label: new URL(url).hostname.replace(/^www\./, "") });
}

/** The address behind a link with its wrapper taken off; absent for one that no browser could open. */
function outbound(written: string): string | undefined {
  const absolute = written.startsWith("//") ? `https:${written}` : written;
  if (!/^https?:/i.test(absolute) || !URL.canParse(absolute)) return undefined;
  return unwrapRedirect(absolute);
}

/** Searches for a hashtag, topic pages and people: the network's own navigation. */
function isPlumbing(url: string): boolean {
  const { hostname, pathname } = new URL(url);
  if (!isWeibo(hostname)) return false;
  return (
    /^\/(?:search|p\/index|p\/searchall|weibo$|n\/|u\/|\d{6,12}\/?$|k\/)/.test(pathname) ||
    /^(?:s|photo|vip\.photo|place|location)\.weibo\.com$/.test(hostname)
  );
}

/** The page of a super topic (超话), which stands behind a post as a hashtag does. */
function isTopicPage(url: string): boolean {
  const { hostname, pathname, search } = new URL(url);
  return (
    isWeibo(hostname) &&
    pathname.startsWith("/p/") &&
    /containerid=(?:100808|231522)|^\/p\/100808/.test(pathname + search)
  );
}

function isWeibo(hostname: string): boolean {
  return /(?:^|\.)(?:weibo\.(?:com|cn)|t\.cn|sina\.cn|sinaimg\.cn|weibocdn\.com)$/.test(hostname);
}

/** `论文地址：网页链接` calls its link 论文地址; anything else, such as a call to click, leaves it to its host. */
function labelFrom(before: string, url: string): string {
  const lead = /([^\n：:。！？!?，,；;\ue000-\ue002]{1,20})[：:]\s*$/u.exec(before)?.[1]?.trim() ?? "";
  const name = lead.replace(/^(?:[-–•·]|\[\d+\]|\d+[.、])\s*/, "");
  return NAMES_A_LINK.test(name) && !CALLS.test(name) ? name : new URL(url).hostname.replace(/^www\./, "");
}

const NAMES_A_LINK =
  /(?:链接|鏈接|地址|原文|主页|页面|官网|仓库|项目|代码|论文|报告|博客|文章|指南|教程|试玩|试用|体验|文档|数据集|模型|演示|demo|github|hugging ?face|arxiv|code|paper|blog|project(?: page)?|website|docs|dataset)$/iu;
const CALLS = /点击|戳|欢迎|感兴趣|可以|可看|希望|请|查看|here|click/iu;

function outboundFirst(links: readonly OutboundLink[]): readonly OutboundLink[] {
  const once = [...new Map(links.map((link) => [link.url, link] as const).reverse()).values()].reverse();
  const leaves = (link: OutboundLink) => !isWeibo(new URL(link.url).hostname);
  return [...once.filter(leaves), ...once.filter((link) => !leaves(link))];
}

function cleaned(marked: string, hashtags: string[]): string {
  const lines = shimsTo(HOLE, marked)
    .replace(LEAD_IN, (lead, edge: string, words: string, mark: string) =>
      LEADS_TO_A_LINK.test(words + mark) ? edge : lead,
    )
    .replaceAll(HOLE, "")
    .replace(WRITTEN_HASHTAG, (_, words: string) => {
      hashtags.push(words);
      return `${TAG_OPEN}${words}${TAG_CLOSE}`;
    });
  return withoutShims(withoutHashtags(tidyText(lines)));
}

/** Takes shims out until none is left: one may stand inside another. */
function shimsTo(link: string, text: string): string {
  let plain = text;
  for (let before = ""; before !== plain; ) {
    before = plain;
    plain = plain
      .replace(PLAYER_FALLBACK, "")
      .replace(PICTURE_MARK, "")
      .replace(EMOJI_SHIM, "")
      .replaceAll("网页链接", link);
  }
  return plain;
}

/** A text without the words that networks put where a picture, an emoji, a link or a player was. */
export function withoutShims(text: string): string {
  return tidyText(withoutMarkers(tidyText(shimsTo("", text.replace(PRIVATE_USE, "")).replace(PLAYER_AT_END, ""))));
}

/** Takes hashtags off that stand before or after the text, and the marks off those inside a sentence. */
function withoutHashtags(text: string): string {
  const prose = text
    .replace(RUN_AHEAD, (run) => (isHeadline(run) ? "" : run))
    .replace(RUN_BEHIND, (run, at: number) => (at < TOO_SHORT_ALONE && hanWidth(run) >= PART_OF_SENTENCE ? run : ""))
    .replace(RUN_ALONE, "");
  return bare(/[\p{L}\p{N}]/u.test(prose) ? prose : text);
}

const RUN = `${TAG_OPEN}[^${TAG_CLOSE}]*${TAG_CLOSE}`;
const RUN_AHEAD = new RegExp(`^(?:${RUN}\\s*)+`, "u");
const RUN_BEHIND = new RegExp(`(?<=[。！？!?….~～）)」”\\n])[^\\S\\n]*(?:${RUN}\\s*){1,20}$`, "u");
const RUN_ALONE = new RegExp(`^(?:${RUN}[^\\S\\n]*)+$`, "gmu");

/** A text shorter than this keeps the headline behind it, which then says more than the text (UTF-16 code units). */
const TOO_SHORT_ALONE = 80;

function isHeadline(run: string): boolean {
  const tags = run.match(new RegExp(RUN, "gu")) ?? [];
  return tags.length > 1 || run.endsWith("\n") || hanWidth(run) - 1 >= PART_OF_SENTENCE;
}

function bare(text: string): string {
  return text
    .replace(/(?<=\p{Script=Han}) (?=\ue001\p{Script=Han})|(?<=\p{Script=Han}\ue002) (?=\p{Script=Han})/gu, "")
    .replaceAll(`${TAG_CLOSE}${TAG_OPEN}`, `${TAG_CLOSE} ${TAG_OPEN}`)
    .replace(/[\ue001\ue002]/g, "");
}

/** ` - 转发 @name: words`, as feeds write a quoted post. */
function quotedPost(quote: string): { readonly author?: string; readonly words: string } {
  const [all, author] =
    /^[-–—\s]*(?:转发|轉發|引用|Repost(?:ed)?|RT)\s*@?([^\s:：@]{1,40})\s*[:：]\s*/iu.exec(quote) ?? [];
  return all && author ? { author, words: quote.slice(all.length) } : { words: quote };
}
