import { FootnoteError, type ProblemCode } from "../core/problems.ts";
import { type FetchLimits, secondsInWords } from "./limits.ts";

/** How far a request had come. A connection that ends tells different things before an answer and in its midst. */
export type Stage = "headers" | "body";

/** A connection that was cut: worth one more try at once. */
const CUT = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED", "UND_ERR_SOCKET"]);
/** Which limit has run out. The system's own (`ETIMEDOUT`) can only come while connecting. */
const TIMEOUTS: Readonly<Record<string, "connectMs" | "headersMs" | "idleMs" | "totalMs">> = {
  UND_ERR_CONNECT_TIMEOUT: "connectMs",
  ETIMEDOUT: "connectMs",
  UND_ERR_HEADERS_TIMEOUT: "headersMs",
  UND_ERR_BODY_TIMEOUT: "idleMs",
  TimeoutError: "totalMs",
};
const UNKNOWN_NAME = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_NODATA",
  "EAI_NONAME",
  "EAI_FAIL",
  "ENODATA",
  "ESERVFAIL",
]);
const BROKEN =
  /^(?:HTTPParserError$|HPE_|UND_ERR_RES_CONTENT_LENGTH|UND_ERR_INFO$|UND_ERR_NOT_SUPPORTED|ERR_STREAM_PREMATURE_CLOSE)/;

/** Why a certificate was not believed, as the end of "HOST's security certificate …". Source: OpenSSL, X509_V_ERR. */
const CERTIFICATE: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "has expired",
  CERT_NOT_YET_VALID: "is not valid yet",
  CERT_REVOKED: "was withdrawn",
  ERR_TLS_CERT_ALTNAME_INVALID: "is for another site",
  HOSTNAME_MISMATCH: "is for another site",
  DEPTH_ZERO_SELF_SIGNED_CERT: "was made by the site itself",
  SELF_SIGNED_CERT_IN_CHAIN: "comes from an authority I don't know",
  UNABLE_TO_GET_ISSUER_CERT: "comes from an authority I don't know",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "comes from an authority I don't know",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "comes from an authority I don't know",
};
const TLS = /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|UNABLE_TO_|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE)/;

/** Whether a request failed because the connection was cut before an answer came. */
export function wasCut(error: unknown): boolean {
  return CUT.has(codeOf(error));
}

/**
 * A failure of the network as a problem with a sentence. What was a FootnoteError (a blocked address, found in the
 * connector) stays one; what is not known here is given back, as a bug.
 */
export function problemOfFailure(error: unknown, stage: Stage, host: string, limits: FetchLimits): unknown {
  const known = footnoteErrorIn(error);
  if (known) return known;
  const code = codeOf(error);
  const problem = (name: ProblemCode, more: { readonly what?: string; readonly limit?: string } = {}) =>
    new FootnoteError(name, { host, ...more }, { cause: withoutData(error) });
  const ranOut = TIMEOUTS[code];
  if (ranOut) return problem("TIMEOUT", { limit: secondsInWords(limits[ranOut]) });
  if (code === "UND_ERR_HEADERS_OVERFLOW" || code === "HPE_HEADER_OVERFLOW") return problem("HEADERS_TOO_LARGE");
  if (UNKNOWN_NAME.has(code)) return problem("DNS");
  if (CERTIFICATE[code] || TLS.test(code)) return problem("TLS", { what: CERTIFICATE[code] ?? "can't be checked" });
  if (BROKEN.test(code) || (stage === "body" && code === "UND_ERR_SOCKET")) return problem("BAD_RESPONSE");
  if (/^(?:E[A-Z0-9]+|UND_ERR_(?!INVALID).*)$/.test(code)) return problem("NETWORK");
  return error;
}

function footnoteErrorIn(error: unknown): FootnoteError | undefined {
  if (error instanceof FootnoteError) return error;
  if (error instanceof AggregateError) return error.errors.map(footnoteErrorIn).find((inner) => inner !== undefined);
  return error instanceof Error && error.cause !== undefined ? footnoteErrorIn(error.cause) : undefined;
}

/** The code of an error, of what caused it, or of the first of several. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "UND_ERR_SOCKET" || code === "") return codeOf(error.cause) || code || innerCode(error);
  return code;
}

function innerCode(error: Error): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return /^(?:TimeoutError|HTTPParserError)$/.test(error.name) ? error.name : "";
}

/** The parser's error carries a piece of the answer, and what sites send must not reach the log. */
function withoutData(error: unknown): unknown {
  return error instanceof Error && "data" in error ? new Error(error.message) : error;
}
