import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What the stand-in for a model's server does with one request. */
export type Behaviour =
  | { readonly kind: "says"; readonly content: string }
  | { readonly kind: "status"; readonly status: number; readonly body?: string }
  | { readonly kind: "raw"; readonly body: string }
  | { readonly kind: "redirects"; readonly to: string }
  /** Takes the request and never answers. */
  | { readonly kind: "silent" };

/** A server that speaks OpenAI's and Anthropic's chat API as far as Footnote does, and can behave badly. */
export interface ModelServer {
  readonly baseUrl: string;
  /** The bodies of the requests so far. */
  readonly requests: readonly string[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function openAiReply(content: string): object {
  const message = { role: "assistant", content };
  return {
    id: "1",
    object: "chat.completion",
    created: 0,
    model: "m",
    choices: [{ index: 0, message, finish_reason: "stop" }],
  };
}

function anthropicReply(text: string): object {
  const usage = { input_tokens: 1, output_tokens: 1 };
  return {
    type: "message",
    id: "1",
    model: "m",
    role: "assistant",
    content: [{ type: "text", text }],
    stop_reason: "end_turn",
    usage,
  };
}

/** Starts the server on loopback, on a free port. */
export async function modelServer(): Promise<ModelServer> {
  let behaviour: Behaviour = { kind: "says", content: "" };
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    requests.push(await bodyOf(request));
    const json = (status: number, body: string) =>
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    switch (behaviour.kind) {
      case "says": {
        const reply = request.url?.endsWith("/messages") ? anthropicReply : openAiReply;
        return json(200, JSON.stringify(reply(behaviour.content)));
      }
      case "status":
        return json(behaviour.status, behaviour.body ?? '{"error":{"message":"no"}}');
      case "raw":
        return json(200, behaviour.body);
      case "redirects":
        return response.writeHead(307, { location: behaviour.to }).end();
      case "silent":
        return undefined;
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    behave(next) {
      behaviour = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
