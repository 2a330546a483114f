import snowball from "snowball-stemmers";

const english = snowball.newStemmer("english");
const known = new Map<string, string>();
/** Words kept in memory; a full table is dropped whole, so that a hostile text cannot grow it. */
const MAX_KNOWN = 20_000;

/** The stem of a lower-case English word (Snowball English, also called Porter 2); words of other scripts come back as they are. */
export function stem(word: string): string {
  if (word.length < 3 || word.length > 40 || !/^[a-z'’]+$/.test(word)) return word;
  const kept = known.get(word);
  if (kept !== undefined) return kept;
  const stemmed = english.stem(word);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(word, stemmed);
  return stemmed;
}
