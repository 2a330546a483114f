import { type Logger, pino } from "pino";

export type Log = Logger;

/** Fields that may hold a token, a secret or a page's text: they never reach a log. */
const REDACTED = [
  "token",
  "botToken",
  "appToken",
  "signingSecret",
  "apiKey",
  "authorization",
  "headers",
  "text",
  "body",
  "page",
  "document",
  "url.password",
].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** JSON lines, or lines for people when standard output is a terminal. */
export function openLog(level: string, { pretty }: { readonly pretty: boolean }): Log {
  const options = { level, base: null, redact: { paths: REDACTED, censor: "[redacted]" } };
  if (!pretty) return pino(options);
  return pino({
    ...options,
    transport: { target: "pino-pretty", options: { ignore: "pid,hostname", translateTime: "HH:MM:ss" } },
  });
}
