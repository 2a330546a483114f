import type { OutboundLink } from "../../core/page.ts";
import { unwrapRedirect } from "../../core/url/redirect-wrappers.ts";
import { type FragmentLink, fragmentText, tidyText } from "../fragment-text.ts";
import { HOLE, withoutLeadIns } from "./lead-ins.ts";
import { PRIVATE_USE, shimsTo, withoutShims } from "./shims.ts";

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

// Private-use characters mark places until the lines are known; see also HOLE.
const TAG_OPEN = "\ue001";
const TAG_CLOSE = "\ue002";

/** Labels that a network writes in place of an address. */
const GENERIC_LABEL =
  /^(?:网页链接|網頁連結|查看链接|查看图片|查看圖片|评论配图|全文|查看全文|展开全文|微博视频|视频|网页|链接|link|web ?link|https?:\/\/\S*)$/i;
/** Labels of a player: `somebody的微博视频`. */
const PLAYER_LABEL = /^(?:.{0,40}的)?(?:微博|秒拍|快手|抖音)(?:视频|直播|故事)$/u;
const HASHTAG = /^#\s*([^#\n]{1,80}?)\s*(?:\[[^\]]{1,6}\])?#$/u;
const WRITTEN_HASHTAG = /(?<![A-Za-z0-9&/#])#([\p{L}\p{N}《“][^#\n<>]{0,60}?)#/gu;
const WRITTEN_URL = /https?:\/\/[^\s<>"'\ue000-\ue002\p{Script=Han}，。；：！？、（）【】「」《》“”]+/giu;
/** An address without its scheme is told from a name by the path behind it. */
const WRITTEN_PATH =
  /(?<![\w@/.:-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}(?:com|org|io|ai|cn|net|dev|edu|gov|app|sh|tech)\/[\w\-./?=&%~+#]*/gi;

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
  const whole = `${marked}\n${quote}`;
  for (const [written] of whole.matchAll(WRITTEN_URL)) addWritten(written, links);
  for (const [written] of whole.matchAll(WRITTEN_PATH)) addWritten(`https://${written}`, links);
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
  if (generic) return HOLE;
  const isHeadline = hanWidth(link.label) >= HEADLINE_LABEL && /[。！？!?：:～~\s]$/u.test(link.before);
  return isHeadline ? `\n${link.label}` : link.label;
}

/** A link's label this wide is the title of an article, and no part of the sentence before it (Han characters). */
const HEADLINE_LABEL = 12;

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
  const lines = withoutLeadIns(shimsTo(HOLE, marked)).replace(WRITTEN_HASHTAG, (_, words: string) => {
    hashtags.push(words);
    return `${TAG_OPEN}${words}${TAG_CLOSE}`;
  });
  return withoutShims(withoutHashtags(tidyText(lines)));
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
