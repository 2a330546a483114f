import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { LookupFunction } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/commands/reading-report.ts";
import { understand } from "../../src/commands/understand.ts";
import { PROBLEMS } from "../../src/core/problems.ts";
import { sentenceInChinese } from "../../src/core/problems-zh.ts";
import { openFetcher } from "../../src/fetch/fetcher.ts";
import { openReadingPool, type ReadingPool } from "../../src/parse/reading-pool.ts";
import { type LocalSite, openRawSite, openSite } from "../fetch/local-site.ts";
import { BAD_INPUTS, type BadInput } from "./table.ts";

/** The names of this world. Anything else does not exist. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "site.example.com": ["127.0.0.1"],
  "closed.example.com": ["127.0.0.1"],
  "inside.example.com": ["10.0.0.5"],
  "both.example.com": ["93.184.215.14", "10.0.0.5"],
};
const lookup: LookupFunction = (hostname, _options, callback) => {
  const addresses = NAMES[hostname];
  if (addresses)
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
  else callback(Object.assign(new Error("unknown"), { code: "ENOTFOUND" }), "");
};

let readers: ReadingPool;
let folder: string;
beforeAll(async () => {
  readers = openReadingPool({ threads: 1 });
  folder = await mkdtemp(join(tmpdir(), "footnote-bad-inputs-"));
});
afterAll(async () => {
  await readers.close();
  await rm(folder, { recursive: true });
});

async function reportOn({ given }: BadInput): Promise<Report> {
  const site = await siteFor(given);
  const name = `site.example.com:${site.port}`;
  const fetcher = openFetcher({
    allowHosts: [name, "closed.example.com:1"],
    lookup,
    clock: () => new Date("2026-03-02T14:00:10Z"),
    limits: { headersMs: 600, idleMs: 600, totalMs: 10_000 },
  });
  try {
    return await understand({ fetcher, readers }, await targetOf(given, name));
  } finally {
    await fetcher.close();
    await site.close();
  }
}

function siteFor(given: BadInput["given"]): Promise<LocalSite> {
  if ("sends" in given) return openRawSite(given.sends);
  return openSite("page" in given ? given.page : (_request, response) => response.end());
}

async function targetOf(given: BadInput["given"], site: string): Promise<string> {
  if ("link" in given) return given.link.replace("SITE", site);
  if (!("file" in given)) return `http://${site}/`;
  const path = join(folder, given.file);
  await writeFile(path, given.bytes);
  return path;
}

describe("bad inputs", () => {
  test.for(BAD_INPUTS.map((row) => [row.input, row] as const))("%s", async ([, row]) => {
    const report = await reportOn(row);
    if (row.code === "accepted") {
      if (report.kind !== "page") throw new Error(`not accepted: ${JSON.stringify(report)}`);
      expect([report.page.title, ...report.page.notes]).toContain(row.say);
      return;
    }
    if (report.kind !== "problem") throw new Error(`accepted: ${JSON.stringify(report)}`);
    const { code, say, retry, details } = report.problem;
    expect({ code, say, retry }).toEqual({ code: row.code, say: row.say, retry: row.retry });
    // Files of one's own machine are a matter of the terminal, which speaks English.
    if (details.what?.startsWith("file:")) return;
    const inChinese = sentenceInChinese(code, details).replace(details.filename ?? "", "");
    expect(inChinese).not.toMatch(/[a-z]{2,} [a-z]{2,}/i);
  });
});

test("the table has a row for every way a link or file can fail", () => {
  const told = new Set<string>(BAD_INPUTS.map(({ code }) => code));
  const ofSlack = /^(?:FILE_GONE|FILE_UNREACHABLE|USAGE|NOT_IN_|SLACK_|UNEXPECTED)/;
  expect(Object.keys(PROBLEMS).filter((code) => !told.has(code) && !ofSlack.test(code))).toEqual([]);
});
