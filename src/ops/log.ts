import { type DestinationStream, type Logger, pino } from "pino";

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
/** What an error carries of a page, a file or a row that PostgreSQL refused. */
const REDACTED_IN_ERRORS = ["details.filename", "preview", "detail", "where"].map((field) => `*.${field}`);

/** JSON lines, to standard output unless told where, or lines for people when that is a terminal. */
export function openLog(
  level: string,
  { pretty, to }: { readonly pretty: boolean; readonly to?: DestinationStream },
): Log {
  const options = { level, base: null, redact: { paths: [...REDACTED, ...REDACTED_IN_ERRORS], censor: "[redacted]" } };
  if (!pretty) return to ? pino(options, to) : pino(options);
  return pino({
    ...options,
    transport: { target: "pino-pretty", options: { ignore: "pid,hostname", translateTime: "HH:MM:ss" } },
  });
}
