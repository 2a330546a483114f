import { getDomain } from "tldts";

/** Enough for any consent wall. Source: RFC 6265, 6.1, which asks browsers for at least 50 a domain. */
const MAX_COOKIES = 50;
/** Bytes of a cookie's name and value that browsers keep. Source: RFC 6265bis, 5.6. */
const MAX_COOKIE_CHARACTERS = 4_096;

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  /** Sent to the host alone, not to the names under it. */
  readonly hostOnly: boolean;
  readonly secure: boolean;
}

/** The cookies of one fetch. They end with it. */
export interface Cookies {
  /** Keeps what an answer from `url` sets; a broken or foreign cookie is left out. */
  take(url: URL, setCookie: readonly string[]): void;
  /** The `Cookie` header for a request to `url`; empty when there is none to send. */
  headerFor(url: URL): string;
}

/** Cookies for one fetch, so that a consent page that sets one and sends the reader back can be passed. */
export function openCookies(): Cookies {
  const kept = new Map<string, Cookie>();
  return {
    take(url, setCookie) {
      for (const line of setCookie) {
        const parsed = parseCookie(url, line);
        if (!parsed) continue;
        const key = `${parsed.cookie.host} ${parsed.cookie.name}`;
        if (parsed.expired) kept.delete(key);
        else if (kept.has(key) || kept.size < MAX_COOKIES) kept.set(key, parsed.cookie);
      }
    },
    headerFor(url) {
      const fitting = [...kept.values()].filter((cookie) => goesTo(cookie, url));
      return fitting.map(({ name, value }) => `${name}=${value}`).join("; ");
    },
  };
}

function goesTo(cookie: Cookie, url: URL): boolean {
  if (cookie.secure && url.protocol !== "https:") return false;
  return url.hostname === cookie.host || (!cookie.hostOnly && url.hostname.endsWith(`.${cookie.host}`));
}

function parseCookie(url: URL, line: string): { readonly cookie: Cookie; readonly expired: boolean } | undefined {
  const [pair = "", ...attributes] = line.split(";");
  const cut = pair.indexOf("=");
  const name = pair.slice(0, cut).trim();
  const value = pair.slice(cut + 1).trim();
  if (cut < 1 || name.length + value.length > MAX_COOKIE_CHARACTERS || !/^[\x21-\x7e]*$/.test(name + value)) return;
  const told = new Map(attributes.map(attribute));
  const domain = told.get("domain")?.replace(/^\./, "").toLowerCase();
  if (domain && !mayBeSetFrom(url.hostname, domain)) return;
  const maxAge = told.get("max-age");
  return {
    cookie: { name, value, host: domain || url.hostname, hostOnly: !domain, secure: told.has("secure") },
    expired: maxAge !== undefined && Number(maxAge) <= 0,
  };
}

function attribute(text: string): readonly [string, string] {
  const [name = "", ...value] = text.split("=");
  return [name.trim().toLowerCase(), value.join("=").trim()];
}

/** A host may speak for itself and for what stands above it, up to the name that was registered. */
function mayBeSetFrom(hostname: string, domain: string): boolean {
  if (hostname === domain) return true;
  return hostname.endsWith(`.${domain}`) && getDomain(domain, { allowPrivateDomains: true }) !== null;
}
