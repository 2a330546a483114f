import { domainToUnicode } from "node:url";

/** Scripts that are written together in one name without fooling anyone. Source: UTS 39, "Highly Restrictive". */
const TOGETHER = [
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hangul}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Bopomofo}]*$/u,
];
const SINGLE = ["Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Thai", "Devanagari", "Armenian", "Georgian"].map(
  (script) => new RegExp(`^\\p{Script=${script}}*$`, "u"),
);

/**
 * The host of an address as a person should read it: without `www.`, in its own script; as `xn--` when scripts mix in
 * a way that can pass for another name. Text that is no address is given back.
 */
export function displayHost(url: string): string {
  if (!URL.canParse(url)) return url;
  const ascii = new URL(url).hostname.replace(/^www\./, "");
  const unicode = domainToUnicode(ascii);
  const honest = unicode.split(".").every((label) => {
    const letters = label.replace(/[^\p{L}]/gu, "");
    return [...TOGETHER, ...SINGLE].some((script) => script.test(letters));
  });
  // A name wholly in Cyrillic or Greek letters that look Latin is still a disguise under a Latin ending.
  const lookalike = /^[\p{Script=Cyrillic}\p{Script=Greek}.]+\.[a-z]+$/u.test(unicode);
  return unicode && honest && !lookalike ? unicode : ascii;
}
