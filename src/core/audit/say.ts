import type { Finding, RawFinding } from "./finding.ts";

/** The languages that findings are told in. */
export type FindingLanguage = "en" | "zh";

/** The most characters of a summary that a finding repeats. */
const LONGEST_REPEAT = 60;

function short(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  const characters = [...line];
  return characters.length <= LONGEST_REPEAT ? line : `${characters.slice(0, LONGEST_REPEAT - 1).join("")}…`;
}

function unbracketed(text: string): string {
  return text.replace(/[（()）]/gu, "");
}

function inEnglish(finding: RawFinding): string {
  const claimed = short(finding.claimed);
  switch (finding.kind) {
    case "year":
      return /^\d+$/.test(finding.said)
        ? `The file's summary says “${claimed}”; the text says ${finding.said}.`
        : `The file's summary says ${claimed}; the text says “${finding.said}”, which is ${finding.means} by the date of the post.`;
    case "year absent":
      return `The year ${claimed} is not found in the text.`;
    case "number":
      return finding.said === undefined
        ? `The number ${claimed} is not found in the text.`
        : `The number ${claimed} is not found in the text; the passage has ${short(finding.said)}.`;
    case "quotation":
      return `The words “${claimed}” stand in quotation marks and are not found in the text.`;
    case "name":
      return `The name ${claimed} is not found in the text.`;
    case "length":
      return `The file's summary says “${unbracketed(claimed)}” of its length; it has ${finding.actual} characters.`;
    case "mock":
      return "The file's summary is placeholder text: it would fit any page.";
    case "note":
      return `The file's summary holds a note to whoever asked for it: “${claimed}”.`;
    case "conflict":
      return "The file's summary holds a mark of an unfinished merge.";
    case "sentence":
      return `Not found in the text: “${claimed}”`;
  }
}

function inChinese(finding: RawFinding): string {
  const claimed = short(finding.claimed);
  switch (finding.kind) {
    case "year":
      return /^\d+$/.test(finding.said)
        ? `文件自带的摘要写“${claimed}”，原文写的是 ${finding.said} 年。`
        : `文件自带的摘要写 ${claimed} 年，原文写“${finding.said}”，按发布日期应为 ${finding.means} 年。`;
    case "year absent":
      return `原文中找不到年份 ${claimed}。`;
    case "number":
      return finding.said === undefined
        ? `原文中找不到数字“${claimed}”。`
        : `原文中找不到数字“${claimed}”；对应的段落写的是“${short(finding.said)}”。`;
    case "quotation":
      return `引号中的“${claimed}”在原文中找不到。`;
    case "name":
      return `原文中找不到名称“${claimed}”。`;
    case "length":
      return `文件自带的摘要自称“${unbracketed(claimed)}”，实际为 ${finding.actual} 字。`;
    case "mock":
      return "文件自带的摘要是占位文字，放在任何文章上都一样。";
    case "note":
      return `文件自带的摘要中留有写给提问者的话：“${claimed}”。`;
    case "conflict":
      return "文件自带的摘要中留有未完成合并的标记。";
    case "sentence":
      return `原文中找不到：“${claimed}”`;
  }
}

/**
 * One sentence on a finding for a person, in plain text (escape it before it goes to Slack: it repeats words of the summary, at most 60 characters).
 * It says "found" and "not found in the text", never that something is true or false.
 */
export function findingSentence(finding: Finding, language: FindingLanguage): string {
  return language === "zh" ? inChinese(finding) : inEnglish(finding);
}
