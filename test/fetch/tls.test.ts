import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openFetcher } from "../../src/fetch/fetcher.ts";
import { openAuthority } from "./certificate.ts";

const authority = openAuthority();
const FAR = new Date("2048-01-01");
beforeAll(() => setDefaultCACertificates([...getCACertificates("default"), authority.cert]));
afterAll(() => setDefaultCACertificates(getCACertificates("default").filter((cert) => cert !== authority.cert)));

/** Fetches from a server on loopback with this certificate, under this name. */
async function fetchFrom(certified: { readonly cert: string; readonly key: string }, host: string): Promise<string> {
  const server = createServer({ ...certified }, (_request, response) => response.end("sealed"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const fetcher = openFetcher({
    allowHosts: [`${host}:${port}`],
    lookup: (_hostname, _options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
  });
  try {
    const result = await fetcher.get(`https://${host}:${port}/`);
    return result.kind === "fetched" ? Buffer.from(result.document.bytes).toString() : result.kind;
  } catch (error) {
    const { code, say, retry } = error as { code: string; say: string; retry: boolean };
    return `${code} ${say} ${retry}`;
  } finally {
    await fetcher.close();
    server.close();
  }
}

test("a good certificate opens the page", async () => {
  const certified = authority.issue({ host: "site.example.com", validTo: FAR });
  expect(await fetchFrom(certified, "site.example.com")).toBe("sealed");
});

test("an expired certificate is told", async () => {
  const certified = authority.issue({ host: "site.example.com", validTo: new Date("2024-01-01") });
  expect(await fetchFrom(certified, "site.example.com")).toBe(
    "TLS site.example.com's security certificate has expired. false",
  );
});

test("a certificate for another site is told", async () => {
  const certified = authority.issue({ host: "other.example.com", validTo: FAR });
  expect(await fetchFrom(certified, "site.example.com")).toBe(
    "TLS site.example.com's security certificate is for another site. false",
  );
});

test("a certificate of an unknown authority is told", async () => {
  const certified = openAuthority("Somebody").issue({ host: "site.example.com", validTo: FAR });
  expect(await fetchFrom(certified, "site.example.com")).toBe(
    "TLS site.example.com's security certificate comes from an authority I don't know. false",
  );
});
