import { expect, test } from "vitest";
import { readLink } from "../../jobs/ingest.ts";
import { FootnoteError, type ProblemCode } from "../../src/core/problems.ts";
import type { Fetcher } from "../../src/fetch/fetcher.ts";
import type { ReadingPool } from "../../src/parse/reading-pool.ts";

const url = "https://example.org/story";
const none = async () => {
  throw new Error("not asked for");
};

/** What comes of a link whose site refuses it with a page of its own. */
function refusedWith(code: ProblemCode): Promise<unknown> {
  const problem = new FootnoteError(code, { host: "example.org" }, { retryAfterMs: 7_000 });
  const document = { bytes: new Uint8Array(), url };
  const fetcher: Fetcher = { get: async () => ({ kind: "refused", problem, document }), close: async () => {} };
  const preview = async () => ({ title: "Tides" });
  const unused = { read: none, summarise: none, tags: none, audit: none, terms: none, close: none };
  const readers: ReadingPool = { preview, ...unused };
  return readLink({ fetcher, readers }, url).catch((error: unknown) => error);
}

test("a page behind a wall gives its title", async () => {
  expect(await refusedWith("FORBIDDEN")).toMatchObject({ code: "FORBIDDEN", preview: { title: "Tides" } });
});

test("an error page gives no title, and is tried again when the site said so", async () => {
  expect(await refusedWith("RATE_LIMITED")).toMatchObject({ preview: undefined, retryAfterMs: 7_000 });
});
