import type { IncomingMessage } from "node:http";
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { WebClient, type WebClientOptions } from "@slack/web-api";
import type { SlackConfig } from "../core/config.ts";
import type { Route } from "../ops/http-server.ts";
import type { Log } from "../ops/log.ts";

/** A call that takes longer than this has failed, in milliseconds. */
const CALL_TIMEOUT_MS = 15_000;

type Connected = Exclude<SlackConfig, { kind: "playground" }>;

/** Who the token belongs to. */
export interface Bot {
  readonly botId: string;
  readonly botUserId: string;
}

/** Bolt, ready for listeners; `open` lets events in. */
export interface SlackConnection {
  readonly app: App;
  /** What answers `/slack/events`; only over HTTP. */
  readonly route?: Route;
  open(): Promise<void>;
  /** Takes no further event; those under way are finished. */
  close(): Promise<void>;
}

/**
 * A Web API client for a queue worker: it never tries again by itself (a lost answer would post twice) and never
 * sleeps on a 429; the queue does both.
 */
export function slackClient(config: Connected, log: Log): WebClient {
  return new WebClient(config.botToken, clientOptionsOf(config, quietLogger(log)));
}

function clientOptionsOf({ apiUrl }: Connected, logger: Logger): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    logger,
  };
}

/** Bolt over Socket Mode or HTTP, as configured. */
export function connectSlack(config: Connected, bot: Bot, log: Log): SlackConnection {
  const logger = quietLogger(log);
  // With a token alone Bolt asks Slack who it is before every single command.
  const authorize = async () => ({ botToken: config.botToken, ...bot });
  const common = { authorize, logger, clientOptions: clientOptionsOf(config, logger) };
  if (config.kind === "socket") {
    const installerOptions = { clientOptions: { slackApiUrl: config.apiUrl } };
    const receiver = new SocketModeReceiver({ appToken: config.appToken, logger, installerOptions });
    const app = new App({ ...common, receiver });
    return { app, open: async () => void (await app.start()), close: async () => void (await app.stop()) };
  }
  const receiver = new HTTPReceiver({ signingSecret: config.signingSecret, endpoints: "/slack/events", logger });
  const app = new App({ ...common, receiver });
  return {
    app,
    route: async (request, response) => {
      const rawBody = await bodyOf(request);
      if (!rawBody) return void response.writeHead(413, { connection: "close" }).end();
      if (!isObject(request, rawBody)) return void response.writeHead(400).end();
      receiver.requestListener(Object.assign(request, { rawBody }), response);
    },
    open: async () => {},
    close: async () => {},
  };
}

/** Bolt's own limit, in bytes. */
const MOST_BODY = 4 * 1024 * 1024;

/** The whole body; undefined when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Bolt looks for fields in whatever JSON it gets, and `null` would end the process. */
function isObject({ headers }: IncomingMessage, body: Buffer): boolean {
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  return isForm || body.toString().trimStart().startsWith("{");
}

/** Slack's libraries log through ours; what they call information is detail to us. */
function quietLogger(log: Log): Logger {
  const line =
    (write: (fields: object, sentence: string) => void) =>
    (...parts: unknown[]) =>
      write({ from: "slack" }, parts.map(String).join(" ").slice(0, 500));
  return {
    debug: () => {},
    info: line((fields, sentence) => log.debug(fields, sentence)),
    warn: line((fields, sentence) => log.warn(fields, sentence)),
    error: line((fields, sentence) => log.error(fields, sentence)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
