import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { FootnoteError } from "../../src/core/problems.ts";
import { openFetcher } from "../../src/fetch/fetcher.ts";

/** An answer in pieces: some right, some not, joined without care. */
export type RawAnswer = readonly string[];

const packed = gzipSync("The tide comes in twice a day.".repeat(20)).toString("latin1");
const status = fc.constantFrom(
  "HTTP/1.1 200 OK\r\n",
  "HTTP/1.0 200\r\n",
  "HTTP/1.1 304 Not Modified\r\n",
  "HTTP/1.1 302 Found\r\n",
  "HTTP/1.1 403 No\r\n",
  "HTTP/1.1 503 Busy\r\n",
  "HTTP/1.1 100 Continue\r\n\r\n",
  "HTTP/1.1 999 x\r\n",
  "HTTP/2 200\r\n",
  "HTTP/1.1 20",
);
const header = fc.constantFrom(
  "Content-Type: text/html\r\n",
  "Content-Type: text/html; charset=\xff\r\n",
  "Content-Encoding: gzip\r\n",
  "Content-Encoding: br\r\n",
  "Content-Encoding: zstd\r\n",
  "Content-Encoding: deflate\r\n",
  "Content-Length: 5\r\n",
  "Content-Length: -1\r\n",
  "Content-Length: 99999999999999999999\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Location: /\r\n",
  "Location: http://127.0.0.1/\r\n",
  "Location: //[::1]/\r\n",
  "Location: \xd6\xd0\r\n",
  "Location: http://%\r\n",
  "Location: javascript:1\r\n",
  "Set-Cookie: a=b; Domain=.com\r\n",
  "Set-Cookie: =;;;\r\n",
  "Set-Cookie: a\x01=b\r\n",
  "Retry-After: 1\r\n",
  "Retry-After: x\r\n",
  'ETag: "\xe9"\r\n',
  ": x\r\n",
  "X\r\n",
  "\r\n",
  "\r\n\r\n",
  "\n\n",
);
const body = fc.constantFrom(
  "5\r\nhello\r\n",
  "0\r\n\r\n",
  "ffffffffffffffffff\r\n",
  "<p>hello</p>",
  packed,
  packed.slice(0, 40),
  "\x00\x01\x02",
  "",
);

/** Answers of a server that has lost its way; most have the form of one. */
export const answer: fc.Arbitrary<RawAnswer> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(status, fc.array(header, { maxLength: 4 }), fc.array(body, { maxLength: 3 }))
      .map(([first, headers, rest]) => [first, ...headers, "\r\n", ...rest]),
  },
  { weight: 1, arbitrary: fc.array(fc.oneof(status, header, body), { maxLength: 12 }) },
);

/** A server that answers as it is told, and a fetcher that asks it. */
export async function openFuzzedSite() {
  let pieces: RawAnswer = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on("error", () => {});
    socket.once("data", () => socket.end(Buffer.from(pieces.join(""), "latin1")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    /** @throws Error when the fetcher fails in any other way than by a problem, or keeps on asking */
    async check(made: RawAnswer): Promise<string> {
      pieces = made;
      connections = 0;
      const fetcher = openFetcher({ allowHosts: [host], limits: { headersMs: 2_000, idleMs: 2_000, totalMs: 4_000 } });
      const outcome = await fetcher.get(`http://${host}/`, { etag: '"1"' }).then(({ kind }) => kind, codeOf);
      await fetcher.close();
      // Six stops at most, each tried twice at most.
      if (connections > 12) throw new Error(`${connections} connections for one fetch`);
      return outcome;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function codeOf(error: unknown): string {
  if (error instanceof FootnoteError) return error.code;
  throw error;
}
