import { TextDecoder } from "@exodus/bytes/encoding.js";

/** The encodings of East Asian pages, each with the characters that ordinary text in it is made of. */
const CANDIDATES = ["gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"] as const;
type Candidate = (typeof CANDIDATES)[number];

/** Ordinary text is nearly all common characters; the same bytes read by a wrong encoding are not. */
const PLAUSIBLE = 0.85;
/** How much better another encoding must read before a declaration is overruled. */
const CLEARLY_BETTER = 0.15;
/** Even a page of names in rare characters reads better than this. */
const IMPLAUSIBLE = 0.3;
/** Fewer characters than this prove nothing. */
const MIN_CHARACTERS = 8;

/**
 * The East Asian encoding in which these bytes read as ordinary text, or undefined when they do in none, or when the
 * declared one reads about as well.
 * @param declared a WHATWG name; `gbk` counts as `gb18030`
 */
export function multiByteGuess(bytes: Uint8Array, declared?: string): Candidate | undefined {
  const scores = CANDIDATES.map((encoding) => ({ encoding, ...readingBy(encoding, bytes) }))
    .filter(({ characters }) => characters >= MIN_CHARACTERS)
    .map((reading) => ({ ...reading, score: plausibility(reading) }))
    .sort((a, b) => b.score - a.score || b.everyday - a.everyday);
  const best = scores[0];
  if (best === undefined || best.score < PLAUSIBLE) return undefined;
  if (declared === undefined) return best.encoding;
  const own = scores.find(({ encoding }) => encoding === (declared === "gbk" ? "gb18030" : declared));
  return best.score - (own?.score ?? 0) > CLEARLY_BETTER ? best.encoding : undefined;
}

/**
 * The East Asian encoding that these bytes are most likely in when they are in some: also a single word, or names and
 * poems in rare characters. Undefined when they are whole in none.
 */
export function likeliestMultiByte(bytes: Uint8Array): Candidate | undefined {
  const [best] = CANDIDATES.map((encoding) => ({ encoding, ...readingBy(encoding, bytes) }))
    .filter(({ characters, common, errors }) => characters > 2 && errors <= MOST_ERRORS && common >= LEAST_COMMON)
    .sort((a, b) => b.common - a.common || b.everyday - a.everyday);
  return best?.encoding;
}

/** Whether the declared encoding is an East Asian one in which these bytes read as nothing at all. */
export function isImplausible(bytes: Uint8Array, declared: string): boolean {
  const encoding = CANDIDATES.find((candidate) => candidate === (declared === "gbk" ? "gb18030" : declared));
  if (encoding === undefined) return false;
  const reading = readingBy(encoding, bytes);
  return reading.characters >= MIN_CHARACTERS && plausibility(reading) < IMPLAUSIBLE;
}

/** How bytes read by an encoding: their characters beyond ASCII, and the shares of them that are of a kind. */
interface MultiByteReading {
  readonly characters: number;
  /** Common ones of the encoding's language. */
  readonly common: number;
  /** Those of its small words. */
  readonly everyday: number;
  readonly errors: number;
}

function readingBy(encoding: Candidate, bytes: Uint8Array): MultiByteReading {
  const characters = new TextDecoder(encoding).decode(bytes).match(/\P{ASCII}/gu) ?? [];
  const common = commonCharacters(encoding);
  const share = (test: (character: string) => boolean) =>
    characters.filter(test).length / Math.max(1, characters.length);
  return {
    characters: characters.length,
    common: share((character) => common.has(character)),
    everyday: share((character) => EVERYDAY[encoding].test(character)),
    errors: share((character) => character === "\ufffd"),
  };
}

/** The share of common characters; half as much for a text without the small words that every text has. */
function plausibility({ characters, common, everyday }: MultiByteReading): number {
  return characters >= ENOUGH_CHARACTERS && everyday < EVERYDAY_SHARE ? common / 2 : common;
}

/** From this many characters on, a text of the language has its small words in it. */
const ENOUGH_CHARACTERS = 30;
/** What the small words make up at least; by chance they would be 2 %. */
const EVERYDAY_SHARE = 0.05;
/** A broken character or two in a page. */
const MOST_ERRORS = 0.03;
/** Even a list of names has this share of common characters. */
const LEAST_COMMON = 0.4;

/** The characters of the commonest small words, by which Korean bytes are told from Chinese ones of the same rows. */
const EVERYDAY: Readonly<Record<Candidate, RegExp>> = {
  gb18030:
    /[的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可年也能下过過说說]/,
  big5: /[的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可年也能下過說]/,
  shift_jis: /[\u3041-\u30ff]/,
  "euc-jp": /[\u3041-\u30ff]/,
  "euc-kr": /[이다는을의에가고하지도를은로기한서사자리인일대어시그아있나것수해]/,
};

const cache = new Map<Candidate, ReadonlySet<string>>();

function commonCharacters(encoding: Candidate): ReadonlySet<string> {
  const known = cache.get(encoding);
  if (known) return known;
  const made = new Set([...SHARED, ...tableOf(encoding)]);
  cache.set(encoding, made);
  return made;
}

/** Punctuation and forms that every East Asian text uses. */
const SHARED = [..."\u3000、。，．！？：；「」『』（）《》〈〉【】〔〕“”‘’…—·～　％＋－／＝０１２３４５６７８９"];

/**
 * The standards order their characters by use: the first level of GB 2312 (rows 16 to 55), Big5 (0xA4 to 0xC6) and
 * JIS X 0208 (rows 16 to 47, with kana in rows 4 and 5), and the 2,350 syllables of KS X 1001 (rows 16 to 40). So the
 * tables are read off the decoder and none is kept here.
 */
function tableOf(encoding: Candidate): Iterable<string> {
  switch (encoding) {
    case "gb18030":
      // Traditional characters are written in it too.
      return [...rows("gb18030", 0xb0, 0xd7, [[0xa1, 0xfe]]), ...tableOf("big5")];
    case "big5":
      return rows("big5", 0xa4, 0xc6, [
        [0x40, 0x7e],
        [0xa1, 0xfe],
      ]);
    case "euc-kr":
      return rows("euc-kr", 0xb0, 0xc8, [[0xa1, 0xfe]]);
    case "euc-jp":
    case "shift_jis":
      return [...rows("euc-jp", 0xa4, 0xa5, [[0xa1, 0xfe]]), ...rows("euc-jp", 0xb0, 0xcf, [[0xa1, 0xfe]]), "ー", "々"];
  }
}

function* rows(
  encoding: Candidate,
  first: number,
  last: number,
  trails: readonly (readonly [number, number])[],
): Generator<string> {
  const decoder = new TextDecoder(encoding);
  for (let lead = first; lead <= last; lead += 1) {
    for (const [from, to] of trails) {
      for (let trail = from; trail <= to; trail += 1) {
        const character = decoder.decode(Uint8Array.of(lead, trail));
        if (!character.includes("\ufffd")) yield character;
      }
    }
  }
}
