import type { Violation } from "./block-limits.ts";
import type { Json } from "./json.ts";

/** One call that the app made. */
export interface RecordedCall {
  /** A Web API method, `files.download` or `response_url`. */
  readonly method: string;
  readonly args: Json;
  /** Slack's answer; undefined when there was none. */
  readonly answer: Json | undefined;
  /** The HTTP status; 0 when the connection broke or stayed silent. */
  readonly status: number;
}

/** A payload that goes beyond Slack's limits, with the call that sent it. */
export interface RecordedViolation extends Violation {
  readonly method: string;
  readonly args: Json;
}

/** Every call and every violation so far, oldest first. */
export interface Recorder {
  record(call: RecordedCall): void;
  blame(method: string, args: Json, violations: readonly Violation[]): void;
  calls(method?: string): readonly RecordedCall[];
  violations(): readonly RecordedViolation[];
  /** Settles with the next call of this method, once it is answered. */
  next(method: string): Promise<RecordedCall>;
  /** Calls `listener` after each call; returns the way to stop that. */
  listen(listener: (call: RecordedCall) => void): () => void;
}

/** A recorder that has heard nothing. */
export function recorder(): Recorder {
  const calls: RecordedCall[] = [];
  const violations: RecordedViolation[] = [];
  const listeners = new Set<(call: RecordedCall) => void>();
  const listen = (listener: (call: RecordedCall) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    record: (call) => {
      calls.push(call);
      for (const listener of [...listeners]) listener(call);
    },
    blame: (method, args, found) => {
      for (const violation of found) violations.push({ ...violation, method, args });
    },
    calls: (method) => calls.filter((call) => method === undefined || call.method === method),
    violations: () => [...violations],
    next: (method) =>
      new Promise((resolve) => {
        const stop = listen((call) => {
          if (call.method !== method) return;
          stop();
          resolve(call);
        });
      }),
    listen,
  };
}
