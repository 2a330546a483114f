/** Front matter: lines between two fences at the very start. */
export const FRONT_MATTER = /^\ufeff?---[^\S\n]*\r?\n([\s\S]{0,65536}?)\r?\n(?:---|\.\.\.)[^\S\n]*(?:\r?\n|$)/;
/** The head of a Jina Reader dump. */
export const JINA_HEAD = /^Title:[^\n]*\n+(?:URL Source:|Published Time:|Markdown Content:)/;

/**
 * Whether a text is Markdown: front matter, the head of a reader's dump, or several of Markdown's own marks. A file that
 * is named as text is only believed to be Markdown for the first two.
 */
export function isMarkdown(text: string, { isNamedText }: { readonly isNamedText: boolean }): boolean {
  const unix = text.replace(/\r\n?/g, "\n");
  const front = FRONT_MATTER.exec(unix)?.[1];
  if (front !== undefined && /^[\w-]+:/m.test(front)) return true;
  if (JINA_HEAD.test(unix)) return true;
  const signs = [
    /^#{1,6} \S/m,
    /\[[^\]\n]+\]\(https?:\/\/[^)\s]+\)/,
    /^(?:[-*+]|\d+\.) \S/m,
    /\*\*[^*\n]+\*\*/,
    /^```/m,
    /^> \S/m,
  ];
  const found = signs.filter((sign) => sign.test(unix)).length;
  return isNamedText ? found >= 3 : found >= 2 || /^# \S[^\n]*\n\s*\n/.test(unix);
}
