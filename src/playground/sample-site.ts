import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A small site on loopback with one page of each kind that a person may share. */
export interface SampleSite {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Pages of the sample site, as paths: an article in each language, a wall, a slow page; any other path is a 404. */
export const SAMPLE_PAGES = {
  english: "/queues",
  chinese: "/zh/reading",
  wall: "/members",
  slow: "/slow",
  missing: "/gone",
} as const;

/** How long the slow page takes, in milliseconds; less than Footnote's own limit. */
const SLOW_MS = 4_000;

/** Opens the site on a free port, or on `port`. `slowMs` is how long its slow page takes. */
export async function openSampleSite({ port = 0, slowMs = SLOW_MS } = {}): Promise<SampleSite> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (pathname !== SAMPLE_PAGES.slow) return respond(pathname, response);
    const timer = setTimeout(() => respond(SAMPLE_PAGES.english, response), slowMs);
    response.on("close", () => clearTimeout(timer));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    host: "127.0.0.1",
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respond(pathname: string, response: ServerResponse): void {
  const { status, html } = page(pathname);
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html);
}

function page(pathname: string): { readonly status: number; readonly html: string } {
  switch (pathname) {
    case SAMPLE_PAGES.english:
      return { status: 200, html: sampleFile("queues.html") };
    case SAMPLE_PAGES.chinese:
      return { status: 200, html: sampleFile("reading.html") };
    case SAMPLE_PAGES.wall:
      return {
        status: 403,
        html: shortPage("Members only", "Sign in to read this page. Members read everything without limits."),
      };
    case "/":
      return { status: 200, html: shortPage("Slow Water Notes", "A sample site for trying things out.") };
    default:
      return { status: 404, html: shortPage("Not found", "There is no such page.") };
  }
}

function shortPage(title: string, text: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;
}

/** A file of `samples/`, as text. */
function sampleFile(name: string): string {
  return readFileSync(new URL(`./samples/${name}`, import.meta.url), "utf8");
}

/** The saved post in the archive's format that the playground offers. */
export function sampleSavedPost(): { readonly filename: string; readonly content: string } {
  return { filename: "电池回收的账终于算平了.md", content: sampleFile("saved-post.md") };
}
