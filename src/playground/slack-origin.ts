import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { violationsOf } from "./block-limits.ts";
import type { Fault, Faults } from "./faults.ts";
import { asObject, asText, isObject, type Json } from "./json.ts";
import type { Recorder } from "./recorder.ts";
import { type Caller, type MethodParts, mended, OWN_METHODS, refusalFor } from "./web-api-methods.ts";

/** What stands behind the origin; made after it, since the emulator must know the origin's address. */
export interface OriginParts extends MethodParts {
  readonly faults: Faults;
  readonly recorder: Recorder;
  /** Takes a post to a `response_url`; gives Slack's answer. */
  readonly respond: (responseId: string, body: Json) => Promise<Json>;
  /** Called with each method that went well. */
  readonly onDone: (method: string, args: Json, answer: Json) => void;
  /** Tokens that are no longer good. */
  readonly revoked: ReadonlySet<string>;
}

/** The one origin at which the stand-in is Slack: Web API, files, uploads and response addresses. */
export interface SlackOrigin {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  serve(parts: OriginParts): void;
  close(): Promise<void>;
}

/** Opens the origin on a free loopback port; it answers 503 until {@link SlackOrigin.serve}. */
export async function openSlackOrigin(): Promise<SlackOrigin> {
  let parts: OriginParts | undefined;
  const server = createServer((request, response) => {
    if (!parts) return void response.writeHead(503).end();
    answer(request, response, parts).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return response.destroy();
      response.writeHead(500, { "content-type": "text/plain" }).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    serve: (given) => {
      parts = given;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: OriginParts): Promise<void> {
  const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
  const body = await bytesOf(request);
  const [, room = "", name = ""] = url.pathname.split("/");
  switch (room) {
    case "api":
      return answerMethod({ method: name, url, body, request, response, parts });
    case "response":
      return answerResponseUrl(name, body, response, parts);
    case "files-pri":
      return answerDownload({ method: "files.download", url, body, request, response, parts });
    case "upload":
      return forwardUpload(url, body, request, response, parts);
    case "sign-in":
      return void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(SIGN_IN_PAGE);
    default:
      return void response.writeHead(404).end();
  }
}

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: Buffer<ArrayBuffer>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly parts: OriginParts;
}

async function answerMethod(call: Call): Promise<void> {
  const { method, parts, response } = call;
  const { token: _, ...args } = argumentsOf(call);
  const fault = parts.faults.take(method, asText(args.channel) || asText(args.channel_id));
  if (fault && fault.kind !== "answer_lost" && fault.kind !== "page_after") return fail(call, args, fault);
  const given = await resultOf(call, args);
  if (given.ok === true) parts.onDone(method, args, given);
  if (fault?.kind === "page_after") return fail(call, args, { kind: "page" });
  if (fault) {
    response.destroy();
    return parts.recorder.record({ method, args, answer: undefined, status: 0 });
  }
  const scopes = callerOf(call)?.scopes ?? [];
  sendJson(response, given, { "x-oauth-scopes": scopes.join(",") });
  parts.recorder.record({ method, args, answer: given, status: 200 });
}

async function resultOf(call: Call, args: Json): Promise<Json> {
  const { method, parts } = call;
  const caller = callerOf(call);
  if (!caller) return { ok: false, error: tokenOf(call) === "" ? "not_authed" : "invalid_auth" };
  if (parts.revoked.has(tokenOf(call))) return { ok: false, error: "token_revoked" };
  const violations = violationsOf(method, args);
  parts.recorder.blame(method, args, violations);
  const refused = violations.find(({ error }) => error !== undefined);
  if (refused)
    return refusal(
      method,
      refused.error,
      violations.map(({ at, says }) => `${at} ${says}`),
    );
  const error = refusalFor(method, args, caller, parts.directory);
  if (error) return { ok: false, error };
  return OWN_METHODS[method]?.(args, caller, parts) ?? mended(method, await emulated(call, args), args, parts);
}

function refusal(method: string, error: string | undefined, messages: readonly string[]): Json {
  const code = method.startsWith("views.") && error === "invalid_blocks" ? "invalid_arguments" : error;
  return { ok: false, error: code, response_metadata: { messages: messages.map((says) => `[ERROR] ${says}`) } };
}

async function emulated(call: Call, args: Json): Promise<Json> {
  const { method, url, body, request, parts } = call;
  const isGet = request.method === "GET";
  const headers = new Headers({ "content-type": isGet ? "application/json" : contentType(request) });
  headers.set("authorization", `Bearer ${tokenOf(call)}`);
  const target = new URL(`/api/${method}`, url);
  const sent = new Request(target, { method: "POST", headers, body: isGet ? JSON.stringify(args) : body });
  const answered = await parts.workspace.fetch(sent);
  if (answered.status === 404) return { ok: false, error: "unknown_method" };
  return asObject(await answered.json());
}

function fail({ method, parts, response }: Call, args: Json, fault: Fault): void {
  const record = (status: number, answer?: Json) => parts.recorder.record({ method, args, answer, status });
  switch (fault.kind) {
    case "rate_limited": {
      const limited = { ok: false, error: "ratelimited" };
      sendJson(response, limited, { "retry-after": String(fault.retryAfterS) }, 429);
      record(429, limited);
      break;
    }
    case "status":
      response.writeHead(fault.status, { "content-type": "text/plain" }).end("upstream connect error");
      record(fault.status);
      break;
    case "page":
    case "page_after":
      response.writeHead(200, { "content-type": "text/html" }).end("<html><body>Back soon</body></html>");
      record(200);
      break;
    case "error":
      sendJson(response, { ok: false, error: fault.error });
      record(200, { ok: false, error: fault.error });
      break;
    case "timeout":
      record(0);
      break;
    case "answer_lost":
    case "sign_in_page":
    case "half_the_bytes":
      response.destroy();
      record(0);
      break;
  }
}

async function answerResponseUrl(
  id: string,
  body: Buffer,
  response: ServerResponse,
  parts: OriginParts,
): Promise<void> {
  const args = parsedJson(body.toString("utf8"));
  const method = "response_url";
  const violations = violationsOf(method, args);
  parts.recorder.blame(method, args, violations);
  const refused = violations.find(({ error }) => error !== undefined);
  const given = refused ? { ok: false, error: refused.error } : await parts.respond(id, args);
  const status = given.ok === true ? 200 : 404;
  sendJson(response, given, {}, status);
  parts.recorder.record({ method, args, answer: given, status });
}

/** A file's bytes for a token that may see it; Slack's sign-in page, behind a redirect, for everyone else. */
async function answerDownload(call: Call): Promise<void> {
  const { url, request, response, parts } = call;
  const [, , fileId = ""] = url.pathname.split("/");
  const args = { file: fileId };
  const fault = parts.faults.take(call.method, "");
  if (fault && fault.kind !== "sign_in_page" && fault.kind !== "half_the_bytes") return fail(call, args, fault);
  const authorization = request.headers.authorization ?? "";
  const dead = parts.revoked.has(tokenOf(call)) || parts.lostFiles.has(fileId);
  // Without `?download=1`: emulate then writes the file's name into a header, and fails on a Chinese one.
  const target = new URL(url.pathname, url);
  const file = await parts.workspace.fetch(new Request(target, { headers: { authorization } }));
  if (file.status !== 200 || dead || fault?.kind === "sign_in_page") {
    response.writeHead(302, { location: `/sign-in?redir=${encodeURIComponent(url.pathname)}` }).end();
    return parts.recorder.record({ method: call.method, args, answer: undefined, status: 302 });
  }
  const all = Buffer.from(await file.arrayBuffer());
  const bytes = fault ? all.subarray(0, Math.floor(all.length / 2)) : all;
  const type = file.headers.get("content-type") ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, "content-length": bytes.length }).end(bytes);
  parts.recorder.record({ method: call.method, args, answer: undefined, status: 200 });
}

async function forwardUpload(
  url: URL,
  body: Buffer<ArrayBuffer>,
  request: IncomingMessage,
  response: ServerResponse,
  parts: OriginParts,
): Promise<void> {
  const headers = { "content-type": contentType(request) };
  const answered = await parts.workspace.fetch(new Request(url, { method: "POST", headers, body }));
  response.writeHead(answered.status, { "content-type": "text/plain" }).end(await answered.text());
}

const SIGN_IN_PAGE = `<!doctype html>
<html lang="en"><head><title>Slack</title></head>
<body><h1>Sign in to your workspace</h1><p>You need to sign in to see this page.</p></body></html>
`;

/** Fields that the SDK sends as JSON text inside a form. */
const JSON_FIELDS = new Set(["blocks", "attachments", "metadata", "view", "files", "unfurls"]);

function argumentsOf({ url, body, request }: Call): Json {
  const fromQuery = Object.fromEntries(url.searchParams);
  const text = body.toString("utf8");
  if (contentType(request).includes("application/json")) return { ...fromQuery, ...parsedJson(text) };
  const fields = { ...fromQuery, ...Object.fromEntries(new URLSearchParams(text)) };
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, fieldValue(key, value)]));
}

function fieldValue(key: string, value: string): unknown {
  if (!JSON_FIELDS.has(key)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function parsedJson(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function callerOf(call: Call): Caller | undefined {
  const row = call.parts.workspace.tables.tokens.findOneBy("token", tokenOf(call));
  if (!row) return undefined;
  const scopes = Array.isArray(row.scopes) ? row.scopes.map(asText) : [];
  return { userId: asText(row.user_id), isBot: row.token_type === "bot", scopes };
}

function tokenOf(call: Call): string {
  const header = call.request.headers.authorization?.replace(/^Bearer\s+/i, "").trim();
  if (header) return header;
  return contentType(call.request).includes("form") ? asText(argumentsOf(call).token) : "";
}

function contentType(request: IncomingMessage): string {
  return request.headers["content-type"] ?? "";
}

function sendJson(
  response: ServerResponse,
  body: Json,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
