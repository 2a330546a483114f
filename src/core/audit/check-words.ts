import { isCommonWord } from "../tags/english-parts.ts";
import { alignSentence, isForeignTo } from "./align.ts";
import { COMMON_ABBREVIATIONS } from "./claim-terms.ts";
import type { AuditContext } from "./context.ts";
import { figuresIn } from "./figures.ts";
import type { RawFinding } from "./finding.ts";
import { squeeze } from "./squeeze.ts";

const QUOTATION = /[“"「『《‘]([^“”"「」『』《》‘’\n]{2,120})[”"」』》’]/gu;
/** A quotation counts as found when this much of it stands together in one passage, in whatever order. */
const NEARLY_ALL = 0.8;

/** The quotations of a claim whose words the source does not have. One in another language than the source is left alone. */
export function checkQuotations(claim: string, context: AuditContext): readonly RawFinding[] {
  return [...claim.matchAll(QUOTATION)].flatMap((match) => {
    const words = match[1] ?? "";
    const needle = squeeze(words).text;
    if (needle.length < 2 || context.index.squeezed.text.includes(needle) || isForeignTo(words, context.index))
      return [];
    if (alignSentence(words, context.index).coverage >= NEARLY_ALL) return [];
    const start = match.index + 1;
    return [{ kind: "quotation", at: { start, end: start + words.length }, claimed: words }];
  });
}

const NAME =
  /(?<![\p{Script=Latin}\d@#/._-])\p{Script=Latin}[\p{Script=Latin}\d]*(?:[-.'’+&][\p{Script=Latin}\d]+)*\+*/gu;
/** What may stand before the first word of a sentence. */
const SENTENCE_START = /(?:^|[.!?。！？:：][”"’」』）)]*\s*)["“‘「『（(]*$/u;

/** A sentence's first word has its capital by rule: it names something if it is no common word, or has one elsewhere too. */
function isCapitalByRule(claim: string, start: number, word: string): boolean {
  if (!/^\p{Lu}[\p{Ll}'’]*$/u.test(word) || !SENTENCE_START.test(claim.slice(0, start))) return false;
  const isElsewhere = claim.indexOf(word) < start || claim.includes(word, start + word.length);
  return !isElsewhere && isCommonWord(word.toLowerCase().replaceAll("’", "'"));
}

function isName(word: string): boolean {
  if (figuresIn(word).some(({ isWord }) => isWord)) return false;
  return /\p{Lu}/u.test(word) && word.length > 1 && !COMMON_ABBREVIATIONS.has(word.toLowerCase());
}

/** A name in pieces, or in the singular, or as the initials of words of the source, is still there. */
function isInSource(word: string, context: AuditContext): boolean {
  const text = context.index.squeezed.text;
  const whole = squeeze(word).text;
  if (text.includes(whole) || text.includes(whole.replace(/s$/, ""))) return true;
  if (/^\p{Lu}[\p{Lu}s]{1,5}$/u.test(word) && context.initials.includes(whole.replace(/s$/, ""))) return true;
  const pieces = word.split(/[-.'’+&]/).filter((piece) => piece.length > 1);
  return pieces.length > 1 && pieces.every((piece) => text.includes(squeeze(piece).text));
}

/** Names that stand side by side are one name. */
function joined(claim: string, findings: readonly RawFinding[]): readonly RawFinding[] {
  const result: RawFinding[] = [];
  for (const finding of findings) {
    const last = result.at(-1);
    if (last && claim.slice(last.at.end, finding.at.start) === " ") {
      const at = { start: last.at.start, end: finding.at.end };
      result[result.length - 1] = { kind: "name", at, claimed: claim.slice(at.start, at.end) };
    } else result.push(finding);
  }
  return result;
}

/** The names in Latin letters that a claim brings in and the source does not have. */
export function checkNames(claim: string, context: AuditContext): readonly RawFinding[] {
  const missing = [...claim.matchAll(NAME)]
    .filter(({ 0: word, index }) => isName(word) && !isCapitalByRule(claim, index, word) && !isInSource(word, context))
    .map((match): RawFinding => {
      const at = { start: match.index, end: match.index + match[0].length };
      return { kind: "name", at, claimed: match[0] };
    });
  return joined(claim, missing);
}
