import { isUtf8 } from "node:buffer";
import { TextDecoder } from "@exodus/bytes/encoding.js";
import htmlEncodingSniffer from "html-encoding-sniffer";
import { isImplausible, likeliestMultiByte, multiByteGuess } from "./encoding-guess.ts";
import { type Fit, fitOf, singleByteGuess } from "./single-byte-guess.ts";

/** Text with the name (WHATWG) of the encoding it was read by. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
}

/** How far into a page a `<meta charset>` is looked for; browsers look at 1,024 bytes and then again while parsing. */
const PRESCAN_BYTES = 65_536;
/** How much text without tags is enough to recognise an encoding by. */
const SAMPLE_BYTES = 60_000;
/** A declared encoding stands while at most this share of the non-ASCII text cannot be read by it. */
const TOLERATED_ERRORS = 0.03;

/**
 * Reads the bytes of a web page as a browser would: a byte order mark first; bytes that are valid UTF-8 are UTF-8;
 * else what HTTP or a `<meta>` in the first 64 kB declares; else the guess from the text without tags. A declaration
 * that the bytes contradict (a GBK page that says UTF-8) gives way to the guess.
 * @param contentType the `Content-Type` header as sent
 */
export function decodeHtml(bytes: Uint8Array, contentType?: string): DecodedText {
  return decode(bytes, contentType, (transport) =>
    htmlEncodingSniffer(bytes, {
      ...(transport === undefined ? {} : { transportLayerEncodingLabel: transport }),
      defaultEncoding: UNDECLARED,
      maxPrescanBytes: PRESCAN_BYTES,
    }),
  );
}

/** Reads the bytes of a text that is no web page: as {@link decodeHtml}, with no declaration inside the text. */
export function decodeText(bytes: Uint8Array, contentType?: string): DecodedText {
  return decode(bytes, contentType, (transport) => transport ?? UNDECLARED);
}

/** A label the decoder knows, that nobody would declare: how the sniffer says that there was no declaration. */
const UNDECLARED = "x-user-defined";

function decode(
  bytes: Uint8Array,
  contentType: string | undefined,
  declaredBy: (transport: string | undefined) => string,
): DecodedText {
  const mark = byteOrderMark(bytes) ?? utf16WithoutMark(bytes);
  if (mark) return { text: readBy(mark, bytes), encoding: mark };
  const declared = nameOf(declaredBy(charsetOf(contentType)));
  if (isUtf8(bytes)) {
    const encoding = SWITCHED.test(latin1(bytes)) ? "iso-2022-jp" : "utf-8";
    return { text: readBy(encoding, bytes), encoding };
  }
  const encoding = declared === undefined ? guess(textBytes(bytes)) : confirmed(declared, bytes);
  return { text: readBy(encoding, bytes), encoding };
}

/** ISO-2022-JP is made of ASCII and switches to pairs of it and back; no other text has these. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the switches begin with the escape character
const SWITCHED = /\x1b\$[@B](?:[!-~]{2})+\x1b\([BJ]/;

/** The charset parameter of a `Content-Type` header, as written. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*["']?\s*([^\s"';]+)/i.exec(contentType ?? "")?.[1];
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return undefined;
}

/** UTF-16 that forgot its mark: in mark-up every other byte is then zero. */
function utf16WithoutMark(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, 200);
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < head.length; i += 2) {
    if (head[i] === 0) even += 1;
    if (head[i + 1] === 0) odd += 1;
  }
  const half = head.length / 2;
  if (half < 4) return undefined;
  if (odd > half * 0.7 && even < half * 0.1) return "utf-16le";
  if (even > half * 0.7 && odd < half * 0.1) return "utf-16be";
  return undefined;
}

function nameOf(label: string): string | undefined {
  try {
    const name = new TextDecoder(label).encoding;
    return name === UNDECLARED ? undefined : name;
  } catch {
    return undefined; // An unknown label declares nothing.
  }
}

function readBy(encoding: string, bytes: Uint8Array): string {
  return new TextDecoder(encoding).decode(bytes);
}

/** The declared encoding, unless the bytes speak clearly for another. */
function confirmed(declared: string, bytes: Uint8Array): string {
  const sample = textBytes(bytes);
  const errors = errorsIn(sample, declared);
  if (errors === undefined) return declared;
  if (errors > TOLERATED_ERRORS) return guess(sample);
  if (isSingleByte(declared)) return confirmedSingleByte(declared, sample);
  return multiByteGuess(sample, declared) ?? (isImplausible(sample, declared) ? guess(sample) : declared);
}

function confirmedSingleByte(declared: string, sample: Uint8Array): string {
  const [own, other] = [fitOf(sample, declared), singleByteGuess(sample)];
  const isDefault = declared === SERVER_DEFAULT;
  if (Math.min(own.strange, other.fit.strange) > MOST_STRANGE) {
    return multiByteGuess(sample) ?? (isDefault ? likeliestMultiByte(sample) : undefined) ?? declared;
  }
  return isFarBetter(other.fit, own, isDefault ? DOUBT_OF_DEFAULT : DOUBT) ? other.encoding : declared;
}

function isSingleByte(encoding: string): boolean {
  return /^(?:windows-|iso-8859|koi8|ibm866|macintosh|x-mac)/.test(encoding);
}

/** What servers say (as ISO-8859-1, which is the same) of every page whose encoding nobody told them. */
const SERVER_DEFAULT = "windows-1252";
/** How much more probable a text must be by another encoding, as a logarithm. */
const DOUBT = 15;
const DOUBT_OF_DEFAULT = 6;
/** How much more probable each of its characters must be: a language read as its neighbour loses as much. */
const CLEAR = 0.2;
/** A text in one language has fewer characters that are none of its own; East Asian text has more, by any encoding. */
const MOST_STRANGE = 0.12;

/** Whether a guess is beyond doubt, for the text and for each of its characters: browsers believe what is declared. */
function isFarBetter(guessed: Fit, declared: Fit, doubt: number): boolean {
  if (guessed.strange > MOST_STRANGE) return false; // A page in two languages, one of which the guess does not know.
  return guessed.each - declared.each > CLEAR && guessed.all - declared.all > doubt;
}

/** The share of the characters beyond ASCII that an encoding does not know; undefined when there are none. */
function errorsIn(sample: Uint8Array, encoding: string): number | undefined {
  const characters = readBy(encoding, sample).match(/\P{ASCII}/gu) ?? [];
  if (characters.length === 0) return undefined;
  return characters.filter((character) => character === "\ufffd").length / characters.length;
}

/**
 * The most plausible encoding of bytes that are not UTF-8, or not quite, and declare nothing that holds.
 * @param sample a page's text without its tags
 */
function guess(sample: Uint8Array): string {
  if ((errorsIn(sample, "utf-8") ?? 1) <= TOLERATED_ERRORS) return "utf-8";
  const { encoding, fit } = singleByteGuess(sample);
  if (fit.strange <= MOST_STRANGE) return encoding;
  return multiByteGuess(sample) ?? likeliestMultiByte(sample) ?? encoding;
}

/** The bytes of a page without tags, scripts and styles: mark-up is ASCII and would drown what tells encodings apart. */
function textBytes(bytes: Uint8Array): Uint8Array {
  const bare = latin1(bytes)
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^<>]*>/g, " ")
    .replace(/[ -@\s]{2,}/g, " ");
  const from = Math.max(0, bare.search(/\P{ASCII}/u) - 200);
  return Buffer.from(bare.slice(from, from + SAMPLE_BYTES), "latin1");
}

/** Bytes as characters of the same numbers. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
