import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import type { FootnoteError } from "../../src/core/problems.ts";
import { type FetcherOptions, type FetchResult, openFetcher } from "../../src/fetch/fetcher.ts";
import { type LocalSite, openRawSite, openSite } from "./local-site.ts";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of opened.splice(0).reverse()) await part.close();
});

type Page = (request: IncomingMessage, response: ServerResponse) => void;

/** A site with these pages by path, and a fetcher that may reach it. */
async function siteWith(pages: Readonly<Record<string, Page>>, options: Partial<FetcherOptions> = {}) {
  const site = await openSite((request, response) => {
    const page = pages[(request.url ?? "").split("?")[0] ?? ""];
    if (page) page(request, response);
    else response.writeHead(404, { "content-type": "text/html" }).end("<title>Nothing here</title>");
  });
  return { site, ...fetcherFor(site, options) };
}

function fetcherFor(site: LocalSite, options: Partial<FetcherOptions>) {
  const fetcher = openFetcher({ ...options, allowHosts: [site.host, ...(options.allowHosts ?? [])] });
  opened.push(site, fetcher);
  return { fetcher, get: (path: string, more = {}) => fetcher.get(`${site.origin}${path}`, more) };
}

const html =
  (text: string): Page =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(text);
  };
const redirect =
  (location: string, status = 302): Page =>
  (_request, response) =>
    response.writeHead(status, { location }).end();

function textOf(result: FetchResult): string {
  if (result.kind !== "fetched") throw new Error(result.kind);
  return Buffer.from(result.document.bytes).toString();
}

async function problemOf(promise: Promise<unknown>): Promise<FootnoteError> {
  return promise.then(
    (value) => {
      throw new Error(`Nothing went wrong: ${JSON.stringify(value)}`);
    },
    (error) => error,
  );
}

describe("a page", () => {
  test("behind a wrapper is asked for itself", async () => {
    const { site, fetcher } = await siteWith({ "/a": html("<p>Tides</p>") });
    const wrapped = `https://www.google.com/url?q=${encodeURIComponent(`${site.origin}/a`)}&sa=D`;
    const result = await fetcher.get(`https://link.zhihu.com/?target=${encodeURIComponent(wrapped)}`);
    expect(textOf(result)).toBe("<p>Tides</p>");
    expect(result).toMatchObject({ url: `${site.origin}/a`, redirects: [] });
    const inside = `https://www.google.com/url?q=${encodeURIComponent("http://169.254.169.254/latest")}`;
    expect((await problemOf(fetcher.get(inside))).code).toBe("ADDRESS_BLOCKED");
  });

  test("comes with its bytes, type, address and validators", async () => {
    const { get, site } = await siteWith({
      "/a": (_request, response) => {
        response.writeHead(200, {
          "content-type": "text/html; charset=gbk",
          etag: '"1"',
          "last-modified": "Mon, 01 Jan 2024 00:00:00 GMT",
        });
        response.end("<p>hi</p>");
      },
    });
    expect(await get("/a?b=c#d")).toMatchObject({
      kind: "fetched",
      url: `${site.origin}/a?b=c#d`,
      redirects: [],
      etag: '"1"',
      lastModified: "Mon, 01 Jan 2024 00:00:00 GMT",
      document: { contentType: "text/html; charset=gbk", url: `${site.origin}/a?b=c#d` },
    });
  });

  test("is asked for under our own name, without cookies, over a connection of its own", async () => {
    const seen: IncomingMessage["headers"][] = [];
    const { get, site } = await siteWith({
      "/a": (request, response) => {
        seen.push(request.headers);
        response.writeHead(200, { "set-cookie": "a=1" }).end("x");
      },
    });
    await get("/a");
    await get("/a");
    expect(seen[1]).toMatchObject({
      "user-agent": expect.stringContaining("Footnote/"),
      "accept-encoding": "gzip, deflate, br, zstd",
    });
    expect(seen[1]?.cookie).toBeUndefined();
    expect(site.connections()).toBe(2);
  });

  test("that has not changed is said to be so", async () => {
    const { get } = await siteWith({
      "/a": (request, response) => {
        const known = request.headers["if-none-match"] === '"1"' || request.headers["if-modified-since"] !== undefined;
        response.writeHead(known ? 304 : 200, { etag: '"1"' }).end(known ? undefined : "x");
      },
    });
    expect(await get("/a", { etag: '"1"' })).toEqual({ kind: "unchanged" });
    expect(await get("/a", { lastModified: "Mon, 01 Jan 2024 00:00:00 GMT" })).toEqual({ kind: "unchanged" });
    expect((await get("/a", { etag: '"2"' })).kind).toBe("fetched");
    expect((await get("/a", { etag: "é\r\nx: y" })).kind).toBe("fetched");
  });

  test("that nobody asked to compare and claims to be unchanged is broken", async () => {
    const { get } = await siteWith({ "/a": (_request, response) => response.writeHead(304).end() });
    expect((await problemOf(get("/a"))).code).toBe("BAD_RESPONSE");
  });
});

describe("redirects", () => {
  test("are followed and kept", async () => {
    const { get, site } = await siteWith({
      "/a": redirect("/b", 301),
      "/b": redirect("c?d=1#e", 308),
      "/c": html("end"),
    });
    expect(await get("/a")).toMatchObject({
      url: `${site.origin}/c?d=1#e`,
      redirects: [`${site.origin}/a`, `${site.origin}/b`],
    });
  });

  test("may be written in raw UTF-8 or GBK", async () => {
    const raw = (bytes: Buffer) => redirect(`/${bytes.toString("latin1")}`);
    const { get, site } = await siteWith({
      "/utf8": raw(Buffer.from("中文")),
      "/gbk": raw(Buffer.from([0xd6, 0xd0])),
      "/%E4%B8%AD%E6%96%87": html("a"),
      "/%D6%D0": html("b"),
    });
    expect(textOf(await get("/utf8"))).toBe("a");
    expect(textOf(await get("/gbk"))).toBe("b");
    expect(site.requests).toContain("/%D6%D0");
  });

  test("five are followed, six are too many", async () => {
    const pages = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`/${i}`, redirect(`/${i + 1}`)]));
    const { get } = await siteWith({ ...pages, "/9": html("end") });
    expect(textOf(await get("/4"))).toBe("end");
    expect((await problemOf(get("/3"))).code).toBe("TOO_MANY_REDIRECTS");
  });

  test("in a circle are told", async () => {
    const { get } = await siteWith({ "/a": redirect("/b"), "/b": redirect("/a#again"), "/self": redirect("/self") });
    expect((await problemOf(get("/a"))).code).toBe("REDIRECT_LOOP");
    expect((await problemOf(get("/self"))).code).toBe("REDIRECT_LOOP");
  });

  test("to nowhere are broken", async () => {
    const { get } = await siteWith({
      "/a": (_request, response) => response.writeHead(302).end(),
      "/b": redirect("http://[::1/"),
    });
    expect((await problemOf(get("/a"))).code).toBe("BAD_RESPONSE");
    expect((await problemOf(get("/b"))).code).toBe("BAD_RESPONSE");
  });

  test("have their bodies left unread", async () => {
    const { get } = await siteWith({
      "/a": (_request, response) => {
        response.writeHead(302, { location: "/b" }).write("x".repeat(1_000));
      },
      "/b": html("end"),
    });
    expect(textOf(await get("/a"))).toBe("end");
  });
});

describe("cookies", () => {
  const wall: Page = (request, response) => {
    if (request.headers.cookie?.includes("consent=yes")) return void response.end("article");
    response.writeHead(302, { location: "/consent" }).end();
  };

  test("carry a reader through a consent page, and end with the fetch", async () => {
    const { get, site } = await siteWith({
      "/a": wall,
      "/consent": (_request, response) => {
        response
          .writeHead(302, { location: "/a", "set-cookie": ["consent=yes; Path=/; HttpOnly; SameSite=Lax", "b=2"] })
          .end();
      },
    });
    expect(textOf(await get("/a"))).toBe("article");
    expect(textOf(await get("/a"))).toBe("article");
    expect(site.requests.filter((path) => path === "/consent")).toHaveLength(2);
  });

  test("a page that sets one and sends us back to itself is tried again", async () => {
    const { get } = await siteWith({
      "/a": (request, response) => {
        if (request.headers.cookie) return void response.end(request.headers.cookie);
        response.writeHead(302, { location: "/a", "set-cookie": "seen=1" }).end();
      },
    });
    expect(textOf(await get("/a"))).toBe("seen=1");
  });

  test("are not carried to another host", async () => {
    const other = await siteWith({ "/b": (request, response) => void response.end(request.headers.cookie ?? "none") });
    const first = await siteWith(
      {
        "/a": (_request, response) =>
          void response
            .writeHead(302, {
              location: `${other.site.origin.replace("127.0.0.1", "localhost")}/b`,
              "set-cookie": "a=1",
            })
            .end(),
      },
      { allowHosts: [`localhost:${other.site.port}`] },
    );
    expect(textOf(await first.get("/a"))).toBe("none");
  });
});

describe("refusals", () => {
  test.for([
    [401, "FORBIDDEN"],
    [402, "FORBIDDEN"],
    [403, "FORBIDDEN"],
    [407, "FORBIDDEN"],
    [418, "FORBIDDEN"],
    [999, "FORBIDDEN"],
    [404, "NOT_FOUND"],
    [410, "NOT_FOUND"],
    [451, "HTTP_451"],
  ] as const)("%i is %s, with the page that came with it", async ([status, code]) => {
    const { get } = await siteWith({
      "/a": (_request, response) =>
        response.writeHead(status, { "content-type": "text/html" }).end("<title>Members only</title>"),
    });
    const result = await get("/a");
    expect(result).toMatchObject({ kind: "refused", problem: { code }, document: { contentType: "text/html" } });
  });

  test("the page that came with it is no matter when it is broken or no page", async () => {
    const { get } = await siteWith({
      "/broken": (_request, response) =>
        response.writeHead(403, { "content-type": "text/html", "content-encoding": "gzip" }).end("x"),
      "/film": (_request, response) => response.writeHead(403, { "content-type": "video/mp4" }).end("x"),
    });
    for (const path of ["/broken", "/film"]) {
      const result = await get(path);
      expect(result).toMatchObject({ kind: "refused", problem: { code: "FORBIDDEN" } });
      expect(result).not.toHaveProperty("document");
    }
  });

  test("a challenge is a refusal, whatever its status", async () => {
    const { get } = await siteWith({
      "/a": (_request, response) => response.writeHead(503, { "cf-mitigated": "challenge" }).end(),
    });
    expect(await get("/a")).toMatchObject({ kind: "refused", problem: { code: "FORBIDDEN" } });
  });

  test.for([500, 502, 503, 520, 408])("%i is trouble over there, worth another try", async (status) => {
    const { get } = await siteWith({ "/a": (_request, response) => response.writeHead(status).end() });
    expect(await problemOf(get("/a"))).toMatchObject({
      code: "HTTP_5XX",
      retry: true,
      say: `127.0.0.1 has a problem (${status}). I'll try again.`,
    });
  });

  test("nothing at all is empty", async () => {
    const { get } = await siteWith({ "/a": (_request, response) => response.writeHead(204).end() });
    expect((await problemOf(get("/a"))).code).toBe("EMPTY");
  });
});

describe("politeness", () => {
  test("a host that asks for a pause gets it, and other hosts are read meanwhile", async () => {
    let now = new Date("2026-03-02T14:00:10Z");
    const { get, site } = await siteWith(
      { "/a": (_request, response) => response.writeHead(429, { "retry-after": "240" }).end(), "/b": html("b") },
      { clock: () => now },
    );
    expect(await problemOf(get("/a"))).toMatchObject({
      code: "RATE_LIMITED",
      retryAfterMs: 240_000,
      say: "127.0.0.1 asked me to wait; I'll try again at 14:05 UTC.",
    });
    expect(await problemOf(get("/b"))).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 240_000 });
    expect(site.requests).toEqual(["/a"]);
    now = new Date("2026-03-02T14:04:11Z");
    expect(textOf(await get("/b"))).toBe("b");
  });

  test.for([
    ["Mon, 02 Mar 2026 14:01:00 GMT", 60_000],
    ["0", 0],
    ["99999999999", 3_600_000],
    ["soon", undefined],
  ] as const)("Retry-After: %s", async ([value, expected]) => {
    const { get } = await siteWith(
      { "/a": (_request, response) => response.writeHead(503, { "retry-after": value }).end() },
      { clock: () => new Date("2026-03-02T14:00:00Z") },
    );
    expect(await problemOf(get("/a"))).toMatchObject({ code: "HTTP_5XX", retryAfterMs: expected });
  });

  test("at most two requests to one host at once, and all of them come through", async () => {
    let open = 0;
    let most = 0;
    const { get } = await siteWith({
      "/a": async (_request, response) => {
        open += 1;
        most = Math.max(most, open);
        await wait(20);
        open -= 1;
        response.end("x");
      },
    });
    const results = await Promise.all(Array.from({ length: 7 }, () => get("/a")));
    expect(results).toHaveLength(7);
    expect(most).toBe(2);
  });

  test("waiting for a busy host does not count as the host's slowness", async () => {
    const { get } = await siteWith(
      {
        "/a": async (_request, response) => {
          await wait(150);
          response.end("x");
        },
      },
      { limits: { perHost: 1, totalMs: 400 } },
    );
    expect(await Promise.all([get("/a"), get("/a"), get("/a"), get("/a")])).toHaveLength(4);
  });
});

describe("connections that fail", () => {
  test("a cut one is tried once more", async () => {
    let cuts = 1;
    const { get, site } = await siteWith({
      "/a": (request, response) => {
        cuts -= 1;
        if (cuts >= 0) request.socket.resetAndDestroy();
        else response.end("x");
      },
    });
    expect(textOf(await get("/a"))).toBe("x");
    cuts = 5;
    expect(await problemOf(get("/a"))).toMatchObject({ code: "NETWORK", retry: true });
    expect(site.requests).toHaveLength(4);
  });

  test("a refused one is told", async () => {
    const { get, site } = await siteWith({});
    await site.close();
    expect(await problemOf(get("/a"))).toMatchObject({
      code: "NETWORK",
      say: "127.0.0.1 didn't answer. I'll try again.",
    });
  });

  test("a name that nobody knows is told", async () => {
    const lookup: FetcherOptions["lookup"] = (_name, _options, callback) => {
      callback(Object.assign(new Error("no"), { code: "ENOTFOUND" }), "");
    };
    const { fetcher } = await siteWith({}, { lookup });
    expect(await problemOf(fetcher.get("https://nowhere.example.com/"))).toMatchObject({
      code: "DNS",
      say: "I couldn't find the site nowhere.example.com.",
    });
    const nobody: FetcherOptions["lookup"] = (_name, _options, callback) => callback(null, []);
    const empty = await siteWith({}, { lookup: nobody });
    expect((await problemOf(empty.fetcher.get("https://nowhere.example.com/"))).code).toBe("DNS");
  });

  test("our own end is told from theirs", async () => {
    const { get, fetcher } = await siteWith({ "/a": () => {} });
    const controller = new AbortController();
    const pending = get("/a", { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(pending).rejects.toThrow("enough");
    const closing = problemOf(get("/a"));
    await fetcher.close();
    expect((await closing).code).toBe("NETWORK");
  });
});

describe("time", () => {
  const limits = { headersMs: 150, idleMs: 150, totalMs: 600 };
  test.for<readonly [string, Page]>([
    ["headers that never come", () => {}],
    ["a body that stops", (_request, response) => void response.write("a")],
    [
      "a body of one byte now and then",
      (_request, response) => {
        const drip = setInterval(() => response.write("a"), 20);
        response.on("close", () => clearInterval(drip));
      },
    ],
  ])("%s end in time", async ([, page]) => {
    const { get } = await siteWith({ "/a": page }, { limits });
    const startedAt = performance.now();
    expect(await problemOf(get("/a"))).toMatchObject({
      code: "TIMEOUT",
      retry: true,
      say: "127.0.0.1 took longer than 1 second. I'll try again.",
    });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  test("all redirects share the time", async () => {
    const slowly =
      (to: string): Page =>
      async (_request, response) => {
        await wait(200);
        response.writeHead(302, { location: to }).end();
      };
    const { get } = await siteWith(
      { "/a": slowly("/b"), "/b": slowly("/c"), "/c": slowly("/d"), "/d": slowly("/e"), "/e": html("end") },
      { limits: { totalMs: 500 } },
    );
    expect((await problemOf(get("/a"))).code).toBe("TIMEOUT");
  });
});

describe("size", () => {
  const limits = { wireBytes: 100_000, unpackedBytes: 100_000, ratioFromBytes: 10_000 };
  const tooLarge = { code: "TOO_LARGE", retry: false };

  test("said, sent or endless", async () => {
    const { get } = await siteWith(
      {
        "/said": (_request, response) => void response.writeHead(200, { "content-length": "200000" }).write("x"),
        "/sent": html("x".repeat(100_001)),
        "/endless": (_request, response) => {
          const more = () => response.destroyed || response.write("x".repeat(10_000), () => setImmediate(more));
          more();
        },
        "/fits": html("x".repeat(100_000)),
      },
      { limits },
    );
    expect(await problemOf(get("/said"))).toMatchObject(tooLarge);
    expect(await problemOf(get("/sent"))).toMatchObject(tooLarge);
    expect(await problemOf(get("/endless"))).toMatchObject(tooLarge);
    expect(textOf(await get("/fits"))).toHaveLength(100_000);
  });

  const coded =
    (coding: string, body: Uint8Array): Page =>
    (_request, response) => {
      response.writeHead(200, { "content-encoding": coding }).end(body);
    };
  const zeros = Buffer.alloc(50_000_000);
  test.for<readonly [string, Uint8Array]>([
    ["gzip", gzipSync(zeros)],
    ["deflate", deflateSync(zeros)],
    ["br", brotliCompressSync(zeros.subarray(0, 5_000_000))],
    ["zstd", zstdCompressSync(zeros)],
  ])("a bomb of %s is stopped while it unpacks", async ([coding, body]) => {
    const { get } = await siteWith({ "/a": coded(coding, body) }, { limits: { ...limits, unpackedBytes: 10_000_000 } });
    expect(await problemOf(get("/a"))).toMatchObject({ ...tooLarge, say: "The page is larger than 10 MB." });
  });

  test("a page that packs very well is no bomb while it is small", async () => {
    const { get } = await siteWith({ "/a": coded("gzip", gzipSync(Buffer.alloc(900_000, "ab"))) });
    expect(textOf(await get("/a"))).toHaveLength(900_000);
  });

  const text = "Two tides a day. 一天两次潮汐。".repeat(50);
  test.for<readonly [string, Uint8Array]>([
    ["gzip", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["GZIP", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["br", brotliCompressSync(text)],
    ["zstd", zstdCompressSync(text)],
    ["identity", Buffer.from(text)],
    ["", Buffer.from(text)],
  ])("%s is unpacked", async ([coding, body]) => {
    const { get } = await siteWith({ "/a": coded(coding, body) });
    expect(textOf(await get("/a"))).toBe(text);
  });

  test.for<readonly [string, string, Uint8Array]>([
    ["truncated gzip", "gzip", gzipSync(text).subarray(0, 60)],
    ["truncated deflate", "deflate", deflateSync(text).subarray(0, 60)],
    ["truncated br", "br", brotliCompressSync(text).subarray(0, 40)],
    ["truncated zstd", "zstd", zstdCompressSync(text).subarray(0, 40)],
    ["gzip that is none", "gzip", Buffer.from(text)],
    ["two codings", "gzip, gzip", gzipSync(gzipSync(text))],
    ["an unknown coding", "compress", Buffer.from(text)],
  ])("%s is a broken answer", async ([, coding, body]) => {
    const { get } = await siteWith({ "/a": coded(coding, body) });
    expect(await problemOf(get("/a"))).toMatchObject({
      code: "BAD_RESPONSE",
      say: "127.0.0.1 sent a broken answer. I'll try again.",
    });
  });
});

describe("answers that are none", () => {
  test.for([
    ["another protocol", "SSH-2.0-OpenSSH_9.6\r\n", "BAD_RESPONSE"],
    ["no status", "HTTP/1.1 abc\r\n\r\n", "BAD_RESPONSE"],
    ["a broken header", "HTTP/1.1 200 OK\r\nFoo bar\r\n\r\n", "BAD_RESPONSE"],
    ["a broken chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nabc", "BAD_RESPONSE"],
    ["a chunk cut short", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "BAD_RESPONSE"],
    ["a body cut short", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "BAD_RESPONSE"],
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc", "BAD_RESPONSE"],
    ["huge headers", `HTTP/1.1 200 OK\r\nX: ${"a".repeat(20_000)}\r\n\r\n`, "HEADERS_TOO_LARGE"],
    ["many headers", `HTTP/1.1 200 OK\r\n${"X-Y: 123456789\r\n".repeat(2_000)}\r\n`, "HEADERS_TOO_LARGE"],
    ["silence", "", "NETWORK"],
  ] as const)("%s", async ([, bytes, code]) => {
    const { get } = fetcherFor(await openRawSite(bytes), {});
    const problem = await problemOf(get("/"));
    expect(problem.code).toBe(code);
    expect(JSON.stringify(problem.cause ?? null)).not.toContain("abc");
  });
});

describe("types that no reader takes are refused without reading them", () => {
  const typed =
    (type: string, start: Uint8Array | string): Page =>
    (_request, response) => {
      response.writeHead(200, { "content-type": type, "content-length": "90000000" }).write(start);
    };
  test.for([
    ["video/mp4", "a video"],
    ["audio/mpeg", "a recording"],
    ["image/png", "a picture"],
    ["application/zip", "an archive"],
    ["application/x-msdownload", "a program"],
  ] as const)("%s", async ([type, what]) => {
    const { get } = await siteWith({ "/a": typed(type, "x") });
    expect(await problemOf(get("/a"))).toMatchObject({
      code: "UNSUPPORTED_TYPE",
      say: `That link is ${what} (${type}); I can read web pages, PDF and text.`,
    });
  });

  test("a type that says nothing is looked into", async () => {
    const { get } = await siteWith({
      "/exe": (_request, response) =>
        response.writeHead(200, { "content-type": "application/octet-stream" }).end("MZ\x90\x00"),
      "/mp4": (_request, response) => response.writeHead(200).end(Buffer.from("0000001866747970", "hex")),
      "/pdf": (_request, response) =>
        response.writeHead(200, { "content-type": "application/octet-stream" }).end("%PDF-1.7"),
    });
    expect(await problemOf(get("/exe"))).toMatchObject({ code: "UNSUPPORTED_TYPE", details: { what: "a program" } });
    expect(await problemOf(get("/mp4"))).toMatchObject({ code: "UNSUPPORTED_TYPE", details: { what: "a video" } });
    expect(textOf(await get("/pdf"))).toBe("%PDF-1.7");
  });
});
