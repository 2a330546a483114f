import type { Span } from "../page.ts";
import type { RawFinding } from "./finding.ts";

const CONFLICT_MARK = /^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$/gmu;
const CLAIMED_LENGTH =
  /[（(]\s?(?:约|共|全文约?|total:?)?\s?(\d{1,5})\s?(?:个?字|字符|words|characters)(?:左右|以内)?\s?[）)]/giu;

/** Where a note can begin: at the start, on a new line, or behind the end of a sentence. */
const OPENS = String.raw`(?<=^|[\n。！？!?）)”"]\s{0,4}|[.]\s{1,4})`;

interface NotePattern {
  readonly pattern: RegExp;
  /** What follows belongs to it, to the end of the text. */
  readonly toEnd: boolean;
}

const opening = (words: string, toEnd: boolean): NotePattern => ({ pattern: new RegExp(OPENS + words, "iu"), toEnd });
const anywhere = (pattern: RegExp): NotePattern => ({ pattern, toEnd: false });

/** Words that speak to whoever asked for the summary. */
const NOTES: readonly NotePattern[] = [
  opening(String.raw`[（(【[]?\s?(?:注|备注|附注|说明|note|p\.?s\.?)\s?[:：]`, true),
  opening(
    String.raw`(?:\*\*)?(?:key points|highlights|核心要素|摘要要点|字数统计?|word (?:count|limit)|character count)\s?(?:\*\*)?[:：]`,
    true,
  ),
  opening(String.raw`(?:sure|certainly|of course|absolutely|okay|ok)[,!.][^\n]{0,80}`, false),
  opening(
    String.raw`here(?:'s|’s| is| are)\b[^\n:：]{0,60}\b(?:summary|summaries|abstract|overview|version|translation)\b[^\n:：.]{0,60}[:：.]?`,
    false,
  ),
  opening(String.raw`(?:好的|当然|没问题)[，,！!。][^\n]{0,60}(?:摘要|总结|概括)[^\n]{0,20}[:：]?`, false),
  opening(String.raw`(?:以下|下面)(?:是|为)[^\n。]{0,40}(?:摘要|总结|概括|概述)[^\n。]{0,20}[:：。]`, false),
  opening(
    String.raw`(?:如(?:果)?(?:您)?需要?(?:进一步|更多|其他|调整|修改)|希望(?:这|以上)[^\n。]{0,12}(?:帮助|符合|满足)|let me know|feel free to|i hope this|would you like me)[^\n]{0,80}`,
    true,
  ),
  anywhere(/(?:根据|按照|按|应)(?:您|你|用户)的(?:要求|需求|指示|请求)[^\n。，,]{0,40}/iu),
  anywhere(/严格(?:控制|压缩|限制|遵循|遵守)(?:在|到|至|了)?\s?\d{1,4}\s?(?:个)?字[^\n。，,]{0,10}/iu),
  anywhere(
    /(?:作为(?:一个|一名)?(?:ai|人工智能)(?:语言)?(?:模型|助手)|as an ai(?: language)? model|i (?:can't|can’t|cannot|am unable to) (?:access|open|browse|view))[^\n]{0,80}/iu,
  ),
  anywhere(/(?:当前|本)摘要(?:仅|系|是)?(?:基于|依据|根据)[^\n。]{0,30}/iu),
  anywhere(/[^\n。；;，,]{0,30}(?:未|没有)在?(?:本)?(?:摘要|给定(?:的)?(?:信息|内容|文本))中[^\n。]{0,10}/iu),
];

/** A summary with its marks of form taken off: the body that a reader is meant to read. */
export interface Form {
  /** The parts of the summary that are its sentences. */
  readonly body: readonly Span[];
  readonly findings: readonly RawFinding[];
}

function noteIn(summary: string): readonly RawFinding[] {
  return NOTES.flatMap(({ pattern, toEnd }) => {
    const match = pattern.exec(summary);
    if (!match) return [];
    const start = match.index + (match[0].length - match[0].trimStart().length);
    const end = toEnd ? summary.trimEnd().length : match.index + match[0].trimEnd().length;
    return [{ kind: "note" as const, at: { start, end }, claimed: summary.slice(start, Math.min(end, start + 80)) }];
  });
}

/** The ways in which people and programs count a summary's length: all characters but white space, and Han characters with Latin words as one each. */
function lengths(text: string): readonly [number, number] {
  const all = text.replace(/\s/gu, "").length;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words =
    text.match(/(?:(?!\p{Script=Han})[\p{L}\p{N}])+(?:[-.'’](?:(?!\p{Script=Han})[\p{L}\p{N}])+)*/gu)?.length ?? 0;
  return [Math.min(all, han + words), all];
}

/** A claim of length is let be when it is this near to any way of counting. */
const LENGTH_SHARE = 0.1;

function lengthFinding(body: string, claimed: number, at: Span, words: string): readonly RawFinding[] {
  const [least, most] = lengths(body);
  if (claimed >= least * (1 - LENGTH_SHARE) && claimed <= most * (1 + LENGTH_SHARE)) return [];
  const actual = claimed < least ? least : most;
  return [{ kind: "length", at, claimed: words, actual }];
}

function merged(cuts: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const cut of [...cuts].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && cut.start <= last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, cut.end) };
    else result.push(cut);
  }
  return result;
}

function withoutCuts(length: number, cuts: readonly Span[]): readonly Span[] {
  const rest: Span[] = [];
  let start = 0;
  for (const cut of cuts) {
    if (cut.start > start) rest.push({ start, end: cut.start });
    start = cut.end;
  }
  if (start < length) rest.push({ start, end: length });
  return rest;
}

/** Overlapping notes are told once, from the first word of the first. */
function mergedNotes(summary: string, notes: readonly RawFinding[]): readonly RawFinding[] {
  return merged(notes.map(({ at }) => at)).map((at) => ({
    kind: "note",
    at,
    claimed: summary.slice(at.start, Math.min(at.end, at.start + 80)),
  }));
}

/**
 * What is wrong with a summary's form, whatever its source says: marks of a failed merge, words to the prompter, a false claim of its own length
 * (`claimedLength`, or `（99字）` in it). None of these parts is in the body. Linear in the summary's length.
 */
export function checkForm(summary: string, claimedLength?: number): Form {
  const conflicts = [...summary.matchAll(CONFLICT_MARK)].map((match) => ({
    kind: "conflict" as const,
    at: { start: match.index, end: match.index + match[0].length },
    claimed: match[0],
  }));
  const notes = mergedNotes(summary, noteIn(summary));
  const claims = [...summary.matchAll(CLAIMED_LENGTH)];
  const claimSpans = claims.map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const cuts = merged([...conflicts.map(({ at }) => at), ...notes.map(({ at }) => at), ...claimSpans]);
  const body = withoutCuts(summary.length, cuts);
  const text = body.map(({ start, end }) => summary.slice(start, end)).join("");
  const stated = claims.flatMap((match, at) => {
    const span = claimSpans[at];
    return span ? lengthFinding(text, Number(match[1]), span, match[0]) : [];
  });
  const given =
    claimedLength !== undefined && claims.length === 0
      ? lengthFinding(text, claimedLength, { start: summary.length, end: summary.length }, String(claimedLength))
      : [];
  return { body, findings: [...conflicts, ...notes, ...stated, ...given] };
}
