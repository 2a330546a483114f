import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCommand } from "../../src/commands/read.ts";
import { type LocalSite, openSite } from "../fetch/local-site.ts";
import { ARTICLE_PAGE } from "../parse/files/a-message.ts";
import { savedPostText } from "../parse/files/a-saved-post.ts";
import { aZip } from "../parse/files/a-zip.ts";

const PAGES: Readonly<Record<string, readonly [number, string]>> = {
  "/wall": [200, ARTICLE_PAGE],
  "/stub": [200, '<meta http-equiv="refresh" content="0; url=/wall">'],
  "/stub-of-stub": [200, '<meta http-equiv="refresh" content="0; url=/stub">'],
  "/members": [403, '<title>Tides of the north</title><meta property="og:description" content="For members">'],
};

let site: LocalSite;
let folder: string;
beforeAll(async () => {
  site = await openSite((request, response) => {
    const [status, body] = PAGES[request.url ?? ""] ?? [404, ""];
    if (request.url === "/moved") response.writeHead(301, { location: "/wall" }).end();
    else response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(body);
  });
  folder = await mkdtemp(join(tmpdir(), "footnote-read-"));
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

async function read(...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  const lines: string[] = [];
  const code = await readCommand(args, { allowHosts: [site.host], write: (line) => void lines.push(line) });
  return { code, text: lines.join("\n") };
}

async function readJson(...args: readonly string[]) {
  const { code, text } = await read("--json", ...args);
  return { code, ...JSON.parse(text) };
}

async function fileWith(name: string, body: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, body);
  return path;
}

describe("a link", () => {
  test("is told as a person reads it", async () => {
    const { code, text } = await read(`${site.origin}/moved`);
    expect(code).toBe(0);
    expect(text.split("\n")).toEqual(
      expect.arrayContaining([
        "Title       How the Harbour Wall Was Built",
        `Came from   ${site.origin}/moved`,
        "Language    en",
        "Kind        article",
        "Reader      html",
      ]),
    );
    expect(text).toContain("Paragraph 1 tells how the harbour wall was built");
    expect(text).toMatch(/\nTime {8}\d+ ms, \d+ of them for fetching$/);
  });

  test("is told as one JSON object", async () => {
    expect(await readJson(`${site.origin}/wall`)).toMatchObject({
      code: 0,
      ok: true,
      title: "How the Harbour Wall Was Built",
      language: "en",
      kind: "article",
      reader: "html",
      url: `${site.origin}/wall`,
      redirects: [],
    });
  });

  test("of a page that only points elsewhere is followed, once", async () => {
    expect(await readJson(`${site.origin}/stub`)).toMatchObject({
      ok: true,
      url: `${site.origin}/wall`,
      redirects: [`${site.origin}/stub`],
    });
    expect(await readJson(`${site.origin}/stub-of-stub`)).toMatchObject({ code: "TOO_MANY_REDIRECTS", ok: false });
  });

  test("that is refused says why, and what the page says of itself", async () => {
    const { code, text } = await read(`${site.origin}/members`);
    expect(code).toBe(1);
    expect(text).toMatch(/^127\.0\.0\.1 wants a sign-in or blocks readers like me\./);
    expect(text).toContain("Title       Tides of the north\nDescription For members");
    expect((await read("--json", "http://127.0.0.1/")).code).toBe(1);
    expect(await readJson("http://127.0.0.1/")).toMatchObject({
      ok: false,
      code: "ADDRESS_BLOCKED",
      say: "That link points to a private address, which I don't open.",
      retry: false,
    });
  });
});

describe("a file", () => {
  test("shows what was corrected", async () => {
    const { text } = await read(await fileWith("post.md", savedPostText()));
    expect(text).toContain("Source      Weibo (weibo.com)");
    expect(text).toContain("Corrected   source: it said “ArXiv”, it is Weibo");
    expect(text).toContain("an AI summary of");
  });

  test("is told of with one source where the host is its name, and in the singular where there is one", async () => {
    const page = '<link rel="canonical" href="https://tides.example/x"><title>Tides</title><p>The tide is late.</p>';
    expect((await read(await fileWith("page.html", page))).text).toContain("Source      tides.example\n");
    expect((await read(await fileWith("one.txt", "x"))).text).toContain("Text        1 character\n");
  });

  test("that is a link is followed to its page", async () => {
    const path = await fileWith("wall.url", `[InternetShortcut]\r\nURL=${site.origin}/wall\r\n`);
    expect(await readJson(path)).toMatchObject({ ok: true, title: "How the Harbour Wall Was Built" });
  });

  test("that is an archive is listed", async () => {
    const { bytes } = aZip({ "wall.html": ARTICLE_PAGE, "empty.md": "", "a/broken.pdf": "%PDF-1.7\nx" });
    const path = await fileWith("pages.zip", bytes);
    expect(await readJson(path)).toMatchObject({
      ok: true,
      kind: "bundle",
      documents: expect.arrayContaining([
        expect.objectContaining({ filename: "wall.html", ok: true, title: "How the Harbour Wall Was Built" }),
        expect.objectContaining({ filename: "a/broken.pdf", ok: false, code: "FILE_INVALID" }),
      ]),
      skipped: [{ filename: "empty.md", why: "it is empty" }],
    });
    expect((await read(path)).text).toContain("Inside      wall.html: How the Harbour Wall Was Built (article, html)");
  });

  test("cannot move the cursor or turn the line around", async () => {
    const path = await fileWith("tides.txt", `Tides \u001b[2J\u202e of the north\n\n${"The sea is wide. ".repeat(30)}`);
    const { text } = await read(path);
    expect(text).toContain("of the north");
    for (const trick of ["\u001b", "\u202e"]) expect(text).not.toContain(trick);
  });

  test("that is none is told", async () => {
    expect(await readJson(join(folder, "missing.html"))).toMatchObject({ ok: false, code: "FILE_INVALID" });
    expect(await readJson(folder)).toMatchObject({ ok: false, code: "FILE_INVALID" });
  });
});

test("whoever reads the answer may stop reading", async () => {
  const front = fileURLToPath(new URL("../../main.ts", import.meta.url));
  const path = await fileWith("tides.md", `# Tides of the north\n\n${"The sea is wide. ".repeat(60)}`);
  const child = spawn(process.execPath, [front, "read", path], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk) => said.push(chunk));
  const [code] = await once(child, "close");
  expect(Buffer.concat(said).toString()).toBe("");
  expect(code).toBe(0);
});

test.for([[], ["--json"], ["a", "b"], ["--help"], [""]].map((args) => [args]))(
  "%j is no way to ask",
  async ([args]) => {
    const { code, text } = await read(...(args ?? []));
    expect(code).toBe(1);
    expect(text).toContain("npm run read -- <link or file> [--json]");
  },
);
