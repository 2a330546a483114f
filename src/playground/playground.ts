import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { canOpen, type Person } from "./directory.ts";
import { drawnPage, drawnParts, type Look } from "./drawn-page.ts";
import type { Sample } from "./samples.ts";
import type { SlackMessage, SlackView } from "./slack-message.ts";
import type { SlackStandIn } from "./slack-stand-in.ts";
import { typed } from "./typed-text.ts";

/** What the playground shows and where. */
export interface PlaygroundOptions {
  readonly slack: SlackStandIn;
  /** Loopback port; 0 takes a free one. */
  readonly port: number;
  /** Where the address is written. */
  readonly write: (line: string) => void;
  readonly samples?: readonly Sample[];
}

/** A running playground. */
export interface Playground {
  readonly url: string;
  close(): Promise<void>;
}

/** Files beyond this are refused, in bytes: Footnote itself takes 20 MB. */
const MAX_BODY = 24 * 1_024 * 1_024;

/**
 * Opens a web page, on loopback only, that shows the stand-in's workspace as one of its people sees it.
 * @throws Error from the system when the port is taken
 */
export async function openPlayground({ slack, port, write, samples = [] }: PlaygroundOptions): Promise<Playground> {
  const listeners = new Set<ServerResponse>();
  const tell = () => {
    for (const listener of listeners) listener.write("data: changed\n\n");
  };
  const stopListening = slack.onCall(tell);
  const server = createServer((request, response) => {
    serve({ request, response, slack, samples, listeners, tell }).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(400, HEADERS).end(error instanceof Error ? error.message : String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  write(`The playground is open at ${url}`);
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        stopListening();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly slack: SlackStandIn;
  readonly samples: readonly Sample[];
  readonly listeners: Set<ServerResponse>;
  readonly tell: () => void;
}

/** Nothing is loaded from elsewhere, no page may frame this one, and no text can become a script. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

const ASSETS: Readonly<Record<string, string>> = { "/page.css": "text/css", "/page.js": "text/javascript" };

async function serve(exchange: Exchange): Promise<void> {
  const { request, response, slack, samples, listeners } = exchange;
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (!isFromHere(request))
    return void response.writeHead(403, HEADERS).end("The playground answers this machine only.");
  const asset = ASSETS[url.pathname];
  if (asset) {
    response.writeHead(200, { ...HEADERS, "content-type": `${asset}; charset=utf-8` });
    return void response.end(readFileSync(new URL(`./page${url.pathname.slice(5)}`, import.meta.url)));
  }
  switch (`${request.method} ${url.pathname}`) {
    case "GET /": {
      const look = await lookOf(url, slack);
      if (look.place === "home") await slack.openHome(look.person.name);
      response.writeHead(200, { ...HEADERS, "content-type": "text/html; charset=utf-8" });
      return void response.end(drawnPage(slack, look, samples));
    }
    case "GET /parts":
      return sendJson(response, drawnParts(slack, await lookOf(url, slack)));
    case "GET /live":
      response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream" }).write("\n");
      listeners.add(response);
      return void request.on("close", () => listeners.delete(response));
    case "POST /act":
    case "POST /attach": {
      const done = url.pathname === "/act" ? await act(exchange, url) : await attach(exchange, url);
      exchange.tell();
      return sendJson(response, done);
    }
    default:
      return void response.writeHead(404, HEADERS).end();
  }
}

/** Against pages elsewhere that a browser on this machine has open: names that point here, and posts sent across. */
function isFromHere({ headers, method }: IncomingMessage): boolean {
  const isLocalName = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(headers.host ?? "");
  return isLocalName && (method === "GET" || headers.origin === `http://${headers.host}`);
}

async function lookOf(url: URL, slack: SlackStandIn): Promise<Look> {
  const people = slack.people();
  const person = people.find(({ name }) => name === url.searchParams.get("as")) ?? people[0];
  if (!person) throw new Error("There is nobody in this workspace.");
  const where = url.searchParams.get("in") ?? "";
  if (where === "home") return { person, place: "home" };
  if (where === "app") return { person, place: await slack.channel(`@${person.name}`) };
  const visible = slack.channels().filter((channel) => channel.kind !== "im" && canOpen(person, channel));
  const place =
    visible.find(({ id, name }) => name === where || id === where) ??
    visible.find(({ members }) => members.includes(person.id));
  return { person, place: place ?? (await slack.channel(`@${person.name}`)) };
}

const Target = z.union([
  z.object({ view: z.string() }),
  z.object({ channel: z.string(), ts: z.string(), ephemeral: z.boolean() }),
]);
const Entered = z.union([z.string(), z.array(z.string())]);

/** What the page's script can ask for. */
const Act = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("say"), text: z.string() }),
  z.object({ kind: z.literal("sample"), index: z.number() }),
  z.object({
    kind: z.literal("click"),
    target: Target,
    action: z.string(),
    value: Entered.optional(),
    values: z.record(z.string(), Entered),
  }),
  z.object({ kind: z.literal("submit"), view: z.string(), values: z.record(z.string(), Entered) }),
  z.object({ kind: z.literal("dismiss"), view: z.string() }),
  z.object({ kind: z.literal("edit"), ts: z.string(), text: z.string() }),
  z.object({ kind: z.literal("remove"), ts: z.string() }),
]);
type Act = z.infer<typeof Act>;
type Done = { readonly errors?: Readonly<Record<string, string>>; readonly trouble?: string };

async function act({ request, slack, samples }: Exchange, url: URL): Promise<Done> {
  const asked = Act.parse(JSON.parse((await bodyOf(request)).toString("utf8")));
  const { person, place } = await lookOf(url, slack);
  const channel = place === "home" ? (await slack.channel(`@${person.name}`)).id : place.id;
  switch (asked.kind) {
    case "say":
      return say(slack, asked.text, person, channel);
    case "sample": {
      const sample = samples[asked.index];
      if (sample?.kind === "text") return say(slack, sample.text, person, channel);
      if (sample)
        await slack.attach(channel, { filename: sample.filename, content: sample.content }, { as: person.name });
      return {};
    }
    case "click": {
      const { status } = await slack.click(targetOf(slack, asked.target, person), asked.action, clicked(asked, person));
      return told(status);
    }
    case "submit": {
      const { status, errors } = await slack.submit(viewOf(slack, asked.view, person), asked.values);
      return { ...told(status), errors };
    }
    case "dismiss":
      await slack.dismiss(viewOf(slack, asked.view, person));
      return {};
    case "edit":
    case "remove": {
      const message = slack.current({ channel, ts: asked.ts });
      if (message?.user !== person.id) return { trouble: "That message is not yours to change." };
      if (asked.kind === "edit") await slack.edit(message, typed(asked.text));
      else await slack.remove(message);
      return {};
    }
  }
}

async function say(slack: SlackStandIn, text: string, person: Person, channel: string): Promise<Done> {
  const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text.trim());
  if (!command) {
    await slack.say(channel, typed(text.trim()), { as: person.name });
    return {};
  }
  const [, name = "", rest = ""] = command;
  const { status } = await slack.command(rest, { as: person.name, channel, name });
  return status === 404 || status === 0 ? { trouble: `The app did not answer ${name}.` } : {};
}

function clicked({ value, values }: Extract<Act, { kind: "click" }>, person: Person) {
  return { as: person.name, values, ...(value === undefined ? {} : { value }) };
}

function told(status: number): Done {
  return status === 200 ? {} : { trouble: "The app did not answer. Its log says more." };
}

function targetOf(slack: SlackStandIn, target: z.infer<typeof Target>, person: Person): SlackMessage | SlackView {
  if ("view" in target) return viewOf(slack, target.view, person);
  const found = target.ephemeral
    ? slack.ephemerals(person.name).find(({ ts }) => ts === target.ts)
    : slack.current(target);
  if (!found) throw new Error("That message is gone.");
  return found;
}

function viewOf(slack: SlackStandIn, id: string, person: Person): SlackView {
  const found = [...slack.views(person.name), slack.home(person.name)].find((view) => view?.id === id);
  if (!found) throw new Error("That window is closed.");
  return found;
}

async function attach({ request, slack }: Exchange, url: URL): Promise<Done> {
  const { person, place } = await lookOf(url, slack);
  const channel = place === "home" ? `@${person.name}` : place.id;
  const filename = url.searchParams.get("filename") || "file.txt";
  const comment = typed(url.searchParams.get("comment") ?? "");
  await slack.attach(channel, { filename, content: await bodyOf(request) }, { as: person.name, comment });
  return {};
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Error("That is more than 24 MB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { ...HEADERS, "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(value));
}
