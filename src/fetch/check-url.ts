import { isIP } from "node:net";
import { FootnoteError } from "../core/problems.ts";
import { MAX_URL_LENGTH } from "../core/url/canonical-url.ts";
import { isPublicAddress } from "./public-address.ts";

/** An absent port is the scheme's own. */
const PORTS = new Set(["", "80", "443", "8080", "8443"]);
/** Endings that never name a public site. Source: RFC 6761, RFC 6762, RFC 7686, RFC 8375, ICANN on `.internal`. */
const PRIVATE_NAME = /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home\.arpa|onion)$/;

/**
 * Checks the form of an address before anything is asked of the network. What a name resolves to is checked when it is
 * dialled, so a URL that passes here may still be refused.
 *
 * @param allowHosts exact `host:port` pairs that may be opened although they are not public
 * @returns the URL as parsed once, the only spelling to be used from here on
 * @throws FootnoteError `URL_INVALID`, `URL_SCHEME`, `URL_CREDENTIALS`, `ADDRESS_BLOCKED` or `URL_PORT`
 */
export function checkUrl(address: string, allowHosts: readonly string[] = []): URL {
  if (address.length > MAX_URL_LENGTH) {
    const [size, limit] = [address.length, MAX_URL_LENGTH].map((number) => number.toLocaleString("en"));
    throw new FootnoteError("URL_INVALID", { size, limit });
  }
  if (!URL.canParse(address)) throw new FootnoteError("URL_INVALID");
  const url = new URL(address);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new FootnoteError("URL_SCHEME");
  if (url.username !== "" || url.password !== "") throw new FootnoteError("URL_CREDENTIALS");
  if (isAllowed(url, allowHosts)) return url;
  if (!mayBePublic(url.hostname)) throw new FootnoteError("ADDRESS_BLOCKED");
  if (!PORTS.has(url.port)) throw new FootnoteError("URL_PORT", { port: url.port });
  return url;
}

/** Whether exactly this host and port are on the list of exceptions. */
export function isAllowed(url: URL, allowHosts: readonly string[]): boolean {
  const own = hostAndPort(url);
  return allowHosts.some((entry) => entry.toLowerCase() === own);
}

function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === "https:" ? "443" : "80")}`;
}

/** The address in a URL's host without brackets, or the name. */
export function bareHost(hostname: string): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

function mayBePublic(hostname: string): boolean {
  const host = bareHost(hostname);
  if (isIP(host) !== 0) return isPublicAddress(host);
  const name = host.replace(/\.+$/, "");
  // A name of one label is looked up in the machine's own search domains.
  return name.includes(".") && !PRIVATE_NAME.test(name);
}
