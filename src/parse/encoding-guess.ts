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
  const scores = CANDIDATES.map((encoding) => ({ encoding, score: plausibility(bytes, encoding) }));
  scores.sort((a, b) => b.score - a.score);
  const best = scores[0];
  if (best === undefined || best.score < PLAUSIBLE) return undefined;
  if (declared === undefined) return best.encoding;
  const own = scores.find(({ encoding }) => encoding === (declared === "gbk" ? "gb18030" : declared));
  return best.score - (own?.score ?? 0) > CLEARLY_BETTER ? best.encoding : undefined;
}

/** Whether the declared encoding is an East Asian one in which these bytes read as nothing at all. */
export function isImplausible(bytes: Uint8Array, declared: string): boolean {
  const encoding = CANDIDATES.find((candidate) => candidate === (declared === "gbk" ? "gb18030" : declared));
  if (encoding === undefined) return false;
  const text = new TextDecoder(encoding).decode(bytes);
  return (text.match(/\P{ASCII}/gu)?.length ?? 0) >= MIN_CHARACTERS && plausibility(bytes, encoding) < IMPLAUSIBLE;
}

/** The share of the non-ASCII characters that are common ones of the encoding's language, errors counted against it. */
function plausibility(bytes: Uint8Array, encoding: Candidate): number {
  const text = new TextDecoder(encoding).decode(bytes);
  const common = commonCharacters(encoding);
  const everyday = EVERYDAY[encoding];
  let all = 0;
  let good = 0;
  let small = 0;
  for (const character of text) {
    if (character < "\x80") continue;
    all += 1;
    if (common.has(character)) good += 1;
    if (everyday.test(character)) small += 1;
  }
  if (all < MIN_CHARACTERS) return 0;
  const share = good / all;
  return all >= ENOUGH_CHARACTERS && small / all < EVERYDAY_SHARE ? share / 2 : share;
}

/** From this many characters on, a text of the language has its small words in it. */
const ENOUGH_CHARACTERS = 30;
/** What the small words make up at least; by chance they would be 2 %. */
const EVERYDAY_SHARE = 0.05;

/** The characters of the commonest small words, by which Korean bytes are told from Chinese ones of the same rows. */
const EVERYDAY: Readonly<Record<Candidate, RegExp>> = {
  gb18030: /[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可年也能下过说]/,
  big5: /[的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可年也能下過說]/,
  shift_jis: /[\u3041-\u3093]/,
  "euc-jp": /[\u3041-\u3093]/,
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
const SHARED = [..."、。，．！？：；「」『』（）《》〈〉【】〔〕“”‘’…—·～　％＋－／＝０１２３４５６７８９"];

/**
 * The standards order their characters by use: the first level of GB 2312 (rows 16 to 55), Big5 (0xA4 to 0xC6) and
 * JIS X 0208 (rows 16 to 47, with kana in rows 4 and 5), and the 2,350 syllables of KS X 1001 (rows 16 to 40). So the
 * tables are read off the decoder and none is kept here.
 */
function tableOf(encoding: Candidate): Iterable<string> {
  switch (encoding) {
    case "gb18030":
      return rows("gb18030", 0xb0, 0xd7, [[0xa1, 0xfe]]);
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
