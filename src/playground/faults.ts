/** What goes wrong with a call. */
export type Fault =
  /** 429 with `Retry-After`. */
  | { readonly kind: "rate_limited"; readonly retryAfterS: number }
  /** A bare HTTP status, as from a broken gateway. */
  | { readonly kind: "status"; readonly status: number }
  /** A gateway's page, with the status of an answer. */
  | { readonly kind: "page" }
  /** The same, in place of the answer to a call that was done. */
  | { readonly kind: "page_after" }
  /** No answer, ever: the caller must give up by itself. */
  | { readonly kind: "timeout" }
  /** The call is done, and the connection breaks before the answer. */
  | { readonly kind: "answer_lost" }
  /** A Web API error by its code: `not_in_channel`, `token_revoked`, `internal_error`. */
  | { readonly kind: "error"; readonly error: string }
  /** For `files.download`: Slack's sign-in page, as when the token is not good. */
  | { readonly kind: "sign_in_page" }
  /** For `files.download`: the connection ends in the middle of the bytes, which look complete. */
  | { readonly kind: "half_the_bytes" };

/** Which calls a fault meets, and how often. */
export interface FaultRule {
  /** A Web API method, `files.download`, `response_url`, or `*` for every call. */
  readonly method: string;
  /** Only calls about this channel. */
  readonly channel?: string;
  /** How many calls; default 1. `Infinity` until {@link Faults.clear}. */
  readonly times?: number;
  /** How many matching calls go well first. Default 0. */
  readonly after?: number;
}

/** The faults that wait for a call. */
export interface Faults {
  add(rule: FaultRule, fault: Fault): void;
  clear(): void;
  /** The fault for this call, which is then used up by one. */
  take(method: string, channel: string): Fault | undefined;
}

/** No faults yet. */
export function faults(): Faults {
  let rules: { rule: FaultRule; fault: Fault; left: number; passes: number }[] = [];
  return {
    add: (rule, fault) => {
      rules.push({ rule, fault, left: rule.times ?? 1, passes: rule.after ?? 0 });
    },
    clear: () => {
      rules = [];
    },
    take: (method, channel) => {
      const due = rules.find(({ rule }) => matches(rule, method, channel));
      if (!due) return undefined;
      if (due.passes > 0) {
        due.passes--;
        return undefined;
      }
      due.left--;
      if (due.left <= 0) rules = rules.filter((rule) => rule !== due);
      return due.fault;
    },
  };
}

function matches(rule: FaultRule, method: string, channel: string): boolean {
  const sameMethod = rule.method === "*" || rule.method === method;
  return sameMethod && (rule.channel === undefined || rule.channel === channel);
}
