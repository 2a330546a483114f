import type { Alignment } from "./align.ts";
import { holdsFigure } from "./compare-figures.ts";
import { type AuditContext, passage } from "./context.ts";
import { type Figure, figuresIn } from "./figures.ts";
import type { RawFinding } from "./finding.ts";

/** Whole numbers up to this are often counted by whoever summarises ("three points"), so their absence says nothing. */
const COUNTED_UP_TO = 12;
/** Numbers that could be a year are left to the check of years. */
const FIRST_YEAR = 1500;
const LAST_YEAR = 2100;
/** A part of a date or a clock time: the source may write it in another way. */
const DATE_AFTER = /^\s?(?:月|日|号|点(?!\d)|时(?!间)|:\d|：\d|世纪|年代|s\b)/u;

function isYearLike(figure: Figure): boolean {
  const value = figure.values[0] ?? 0;
  return /^\d{4}$/.test(figure.text) && value >= FIRST_YEAR && value <= LAST_YEAR;
}

function isWorthChecking(figure: Figure, claim: string): boolean {
  if (figure.isLabel || isYearLike(figure) || DATE_AFTER.test(claim.slice(figure.end, figure.end + 4))) return false;
  const value = figure.values[0] ?? 0;
  const isCount = Number.isInteger(value) && value <= COUNTED_UP_TO && !figure.isPercent;
  return !isCount || /[.万亿千百]/u.test(figure.text);
}

/** The numbers of the passages that the claim rests on, with their places in the source. */
function figuresNear(alignment: Alignment, context: AuditContext): readonly Figure[] {
  return alignment.nearest.slice(0, 2).flatMap((number) => {
    const { text, start } = passage(context, number);
    return figuresIn(text)
      .filter(({ isLabel }) => !isLabel)
      .map((figure) => ({ ...figure, start: figure.start + start, end: figure.end + start }));
  });
}

/** The number of the same kind, nearest in size. */
function nearest(claim: Figure, near: readonly Figure[]): Figure | undefined {
  const value = claim.values[0] ?? 0;
  const distance = (figure: Figure) => Math.abs(Math.log((figure.values[0] || 1e-12) / (value || 1e-12)));
  let best: Figure | undefined;
  for (const figure of near) {
    if (figure.isPercent === claim.isPercent && (!best || distance(figure) < distance(best))) best = figure;
  }
  return best;
}

/** The numbers of a claim that its source does not hold, neither the same nor one they may be rounded from. Places count from the claim's start. */
export function checkFigures(claim: string, alignment: Alignment, context: AuditContext): readonly RawFinding[] {
  const missing = figuresIn(claim)
    .filter((figure) => isWorthChecking(figure, claim))
    .filter((figure) => !holdsFigure(context.figures, figure));
  const near = missing.length > 0 ? figuresNear(alignment, context) : [];
  return missing.map((figure) => {
    const said = nearest(figure, near);
    const where = said ? { said: said.text, passage: { start: said.start, end: said.end } } : {};
    return { kind: "number", at: { start: figure.start, end: figure.end }, claimed: figure.text, ...where };
  });
}
