const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * The number of a Weibo post from the short id of its web address: from the right, each four letters in base 62 stand
 * for seven decimal digits. Anything that is no such id comes back as it is.
 */
export function weiboNumber(id: string): string {
  if (/^\d{12,20}$/.test(id) || !/^[0-9a-zA-Z]{7,12}$/.test(id)) return id;
  const groups: string[] = [];
  for (let end = id.length; end > 0; end -= 4) {
    const group = id.slice(Math.max(0, end - 4), end);
    const value = [...group].reduce((sum, letter) => sum * 62 + DIGITS.indexOf(letter), 0);
    groups.unshift(end > 4 ? String(value).padStart(7, "0") : String(value));
  }
  return groups.every((group) => group.length <= 7) ? groups.join("") : id;
}
