import { loadLate } from "./load-late.ts";

type Detector = Pick<typeof import("tinyld"), "detectAll">;

/** How much of a text is looked at, in UTF-16 code units: more changes no answer. */
const SAMPLE = 6_000;
/** Fewer letters of an alphabet than this name no language; of Han, kana and hangul, a quarter of it. */
const MIN_LETTERS = 16;
/** Kana among Han and kana: Japanese has 40 to 60 %, its headlines rarely under 10; Chinese that quotes it, under 5. */
const JAPANESE_KANA = 0.08;
const QUOTED = /[「『“《（(][^」』”》）)]{0,60}[」』”》）)]/g;
/** A Japanese headline of so few characters may do without kana. */
const HEADLINE = 30;
/** Hangul among East Asian letters: Korean is nearly all hangul, mixed script at least a third. */
const KOREAN_HANGUL = 0.3;

/** Scripts that only one widely written language uses. */
const ONE_LANGUAGE: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Thai}/gu, "th"],
  [/\p{Script=Greek}/gu, "el"],
  [/\p{Script=Hebrew}/gu, "he"],
  [/\p{Script=Georgian}/gu, "ka"],
  [/\p{Script=Armenian}/gu, "hy"],
  [/\p{Script=Khmer}/gu, "km"],
  [/\p{Script=Myanmar}/gu, "my"],
  [/\p{Script=Tamil}/gu, "ta"],
  [/\p{Script=Telugu}/gu, "te"],
  [/\p{Script=Bengali}/gu, "bn"],
];
/** Scripts shared by several, with the language to name when their words do not tell. */
const SHARED: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/\p{Script=Cyrillic}/gu, "ru", ["ru", "uk", "bg", "sr", "be", "mk", "kk", "mn", "tt"]],
  [/\p{Script=Arabic}/gu, "ar", ["ar", "fa", "ur"]],
  [/\p{Script=Devanagari}/gu, "hi", ["hi", "mr", "ne"]],
];

/** The small words that make up a third of any English text. */
const ENGLISH =
  /^(?:the|of|and|to|in|a|is|that|for|it|as|was|with|be|on|by|he|i|this|are|or|his|from|at|which|but|have|an|had|they|you|were|their|one|all|we|can|her|has|there|been|if|more|when|will|would|who|so|no|our|your|what|how|not)$/i;
const ENGLISH_SHARE = 0.2;

/**
 * The language of a text as a BCP 47 primary tag (`zh`, `en`, `ja`, `ko`, `de` …), decided by its letters and words;
 * `und` when it has too few of them.
 * @param declared what the page says of itself; it only breaks ties between languages that the text allows
 */
export function languageOf(text: string, declared?: string): string {
  const sample = text.slice(0, SAMPLE);
  const latin = count(sample, /\p{Script=Latin}/gu);
  const hint = declared?.toLowerCase().split(/[-_]/)[0];
  const eastAsian = eastAsianLanguage(sample, latin, hint);
  if (eastAsian) return eastAsian;
  for (const [script, language] of ONE_LANGUAGE) {
    if (isMain(count(sample, script), latin)) return language;
  }
  for (const [script, usual, languages] of SHARED) {
    if (isMain(count(sample, script), latin)) return byWords(sample, languages, hint) ?? usual;
  }
  if (latin < MIN_LETTERS) return "und";
  return isEnglish(sample) ? "en" : (byWords(sample, undefined, hint) ?? "und");
}

function count(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}

function isMain(letters: number, latin: number): boolean {
  return letters >= MIN_LETTERS && letters > latin;
}

function eastAsianLanguage(sample: string, latin: number, hint: string | undefined): string | undefined {
  const han = count(sample, /\p{Script=Han}/gu);
  const kana = count(sample, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const hangul = count(sample, /\p{Script=Hangul}/gu);
  const all = han + kana + hangul;
  // A Han character says about as much as three Latin letters.
  if (all < MIN_LETTERS / 4 || all * 3 < latin) return undefined;
  if (hangul > all * KOREAN_HANGUL) return "ko";
  if (hint === "ja" && han < HEADLINE) return "ja";
  // Chinese quotes Japanese words in quotation marks; Japanese has its kana everywhere.
  const unquoted = count(sample.replace(QUOTED, ""), /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  return kana > (han + kana) * JAPANESE_KANA && (unquoted > 0 || han === 0) ? "ja" : "zh";
}

function isEnglish(sample: string): boolean {
  const words = sample.match(/[\p{L}’']+/gu) ?? [];
  return words.length > 0 && words.filter((word) => ENGLISH.test(word)).length / words.length >= ENGLISH_SHARE;
}

/** The likeliest by tinyld; the declared one where it is nearly as likely. */
function byWords(sample: string, only: readonly string[] | undefined, hint: string | undefined): string | undefined {
  const { detectAll } = loadLate<Detector>("tinyld");
  const found = detectAll(sample, only ? { only: [...only] } : undefined);
  const best = found[0];
  if (!best) return hint && only?.includes(hint) ? hint : undefined;
  const declared = found.find(({ lang }) => lang === hint);
  return declared && declared.accuracy > best.accuracy * TIE ? declared.lang : best.lang;
}

/** A declared language this near to the likeliest is believed. */
const TIE = 0.6;
