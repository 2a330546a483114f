import { claimTerms } from "./claim-terms.ts";
import type { AuditContext } from "./context.ts";

/** Words that only a stand-in for a summary has. */
const PLAINLY_MOCK =
  /lorem ipsum|\bmock(?:ed)? (?:summary|data|response|text)\b|\b(?:placeholder|dummy|sample|test) (?:summary|text)\b|模拟(?:摘要|数据|回复|内容)|(?:测试|示例|占位)(?:用)?摘要|占位(?:符|文本)|摘要生成失败|(?:无法|未能)生成摘要|^(?:summary|摘要|n\/a|none|null|undefined|todo|暂无(?:摘要)?|无)[.。]?$|\b(?:failed to generate|no summary available)\b/iu;

/** Sentences that fit any text of a kind. */
const STOCK: readonly RegExp[] = [
  /^这(?:是)?(?:一)?篇(?:是)?(?:一篇)?关于.{1,24}(?:领域|方向|方面|主题)?的(?:论文|文章|研究|博客|报道)/u,
  /主要(?:探讨|介绍|讨论|研究|阐述)了.{0,12}(?:最新)?(?:进展|研究方向|发展|趋势|应用)/u,
  /(?:论文|文章|作者|研究|本文)提出了一种(?:全?新)的(?:方法|框架|模型|思路)来?(?:提高|提升|改进|改善|解决).{1,16}(?:性能|效果|效率|问题)/u,
  /(?:通过)?(?:大量)?实验(?:结果)?(?:证明|表明|验证)了?(?:其|该方法的|它的)?(?:有效性|优越性)/u,
  /(?:这项|该|本)(?:研究|工作|成果)(?:对|为).{1,24}(?:具有|有着|提供了?)(?:重要|深远|积极)的?(?:指导|参考|理论|现实)?(?:意义|价值|影响)/u,
  /^this (?:paper|article|study|post) (?:is about|discusses|explores|presents|provides an overview of) (?:the )?(?:latest|recent|various|important|new) (?:advances|progress|developments|aspects|trends)/iu,
  /^(?:the (?:paper|authors?|study)|it) proposes? a (?:new|novel) (?:method|approach|framework) (?:to improve|for improving) (?:the )?performance/iu,
  /^(?:this|the) (?:research|work|study) (?:has|is of) (?:important|great|significant) (?:guiding )?(?:significance|implications|value)/iu,
];

/** At least this share of the sentences must be stock for the whole to be mock. */
const STOCK_SHARE = 0.6;
/** And no more than this share of the summary's terms may be the source's own. */
const OWN_SHARE = 0.35;

/**
 * Whether a summary is a stand-in: it says so, or most of its sentences would fit any text and little of this one is in it.
 * `sentences` are those of its body.
 */
export function isMock(sentences: readonly string[], context: AuditContext): boolean {
  const text = sentences.join("\n");
  if (PLAINLY_MOCK.test(text) && !PLAINLY_MOCK.test(context.index.text)) return true;
  const stock = sentences.filter((sentence) => STOCK.some((pattern) => pattern.test(sentence))).length;
  if (sentences.length < 2 || stock / sentences.length < STOCK_SHARE) return false;
  const terms = [...new Set(claimTerms(text))];
  const own = terms.filter((term) => context.index.postings.has(term)).length;
  return own / Math.max(1, terms.length) <= OWN_SHARE;
}
