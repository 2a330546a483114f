/** Words by which a sentence says what is new, or shows that it is not worth quoting. */
export interface CueSet {
  /** It announces: something was proposed, released, found. */
  readonly announces: RegExp;
  /** Its authors speak of what they made. */
  readonly proposes: RegExp;
  /** Its authors speak of what they looked into. */
  readonly studies: RegExp;
  /** It tells of results. */
  readonly results: RegExp;
  /** It tells what was there before, or contradicts what came before. */
  readonly background: RegExp;
  /** It opens with a word that points back at a sentence that may not be quoted. */
  readonly dangles: RegExp;
  /** It asks the reader to do something. */
  readonly calls: RegExp;
  /** It draws the conclusion. */
  readonly concludes: RegExp;
}

const CHINESE: CueSet = {
  announces:
    /提出|推出|发布|宣布|开源|上线|研究(?:发现|表明|显示)|发现|首个|首次|最新|新(?:研究|模型|方法|框架|技术|论文)|团队|介绍|打造|开发|构建/u,
  proposes:
    /(?:本文|该文|论文|研究人员|研究者|作者|团队|我们|公司)[^，。]{0,12}(?:提出|推出|发布|介绍|构建|设计|开发|打造|开源)/u,
  studies:
    /(?:本文|该文|文章|报告|论文|研究人员|研究者|作者|团队)[^，。]{0,12}(?:研究|探讨|分析|发现|认为|指出|分享|总结|揭示)/u,
  results: /达到|超越|超过|提升|提高|降低|优于|准确率|性能|结果(?:显示|表明)|实验|表明|成功|突破|刷新|SOTA|实现/iu,
  background: /此前|以往|传统|过去|目前的|现有|曾经|一直以来|众所周知|多年来/u,
  dangles:
    /^(?:但|而|然而|不过|可是|因此|所以|于是|此外|另外|同时|而且|并且|其中|这|那|他|她|它|该|其|此|与此|除此|接着|随后|之后|最后|当然|其实|不仅如此|更|也|还|甚至|尤其|例如|比如)/u,
  calls:
    /点击|关注|转发|评论区|戳|报名|扫码|欢迎|留言|感兴趣|快来|下方|链接|私信|点赞|抽奖|你(?:怎么看|觉得|认为)|大家(?:怎么看|觉得)|以下是|如下/u,
  concludes: /总之|总的来说|综上|意味着|核心|关键|本质|强调|指出|呼吁|认为|表示|未来|有望|可能/u,
};

const ENGLISH: CueSet = {
  announces:
    /\b(?:we|this (?:paper|work|article|study)|our (?:work|paper|method|approach|model))\s+(?:\w+ly\s+)?(?:propos|introduc|present|show|develop|design|demonstrat|stud|investigat|describ|address|provid|prov|deriv|find|found|analy[sz]|explor|examin|argu|extend|build|offer|formulat|establish|learn)\w*|\bin this (?:paper|work|article|study)\b|\b(?:is|are|was) (?:proposed|introduced|presented|released|announced|launched)\b|\b(?:announced|launched|released|unveiled)\b/iu,
  proposes:
    /\b(?:we|paper|work|article)\s+(?:\w+ly\s+)?(?:then |also |here )?(?:propos|introduc|present|develop|design)\w*/iu,
  studies:
    /\bwe\s+(?:\w+ly\s+)?(?:study|investigat|explor|analy|examin|consider|address|provid|describ|argu|extend|use|formulat|conduct|evaluat|apply|derive|build)\w*|\bth(?:is|e) (?:paper|work|article|study) \w+s\b/iu,
  results:
    /\b(?:outperform|achiev|improv|state[- ]of[- ]the[- ]art|results?|experiments?|significant|empirical|evaluat|benchmark|accuracy|reduc|faster|demonstrat|surpass)\w*/iu,
  background:
    /\b(?:however|existing|previous|prior|recent(?:ly)?|traditional|conventional|despite|although|while|unfortunately|typically|often|commonly|challeng\w+|difficult\w*|widely|many|most|has been|have been|limited)\b/iu,
  dangles:
    /^(?:however|but|yet|so|thus|therefore|hence|moreover|furthermore|additionally|in addition|also|then|next|finally|second|third|meanwhile|instead|nevertheless|nonetheless|consequently|as a result|similarly|on the other hand|for (?:example|instance)|it|its|this|that|these|those|they|their|he|she|his|her|such|here|there|and|or)\b/iu,
  calls:
    /\b(?:click|sign up|subscribe|follow us|read more|learn more|download|register|share this|join us|newsletter|cookie|code (?:is|will be|and)|available at|our code|source code|supplementary)\b/iu,
  concludes: /\b(?:conclu\w+|overall|in summary|suggest\w*|impl(?:y|ies)|key|novel|new|simple|effective|framework)\b/iu,
};

/** The cues for a text. */
export function cuesFor(chinese: boolean): CueSet {
  return chinese ? CHINESE : ENGLISH;
}
