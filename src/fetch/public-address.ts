import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Azure's wire server answers on an address that looks public. Source: Microsoft Learn, "What is 168.63.129.16". */
const AZURE_WIRE_SERVER = "168.63.129.16";
/** All IPv6 unicast that was ever given out for public use. Source: IANA, IPv6 Address Space. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
/** The prefix under which DNS64 resolvers hand out IPv4 sites on IPv6-only networks. Source: RFC 6052, 2.1. */
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/**
 * Whether an address is an ordinary public one: unicast, globally routable, no wrapper around another address.
 * Takes dotted decimals and IPv6 as sockets do, without brackets. Everything else, a zone id included, is not public.
 * Source of the ranges: IANA special-purpose registries, by way of ipaddr.js.
 */
export function isPublicAddress(address: string): boolean {
  // Strict first: ipaddr.js also reads octal, hexadecimal and short forms, which resolvers may read otherwise.
  if (isIP(address) === 0 || address.includes("%") || address === AZURE_WIRE_SERVER) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || parsed.match(GLOBAL_UNICAST);
}

/**
 * Whether an address may be dialled that a resolver gave for a name: a public one, or a public IPv4 address in the
 * well-known NAT64 prefix, without which most of the web is out of reach on a network that has IPv6 only.
 */
export function isPublicAnswer(address: string): boolean {
  if (isPublicAddress(address)) return true;
  if (isIP(address) !== 6 || address.includes("%")) return false;
  const parsed = ipaddr.IPv6.parse(address);
  if (!parsed.match(NAT64)) return false;
  return isPublicAddress(ipaddr.fromByteArray(parsed.toByteArray().slice(12)).toString());
}
