/** A line shorter than this ends because its paragraph or item does (characters; mail and arXiv wrap at 72 to 80). */
const SHORTEST_WRAPPED = 50;
const LONGEST_WRAPPED = 100;
const STARTS_ANEW =
  /^(?:[-–—*+•·●○■□▪►✅✔>|]\s|\d{1,3}[.)、．]\s?|[（(]\d{1,3}[）)]|[一二三四五六七八九十]{1,3}、|#{1,6}\s|\s{4,})/u;

/**
 * Joins the lines of a text that a program wrapped at a fixed width; paragraphs, list items and short lines stay. A text
 * whose lines are not of such a width comes back unchanged.
 */
export function joinWrappedLines(text: string): string {
  return text
    .split(/\n[^\S\n]*\n/)
    .map(joinParagraph)
    .join("\n\n");
}

function joinParagraph(paragraph: string): string {
  const lines = paragraph.split("\n").map((line) => line.trimEnd());
  const inner = lines.slice(0, -1);
  const wrapped = inner.filter((line) => line.length >= SHORTEST_WRAPPED && line.length <= LONGEST_WRAPPED);
  if (inner.length === 0 || wrapped.length < inner.length * 0.5) return lines.join("\n");
  return lines.reduce((joined, line, at) => {
    const before = lines[at - 1] ?? "";
    if (STARTS_ANEW.test(line) || before.length < SHORTEST_WRAPPED) return `${joined}\n${line}`;
    return joined + joinerOf(before, line) + line.trimStart();
  });
}

function joinerOf(before: string, after: string): string {
  if (/\p{L}-$/u.test(before)) return "";
  return /[\p{Script=Han}，。；：！？、]$/u.test(before) && /^[\p{Script=Han}“（《]/u.test(after) ? "" : " ";
}
