/** What stands between a title and the site's name. */
const SEPARATOR = /\s+[-–—|·•»«:/]+\s+|\s*[|_｜»]+\s*|\s*[–—]\s*(?=[^–—]*$)/u;

/**
 * A title without the name of the site at its end or start: "How tides work - The Daily Wave" of a site that says it is
 * "The Daily Wave". A part that is not the site's name stays.
 * @param names what the site calls itself, and its host
 */
export function bareTitle(title: string, names: readonly string[]): string {
  let bare = title;
  for (let round = 0; round < 3; round += 1) {
    const shorter = withoutName(bare, names);
    if (shorter === bare) break;
    bare = shorter;
  }
  return bare;
}

/** Whether a text is only the site's name, in any of its spellings. */
export function isSiteName(text: string, names: readonly string[]): boolean {
  const letters = lettersOf(text);
  return letters !== "" && names.some((name) => spellings(name).includes(letters));
}

function withoutName(title: string, names: readonly string[]): string {
  const separators = [...title.matchAll(new RegExp(SEPARATOR, "gu"))];
  const last = separators.at(-1);
  if (last && last.index > 0 && isSiteName(title.slice(last.index + last[0].length), names)) {
    return title.slice(0, last.index).trim();
  }
  const first = separators[0];
  if (first && isSiteName(title.slice(0, first.index), names)) {
    return title.slice(first.index + first[0].length).trim() || title;
  }
  return title;
}

/** "The Daily Wave", "dailywave.com" and "Daily Wave" are one name. */
function spellings(name: string): readonly string[] {
  const whole = lettersOf(name);
  const label = /^[\w.-]+\.[a-z]{2,}$/i.test(name) ? name.split(".").slice(0, -1) : [];
  return [whole, whole.replace(/^the/, ""), `the${whole}`, ...label.map(lettersOf)].filter((one) => one.length > 1);
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
