import { isUtf8 } from "node:buffer";
import { TextDecoder } from "@exodus/bytes/encoding.js";
import { analyse } from "chardet";
import htmlEncodingSniffer from "html-encoding-sniffer";
import { isImplausible, multiByteGuess } from "./encoding-guess.ts";

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
    const encoding = declared === "iso-2022-jp" && bytes.includes(ESCAPE) ? declared : "utf-8";
    return { text: readBy(encoding, bytes), encoding };
  }
  const encoding = declared === undefined ? guess(bytes) : confirmed(declared, bytes);
  return { text: readBy(encoding, bytes), encoding };
}

const ESCAPE = 0x1b;

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
  const read = readBy(declared, sample);
  const letters = read.match(/\P{ASCII}/gu) ?? [];
  if (letters.length === 0) return declared;
  const errors = letters.filter((letter) => letter === "\ufffd").length / letters.length;
  if (errors > TOLERATED_ERRORS) return guess(bytes, declared);
  const multiByte = multiByteGuess(sample, declared);
  if (multiByte !== undefined) return multiByte;
  const misread = isSingleByte(declared) ? looksMisread(read) : isImplausible(sample, declared);
  return misread ? guess(bytes, declared) : declared;
}

function isSingleByte(encoding: string): boolean {
  return /^(?:windows-|iso-8859|koi8|ibm866|macintosh|x-mac)/.test(encoding);
}

/** No language writes most of its words with accents only, and none puts capitals after small letters or mixes two alphabets in its words. */
function looksMisread(text: string): boolean {
  const accented = text.match(/[\u0080-\u024f]/g)?.length ?? 0;
  const plain = text.match(/[a-z]/gi)?.length ?? 0;
  if (accented > 40 && accented > plain) return true;
  const foreign = text.match(/[\u0370-\u04ff]/g)?.length ?? 0;
  const inverted = text.match(/[а-яё][А-ЯЁ]|[a-z][\u0370-\u04ff]|[\u0370-\u04ff][a-z]/g)?.length ?? 0;
  return inverted > foreign * 0.15 && inverted > 4;
}

/** The most plausible encoding of bytes that are not UTF-8 and declare nothing that holds. */
function guess(bytes: Uint8Array, refuted?: string): string {
  const sample = textBytes(bytes);
  const multiByte = multiByteGuess(sample);
  if (multiByte !== undefined) return multiByte;
  for (const { name } of analyse(sample)) {
    const encoding = nameOf(name);
    if (encoding === undefined || encoding === refuted || !isSingleByte(encoding)) continue;
    if (!looksMisread(readBy(encoding, sample))) return encoding;
  }
  return refuted === "utf-8" ? "utf-8" : "windows-1252";
}

/** The bytes of a page without tags, scripts and styles: mark-up is ASCII and would drown what tells encodings apart. */
function textBytes(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const bare = text
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^<>]*>/g, " ")
    .replace(/[ -@\s]{2,}/g, " ");
  const from = Math.max(0, bare.search(/\P{ASCII}/u) - 200);
  return Buffer.from(bare.slice(from, from + SAMPLE_BYTES), "latin1");
}
