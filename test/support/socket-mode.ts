import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { SlackStandIn } from "../../src/playground/slack-stand-in.ts";

/** Slack's Socket Mode before the stand-in: what it would post to the app's address goes down a WebSocket instead. */
export interface SocketMode {
  /** Base of the Web API for an app in Socket Mode. */
  readonly apiUrl: string;
  /** Settles when an app has connected. */
  readonly connected: Promise<void>;
  close(): Promise<void>;
}

/** An envelope without an acknowledgement for this long counts as not taken, in milliseconds. */
const ACK_WITHIN_MS = 3_000;

/** Opens Socket Mode for a stand-in and connects the stand-in to it. */
export async function openSocketMode(slack: SlackStandIn): Promise<SocketMode> {
  const waiting = new Map<string, (payload: unknown) => void>();
  const connected = Promise.withResolvers<void>();
  let socket: Socket | undefined;
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (request.url === "/slack/events") return deliver(request, body, response);
    if (request.url?.endsWith("/apps.connections.open")) {
      response.setHeader("content-type", "application/json");
      return void response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port()}/link` }));
    }
    const { authorization = "", "content-type": type = "" } = request.headers;
    const headers = { authorization, "content-type": type };
    const answered = await fetch(`${slack.url}${request.url}`, { method: "POST", headers, body });
    response.writeHead(answered.status, { "content-type": "application/json" }).end(await answered.text());
  }

  /** Sends what the stand-in posts as an envelope; the answer is the app's acknowledgement. */
  async function deliver(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const envelope = { envelope_id: randomUUID(), accepts_response_payload: true, ...contentOf(request, body) };
    const acknowledged = new Promise<unknown>((resolve, reject) => {
      waiting.set(envelope.envelope_id, resolve);
      setTimeout(reject, ACK_WITHIN_MS, new Error("no acknowledgement")).unref();
    });
    socket?.write(textFrame(JSON.stringify(envelope)));
    const payload = await acknowledged;
    response.writeHead(200, { "content-type": "application/json" }).end(payload ? JSON.stringify(payload) : "");
  }

  server.on("upgrade", (request: IncomingMessage, opened: Socket) => {
    socket = opened;
    opened.on("error", () => {}); // The app may hang up in mid-frame.
    opened.write(handshake(request.headers["sec-websocket-key"] ?? ""));
    opened.write(textFrame(JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A1" } })));
    readTextFrames(opened, (text) => {
      const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: unknown };
      if (id) waiting.get(id)?.(payload);
    });
    connected.resolve();
  });
  const port = () => (server.address() as AddressInfo).port;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  slack.connect(`http://127.0.0.1:${port()}`);
  return {
    apiUrl: `http://127.0.0.1:${port()}/api/`,
    connected: connected.promise,
    async close() {
      socket?.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What kind of envelope a posted body becomes. Source: Slack, "Using Socket Mode", envelopes. */
function contentOf(request: IncomingMessage, body: string): { readonly type: string; readonly payload: unknown } {
  if (request.headers["content-type"]?.startsWith("application/json"))
    return { type: "events_api", payload: JSON.parse(body) };
  const form = Object.fromEntries(new URLSearchParams(body));
  return form.payload
    ? { type: "interactive", payload: JSON.parse(form.payload) }
    : { type: "slash_commands", payload: form };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

/** Source: RFC 6455, section 4.2.2. */
function handshake(key: string): string {
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
}

/** One unmasked text frame, as servers send it. Source: RFC 6455, section 5.2. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const length = payload.length;
  if (length < 126) return Buffer.concat([Buffer.from([0x81, length]), payload]);
  return Buffer.concat([Buffer.from([0x81, 126, length >> 8, length & 0xff]), payload]);
}

/** Calls `take` for each masked text frame; anything else, such as a ping, is passed over. */
function readTextFrames(socket: Socket, take: (text: string) => void): void {
  let buffered = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (;;) {
      const short = (buffered[1] ?? 0) & 0x7f;
      const start = short === 126 ? 4 : 2;
      if (buffered.length < start + 4) return;
      const length = short === 126 ? buffered.readUInt16BE(2) : short;
      const end = start + 4 + length;
      if (buffered.length < end) return;
      const mask = buffered.subarray(start, start + 4);
      const payload = buffered.subarray(start + 4, end).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
      if (((buffered[0] ?? 0) & 0x0f) === 1) take(Buffer.from(payload).toString("utf8"));
      buffered = buffered.subarray(end);
    }
  });
}
