import type { Span } from "../page.ts";
import { HAN, letterCount } from "./characters.ts";
import { splitSentences } from "./sentences.ts";

/** A sentence of running text, without the marks around it that are not prose. */
export interface ProseSentence extends Span {
  readonly text: string;
  /** It stood behind a list marker. */
  readonly isListItem: boolean;
  /** A line without a closing mark that is too short to be a statement: a heading, a label, a signature. */
  readonly isHeading: boolean;
  /** It announces what follows: it ends in a colon. */
  readonly isLeadIn: boolean;
  /** The first sentence of its line. */
  readonly opensLine: boolean;
  /** A whole line that is no list item and ends in no mark, whatever its length: mostly a heading, a caption or a by-line. */
  readonly isOpenLine: boolean;
}

/** Runs that stand before a sentence and say nothing: hashtags, list marks, picture marks, bullets, emoji. */
const BEFORE = [
  /^[\s\p{Cf}\p{Variation_Selector}\ufffd]+/u,
  /^转发\s*@[^\s：:]{1,30}[：:]\s*/u,
  /^#[^#\n]{1,60}#/u,
  /^#[\p{L}\p{N}_]{1,40}(?=\s)/u,
  /^[【[](?:图|圖|视频|影片|图片|图\s?\d+|[a-z]{1,8}|\p{Script=Han}{1,3})\s?\d*[】\]]/u,
  /^[-–—*+•·●○◆◇■□▪▫►▶➤➢→✅✔☑✨❗❌]+\s*/u,
  /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\p{Variation_Selector}|\u200d|\u20e3)+\s*/u,
  /^\d{1,2}\ufe0f?\u20e3\s*/u,
  /^\d{1,3}[.)、．）]\s*(?!\d)/u,
  /^[a-zA-Z][.)、）]\s+/u,
  /^[（(](?:\d{1,3}|[ivxIVX]{1,4}|[一二三四五六七八九十]{1,3})[）)]\s*/u,
  /^[一二三四五六七八九十]{1,3}[、.．]\s*/u,
  /^[①-⑳❶-❿]\s*/u,
  /^第[一二三四五六七八九十\d]{1,3}[，、：:]\s*/u,
  /^(?:[，、；：,;:。]+|\.{2,})\s*/u,
  // The place and agency that open a news report: `HANOI, Vietnam (AP) —`, `(CNN)`.
  /^(?:\p{Lu}[\p{Lu}.'’ -]+(?:, \p{Lu}[\p{L}. ]{1,20})?\s*(?:\(\p{Lu}[\p{L}. ]{1,20}\)\s*)?[—–]+|\(\p{Lu}{2,8}\)(?:\s*[—–-]+)?)\s*(?=["“‘]?\p{Lu})/u,
  // A connective without what it connects to; the rest of the sentence stands without it.
  /^(?:但是?|然而|不过|可是|因此|所以|于是乎?|此外|另外|同时|而且|并且|而|其实|当然|总之|最后|接着|随后|首先|其次|再者|换句话说|换言之|也就是说|简单来说|具体来说|总的来说|一句话|与此同时|除此之外|不仅如此|更重要的是|值得一提的是|值得注意的是|有趣的是|需要注意的是|话说回来)(?:呢|啊|呀)?[，,]\s*/u,
  /^(?:但是?(?![丁愿凡])|然而|因此|所以|而且|于是(?!乎))(?=[\p{Script=Han}A-Z“])/u,
];

/** Marks that are a list's own, so that what follows is an item. */
const LIST_MARK =
  /^\s*(?:[-–—*+•·●○◆◇■□▪▫►▶➤➢→✅✔☑]|\d{1,3}[.)、．）]\s*(?!\d)|[（(](?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]|[一二三四五六七八九十]{1,3}、|[①-⑳❶-❿])/u;

/** Runs behind a sentence that say nothing: labels of links with their lead-in, hashtags, picture marks, claims of length. */
const BEHIND = [
  /[\s\p{Cf}\p{Variation_Selector}\ufffd]+$/u,
  /#[^#\n]{1,60}#$/u,
  /(?<=\s)#[\p{L}\p{N}_]{1,40}$/u,
  /[【[](?:图|圖|视频|影片|图片|图\s?\d+|[a-z]{1,8}|\p{Script=Han}{1,3})\s?\d*[】\]]$/u,
  /[（(](?:约|共|全文)?\s?\d{1,5}\s?(?:字|words)[）)]$/u,
  /(?:网页链接|查看图片|查看原图|展开全文|收起全文|评论配图|动图)$/u,
  /(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\p{Variation_Selector}|\u200d|\u20e3)+$/u,
  /(?<=[。！？.!?…”])\s*(?:https?:\/\/|www\.)\S+$/u,
];

const LINK_LABEL =
  "(?:阅读|完整|更多|相关|参考|感兴趣[^：:]{0,10})?(?:的)?(?:原文|全文|论文|文章|博客|项目|代码|视频|报告|官网|链接|地址|传送门|详情|来源|出处|参考|demo|github|arxiv|paper|code|blog|read more|source|link|via)";

/** A line that only leads to somewhere else. */
const ONLY_A_LINK = [
  new RegExp(`^(?:[^。！？\\n]{0,12}?)${LINK_LABEL}[^。！？：:\\n]{0,10}[：:]\\s*(?:网页链接|\\S*)$`, "iu"),
  /^(?:阅读(?:原文|全文)|查看(?:原文|全文|更多)|read more|continue reading|learn more|click here|see more|原文|全文|网页链接|展开全文)[\s.…»→>]*$/iu,
  /^(?:[^。！？\n]{0,20}?)(?:欢迎|请|可)(?:点击|戳|查看|移步)[^。！？\n]{0,14}$/u,
  /的(?:微博|秒拍|快手|抖音)视频$/u,
  /^(?:https?:\/\/|www\.)\S+$/iu,
  /^[（(]?(?:图源|图片来源|来源|编辑|作者|责编|文\/|photo|image|credit|source)[：:/].{0,40}$/iu,
];

/** A line shorter than this that has no closing mark is no statement: Han characters, and words of other scripts. */
const HEADING_HAN = 18;
const HEADING_WORDS = 7;
const CLOSED = /[。！？.!?…；;]["”’」』）)\]]*$/u;

function trimAhead(text: string, span: Span): number {
  let start = span.start;
  for (let again = true; again; ) {
    const rest = text.slice(start, Math.min(span.end, start + 80));
    const size = BEFORE.reduce((found, pattern) => found || (pattern.exec(rest)?.[0].length ?? 0), 0);
    again = size > 0 && start + size <= span.end;
    if (again) start += size;
  }
  return start;
}

function trimBehind(text: string, start: number, spanEnd: number): number {
  let end = spanEnd;
  for (let again = true; again && end > start; ) {
    const rest = text.slice(Math.max(start, end - 200), end);
    const size = BEHIND.reduce((found, pattern) => found || (pattern.exec(rest)?.[0].length ?? 0), 0);
    again = size > 0;
    end -= size;
  }
  return end;
}

function isShortLine(sentence: string): boolean {
  if (CLOSED.test(sentence)) return false;
  const han = sentence.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = sentence.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return HAN.test(sentence) ? han < HEADING_HAN : words < HEADING_WORDS;
}

/**
 * The sentences of a text that are prose, in reading order: hashtags, list and picture marks, labels of links, claims of length
 * and emoji around a sentence are left out of its span, and lines that only lead elsewhere are left out altogether.
 * `text.slice(start, end) === sentence.text` always holds.
 */
export function proseSentences(text: string): readonly ProseSentence[] {
  const sentences: ProseSentence[] = [];
  for (const span of splitSentences(text)) {
    const start = trimAhead(text, span);
    const end = trimBehind(text, start, span.end);
    const sentence = text.slice(start, end);
    if (letterCount(sentence.slice(0, 400)) < 2) continue;
    if (sentence.length < 120 && ONLY_A_LINK.some((pattern) => pattern.test(sentence))) continue;
    const lineStart = text.lastIndexOf("\n", span.start) + 1;
    const opensLine = text.slice(lineStart, span.start).trim() === "";
    const isListItem = opensLine && LIST_MARK.test(text.slice(span.start, span.start + 12));
    const lineEnd = text.indexOf("\n", span.end);
    const closesLine = text.slice(span.end, lineEnd < 0 ? text.length : lineEnd).trim() === "";
    sentences.push({
      start,
      end,
      text: sentence,
      isListItem,
      isHeading: isShortLine(sentence),
      isLeadIn: /[：:]$/u.test(sentence),
      opensLine,
      isOpenLine: opensLine && closesLine && !isListItem && !CLOSED.test(sentence),
    });
  }
  return sentences;
}
