/** A text with the markers of an unfinished git merge taken out. */
export interface Resolved {
  readonly text: string;
  /** How many places held two versions; 0 when there was nothing to resolve. */
  readonly conflicts: number;
}

const OURS = /^<{7}(?:\s|$)/;
const BASE = /^\|{7}(?:\s|$)/;
const MIDDLE = /^={7}\s*$/;
const THEIRS = /^>{7}(?:\s|$)/;
/** A first version shorter than this share of the second was cut off, so the second is taken. */
const CUT_OFF = 0.4;

interface Conflict {
  readonly ours: string[];
  readonly theirs: string[];
  side: "ours" | "base" | "theirs";
}

/**
 * Takes one version of each place that git left in conflict (`<<<<<<<`, `=======`, `>>>>>>>`): the first, unless it is
 * empty or plainly cut off. Markers without their partner go, and the text between them stays once.
 */
export function resolveConflicts(text: string): Resolved {
  const kept: string[] = [];
  let open: Conflict | undefined;
  let conflicts = 0;
  for (const line of text.split("\n")) {
    const mark = line.trimEnd();
    if (OURS.test(mark)) {
      if (open) kept.push(...chosen(open));
      open = { ours: [], theirs: [], side: "ours" };
      conflicts += 1;
    } else if (THEIRS.test(mark)) {
      if (open) kept.push(...chosen(open));
      else conflicts += 1;
      open = undefined;
    } else if (BASE.test(mark)) {
      if (open) open.side = "base";
    } else if (open && MIDDLE.test(mark)) open.side = "theirs";
    else if (!open) kept.push(line);
    else if (open.side !== "base") open[open.side].push(line);
  }
  if (open) kept.push(...chosen(open));
  return { text: kept.join("\n"), conflicts };
}

function chosen({ ours, theirs }: Conflict): readonly string[] {
  const [first, second] = [ours.join("\n").trim(), theirs.join("\n").trim()];
  return first.length < second.length * CUT_OFF ? theirs : ours;
}

/** Takes out lines that are nothing but a marker, where markup had hidden them from {@link resolveConflicts}. */
export function withoutMarkers(text: string): string {
  const isMarker = (line: string) => [OURS, BASE, THEIRS].some((marker) => marker.test(line));
  return text
    .split("\n")
    .filter((line) => !isMarker(line))
    .join("\n")
    .trim();
}
