import type { LookupFunction } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFetcher } from "../../src/fetch/fetcher.ts";
import { type LocalSite, openSite } from "./local-site.ts";

/** A page inside that nobody may reach. It listens on a port that is open to public sites too, if that one is free. */
let inside: LocalSite;
/** A page that may be reached, and sends whoever comes to the address in its query. */
let outside: LocalSite;
beforeAll(async () => {
  inside = await openSite((_request, response) => response.end("a secret"));
  outside = await openSite((request, response) => {
    const to = new URL(request.url ?? "", "http://x").searchParams.get("to") ?? "";
    // Node writes header text as Latin-1; a server that sends UTF-8 sends its bytes.
    response.writeHead(302, { location: Buffer.from(to).toString("latin1") }).end();
  });
});
afterAll(async () => {
  await inside.close();
  await outside.close();
});

type Answers = readonly string[];
/** A resolver with these answers; the n-th time it is asked, the n-th list. */
function resolver(...turns: readonly Answers[]): LookupFunction {
  let turn = 0;
  return (_hostname, options, callback) => {
    const answers = turns[Math.min(turn, turns.length - 1)] ?? [];
    turn += 1;
    const all = answers.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    if (options.all) callback(null, all);
    else callback(null, all[0]?.address ?? "", all[0]?.family);
  };
}

/** The code of a fetch by a Footnote whose names resolve so. Its connections end at once if they are ever made. */
async function codeOf(url: string, ...turns: readonly Answers[]): Promise<string> {
  const fetcher = openFetcher({
    allowHosts: [outside.host],
    limits: { connectMs: 400, totalMs: 1_500 },
    ...(turns.length > 0 ? { lookup: resolver(...turns) } : {}),
  });
  try {
    return (await fetcher.get(url)).kind;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await fetcher.close();
  }
}

/** This machine, spelt in ways that parsers have been fooled by. */
const SPELLINGS = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "2130706433",
  "0x7f000001",
  "0x7F.1",
  "0177.0.0.1",
  "017700000001",
  "127.0.0.1.",
  "１２７.0.0.1",
  "127。0。0。1",
  "127%2e0.0.1",
  "[::1]",
  "[0000::0001]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[::ffff:0:7f00:1]",
  "0",
  "0.0.0.0",
  "localhost",
  "localhost.",
  "LOCALHOST",
  "a.localhost",
  "ⓛocalhost",
  "localhost.localdomain",
];

describe("no spelling of this machine is dialled", () => {
  test.for(SPELLINGS)("%s", async (host) => {
    expect(await codeOf(`http://${host}:${inside.port}/`)).toBe("ADDRESS_BLOCKED");
    expect(await codeOf(`https://${host}:${inside.port}/`)).toBe("ADDRESS_BLOCKED");
    expect(inside.connections()).toBe(0);
  });
});

describe("no redirect leads to this machine", () => {
  test.for(SPELLINGS)("%s", async (host) => {
    const to = encodeURIComponent(`http://${host}:${inside.port}/`);
    expect(await codeOf(`${outside.origin}/?to=${to}`)).toBe("ADDRESS_BLOCKED");
    expect(inside.connections()).toBe(0);
  });

  test("over a chain, or relative to the scheme", async () => {
    const last = encodeURIComponent(`//127.0.0.1:${inside.port}/`);
    const first = encodeURIComponent(`${outside.origin}/?to=${last}`);
    expect(await codeOf(`${outside.origin}/?to=${first}`)).toBe("ADDRESS_BLOCKED");
    expect(inside.connections()).toBe(0);
  });

  test.for([
    ["file:///etc/passwd", "URL_SCHEME"],
    ["ftp://127.0.0.1/", "URL_SCHEME"],
    ["data:text/html,hi", "URL_SCHEME"],
    ["http://user:pw@127.0.0.1/", "URL_CREDENTIALS"],
    ["http://example.com:22/", "URL_PORT"],
  ] as const)("nor to %s", async ([to, code]) => {
    expect(await codeOf(`${outside.origin}/?to=${encodeURIComponent(to)}`)).toBe(code);
  });
});

const INSIDE_ANSWERS = [
  "127.0.0.1",
  "127.8.8.8",
  "0.0.0.0",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "168.63.129.16",
  "100.100.100.200",
  "192.0.0.192",
  "198.18.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "fd00:ec2::254",
  "fe80::1",
  "fec0::1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "64:ff9b:1::1",
  "2002:7f00:1::1",
  "2001::1",
  "2001:db8::1",
  "ff02::1",
];
describe("a public name that resolves inside is not dialled", () => {
  test.for(INSIDE_ANSWERS)("%s", async (address) => {
    expect(await codeOf("http://www.example.com/", [address])).toBe("ADDRESS_BLOCKED");
    expect(await codeOf("https://www.example.com/", [address])).toBe("ADDRESS_BLOCKED");
    expect(await codeOf("http://www.example.com/", ["93.184.215.14", address])).toBe("ADDRESS_BLOCKED");
  });

  test("nor when a resolver gives one bare answer", async () => {
    const single: LookupFunction = (_hostname, _options, callback) => callback(null, "127.0.0.1", 4);
    const fetcher = openFetcher({ allowHosts: [], lookup: single });
    await expect(fetcher.get("http://www.example.com:8080/")).rejects.toMatchObject({ code: "ADDRESS_BLOCKED" });
    await fetcher.close();
    expect(inside.connections()).toBe(0);
  });
});

test("every dial asks and checks anew", async () => {
  const lookup = resolver(["10.0.0.1"], ["127.0.0.1"]);
  const fetcher = openFetcher({ allowHosts: [], lookup });
  for (const _ of [1, 2]) {
    await expect(fetcher.get("http://rebind.example.com:8080/")).rejects.toMatchObject({ code: "ADDRESS_BLOCKED" });
  }
  await fetcher.close();
  expect(inside.connections()).toBe(0);
});

test("a name is looked up once for a request: what was checked is what is dialled", async () => {
  let asked = 0;
  const lookup: LookupFunction = (_hostname, _options, callback) => {
    asked += 1;
    callback(null, [{ address: "127.0.0.1", family: 4 }]);
  };
  const fetcher = openFetcher({ allowHosts: [`site.example.com:${inside.port}`], lookup });
  const before = inside.connections();
  await fetcher.get(`http://site.example.com:${inside.port}/`);
  await fetcher.close();
  expect(asked).toBe(1);
  expect(inside.connections()).toBe(before + 1);
});

test("being on the allow-list opens that host and port, and nothing that resolves to it", async () => {
  const lookup = resolver(["127.0.0.1"]);
  const fetcher = openFetcher({ allowHosts: [inside.host, `127.0.0.1:80`], lookup });
  await expect(fetcher.get(`http://evil.example.com/`)).rejects.toMatchObject({ code: "ADDRESS_BLOCKED" });
  await expect(fetcher.get(`http://localhost:${inside.port}/`)).rejects.toMatchObject({ code: "ADDRESS_BLOCKED" });
  await fetcher.close();
});

test("a proxy named by the environment is not used: it would resolve names behind our back", async () => {
  const before = inside.connections();
  const kept = { ...process.env };
  Object.assign(process.env, { HTTP_PROXY: inside.origin, http_proxy: inside.origin, NODE_USE_ENV_PROXY: "1" });
  try {
    expect(await codeOf("http://www.example.com/", ["10.0.0.1"])).toBe("ADDRESS_BLOCKED");
  } finally {
    process.env = kept;
  }
  expect(inside.connections()).toBe(before);
});
