import { createHash } from "node:crypto";
import { getDomain } from "tldts";
import { unwrapRedirect } from "./redirect-wrappers.ts";
import { siteForm } from "./site-forms.ts";
import { isTracking } from "./tracking-parameters.ts";

declare const canonical: unique symbol;
/**
 * The one spelling under which Footnote files a page, however its address was written: a key, not always an address
 * that opens. Only {@link canonicalUrl} makes one.
 */
export type CanonicalUrl = string & { readonly [canonical]: true };

/** The longest address that is looked at or fetched, in characters. Source: what browsers and proxies let pass. */
export const MAX_URL_LENGTH = 4_096;
/** The longest key in characters, all of them ASCII. An index row of PostgreSQL holds 2,704 bytes, with the ids beside it. */
const MAX_KEY_LENGTH = 2_500;
/** The key of an address that is longer: its host, and its name instead of its path. */
const LONG_KEY = /^https?:\/\/[a-z0-9.:[\]-]+\/long-[0-9a-f]{64}(?:\.[a-z0-9]{1,5})?$/;
/** Rules can open the way for one another; far more rounds than any real address needs. */
const MAX_ROUNDS = 200;

/**
 * The canonical URL of an address as it was posted. Undefined for what is no http or https address, for one that
 * carries a user name or a password, and for one longer than {@link MAX_URL_LENGTH}. Doing it twice changes nothing.
 */
export function canonicalUrl(text: string): CanonicalUrl | undefined {
  if (text.length > MAX_URL_LENGTH) return undefined;
  let spelling = trimmed(text);
  if (LONG_KEY.test(spelling)) return spelling as CanonicalUrl;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = respell(spelling);
    if (next === spelling) return keyOf(next);
    if (next === undefined) return undefined;
    spelling = next;
  }
  return undefined;
}

function keyOf(spelling: string): CanonicalUrl | undefined {
  if (spelling.length > MAX_URL_LENGTH) return undefined;
  if (spelling.length <= MAX_KEY_LENGTH) return spelling as CanonicalUrl;
  const { origin, pathname } = new URL(spelling);
  const [ending = ""] = /\.[a-z0-9]{1,5}$/i.exec(pathname) ?? [];
  const name = createHash("sha256").update(spelling).digest("hex");
  return `${origin}/long-${name}${ending.toLowerCase()}` as CanonicalUrl;
}

/** Without what a sentence leaves around an address: white space, invisible characters, Chinese punctuation at its end. */
function trimmed(text: string): string {
  const visible = text.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "").trim();
  const end = visible.replace(/[，。！？；：、】」』》”’]+$/u, "");
  return end.includes("（") ? end : end.replace(/[），。]+$/u, "");
}

function respell(text: string): string | undefined {
  const url = webAddress(unwrapRedirect(text));
  if (!url) return undefined;
  const host = plainHost(url.hostname);
  const parameters = keptParameters(host, url.searchParams);
  const form = siteForm({ host, path: withoutAmp(tidyPath(url.pathname)), parameters });
  const query = inOrder(parameters, form?.parameters);
  const path = form?.path ?? withoutAmp(tidyPath(url.pathname));
  const scheme = url.port ? url.protocol : "https:";
  const port = url.port ? `:${url.port}` : "";
  return `${scheme}//${form?.host ?? host}${port}${path === "/" ? "" : path}${query}${routeOf(host, url.hash)}`;
}

function webAddress(text: string): URL | undefined {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.username || url.password ? undefined : url;
}

/** Labels that only choose a layout for the same page. */
const LAYOUT_LABEL = /^(?:www\d?|m|mobile|wap|amp|touch|3g)\.(?=.)/;

/** Without `www.`, `m.` and the like, as long as what is left belongs to the same owner. */
function plainHost(hostname: string): string {
  const host = hostname.replace(/\.+$/, "");
  const shorter = host.replace(LAYOUT_LABEL, "");
  if (shorter === host) return host;
  const owner = getDomain(host);
  return owner !== null && getDomain(shorter) === owner ? plainHost(shorter) : host;
}

function keptParameters(host: string, all: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...all].filter(([name, value]) => !isTracking(host, name) && !isAmpMark(name, value)));
}

const isAmpMark = (name: string, value: string) =>
  (/^amp$/i.test(name) && /^(?:1|true|)$/.test(value)) || (/^outputType$/i.test(name) && value === "amp");

/** What servers read alike with and without percent-encoding: all of a path's letters. Source: RFC 3986, `pchar`. */
const PATH_LETTER = /[A-Za-z0-9\-._~!$&'()*+,;=:@]/;

/** Percent-encoding in one spelling, no slash and no index page at the end. */
function tidyPath(pathname: string): string {
  const path = pathname
    .replace(/%[0-9a-f]{2}/gi, (code) => {
      const letter = String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return PATH_LETTER.test(letter) ? letter : code.toUpperCase();
    })
    .replace(/[[\]|]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/\/(?:index|default)\.(?:html?|php|aspx?|jsp)$/i, "/");
  return path.replace(/\/+$/, "") || "/";
}

function withoutAmp(path: string): string {
  const plain = path.replace(/(?<=\/[^/]+)\/amp(?:-page)?$/i, "").replace(/\.amp(?=(?:\.html?)?$)/i, "");
  return plain.replace(/^\/amp(?=\/[^/]+\/)/i, "");
}

/** Sorted by name; values of one name stay in their order. */
function inOrder(parameters: URLSearchParams, only: readonly string[] | undefined): string {
  const kept = [...parameters].filter(([name]) => only === undefined || only.includes(name));
  const query = new URLSearchParams(kept);
  query.sort();
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** A fragment only stays where it chooses the page: `#!/…`, `#/…`. WeChat and Weibo put noise of that form there. */
function routeOf(host: string, hash: string): string {
  return /^#!?\/./.test(hash) && !/(^|\.)(weixin\.qq\.com|weibo\.com)$/.test(host) ? hash.replace(/\/+$/, "") : "";
}
