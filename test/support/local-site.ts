import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a path of the site answers: HTML, or anything at all. */
export type SitePage = string | ((request: IncomingMessage, response: ServerResponse) => void);

/** A web site on a free port of loopback, for Footnote to read. */
export interface LocalSite {
  readonly url: string;
  /** `host:port`, as `FOOTNOTE_ALLOW_HOSTS` wants it. */
  readonly host: string;
  /** Puts a page under a path, in place of what was there. */
  put(path: string, page: SitePage): void;
  /** How often a path was asked for. */
  hits(path: string): number;
  close(): Promise<void>;
}

/** Starts a site with these pages; any other path is 404. */
export function openLocalSite(pages: Readonly<Record<string, SitePage>> = {}): Promise<LocalSite> {
  const served = new Map(Object.entries(pages));
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const page = served.get(path);
    if (typeof page === "function") return page(request, response);
    response
      .writeHead(page === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" })
      .end(page ?? "not here");
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      resolve({
        url: `http://${host}`,
        host,
        put: (path, page) => void served.set(path, page),
        hits: (path) => counts.get(path) ?? 0,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** An article as a site would serve it; it shows only what the test is about. */
export function anArticle({
  title = "How queues fail",
  author = "",
  paragraphs = QUEUE_PARAGRAPHS,
  head = "",
}: {
  readonly title?: string;
  readonly author?: string;
  readonly paragraphs?: readonly string[];
  readonly head?: string;
} = {}): string {
  const meta = author ? `<meta name="author" content="${author}">` : "";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>${meta}${head}</head>
<body><nav><a href="/">Home</a></nav><main><article><h1>${title}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}</article></main>
<footer>All rights reserved.</footer></body></html>`;
}

const QUEUE_PARAGRAPHS = [
  "A queue hides the gap between the rate at which work arrives and the rate at which it is done. As long as the gap is small nobody looks at it, and so the first sign of trouble is usually a customer who asks where an order went.",
  "The most common failure is a worker that finishes a job and dies before it says so. The broker then hands the job to another worker, and the work is done twice. Every handler must therefore be safe to run again, which in practice means that its effects carry a key made from what they are about.",
  "The second failure is slower. A burst fills the queue, retries add to the burst, and the backlog grows faster than it is drained. Backoff with jitter spreads the retries out, and a limit on attempts ends them.",
  "Measure the age of the oldest job rather than the length of the queue. A thousand jobs that are a second old are no problem at all, while ten jobs that have waited for an hour are an outage that nobody has noticed yet.",
];
