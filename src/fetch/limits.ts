/** What one fetch may cost. Times in milliseconds, sizes in bytes. */
export interface FetchLimits {
  /** From the first packet to an open (TLS) connection, the name's look-up included. */
  readonly connectMs: number;
  /** From the request to the end of the answer's headers. */
  readonly headersMs: number;
  /** Between two pieces of a body. */
  readonly idleMs: number;
  /** For everything, redirects included: an idle limit alone never ends a body of one byte a second. */
  readonly totalMs: number;
  readonly headerBytes: number;
  /** A body as it travels. */
  readonly wireBytes: number;
  /** A body after its content coding is taken off. */
  readonly unpackedBytes: number;
  /** How much a body may grow when unpacked, once it is larger than `ratioFromBytes`. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
  readonly redirects: number;
  /** Connections to one host at once. */
  readonly perHost: number;
  /** The longest pause that a `Retry-After` can bring about; hosts have asked for years. */
  readonly maxPauseMs: number;
}

/** A real page that unpacks to more than 100 times its size is unknown. */
export const FETCH_LIMITS: FetchLimits = {
  connectMs: 5_000,
  headersMs: 8_000,
  idleMs: 5_000,
  totalMs: 15_000,
  headerBytes: 16_384,
  wireBytes: 10_000_000,
  unpackedBytes: 10_000_000,
  ratio: 100,
  ratioFromBytes: 1_000_000,
  redirects: 5,
  perHost: 2,
  maxPauseMs: 3_600_000,
};

/** A number of bytes for a sentence: `10 MB`, `35 MB`, `800 kB`. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${Math.round(bytes / 1_000_000)} MB`;
}

/** A time for a sentence: `15 seconds`. */
export function secondsInWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
