import type { LookupFunction } from "node:net";
import { Agent } from "undici";
import type { RawDocument } from "../core/page.ts";
import { FootnoteError } from "../core/problems.ts";
import { displayHost } from "../core/url/display-host.ts";
import { unwrapRedirect } from "../core/url/redirect-wrappers.ts";
import { checkUrl } from "./check-url.ts";
import { type Cookies, openCookies } from "./cookies.ts";
import { type Answer, ask } from "./exchange.ts";
import { guardedConnector } from "./guarded-connector.ts";
import { FETCH_LIMITS, type FetchLimits } from "./limits.ts";
import { refuseByType } from "./media-type.ts";
import { openPoliteness } from "./politeness.ts";
import { isRedirect, isRefusal, problemOfStatus } from "./status.ts";

/** What came of asking for a page. */
export type FetchResult =
  | {
      readonly kind: "fetched";
      readonly document: RawDocument;
      /** Where the page really is, after redirects. */
      readonly url: string;
      /** The addresses that sent us on, in order, the one asked for first; empty when nothing did. */
      readonly redirects: readonly string[];
      readonly etag?: string;
      readonly lastModified?: string;
    }
  /** The page is still the one whose `etag` or `lastModified` was given. */
  | { readonly kind: "unchanged" }
  /** The page is there, but not for us, or no longer there. */
  | {
      readonly kind: "refused";
      readonly problem: FootnoteError;
      /** What was sent instead: it may still say what the page would have been. */
      readonly document?: RawDocument;
    };

/** How one page is asked for. */
export interface GetOptions {
  /** The validators of an earlier answer, to be told `unchanged` instead of getting it again. */
  readonly etag?: string;
  readonly lastModified?: string;
  /** Ends the fetch early; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Reads pages from the web: public addresses only, politely, and within limits. */
export interface Fetcher {
  /**
   * Fetches a page, following redirects by hand and checking each. Every address, spelt or resolved, must be public. A
   * site that the address only passes through is not asked: it answers programs with a warning instead of the page.
   * @throws FootnoteError with the code of what went wrong; `retry` and `retryAfterMs` say whether and when to try again
   */
  get(url: string, options?: GetOptions): Promise<FetchResult>;
  /** Ends what is under way, which then fails with `NETWORK`. */
  close(): Promise<void>;
}

/** What a fetcher is opened with. */
export interface FetcherOptions {
  /** Exact `host:port` pairs that may be opened although they are not public; the one way past the check. */
  readonly allowHosts: readonly string[];
  readonly clock?: () => Date;
  readonly lookup?: LookupFunction;
  readonly limits?: Partial<FetchLimits>;
}

/** Says what we are. The first word is what every reader says, since servers send broken pages to those who don't. */
const USER_AGENT = "Mozilla/5.0 (compatible; Footnote/0.1; opens links that people share in Slack)";
const ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.7";

/** One stop of a fetch: where it is asked, what it was sent with, and how to end it. */
interface Stop {
  readonly url: URL;
  readonly redirects: readonly string[];
  readonly cookies: Cookies;
  readonly options: GetOptions;
  readonly signal: AbortSignal;
}

/** Opens a fetcher. Nothing is kept between fetches but how busy a host is and whether it asked for a pause. */
export function openFetcher(options: FetcherOptions): Fetcher {
  const { allowHosts, clock = () => new Date(), lookup } = options;
  const limits = { ...FETCH_LIMITS, ...options.limits };
  const politeness = openPoliteness(limits.perHost, clock);
  const agent = new Agent({
    connect: guardedConnector({ allowHosts, connectMs: limits.connectMs, ...(lookup ? { lookup } : {}) }),
    // No connection outlives its request, so no request goes round the check.
    pipelining: 0,
    allowH2: false,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.idleMs,
    maxHeaderSize: limits.headerBytes,
  });

  async function get(address: string, getOptions: GetOptions = {}): Promise<FetchResult> {
    const clockwork = stopwatch(limits.totalMs, getOptions.signal);
    const cookies = openCookies();
    const redirects: string[] = [];
    const seen = new Set<string>();
    let url = checkUrl(unwrapRedirect(address), allowHosts);
    while (true) {
      refuseLoop(seen, url, cookies);
      const stop = { url, redirects, cookies, options: getOptions };
      const next = await politeness.at(url, () => clockwork.run((signal) => visit({ ...stop, signal })));
      if ("kind" in next) return next;
      if (redirects.length >= limits.redirects) throw new FootnoteError("TOO_MANY_REDIRECTS");
      redirects.push(url.href);
      url = next;
    }
  }

  /** The result, or the address that it sends us on to. */
  async function visit(stop: Stop): Promise<FetchResult | URL> {
    const headers = requestHeaders(stop);
    const answer = await ask({ agent, limits }, stop.url, headers, stop.signal).catch((error) => {
      throw stop.redirects.length > 0 ? asLeading(error) : error;
    });
    try {
      stop.cookies.take(stop.url, answer.setCookie);
      if (isRedirect(answer.status)) return onward(stop.url, answer, allowHosts);
      if (answer.status === 304 && asksForChange(stop.options)) return { kind: "unchanged" };
      return await arrive(stop, answer);
    } finally {
      answer.discard();
    }
  }

  async function arrive(stop: Stop, answer: Answer): Promise<FetchResult> {
    const { url, redirects } = stop;
    const problem = problemOfStatus(url, answer, limits, clock);
    if (problem?.retryAfterMs) politeness.pause(url, problem.retryAfterMs);
    if (problem && !isRefusal(problem)) throw problem;
    if (problem) return refused(problem, await pageOfRefusal(url, answer));
    const contentType = answer.header("content-type");
    refuseByType(url, contentType);
    const document = documentOf(url, contentType, await answer.read());
    const etag = answer.header("etag");
    const lastModified = answer.header("last-modified");
    return {
      kind: "fetched",
      document,
      url: url.href,
      redirects,
      ...(etag ? { etag } : {}),
      ...(lastModified ? { lastModified } : {}),
    };
  }

  return { get, close: () => agent.destroy() };
}

/** A page in place of the page, if there is a readable one: it is a help, and no loss when it fails. */
async function pageOfRefusal(url: URL, answer: Answer): Promise<RawDocument | undefined> {
  const contentType = answer.header("content-type");
  if (!/html/i.test(contentType ?? "")) return undefined;
  const bytes = await answer.read().catch((error: unknown) => {
    if (error instanceof FootnoteError) return undefined;
    throw error;
  });
  return bytes && bytes.length > 0 ? documentOf(url, contentType, bytes) : undefined;
}

function refused(problem: FootnoteError, document: RawDocument | undefined): FetchResult {
  return { kind: "refused", problem, ...(document ? { document } : {}) };
}

function documentOf(url: URL, contentType: string | undefined, bytes: Uint8Array): RawDocument {
  return { bytes, url: url.href, ...(contentType ? { contentType } : {}) };
}

function asksForChange({ etag, lastModified }: GetOptions): boolean {
  return etag !== undefined || lastModified !== undefined;
}

function requestHeaders({ url, cookies, options }: Stop): Readonly<Record<string, string>> {
  const cookie = cookies.headerFor(url);
  return {
    "user-agent": USER_AGENT,
    accept: ACCEPT,
    "accept-language": "*",
    ...(cookie ? { cookie } : {}),
    ...(isHeaderText(options.etag) ? { "if-none-match": options.etag } : {}),
    ...(isHeaderText(options.lastModified) ? { "if-modified-since": options.lastModified } : {}),
  };
}

function isHeaderText(value: string | undefined): value is string {
  return value !== undefined && /^[\x20-\x7e]+$/.test(value);
}

/** Where an answer sends us, checked like the first address. */
function onward(from: URL, answer: Answer, allowHosts: readonly string[]): URL {
  const location = answer.header("location");
  // Servers send raw UTF-8 or GBK here; header bytes arrive as Latin-1, and as %XX they are what the server meant.
  const sent = location?.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  if (!sent || !URL.canParse(sent, from.href)) {
    throw new FootnoteError("BAD_RESPONSE", { host: displayHost(from.href), status: answer.status });
  }
  try {
    return checkUrl(new URL(sent, from).href, allowHosts);
  } catch (error) {
    throw asLeading(error);
  }
}

/** A blocked address that a redirect led to, told as such: the link itself was harmless. */
function asLeading(error: unknown): unknown {
  const blocked = error instanceof FootnoteError && error.code === "ADDRESS_BLOCKED";
  return blocked ? new FootnoteError("ADDRESS_BLOCKED", { ...error.details, what: "leads" }, { cause: error }) : error;
}

/** A page may send the reader to itself only after it has set a cookie, as consent pages do. */
function refuseLoop(seen: Set<string>, url: URL, cookies: Cookies): void {
  const visit = `${url.href.replace(/#.*/, "")} ${cookies.headerFor(url)}`;
  if (seen.has(visit)) throw new FootnoteError("REDIRECT_LOOP");
  seen.add(visit);
}

/** Time for work in several pieces; what passes between the pieces (waiting for a busy host) is not counted. */
function stopwatch(totalMs: number, ended: AbortSignal | undefined) {
  let leftMs = totalMs;
  return {
    async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
      ended?.throwIfAborted();
      const startedAt = performance.now();
      const timeout = AbortSignal.timeout(Math.max(0, Math.round(leftMs)));
      try {
        return await work(ended ? AbortSignal.any([timeout, ended]) : timeout);
      } finally {
        leftMs -= performance.now() - startedAt;
      }
    },
  };
}
