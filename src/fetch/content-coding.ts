import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from "node:zlib";
import { FootnoteError } from "../core/problems.ts";
import { type FetchLimits, sizeInWords } from "./limits.ts";

/** What Footnote asks for, in the words of `Accept-Encoding`. */
export const ACCEPTED_CODINGS = "gzip, deflate, br, zstd";

/** The largest window a zstd body may ask memory for, as a power of two: 8 MB. Source: RFC 9659. */
const ZSTD_WINDOW_LOG = 23;

const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Duplex>> = {
  gzip: () => createGunzip(),
  "x-gzip": () => createGunzip(),
  // RFC 9110 says zlib, and some servers send bare deflate data; a zlib header names method 8 in its low bits.
  deflate: (bytes) => (((bytes[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } }),
};

/**
 * Takes the content coding off a body, and stops as soon as the result passes a limit.
 *
 * @param coding the `Content-Encoding` header; absent, empty or `identity` leaves the bytes as they are
 * @throws FootnoteError `TOO_LARGE`; `BAD_RESPONSE` for broken data, an unknown coding or more than one
 */
export async function unpack(
  bytes: Uint8Array,
  coding: string | undefined,
  limits: Pick<FetchLimits, "unpackedBytes" | "ratio" | "ratioFromBytes">,
): Promise<Uint8Array> {
  const name = coding?.trim().toLowerCase() ?? "";
  if (name === "" || name === "identity" || bytes.length === 0) return bytes;
  const decoder = DECODERS[name]?.(bytes);
  if (!decoder) throw new FootnoteError("BAD_RESPONSE");
  const most = Math.min(limits.unpackedBytes, Math.max(limits.ratioFromBytes, bytes.length * limits.ratio));
  try {
    return await pipeline([bytes], decoder, (pieces: AsyncIterable<Buffer>) => collect(pieces, most, limits));
  } catch (error) {
    throw error instanceof FootnoteError ? error : new FootnoteError("BAD_RESPONSE", {}, { cause: error });
  }
}

async function collect(
  pieces: AsyncIterable<Buffer>,
  most: number,
  limits: Pick<FetchLimits, "unpackedBytes">,
): Promise<Uint8Array> {
  const kept: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > most) throw new FootnoteError("TOO_LARGE", { limit: sizeInWords(limits.unpackedBytes) });
    kept.push(piece);
  }
  return Buffer.concat(kept);
}
