import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { FootnoteError } from "../core/problems.ts";
import { bareHost, isAllowed } from "./check-url.ts";
import { isPublicAddress, isPublicAnswer } from "./public-address.ts";

/** What the connector is opened with. */
export interface GuardOptions {
  readonly allowHosts: readonly string[];
  readonly connectMs: number;
  /** How names become addresses; the system's resolver unless a test brings its own. */
  readonly lookup?: LookupFunction;
}

/**
 * Opens sockets to public addresses only. The check is made on the very answer that is dialled, so a name that answers
 * otherwise a moment later (DNS rebinding) gains nothing; and again on the socket's own far end.
 */
export function guardedConnector(options: GuardOptions): buildConnector.connector {
  const { allowHosts, connectMs, lookup = systemLookup } = options;
  // A session or a socket kept from one fetch would spare the next one the check. A slow path deserves a second address
  // only after a second, or far-away sites are given up too soon.
  const shared = { allowH2: false, timeout: connectMs, maxCachedSessions: 0, autoSelectFamilyAttemptTimeout: 1_000 };
  const open = buildConnector({ ...shared, lookup });
  const guarded = buildConnector({ ...shared, lookup: guardedLookup(lookup) });

  return (target, callback) => {
    const host = bareHost(target.hostname);
    if (isAllowed(urlOf(target.protocol, host, target.port), allowHosts)) return open(target, callback);
    // Sockets never look up a literal address, so it is checked here.
    if (isIP(host) !== 0 && !isPublicAddress(host)) return callback(new FootnoteError("ADDRESS_BLOCKED"), null);
    guarded(target, (...result) => {
      const [error, socket] = result;
      // Without a far end the connection is gone already, and the request will say so.
      if (error || socket.remoteAddress === undefined || isPublicAnswer(socket.remoteAddress)) {
        return callback(...result);
      }
      socket.destroy();
      callback(new FootnoteError("ADDRESS_BLOCKED"), null);
    });
  };
}

function urlOf(protocol: string, host: string, port: string): URL {
  return new URL(`${protocol}//${isIP(host) === 6 ? `[${host}]` : host}:${port}`);
}

/** A resolver that fails when any one of its answers is not public: such a name is not to be trusted with the rest. */
function guardedLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, answer, family) => {
      if (error) return callback(error, "");
      const answers = typeof answer === "string" ? [{ address: answer, family: family ?? isIP(answer) }] : answer;
      const [first] = answers;
      if (!first) return callback(Object.assign(new Error("No address"), { code: "ENOTFOUND" }), "");
      if (!answers.every(({ address }) => isPublicAnswer(address))) {
        return callback(new FootnoteError("ADDRESS_BLOCKED"), "");
      }
      if (options.all) callback(null, answers);
      else callback(null, first.address, first.family);
    });
  };
}
