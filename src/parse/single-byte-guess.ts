import { TextDecoder } from "@exodus/bytes/encoding.js";

/** Encodings of one byte a character that pages are in; where two read alike, the first one is meant. */
const ENCODINGS = [
  "windows-1252",
  "windows-1251",
  "windows-1250",
  "iso-8859-2",
  "windows-1254",
  "windows-1253",
  "iso-8859-7",
  "koi8-u",
  "iso-8859-5",
  "ibm866",
  "windows-1257",
  "windows-1255",
  "windows-1256",
  "iso-8859-6",
  "windows-874",
  "windows-1258",
];

/** The letters beyond ASCII that the languages of such pages are written with, each from the commonest to the rarest. */
const ALPHABETS: Readonly<Record<string, string>> = {
  french: "éàèêçîôâûùëïœæ",
  german: "üäößé",
  spanish: "óíáéñúü¿¡ºª",
  portuguese: "ãçáéíóêõâúôàü",
  italian: "àèìòùéó",
  nordic: "äöåøæéü",
  icelandic: "áíðéöþæóúý",
  polish: "łąęóśżćńź",
  czech: "íáéěýščřžůúťňóďľôäĺŕ",
  hungarian: "áéöőóüíúű",
  romanian: "ăîşţâ",
  croatian: "šžčćđ",
  turkish: "ıüşğçöâî",
  lithuanian: "ėųšąįžūčę",
  latvian: "āīēšūņžļčķģ",
  estonian: "äõüöšž",
  vietnamese: "\u0300\u0301\u0323đôưêâăơ\u0309áàéóíúèù\u0303",
  russian: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ",
  ukrainian: "оанивіретскулдмпьязбгчйхцїшжюєщфґ",
  bulgarian: "аиоентрсвлдкпмзгубяъчшщжцхйюфь",
  serbian: "аиоенрсјтуваклмзгбцчжћхшђњљфџ",
  greek: "αοιετσνυρπηκςμλωάίδγόέχθήφβώύξζψϊϋΐ",
  hebrew: "יוהלאתמרבשנעםדקחפכטגןצזסךףץ",
  arabic: "اليمنورتبةعدسفهكقحجشطصخأإضذىثئءغزظآؤ،",
  persian: "اینردهتمبوسشکزگفخقپعحچصلجطغ،",
  thai: "านรอกเ่งม้ยลวดทัสตะปิบคห็ีแจพชขใไ์โืุูผำถซณศญธภษฟฉฝฐึๆ",
};

/** What writers of every language put between words. */
const SIGNS = "“”‘’„‚«»–—…·•°©®™§€£№×÷±²³µ¼½¾\u00a0";
/** The signs that stand inside of words. */
const INNER_SIGNS = "’·‘";
/** How probable one of the signs is. */
const SIGN = 0.01;
/** How probable anything else is: a letter of a foreign name, a rare sign. */
const FOREIGN = 0.0005;
/** How probable a character is where no language has it. */
const MISPLACED = 0.000_05;
/** How much rarer a capital is than its small letter. */
const CAPITAL = 0.1;
/** As many characters beyond ASCII as tell encodings apart with certainty. */
const MAX_CHARACTERS = 500;
/** By how much, in all, windows-1252 is ahead before anything was read: it is what browsers take. */
const HEAD_START = 4;

/** How well bytes read by an encoding. */
export interface Fit {
  /** The logarithm of how probable the characters beyond ASCII are in the language that fits them best, in all. */
  readonly all: number;
  /** The same for one character, on the average; 0 without any. */
  readonly each: number;
  /** The share of them that stand where that language never has them. */
  readonly strange: number;
}

/** The encoding of one byte a character by which bytes read most like a language. */
export function singleByteGuess(bytes: Uint8Array): { readonly encoding: string; readonly fit: Fit } {
  const guesses = ENCODINGS.map((encoding) => ({ encoding, fit: fitOf(bytes, encoding) }));
  const worth = ({ encoding, fit }: (typeof guesses)[number]) =>
    fit.all + (encoding === "windows-1252" ? HEAD_START : 0);
  return guesses.reduce((best, guess) => (worth(guess) > worth(best) ? guess : best));
}

/** How well bytes read by one encoding, whatever the language. */
export function fitOf(bytes: Uint8Array, encoding: string): Fit {
  const spots = spotsIn(new TextDecoder(encoding).decode(bytes));
  const fits = LANGUAGES.map((letters) => fitIn(spots, letters));
  return fits.reduce((best, fit) => (fit.all > best.all ? fit : best));
}

/** A character beyond ASCII where it stands. */
interface Spot {
  readonly character: string;
  readonly small: string;
  readonly isMisplaced: boolean;
}

/** The characters beyond ASCII of a text; a word that is said twice counts once. */
function spotsIn(text: string): readonly Spot[] {
  const spots: Spot[] = [];
  for (const word of new Set(text.split(/[\s<>]+/))) {
    for (const { index, 0: character } of word.matchAll(/\P{ASCII}/gu)) {
      if (spots.length === MAX_CHARACTERS) return spots;
      const isMisplaced = isOutOfPlace(character, word[index - 1] ?? "", word[index + 1] ?? "");
      spots.push({ character, small: character.toLowerCase(), isMisplaced });
    }
  }
  return spots;
}

/** A capital after a small letter, a letter after one of another alphabet, a sign between letters. */
function isOutOfPlace(character: string, before: string, after: string): boolean {
  if (!/\p{L}/u.test(before)) return false;
  if (/\p{L}/u.test(character)) {
    return (
      (/\p{Lu}/u.test(character) && /\p{Ll}/u.test(before)) ||
      (/[a-z]/i.test(before) && !/\p{Script=Latin}/u.test(character))
    );
  }
  return !INNER_SIGNS.includes(character) && !/\p{M}/u.test(character) && /\p{L}/u.test(after);
}

function fitIn(spots: readonly Spot[], letters: ReadonlyMap<string, number>): Fit {
  let all = 0;
  let strange = 0;
  for (const { character, small, isMisplaced } of spots) {
    const own = letters.get(small) ?? (SIGNS.includes(character) ? SIGN : undefined);
    if (own === undefined || isMisplaced) strange += 1;
    all += Math.log(isMisplaced ? MISPLACED : (own ?? FOREIGN) * (character === small ? 1 : CAPITAL));
  }
  const count = Math.max(1, spots.length);
  return { all, each: all / count, strange: strange / count };
}

const LANGUAGES = Object.values(ALPHABETS).map(probabilities);

/** Letters by Zipf's law, flattened: the tenth is a fifth as common as the first. */
function probabilities(alphabet: string): ReadonlyMap<string, number> {
  const weights = [...alphabet].map((letter, rank) => [letter, 1 / (rank + 2)] as const);
  const all = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(weights.map(([letter, weight]) => [letter, weight / all]));
}
