import { PROBLEMS, type ProblemCode, type ProblemDetails, sentenceFor } from "../problems.ts";
import { sentenceInChinese } from "../problems-zh.ts";

/**
 * A problem as the reason why an entry of an archive was left out. Without the entry's own name, so that entries with
 * one problem are told together.
 */
export function storedProblem(code: ProblemCode, { filename: _, ...details }: ProblemDetails = {}): string {
  return `${code} ${JSON.stringify(details)}`;
}

/** A reason as a person reads it: one of {@link storedProblem}, or words that end the sentence “left out, because …”. */
export function sayReason(reason: string, language: "en" | "zh"): string {
  const problem = problemIn(reason);
  if (!problem) return language === "zh" ? (IN_CHINESE[reason] ?? reason) : reason;
  const details = { ...problem.details, final: true };
  return language === "zh" ? sentenceInChinese(problem.code, details) : sentenceFor(problem.code, details);
}

function problemIn(reason: string): { readonly code: ProblemCode; readonly details: ProblemDetails } | undefined {
  const [, code = "", details = ""] = /^([A-Z0-9_]+) (\{.*\})$/s.exec(reason) ?? [];
  return Object.hasOwn(PROBLEMS, code) ? { code: code as ProblemCode, details: JSON.parse(details) } : undefined;
}

const IN_CHINESE: Readonly<Record<string, string>> = {
  "it is protected by a password": "有密码保护",
  "it only points to another file": "只是指向另一个文件的链接",
  "it is packed in a way I can't read": "压缩方式无法读取",
  "it is larger than 20 MB": "超过 20 MB",
  "it is an archive inside an archive": "是压缩包里的压缩包",
  "it is a picture": "是图片",
  "it is a video": "是视频",
  "it is a sound recording": "是录音",
  "it is no page or text": "不是网页或文本",
  "it is empty": "是空文件",
  "it is damaged": "已损坏",
  "it unpacks to far more than it can hold": "解开后远大于它应有的大小",
  "it is part of a saved page": "是保存网页的附属文件",
  "its name leads out of the archive": "文件名指向压缩包之外",
  "the archive holds more than I unpack at once": "压缩包内容超出一次能解开的大小",
  "it is an export in a larger archive: attach it alone": "是大压缩包里的一份导出：请单独附上",
  "its line in items.jsonl is no record of an export": "items.jsonl 中的这一行不是导出的记录",
};
