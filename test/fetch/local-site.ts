import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";

/** A server on a free port of loopback that counts who comes. */
export interface LocalSite {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** `127.0.0.1:PORT`, as the allow-list wants it. */
  readonly host: string;
  readonly port: number;
  readonly connections: () => number;
  /** The paths asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Serves with Node's own HTTP server. */
export async function openSite(answer: RequestListener): Promise<LocalSite> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    return answer(request, response);
  });
  return listen(server, requests, () => server.closeAllConnections());
}

/** Sends the same bytes to whoever connects, whatever is asked, and ends the connection. */
export async function openRawSite(bytes: string | Uint8Array): Promise<LocalSite> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    // The request is read first: closing over unread bytes resets the connection before the answer is through.
    socket.once("data", () => socket.end(bytes));
  });
  return listen(server, [], () => {});
}

async function listen(server: Server | TcpServer, requests: string[], end: () => void): Promise<LocalSite> {
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    port,
    connections: () => connections,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        end();
      }),
  };
}
