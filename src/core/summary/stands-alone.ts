import type { ProseSentence } from "../text/prose.ts";

interface Openings {
  /** Words that lean on the sentence before, whatever is quoted of it. */
  readonly leaning: RegExp;
  /** Words that point at someone or something named before: fine behind another sentence, not as the first. */
  readonly pointing: RegExp;
}

const CHINESE: Openings = {
  leaning: /^(?:比如|例如|譬如|比方说|其中|反之|否则|甚至|尤其是|或者|以及|还有|也|如下|以下|第[二三四五六])/u,
  pointing: /^(?:他|她|它|这(?:是|些|个|种|样|意味|让|使|也|就|不|会|项|款|类)|该|此(?!次)|其(?!他|它))/u,
};

const ENGLISH: Openings = {
  leaning:
    /^(?:however|but|yet|nevertheless|nonetheless|also|second(?:ly)?|third(?:ly)?|meanwhile|similarly|likewise|conversely|otherwise|still|and|or|because|on the (?:other hand|contrary)|for (?:example|instance))\b/iu,
  pointing:
    /^(?:moreover|furthermore|additionally|in addition|it|they|he|she|their|his|her|its|such|(?:this|these|those)(?! (?:paper|work|article|study|survey|report|thesis|post)\b))\b/iu,
};

/** Words that ping people in a chat, and calls to stay or go somewhere: addressed to the reader, not about the subject. */
const ADDRESSED =
  /<!|[@＠](?:channel|here|everyone|所有人|全体)|\b(?:stay tuned|newsletter|sign up (?:for|to|here)|subscribe (?:to|now|here)|click (?:here|below)|comments(?: section)? below|here\.$)/iu;
/** A row of a table reads as a heap of words. */
const TABLE_ROW = /\t/u;
const ENDS_OPEN = /(?:——|—|[：:，,、])["”’」』）)\]]*$/u;
const QUESTION = /[?？][!！?？]*["”’」』）)]*$/u;
const ASIDE = /^[（(【[].*[）)】\]][。.!！]?$/u;
const CALL =
  /^(?:点击|戳|详情|更多|欢迎|快来|扫码|感兴趣|想要?(?:了解|知道)|click|see more|read more|learn more|sign up|subscribe|follow us|share this|download)|(?:点击链接|评论区|转发|抽奖|你怎么看|一起来看|网页链接|前往(?:体验|实测|查看))/iu;
/** A line without a closing mark and with fewer Han characters than this is a heading, not an item worth quoting. */
const HEADING_HAN = 12;

/** A shorter sentence is an exclamation or a scrap (UTF-16 code units). */
const SHORTEST = { chinese: 9, english: 40 };

const openings = (chinese: boolean) => (chinese ? CHINESE : ENGLISH);

/** An open line with more than these is more likely a statement whose full stop was forgotten. */
const LONGEST_HEADING = { han: 30, words: 20 };

function isHeading({ isHeading: short, isOpenLine, text }: ProseSentence): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (isOpenLine && isTitleLike(text, han)) return true;
  return short && (han === 0 || han < HEADING_HAN);
}

function isTitleLike(text: string, han: number): boolean {
  if (han > 0) return han < LONGEST_HEADING.han && !/[，：；、,:;]/u.test(text);
  return (text.match(/[\p{L}\p{N}’'-]+/gu)?.length ?? 0) <= LONGEST_HEADING.words;
}

/**
 * Whether a stranger can make sense of the sentence when others are quoted before it: it is no heading, lead-in, table row, scrap,
 * question, aside or call to act, and does not open with a word such as "However" or 比如.
 */
export function standsAlone(sentence: ProseSentence, chinese: boolean): boolean {
  const { text } = sentence;
  if (isHeading(sentence) || sentence.isLeadIn || ENDS_OPEN.test(text)) return false;
  if (text.length < (chinese ? SHORTEST.chinese : SHORTEST.english)) return false;
  if (ADDRESSED.test(text) || TABLE_ROW.test(text)) return false;
  if (QUESTION.test(text) || ASIDE.test(text) || CALL.test(text)) return false;
  return !openings(chinese).leaning.test(text);
}

/** Whether the sentence can be quoted first: it does not open with a word that points at something named before. */
export function canOpen(sentence: ProseSentence, chinese: boolean): boolean {
  return !openings(chinese).pointing.test(sentence.text);
}
