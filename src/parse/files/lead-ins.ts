/** Stands in a text where a link was that is not shown. */
export const HOLE = "\ue000";

/** A short line, or a clause, up to a colon or a call, with nothing behind it but a link. */
const LEAD_IN = new RegExp(
  `(^|[\\n。！？!?；;${HOLE}]\\s*)([^\\n。！？!?；;${HOLE}]{0,32}?)([：:]|点击|戳|👉|➡️?)[^\\S\\n]*\\n?[^\\S\\n]*${HOLE}+`,
  "gu",
);
const LEADS_TO_A_LINK =
  /链接|鏈接|地址|原文|全文|传送门|点击|欢迎|戳|主页|官网|项目|仓库|代码|论文|报告|博客|文章|视频|直播|指南|教程|试玩|试用|体验|下载|参考|详情|详见|来源|出处|更多|阅读|部署|demo|github|hugging ?face|link|source|paper|code|here|read|via|url|👉|➡/iu;
/** A lead-in of so few characters leads nowhere else, whatever its words. */
const SHORT = 10;
/** The last clause of a longer sentence, when it only calls to a link. */
const CALLING_CLAUSE = new RegExp(`[，,]([^，,。！？\\n${HOLE}]{0,24})[：:][^\\S\\n]*\\n?[^\\S\\n]*${HOLE}+`, "gu");
const CALLS = /点击|戳|欢迎|感兴趣|可查看|阅读|链接|原文|click|here/iu;
const LEFT_COLON = new RegExp(`[：:][^\\S\\n]*${HOLE}+[^\\S\\n]*(?=\\n|$)`, "gu");
const EMPTY_BRACKETS = new RegExp(`[（(【[][\\s${HOLE}]*${HOLE}[\\s${HOLE}]*[）)】\\]]`, "gu");

/** A clause shorter than this before the last comma belongs to the lead-in (`阅读全文，欢迎点击：`). */
const SHORTEST_STATEMENT = 8;

/** The number of a reference whose link is not shown. */
const NUMBER_ALONE = new RegExp(
  `(^|\\n)[^\\S\\n]*(?:\\[\\d{1,2}\\]|[①-⑳]|\\d{1,2}[.、])[^\\S\\n]*${HOLE}+[^\\S\\n]*(?=\\n|$)`,
  "gu",
);

/** A text without its holes, and without the words that only led to them (`原文链接：`, `感兴趣的小伙伴可以点击：`). */
export function withoutLeadIns(text: string): string {
  return text
    .replace(EMPTY_BRACKETS, "")
    .replace(NUMBER_ALONE, "$1")
    .replace(LEAD_IN, (lead, edge: string, words: string, mark: string) => {
      const isLeadIn = words.trim().length <= SHORT || LEADS_TO_A_LINK.test(words + mark);
      return isLeadIn ? edge + statementIn(words) : lead;
    })
    .replace(CALLING_CLAUSE, (clause, words: string) => (CALLS.test(words) ? "。" : clause))
    .replace(LEFT_COLON, "。")
    .replaceAll(HOLE, "");
}

/** What stands before the calling clause and says something of its own. */
function statementIn(words: string): string {
  const statement = words.replace(/[，,][^，,]*$/u, "");
  const isOne = statement !== words && statement.trim().length >= SHORTEST_STATEMENT && !CALLS.test(statement);
  return isOne ? `${statement}。` : "";
}
