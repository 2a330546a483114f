import { createHmac } from "node:crypto";

/** How a request is signed: as Slack does, with another secret, or ten minutes ago. */
export type Signature = "valid" | "wrong" | "stale" | "missing";

/** What the app answered; undefined when it did not answer in time or could not be reached. */
export interface AppAnswer {
  readonly status: number;
  readonly body: string;
  /** Slack stops retrying when the app sets `X-Slack-No-Retry: 1`. */
  readonly noRetry: boolean;
}

/** Sends one body to the app. */
export type Send = (
  body: { readonly type: "json" | "form"; readonly text: string },
  options?: { readonly signature?: Signature; readonly headers?: Readonly<Record<string, string>> },
) => Promise<AppAnswer | { readonly failed: "http_timeout" | "connection_failed" }>;

/**
 * The headers that prove a body came from Slack.
 * Source: Slack, "Verifying requests from Slack": HMAC-SHA256 over `v0:timestamp:body`, hexadecimal, after `v0=`.
 */
function signatureHeaders(body: string, secret: string, timestampS: number): Record<string, string> {
  const digest = createHmac("sha256", secret).update(`v0:${timestampS}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": String(timestampS), "x-slack-signature": `v0=${digest}` };
}

/**
 * A sender to one app. The stamp is the wall clock's, whatever clock the workspace has, because Bolt compares it with
 * its own. `answerWithinMs` is Slack's 3 seconds unless a test says otherwise.
 */
export function signedSender(options: {
  readonly url: string;
  readonly signingSecret: string;
  readonly answerWithinMs: number;
}): Send {
  return async ({ type, text }, { signature = "valid", headers = {} } = {}) => {
    const contentType = type === "json" ? "application/json" : "application/x-www-form-urlencoded";
    try {
      const response = await fetch(options.url, {
        method: "POST",
        headers: { "content-type": contentType, ...signed(text, options.signingSecret, signature), ...headers },
        body: text,
        redirect: "manual",
        signal: AbortSignal.timeout(options.answerWithinMs),
      });
      const noRetry = response.headers.get("x-slack-no-retry") === "1";
      return { status: response.status, body: await response.text(), noRetry };
    } catch (error) {
      const timedOut = error instanceof DOMException && error.name === "TimeoutError";
      return { failed: timedOut ? "http_timeout" : "connection_failed" };
    }
  };
}

function signed(text: string, secret: string, signature: Signature): Record<string, string> {
  const now = Math.floor(Date.now() / 1_000);
  switch (signature) {
    case "valid":
      return signatureHeaders(text, secret, now);
    case "wrong":
      return signatureHeaders(text, `${secret}-of-another-app`, now);
    case "stale":
      return signatureHeaders(text, secret, now - 600);
    case "missing":
      return {};
  }
}
