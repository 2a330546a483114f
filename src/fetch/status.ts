import { FootnoteError } from "../core/problems.ts";
import { displayHost } from "../core/url/display-host.ts";
import type { FetchLimits } from "./limits.ts";
import { rateLimited, retryAfterMs } from "./politeness.ts";

/** An answer's status and headers. */
export interface Head {
  readonly status: number;
  /** The first value of a header, by its lower-case name. */
  readonly header: (name: string) => string | undefined;
}

/** Statuses that send the reader on. 300 and 304 do not, 305 and 306 are dead. Source: RFC 9110, 15.4. */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** The page is not there. */
const MISSING = new Set([404, 410]);
/** The server could not serve now, and says so with a status that begins with 4. */
const TRY_LATER = new Set([408, 425]);

/** Whether a status sends the reader on. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/**
 * The problem that a status tells of, or undefined for one that carries the page (2xx).
 * A wait that the host asks for comes in `retryAfterMs`, also with a 5xx.
 */
export function problemOfStatus(
  url: URL,
  head: Head,
  limits: Pick<FetchLimits, "maxPauseMs">,
  clock: () => Date,
): FootnoteError | undefined {
  const { status, header } = head;
  const details = { host: displayHost(url.href), status };
  if (status === 204 || status === 205) return new FootnoteError("EMPTY");
  // Cloudflare's own mark for a challenge, whatever the status. Source: Cloudflare docs, "Detect a challenge page".
  if (header("cf-mitigated") === "challenge") return new FootnoteError("FORBIDDEN", details);
  if (status >= 200 && status < 300) return undefined;
  const waitMs = retryAfterMs(header("retry-after"), clock, limits.maxPauseMs);
  const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs };
  if (status === 429) return rateLimited(url, waitMs, clock);
  if (MISSING.has(status)) return new FootnoteError("NOT_FOUND", details);
  if (status === 451) return new FootnoteError("HTTP_451", details);
  if (TRY_LATER.has(status) || (status >= 500 && status < 600)) return new FootnoteError("HTTP_5XX", details, wait);
  // LinkedIn answers readers it does not like with 999; every other 4xx is a refusal to us too.
  if (status === 999 || (status >= 400 && status < 500)) return new FootnoteError("FORBIDDEN", details);
  return new FootnoteError("BAD_RESPONSE", details);
}

/** Whether a problem's answer carries a page that may still say what it would have been. */
export function isRefusal(problem: FootnoteError): boolean {
  return ["FORBIDDEN", "NOT_FOUND", "HTTP_451"].includes(problem.code);
}
