/** A run of text on a page, in points from the lower left corner. */
export interface PdfRun {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Size of the font. */
  readonly size: number;
}

/** A line of text as it stands in its column. */
export interface PdfLine {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
}

/** Two runs stand on one line while their baselines differ by less than this share of the font's size. */
const SAME_BASELINE = 0.45;
/** A gap wider than this parts two columns (in font sizes); justified text stays under one. */
const COLUMN_GAP = 1.3;
/** A gap wider than this is a space between words (in font sizes). */
const WORD_GAP = 0.18;
/** A page has two columns when this share of its lines stays on one side of the middle. */
const TWO_COLUMNS = 0.65;

/**
 * The lines of a page in reading order: from top to bottom, and on a page of two columns the left one before the right
 * one, between lines that cross the middle.
 * @param pageWidth in points
 */
export function linesOf(runs: readonly PdfRun[], pageWidth: number): readonly PdfLine[] {
  const rows = rowsOf(runs.filter((run) => run.text.trim() !== ""));
  const pieces = rows.flatMap(splitAtGaps);
  const middle = middleOf(pieces, pageWidth);
  return middle === undefined ? rows.map((row) => lineOf(row)) : byColumns(pieces.map(lineOf), middle);
}

function rowsOf(runs: readonly PdfRun[]): readonly (readonly PdfRun[])[] {
  const rows: PdfRun[][] = [];
  let row: PdfRun[] = [];
  let baseline: PdfRun | undefined;
  for (const run of [...runs].sort((a, b) => b.y - a.y)) {
    if (baseline && baseline.y - run.y < SAME_BASELINE * Math.max(baseline.size, run.size)) row.push(run);
    else {
      row = [run];
      rows.push(row);
      baseline = run;
    }
    // A raised or lowered mark must not carry the line away from its own baseline.
    if (baseline && run.size > baseline.size * 1.2) baseline = run;
  }
  return rows.map((found) => found.sort((a, b) => a.x - b.x));
}

function splitAtGaps(row: readonly PdfRun[]): readonly (readonly PdfRun[])[] {
  const pieces: PdfRun[][] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const run of row) {
    if (run.x - right > COLUMN_GAP * run.size || pieces.length === 0) pieces.push([]);
    pieces.at(-1)?.push(run);
    right = Math.max(right, run.x + run.width);
  }
  return pieces;
}

function lineOf(runs: readonly PdfRun[]): PdfLine {
  const main = runs.reduce((widest, run) => (run.width > widest.width ? run : widest));
  return {
    text: wordsOf(runs),
    x: Math.min(...runs.map((run) => run.x)),
    right: Math.max(...runs.map((run) => run.x + run.width)),
    y: main.y,
    size: main.size,
  };
}

function wordsOf(runs: readonly PdfRun[]): string {
  let words = "";
  let right = 0;
  for (const run of runs) {
    const isApart = words !== "" && run.x - right > WORD_GAP * run.size;
    words += (isApart && !/\s$/.test(words) && !/^\s/.test(run.text) ? " " : "") + run.text;
    right = run.x + run.width;
  }
  return words.replace(/\s+/g, " ").trim();
}

/** Where the gutter is, when the page has two columns. */
function middleOf(pieces: readonly (readonly PdfRun[])[], pageWidth: number): number | undefined {
  const lines = pieces.map(lineOf).filter((line) => line.text.length > 3);
  const middle = pageWidth / 2;
  const left = lines.filter((line) => line.right <= middle + pageWidth * 0.02);
  const right = lines.filter((line) => line.x >= middle - pageWidth * 0.02);
  const isBalanced = Math.min(left.length, right.length) >= Math.max(4, lines.length * 0.2);
  // A table's cells are narrow; a column's lines nearly fill it.
  const full = [...left, ...right].filter((line) => line.right - line.x > pageWidth * 0.25);
  return isBalanced && left.length + right.length >= lines.length * TWO_COLUMNS && full.length >= lines.length * 0.4
    ? middle
    : undefined;
}

function byColumns(lines: readonly PdfLine[], middle: number): readonly PdfLine[] {
  const ordered: PdfLine[] = [];
  let [left, right]: [PdfLine[], PdfLine[]] = [[], []];
  for (const line of lines) {
    if (line.right <= middle + line.size) left.push(line);
    else if (line.x >= middle - line.size) right.push(line);
    else {
      ordered.push(...left, ...right, line);
      [left, right] = [[], []];
    }
  }
  return [...ordered, ...left, ...right];
}
