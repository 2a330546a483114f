import { FootnoteError } from "../core/problems.ts";
import { displayHost } from "../core/url/display-host.ts";

/** Keeps Footnote from crowding a host. */
export interface Politeness {
  /**
   * Does `work` as soon as fewer than the allowed number of requests to this host are under way.
   * @throws FootnoteError `RATE_LIMITED` at once while the host has asked for a pause
   */
  at<T>(url: URL, work: () => Promise<T>): Promise<T>;
  /** Asks nothing of the host for so many milliseconds. */
  pause(url: URL, forMs: number): void;
}

interface Host {
  running: number;
  readonly waiting: (() => void)[];
}

/** Politeness towards every host that one Footnote reads from. Hosts that are idle are forgotten. */
export function openPoliteness(perHost: number, clock: () => Date): Politeness {
  const hosts = new Map<string, Host>();
  const pausedUntil = new Map<string, number>();

  async function enter(name: string): Promise<Host> {
    const host = hosts.get(name) ?? { running: 0, waiting: [] };
    hosts.set(name, host);
    // One that leaves hands its place on, so the count stays.
    if (host.running >= perHost) await new Promise<void>((resolve) => host.waiting.push(resolve));
    else host.running += 1;
    return host;
  }

  function leave(name: string, host: Host): void {
    const next = host.waiting.shift();
    if (next) next();
    else host.running -= 1;
    if (host.running === 0) hosts.delete(name);
  }

  function refuseWhilePaused(url: URL): void {
    const now = clock().getTime();
    const until = pausedUntil.get(url.host);
    if (until !== undefined && until > now) throw rateLimited(url, until - now, clock);
    pausedUntil.delete(url.host);
  }

  return {
    async at(url, work) {
      refuseWhilePaused(url);
      const host = await enter(url.host);
      try {
        refuseWhilePaused(url);
        return await work();
      } finally {
        leave(url.host, host);
      }
    },
    pause(url, forMs) {
      const now = clock().getTime();
      for (const [other, until] of pausedUntil) if (until <= now) pausedUntil.delete(other);
      pausedUntil.set(url.host, now + forMs);
    },
  };
}

/** The problem of a host that wants us to wait, with the time of the next try to the minute. */
export function rateLimited(url: URL, retryAfterMs: number | undefined, clock: () => Date): FootnoteError {
  const host = displayHost(url.href);
  if (retryAfterMs === undefined) return new FootnoteError("RATE_LIMITED", { host });
  const at = new Date(Math.ceil((clock().getTime() + retryAfterMs) / 60_000) * 60_000);
  return new FootnoteError("RATE_LIMITED", { host, at: `${at.toISOString().slice(11, 16)} UTC` }, { retryAfterMs });
}

/**
 * Milliseconds to wait by a `Retry-After` header: seconds or an HTTP date (RFC 9110, 10.2.3), at most `mostMs`.
 * Undefined when the header is absent or says nothing.
 */
export function retryAfterMs(header: string | undefined, clock: () => Date, mostMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (text === "") return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - clock().getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), mostMs) : undefined;
}
