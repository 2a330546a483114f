import { FootnoteError } from "../core/problems.ts";
import { displayHost } from "../core/url/display-host.ts";

/** Kinds of answers that no reader takes, with what a person calls them. */
const REFUSED_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^video\//, "a video"],
  [/^audio\//, "a recording"],
  [/^image\/(?!svg)/, "a picture"],
  [/^font\//, "a font"],
  [
    /^application\/(?:zip|x-zip-compressed|x-7z-compressed|vnd\.rar|x-rar-compressed|gzip|x-gzip|x-tar|x-bzip2?|x-xz|zstd)$/,
    "an archive",
  ],
  [
    /^application\/(?:x-msdownload|x-msi|x-msdos-program|vnd\.microsoft\.portable-executable|x-executable|x-elf|x-mach-binary|x-apple-diskimage|vnd\.android\.package-archive|vnd\.debian\.binary-package|java-archive|x-iso9660-image|wasm)$/,
    "a program",
  ],
];

/** First bytes, in hexadecimal, that give a download away when its type says nothing. Source: the formats' own pages. */
const REFUSED_SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^(?:4d5a|7f454c46|cffaedfe|cefaedfe|cafebabe)/, "a program"],
  // 7z, RAR, gzip, xz, bzip2. A ZIP may be a document of Word or an e-book, so the reader decides.
  [/^(?:377abcaf271c|526172211a07|1f8b|fd377a585a00|425a683)/, "an archive"],
  // ISO media ("ftyp" at 4), Matroska, AVI.
  [/^(?:.{8}66747970|1a45dfa3|52494646.{8}41564920)/, "a video"],
  // MP3 with ID3, Ogg, FLAC, WAVE.
  [/^(?:494433|4f676753|664c6143|52494646.{8}57415645)/, "a recording"],
  // PNG, JPEG, GIF, WebP.
  [/^(?:89504e47|ffd8ff|47494638|52494646.{8}57454250)/, "a picture"],
];

/** Types under which servers send anything at all. */
const SAYS_NOTHING =
  /^(?:|application\/octet-stream|binary\/octet-stream|application\/download|application\/force-download)$/;

/**
 * Refuses what no reader takes by the `Content-Type` alone, so that a film is never downloaded.
 * @throws FootnoteError `UNSUPPORTED_TYPE`
 */
export function refuseByType(url: URL, contentType: string | undefined): void {
  const type = essence(contentType);
  const refused = REFUSED_TYPES.find(([pattern]) => pattern.test(type));
  if (refused) throw unsupported(url, refused[1], type);
}

/**
 * Refuses by its first bytes what came under a type that says nothing.
 * @throws FootnoteError `UNSUPPORTED_TYPE`
 */
export function refuseBySignature(url: URL, contentType: string | undefined, start: Uint8Array): void {
  const type = essence(contentType);
  if (!SAYS_NOTHING.test(type)) return;
  const head = Buffer.from(start.subarray(0, 16)).toString("hex");
  const refused = REFUSED_SIGNATURES.find(([pattern]) => pattern.test(head));
  if (refused) throw unsupported(url, refused[1], type);
}

/** The problem, with the file's name as all that can be said of the file. */
function unsupported(url: URL, what: string, type: string): FootnoteError {
  const host = displayHost(url.href);
  const name = fileName(url);
  const preview = { site: host, ...(name ? { title: name } : {}) };
  return new FootnoteError("UNSUPPORTED_TYPE", { host, what, ...(type ? { type } : {}) }, { preview });
}

function fileName({ pathname }: URL): string | undefined {
  const last = pathname.split("/").findLast((part) => part !== "");
  try {
    return last && decodeURIComponent(last);
  } catch {
    return last; // A percent sign that encodes nothing.
  }
}

function essence(contentType: string | undefined): string {
  return (contentType?.split(";")[0] ?? "").trim().toLowerCase();
}
