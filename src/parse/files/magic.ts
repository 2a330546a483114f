import { zipFormat } from "./zip-format.ts";

type Magic = "pdf" | "image" | "video" | "audio" | "binary" | "link" | "docx" | "epub" | "zip";

/** First bytes of formats that are no text, in Latin-1; a dot stands for any byte. Source: the formats' own definitions. */
const SIGNATURES: readonly (readonly [string, Magic])[] = [
  ["\x89PNG\r\n\x1a\n", "image"],
  ["\xff\xd8\xff", "image"],
  ["GIF8", "image"],
  ["RIFF....WEBP", "image"],
  ["II*\0", "image"],
  ["MM\0*", "image"],
  ["\0\0\x01\0", "image"],
  ["8BPS", "image"],
  ["RIFF....AVI ", "video"],
  ["RIFF....WAVE", "audio"],
  ["\x1aE\xdf\xa3", "video"],
  ["FLV\x01", "video"],
  ["\0\0\x01\xba", "video"],
  ["ID3", "audio"],
  ["OggS", "audio"],
  ["fLaC", "audio"],
  ["#!AMR", "audio"],
  ["MThd", "audio"],
  ["bplist00", "link"],
  ["\x7fELF", "binary"],
  ["MZ", "binary"],
  ["\xca\xfe\xba\xbe", "binary"],
  ["\xcf\xfa\xed\xfe", "binary"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "binary"],
  ["\x1f\x8b", "binary"],
  ["BZh", "binary"],
  ["\xfd7zXZ\0", "binary"],
  ["7z\xbc\xaf\x27\x1c", "binary"],
  ["Rar!\x1a\x07", "binary"],
  ["\x28\xb5\x2f\xfd", "binary"],
  ["SQLite format 3\0", "binary"],
  ["\0asm", "binary"],
  ["wOFF", "binary"],
  ["wOF2", "binary"],
  ["%!PS", "binary"],
  ["{\\rtf", "binary"],
];
/** Where a PDF may begin: readers accept anything in the first 1,024 bytes. */
const PDF_WITHIN = 1_024;

/** The format of bytes that are no text; undefined for what may be text. */
export function formatByMagic(bytes: Uint8Array): Magic | undefined {
  const head = Buffer.from(bytes.subarray(0, PDF_WITHIN)).toString("latin1");
  if (isPdf(head)) return "pdf";
  if (ZIP_STARTS.some((start) => head.startsWith(start))) return zipFormat(bytes);
  if (head.slice(4, 8) === "ftyp") return formatOfBrand(head.slice(8, 12));
  if (head.startsWith("\xff") && /^[\xe2\xe3\xf2\xf3\xfa\xfb]/.test(head.slice(1))) return "audio";
  if (head.startsWith("BM") && head.slice(6, 10) === "\0\0\0\0") return "image";
  const signature = SIGNATURES.find(([start]) => startsWith(head, start));
  return signature?.[0] === "MZ" && isProse(head) ? undefined : signature?.[1];
}

const ZIP_STARTS = ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08"];

/** A PDF may have rubbish before it, but not a page or a letter that only speaks of PDF. */
function isPdf(head: string): boolean {
  const at = head.indexOf("%PDF-");
  if (at <= 0) return at === 0;
  const before = head.slice(0, at);
  return (
    !before
      .trimStart()
      .replace(/^\xef\xbb\xbf/, "")
      .startsWith("<") &&
    !before.startsWith("PK") &&
    !isProse(before)
  );
}

function startsWith(head: string, signature: string): boolean {
  return [...signature].every((char, at) => char === "." || head[at] === char);
}

/** Written text that only happens to hold a signature. */
function isProse(text: string): boolean {
  const hasControls = [...text].some((char) => char < "\t" || (char > "\r" && char < " "));
  return /\w{2,}\s+\w{2,}/.test(text) && !hasControls;
}

/** The brand of an ISO media file: pictures, sound and film share one container. */
function formatOfBrand(brand: string): "image" | "audio" | "video" {
  if (/^(?:avif|avis|heic|heix|mif1|msf1|jxl )/.test(brand)) return "image";
  return /^M4[AB] /.test(brand) ? "audio" : "video";
}
