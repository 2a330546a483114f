import type { Span } from "../page.ts";
import { type Alignment, alignSentence } from "./align.ts";
import { claimTerms } from "./claim-terms.ts";
import { type AuditContext, passage } from "./context.ts";
import type { RawFinding } from "./finding.ts";
import { claimedYears, type NamedYears, type RelativeYear, relativeYearsIn } from "./years.ts";

/** A clause is looked up on its own when this much of it is found; else the whole sentence is. */
const CLAUSE_COVERAGE = 0.2;
const CLAUSE_MARK = /[，,；;。：:！？!?\n]/u;

/** No sentence names more years than this; further ones are not looked up. */
const MOST_YEARS = 20;
/** A clause is looked at up to here on either side (UTF-16 code units). */
const CLAUSE_REACH = 120;

function clauseAround(claim: string, span: Span): string {
  const before =
    claim
      .slice(Math.max(0, span.start - CLAUSE_REACH), span.start)
      .split(CLAUSE_MARK)
      .at(-1) ?? "";
  const after = claim.slice(span.end, span.end + CLAUSE_REACH).split(CLAUSE_MARK)[0] ?? "";
  return `${before} ${after}`;
}

/** The sentences of the source, by number, that say what the clause with the year says, best first. */
function sentencesFor(claim: string, span: Span, alignment: Alignment, context: AuditContext): readonly number[] {
  const clause = alignSentence(clauseAround(claim, span), context.index);
  return clause.coverage >= CLAUSE_COVERAGE ? clause.nearest : alignment.nearest;
}

/** The years a word such as 去年 means, given the years the text may have been written in. */
function meant(offset: number, writtenIn: readonly number[]): readonly number[] {
  return writtenIn.map((year) => year + offset);
}

/** The first word such as 去年 in the sentences. */
function relativeIn(numbers: readonly number[], context: AuditContext): RelativeYear | undefined {
  for (const number of numbers) {
    const { text, start } = passage(context, number);
    const [word] = relativeYearsIn(text);
    if (word) return { ...word, start: word.start + start, end: word.end + start };
  }
  return undefined;
}

/** A clause with a time of its own is not under the 去年 of the clause before it. */
const OWN_TIME =
  /本[月周]|[近今昨当]日|今[天晚]|日前|最近|近期|刚刚|如今|现在|目前|此次|\d{1,2}月|(?:19|20)\d{2}|\b(?:this (?:month|week)|recently|today|now|currently)\b/iu;

interface Clause {
  readonly text: string;
  readonly start: number;
}

function clausesOf(text: string): readonly Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && !CLAUSE_MARK.test(text.charAt(at))) continue;
    if (at > start) clauses.push({ text: text.slice(start, at), start });
    start = at + 1;
  }
  return clauses;
}

/** The number of the clause that shares most terms with the claim's. */
function nearestClause(clauses: readonly Clause[], claimClause: string): number {
  const terms = new Set(claimTerms(claimClause));
  const shared = clauses.map(({ text }) => new Set(claimTerms(text).filter((term) => terms.has(term))).size);
  return shared.indexOf(Math.max(...shared, 1));
}

/**
 * The word such as 去年 that governs what the claim's clause says: in the very clause of the passage that says it, or in the one before when
 * that clause has no time of its own. For a year that the reader would take for granted, the year of writing itself.
 */
function governingRelative(
  claimClause: string,
  numbers: readonly number[],
  context: AuditContext,
): RelativeYear | undefined {
  const [best] = numbers;
  if (best === undefined) return undefined;
  const { text, start } = passage(context, best);
  const clauses = clausesOf(text);
  const at = nearestClause(clauses, claimClause);
  const own = clauses[at];
  const before = clauses[at - 1];
  const under = own && !OWN_TIME.test(own.text) ? [own, before] : [own];
  for (const clause of under) {
    const [word] = clause ? relativeYearsIn(clause.text) : [];
    const by = start + (clause?.start ?? 0);
    if (word) return { ...word, start: word.start + by, end: word.end + by };
  }
  return undefined;
}

type YearCheck<T> = (claim: string, year: T, alignment: Alignment, context: AuditContext) => readonly RawFinding[];

const checkNamedYear: YearCheck<NamedYears> = (claim, year, alignment, context) => {
  const at = { start: year.start, end: year.end };
  const claimed = claim.slice(year.start, year.end);
  if (context.years.has(year.from)) return [];
  const { writtenIn } = context;
  if (!writtenIn) return context.yearOffsets.size > 0 ? [] : [{ kind: "year absent", at, claimed }];
  if ([...context.yearOffsets].some((offset) => meant(offset, writtenIn).includes(year.from))) return [];
  const sentences = sentencesFor(claim, year, alignment, context);
  const word = writtenIn.includes(year.from)
    ? governingRelative(clauseAround(claim, year), sentences, context)
    : relativeIn(sentences, context);
  if (word) {
    const means = (writtenIn.at(-1) ?? 0) + word.offset;
    return [{ kind: "year", at, claimed, said: word.text, means, passage: { start: word.start, end: word.end } }];
  }
  return writtenIn.includes(year.from) ? [] : [{ kind: "year absent", at, claimed }];
};

/** A claim says 去年 where its passage names another year, and the source never says 去年 or that year. */
const checkRelativeYear: YearCheck<RelativeYear> = (claim, word, alignment, context) => {
  const { writtenIn } = context;
  if (!writtenIn || context.yearOffsets.has(word.offset)) return [];
  if (meant(word.offset, writtenIn).some((year) => context.years.has(year))) return [];
  const [best] = sentencesFor(claim, word, alignment, context);
  if (best === undefined) return [];
  const { text, start } = passage(context, best);
  const [said] = claimedYears(text);
  if (!said) return [];
  const at = { start: word.start, end: word.end };
  const where = { start: said.start + start, end: said.end + start };
  return [{ kind: "year", at, claimed: word.text, said: String(said.from), means: said.from, passage: where }];
};

/** The years of a claim held against its source and the day it was written. Places count from the claim's start. */
export function checkYears(claim: string, alignment: Alignment, context: AuditContext): readonly RawFinding[] {
  return [
    ...claimedYears(claim)
      .slice(0, MOST_YEARS)
      .flatMap((year) => checkNamedYear(claim, year, alignment, context)),
    ...relativeYearsIn(claim)
      .slice(0, MOST_YEARS)
      .flatMap((word) => checkRelativeYear(claim, word, alignment, context)),
  ];
}
