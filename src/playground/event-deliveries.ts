import type { Json } from "./json.ts";
import type { Send, Signature } from "./signed-sender.ts";

/** How one event came to the app. */
export interface Delivery {
  readonly eventId: string;
  readonly type: string;
  /** The HTTP statuses of all attempts, 0 where there was no answer. */
  readonly statuses: readonly number[];
  readonly delivered: boolean;
}

/** Sends events, again and again as Slack does. */
export interface EventDeliveries {
  /** Sends an event; settles when it was taken or when the retries that come at once are spent. */
  send(envelope: Json, options?: SendOptions): Promise<Delivery>;
  /** Sends the event again under its own id, as Slack does when an answer got lost. */
  again(envelope: Json): Promise<Delivery>;
  /** Events that no attempt could deliver, oldest first. */
  undelivered(): readonly Json[];
  /** Tries all undelivered events once more, in their order. */
  retryUndelivered(): Promise<readonly Delivery[]>;
  deliveries(): readonly Delivery[];
  /** Settles when nothing is on its way (later retries do not count). */
  settled(): Promise<void>;
  close(): void;
}

/** How an event is signed. */
export interface SendOptions {
  readonly signature?: Signature;
}

interface Attempt {
  readonly envelope: Json;
  readonly number: number;
  readonly reason: string;
  readonly signature: Signature;
}

/**
 * Deliveries to whatever `send` reaches; undefined means no app is there. `retryDelaysMs` are the waits before each
 * retry: Slack's are 0, 60,000 and 300,000 (Events API, "Retries"). Waits of 0 are part of {@link EventDeliveries.send}.
 */
export function eventDeliveries(sender: () => Send | undefined, retryDelaysMs: readonly number[]): EventDeliveries {
  const lost: Json[] = [];
  const log: Delivery[] = [];
  const busy = new Set<Promise<unknown>>();
  const timers = new Set<NodeJS.Timeout>();

  async function tryOnce({ envelope, number, reason, signature }: Attempt): Promise<Outcome> {
    const send = sender();
    if (!send) return { taken: false, status: 0, reason: "connection_failed", final: false };
    const headers: Record<string, string> =
      number > 0 ? { "x-slack-retry-num": String(number), "x-slack-retry-reason": reason } : {};
    const answer = await send({ type: "json", text: JSON.stringify(envelope) }, { signature, headers });
    if ("failed" in answer) return { taken: false, status: 0, reason: answer.failed, final: false };
    const taken = answer.status >= 200 && answer.status < 300;
    return { taken, status: answer.status, reason: "http_error", final: answer.noRetry };
  }

  async function run(envelope: Json, first: number, signature: Signature): Promise<Delivery> {
    const statuses: number[] = [];
    let reason = "http_timeout";
    const last = Math.max(first, retryDelaysMs.length);
    for (let number = first; number <= last; number++) {
      const delayMs = number > first ? (retryDelaysMs[number - 1] ?? 0) : 0;
      if (delayMs > 0) {
        later(delayMs, () => run(envelope, number, signature));
        return record(envelope, statuses, false);
      }
      const outcome = await tryOnce({ envelope, number, reason, signature });
      statuses.push(outcome.status);
      if (outcome.taken) return record(envelope, statuses, true);
      reason = outcome.reason;
      if (outcome.final) break;
    }
    lost.push(envelope);
    return record(envelope, statuses, false);
  }

  function record(envelope: Json, statuses: readonly number[], delivered: boolean): Delivery {
    const type = String((envelope.event as Json).type);
    const delivery = { eventId: String(envelope.event_id), type, statuses, delivered };
    log.push(delivery);
    return delivery;
  }

  function later(delayMs: number, work: () => Promise<unknown>): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      track(work());
    }, delayMs);
    timer.unref();
    timers.add(timer);
  }

  function track<T>(work: Promise<T>): Promise<T> {
    const settled = work.finally(() => busy.delete(settled));
    busy.add(settled);
    return settled;
  }

  return {
    send: (envelope, { signature = "valid" } = {}) => track(run(envelope, 0, signature)),
    again: (envelope) => track(run(envelope, Math.max(1, retryDelaysMs.length), "valid")),
    undelivered: () => [...lost],
    retryUndelivered: async () => {
      const tried: Delivery[] = [];
      for (const envelope of lost.splice(0))
        tried.push(await track(run(envelope, Math.max(1, retryDelaysMs.length), "valid")));
      return tried;
    },
    deliveries: () => [...log],
    settled: async () => {
      while (busy.size > 0) await Promise.allSettled(busy);
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

interface Outcome {
  readonly taken: boolean;
  readonly status: number;
  readonly reason: string;
  readonly final: boolean;
}
