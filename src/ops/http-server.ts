import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One address of the server and what answers there. */
export type Route = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** An HTTP server that is up; `close` stops taking requests and waits for those under way. */
export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts a server for exact paths; anything else gets 404. */
export function startHttpServer(
  port: number,
  host: string,
  routes: Readonly<Record<string, Route>>,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const route = routes[path];
    if (!route) return void response.writeHead(404).end();
    Promise.resolve(route(request, response)).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeIdleConnections();
          }),
      });
    });
  });
}

/** `/healthz`, `/readyz` and `/metrics`: alive, able to work, and counted. */
export function opsRoutes(parts: {
  /** Resolves when database and queue answer; rejects or is slow when they do not. */
  readonly ready: () => Promise<void>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly body: string }>;
}): Readonly<Record<string, Route>> {
  return {
    "/healthz": (_request, response) => void response.writeHead(200, { "content-type": "text/plain" }).end("ok\n"),
    "/readyz": async (_request, response) => {
      const ready = await Promise.race([parts.ready().then(() => true), slow()]).catch(() => false);
      response.writeHead(ready ? 200 : 503, { "content-type": "text/plain" }).end(ready ? "ready\n" : "not ready\n");
    },
    "/metrics": async (_request, response) => {
      const { contentType, body } = await parts.metrics();
      response.writeHead(200, { "content-type": contentType }).end(body);
    },
  };
}

const READY_WITHIN_MS = 2_000;

function slow(): Promise<boolean> {
  return new Promise((resolve) => setTimeout(() => resolve(false), READY_WITHIN_MS).unref());
}
