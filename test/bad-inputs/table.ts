import type { IncomingMessage, ServerResponse } from "node:http";
import { deflateSync, gzipSync } from "node:zlib";
import type { RawDocument } from "../../src/core/page.ts";
import type { ProblemCode } from "../../src/core/problems.ts";
import { ARTICLE_PAGE, aMessage } from "../parse/files/a-message.ts";
import { aPdf } from "../parse/files/a-pdf.ts";
import { savedPostText } from "../parse/files/a-saved-post.ts";
import { aDocx, aZip } from "../parse/files/a-zip.ts";

/** What a person gives to Footnote. In text, SITE is a web site's name with its port. */
export type Given =
  | { readonly link: string }
  /** A link to a page that answers so. */
  | { readonly page: (request: IncomingMessage, response: ServerResponse) => void }
  /** A link to something that sends these bytes, whatever it is asked. */
  | { readonly sends: string }
  | { readonly file: string; readonly bytes: Uint8Array | string };

/** One bad input: what comes in, how it is logged, what the person reads, whether another try is made. */
export interface BadInput {
  readonly input: string;
  readonly given: Given;
  /** `accepted`: Footnote makes the best of it, and `say` is the note or the title that the card then shows. */
  readonly code: ProblemCode | "accepted";
  readonly say: string;
  readonly retry: boolean;
}

const row = (
  input: string,
  given: Given,
  code: BadInput["code"],
  say: string,
  more: { retry?: boolean } = {},
): BadInput => ({
  input,
  given,
  code,
  say,
  retry: more.retry ?? false,
});
const again = { retry: true };

const link = (text: string): Given => ({ link: text });
const status = (code: number, headers: Record<string, string> = {}, body = ""): Given => ({
  page: (_request, response) => response.writeHead(code, { "content-type": "text/html", ...headers }).end(body),
});
const body = (bytes: Uint8Array | string, headers: Record<string, string> = {}): Given => ({
  page: (_request, response) => response.writeHead(200, { "content-type": "text/html", ...headers }).end(bytes),
});
const leads = (location: string): Given => status(302, { location });
const file = (name: string, bytes: Uint8Array | string): Given => ({ file: name, bytes });
const named = (name: string, { bytes }: RawDocument): Given => ({ file: name, bytes });

const POINTS = "That link points to a private address, which I don't open.";
const LEADS = "That link leads to a private address, which I don't open.";
const SIGN_IN =
  "site.example.com wants a sign-in or blocks readers like me. Save the page and attach the file here instead.";
const NO_TEXT = "I found no article text. Save the page and attach the file here instead.";
const BROKEN = "site.example.com sent a broken answer. I'll try again.";
const SLOW = "site.example.com took longer than 1 second. I'll try again.";
const READS = "I can read web pages, PDF, Markdown, text, e-mail, Word and e-book files.";
const LINK_READS = "I can read web pages, PDF and text.";
const NO_ADDRESS = "The file names no address, so it is filed without a source link.";
const prose = "The tide comes in twice a day, and the harbour wakes with it before the gulls do. ".repeat(12);
const page = (title: string, inner: string) => `<!doctype html><title>${title}</title><body>${inner}</body>`;

/** Addresses that must never be asked for. */
const ADDRESSES: readonly BadInput[] = [
  row("this machine", link("http://127.0.0.1/"), "ADDRESS_BLOCKED", POINTS),
  row("this machine as one number", link("http://2130706433/"), "ADDRESS_BLOCKED", POINTS),
  row("this machine in octal", link("http://0177.0.0.1/"), "ADDRESS_BLOCKED", POINTS),
  row("this machine in hexadecimal", link("http://0x7f.1/"), "ADDRESS_BLOCKED", POINTS),
  row("this machine in full-width digits", link("http://１２７。０。０。１/"), "ADDRESS_BLOCKED", POINTS),
  row("this machine, percent-encoded", link("http://%6c%6f%63%61%6c%68%6f%73%74/"), "ADDRESS_BLOCKED", POINTS),
  row("this machine by IPv6", link("http://[::1]/"), "ADDRESS_BLOCKED", POINTS),
  row("this machine, mapped into IPv6", link("http://[::ffff:7f00:1]/"), "ADDRESS_BLOCKED", POINTS),
  row("this machine, translated to IPv6", link("http://[64:ff9b::7f00:1]/"), "ADDRESS_BLOCKED", POINTS),
  row("this machine through 6to4", link("http://[2002:7f00:1::]/"), "ADDRESS_BLOCKED", POINTS),
  row("a private network", link("http://192.168.1.1/admin"), "ADDRESS_BLOCKED", POINTS),
  row("a link-local address", link("http://[fe80::1]/"), "ADDRESS_BLOCKED", POINTS),
  row("cloud metadata", link("http://169.254.169.254/latest/meta-data/"), "ADDRESS_BLOCKED", POINTS),
  row("cloud metadata by name", link("http://metadata.google.internal/"), "ADDRESS_BLOCKED", POINTS),
  row("localhost", link("http://localhost:8080/"), "ADDRESS_BLOCKED", POINTS),
  row("an intranet name", link("http://wiki/page"), "ADDRESS_BLOCKED", POINTS),
  row("a public name that resolves inside", link("http://inside.example.com/"), "ADDRESS_BLOCKED", POINTS),
  row("a public name that resolves inside and outside", link("http://both.example.com/"), "ADDRESS_BLOCKED", POINTS),
  row("a redirect to this machine", leads("http://127.0.0.1/"), "ADDRESS_BLOCKED", LEADS),
  row("a redirect to a metadata address", leads("//169.254.169.254/"), "ADDRESS_BLOCKED", LEADS),
  row("a redirect to a name that resolves inside", leads("http://inside.example.com/"), "ADDRESS_BLOCKED", LEADS),
  row(
    "a page that refreshes to this machine",
    body('<meta http-equiv="refresh" content="0;url=http://127.0.0.1/">'),
    "ADDRESS_BLOCKED",
    POINTS,
  ),
  row(
    "a link file to this machine",
    file("home.url", "[InternetShortcut]\nURL=http://127.0.0.1/\n"),
    "ADDRESS_BLOCKED",
    POINTS,
  ),
];

/** Text that is no link for us. */
const LINKS: readonly BadInput[] = [
  row("another scheme", link("ftp://files.example.com/a.txt"), "URL_SCHEME", "I can open http and https links only."),
  row("a local file as a link", link("file:///etc/passwd"), "URL_SCHEME", "I can open http and https links only."),
  row("a script as a link", link("javascript:alert(1)"), "URL_SCHEME", "I can open http and https links only."),
  row(
    "a redirect to another scheme",
    leads("file:///etc/passwd"),
    "URL_SCHEME",
    "I can open http and https links only.",
  ),
  row(
    "a link with a password",
    link("http://user:pw@site.example.com/"),
    "URL_CREDENTIALS",
    "That link holds a user name or password. Post it without them.",
  ),
  row("an unusual port", link("http://site.example.com:22/"), "URL_PORT", "I don't open links on port 22."),
  row("a broken link", link("http://[::1/"), "URL_INVALID", "That isn't a link I can read."),
  row("a link of percent signs", link("http://%"), "URL_INVALID", "That isn't a link I can read."),
  row(
    "a link of 9,000 characters",
    link(`http://site.example.com/${"a".repeat(8_976)}`),
    "URL_INVALID",
    "That link is too long (9,000 characters; at most 4,096).",
  ),
];

/** Sites that do not answer as they should. */
const SITES: readonly BadInput[] = [
  row(
    "a name that does not exist",
    link("https://nowhere.example.com/"),
    "DNS",
    "I couldn't find the site nowhere.example.com.",
    again,
  ),
  row(
    "https on a port that speaks http",
    link("https://SITE/"),
    "TLS",
    "site.example.com's security certificate can't be checked.",
  ),
  row(
    "a connection refused",
    link("http://closed.example.com:1/"),
    "NETWORK",
    "closed.example.com didn't answer. I'll try again.",
    again,
  ),
  row(
    "a connection cut, twice",
    { page: (request) => request.socket.resetAndDestroy() },
    "NETWORK",
    "site.example.com didn't answer. I'll try again.",
    again,
  ),
  row("headers that never come", { page: () => {} }, "TIMEOUT", SLOW, again),
  row("a body that stops", { page: (_request, response) => response.write("<p>") }, "TIMEOUT", SLOW, again),
  row(
    "a redirect to itself",
    { page: (request, response) => response.writeHead(302, { location: request.url ?? "" }).end() },
    "REDIRECT_LOOP",
    "That link redirects to itself.",
  ),
  row(
    "redirects without end",
    { page: (request, response) => response.writeHead(302, { location: `${request.url}0` }).end() },
    "TOO_MANY_REDIRECTS",
    "That link keeps redirecting.",
  ),
  row("a redirect to nowhere", status(302), "BAD_RESPONSE", BROKEN, again),
  row(
    "a page that says it has 200 MB",
    { page: (_request, response) => response.writeHead(200, { "content-length": "200000000" }).write("<p>") },
    "TOO_LARGE",
    "The page is larger than 10 MB.",
  ),
  row("a body over 10 MB", body("x".repeat(10_000_001)), "TOO_LARGE", "The page is larger than 10 MB."),
  row(
    "a gzip bomb",
    body(gzipSync(Buffer.alloc(60_000_000)), { "content-encoding": "gzip" }),
    "TOO_LARGE",
    "The page is larger than 10 MB.",
  ),
  row(
    "headers of 20 kB",
    status(200, { "x-long": "a".repeat(20_000) }),
    "HEADERS_TOO_LARGE",
    "site.example.com sent a broken answer.",
  ),
  row(
    "truncated gzip",
    body(gzipSync(prose).subarray(0, 60), { "content-encoding": "gzip" }),
    "BAD_RESPONSE",
    BROKEN,
    again,
  ),
  row(
    "gzip twice",
    body(gzipSync(gzipSync(prose)), { "content-encoding": "gzip, gzip" }),
    "BAD_RESPONSE",
    BROKEN,
    again,
  ),
  row("a wrong length", { sends: "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<p>" }, "BAD_RESPONSE", BROKEN, again),
  row("another protocol", { sends: "SSH-2.0-OpenSSH_9.6\r\n" }, "BAD_RESPONSE", BROKEN, again),
  row("404", status(404), "NOT_FOUND", "The page doesn't exist (404)."),
  row("410", status(410), "NOT_FOUND", "The page doesn't exist (410)."),
  row(
    "a page that only says it does not exist",
    body(page("Page not found", "<p>Sorry.</p>")),
    "NOT_FOUND",
    "The page doesn't exist (404).",
  ),
  row("401", status(401), "FORBIDDEN", SIGN_IN),
  row("402", status(402), "FORBIDDEN", SIGN_IN),
  row("403", status(403, {}, page("Tides of the north", "")), "FORBIDDEN", SIGN_IN),
  row("a challenge to robots", body(page("Just a moment...", "<p>Checking your browser</p>")), "FORBIDDEN", SIGN_IN),
  row("a sign-in page", body(page("登录", "<form><input name=user></form>")), "FORBIDDEN", SIGN_IN),
  row(
    "429",
    status(429, { "retry-after": "240" }),
    "RATE_LIMITED",
    "site.example.com asked me to wait; I'll try again at 14:05 UTC.",
    again,
  ),
  row("451", status(451), "HTTP_451", "That page is not available for legal reasons."),
  row("500", status(500), "HTTP_5XX", "site.example.com has a problem (500). I'll try again.", again),
  row("503", status(503), "HTTP_5XX", "site.example.com has a problem (503). I'll try again.", again),
];

/** Pages without anything to read. */
const PAGES: readonly BadInput[] = [
  row("200 with nothing", body(""), "EMPTY", "The page has no text."),
  row("200 with spaces", body("  \n\t "), "EMPTY", "The page has no text."),
  row("204", status(204), "EMPTY", "The page has no text."),
  row(
    "a page made by scripts",
    body(page("Ferries", '<div id="root"></div><script src="/app.js"></script>')),
    "NO_CONTENT",
    NO_TEXT,
  ),
  row(
    "a cookie wall without an end",
    body(page("Before you continue", "<form><button>Accept all</button></form>")),
    "NO_CONTENT",
    NO_TEXT,
  ),
  row(
    "100,000 tags inside each other",
    body("<div>".repeat(100_000) + prose),
    "PARSE_LIMIT",
    "The page is built in a way I can't read safely. Save its text and attach that instead.",
  ),
  row(
    "a million attributes",
    body(`<p a=1 b=2 c=3 d=4>${prose.slice(0, 9)}</p>`.repeat(250_000)),
    "PARSE_LIMIT",
    "The page is built in a way I can't read safely. Save its text and attach that instead.",
  ),
  row(
    "a link to a picture",
    body("x", { "content-type": "image/png" }),
    "UNSUPPORTED_TYPE",
    `That link is a picture (image/png); ${LINK_READS}`,
  ),
  row(
    "a link to a video",
    body("x", { "content-type": "video/mp4" }),
    "UNSUPPORTED_TYPE",
    `That link is a video (video/mp4); ${LINK_READS}`,
  ),
  row(
    "a link to an archive",
    body("PK", { "content-type": "application/zip" }),
    "UNSUPPORTED_TYPE",
    `That link is an archive (application/zip); ${LINK_READS}`,
  ),
  row(
    "a link to a program",
    body("MZ\x90\x00\x03", { "content-type": "application/octet-stream" }),
    "UNSUPPORTED_TYPE",
    `That link is a program (application/octet-stream); ${LINK_READS}`,
  ),
  row(
    "a link to a broken PDF",
    body("%PDF-1.7\nnothing", { "content-type": "application/pdf" }),
    "FILE_INVALID",
    "The file isn't a readable PDF.",
  ),
  row(
    "a character set that does not exist",
    body(`<title>潮汐</title><article><h1>潮汐</h1><p>${"海水每天涨落两次，港口随它醒来。".repeat(30)}</p></article>`, {
      "content-type": "text/html; charset=klingon",
    }),
    "accepted",
    "潮汐",
  ),
  row(
    "a wrong character set",
    body(`<title>潮汐</title><article><h1>潮汐</h1><p>${"海水每天涨落两次，港口随它醒来。".repeat(30)}</p></article>`, {
      "content-type": "text/html; charset=shift_jis",
    }),
    "accepted",
    "潮汐",
  ),
];

/** Files that are not what they should be. */
const FILES: readonly BadInput[] = [
  row(
    "no such file",
    link("missing.html"),
    "FILE_INVALID",
    "missing.html isn't a readable file: there is none by that name.",
  ),
  row("an empty file", file("empty.md", ""), "EMPTY", "empty.md is empty."),
  row("a file of spaces", file("spaces.txt", " \n\n\t"), "EMPTY", "spaces.txt is empty."),
  row("a file over 20 MB", file("long.txt", "x".repeat(20_600_000)), "TOO_LARGE", "long.txt is 21 MB; at most 20 MB."),
  row(
    "a program",
    file("setup.exe", "MZ\x90\x00\x03\x00\x00\x00"),
    "UNSUPPORTED_TYPE",
    `I can't read setup.exe. ${READS}`,
  ),
  row(
    "binary data under a text's name",
    file(
      "notes.txt",
      new Uint8Array(4_000).map((_, at) => (at * 37) % 31),
    ),
    "UNSUPPORTED_TYPE",
    `I can't read notes.txt. ${READS}`,
  ),
  row("an unknown ending", file("page.xyz", ARTICLE_PAGE), "accepted", "How the Harbour Wall Was Built"),
  row("a web page named .txt", file("page.txt", ARTICLE_PAGE), "accepted", "How the Harbour Wall Was Built"),
  row("a web page named .pdf", file("paper.pdf", ARTICLE_PAGE), "FILE_INVALID", "paper.pdf isn't a readable PDF."),
  row(
    "a broken PDF",
    file("paper.pdf", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog"),
    "FILE_INVALID",
    "paper.pdf isn't a readable PDF.",
  ),
  row(
    "a PDF with a password",
    named("secret.pdf", aPdf([[{ text: prose.slice(0, 80), x: 50, y: 700 }]], { encrypted: true })),
    "PDF_ENCRYPTED",
    "The PDF is protected by a password. Attach a copy without one.",
  ),
  row(
    "a PDF of pictures",
    named("scan.pdf", aPdf([[], []])),
    "PDF_NO_TEXT",
    "The PDF holds pictures only; there is no text to read.",
  ),
  row(
    "a web archive without a page",
    named(
      "wall.mhtml",
      aMessage(
        { "MIME-Version": "1.0", "Content-Type": 'multipart/related; type="text/html"' },
        [{ headers: { "Content-Type": "text/css" }, body: "p {}" }],
        "wall.mhtml",
      ),
    ),
    "FILE_INVALID",
    "wall.mhtml isn't a readable web archive.",
  ),
  row(
    "a web archive with a broken boundary",
    file(
      "wall.mhtml",
      'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="a"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>hi</p>\r\n--b--\r\n',
    ),
    "FILE_INVALID",
    "wall.mhtml isn't a readable web archive.",
  ),
  row(
    "a damaged ZIP archive",
    file("pages.zip", aZip({ "a.html": ARTICLE_PAGE }).bytes.subarray(0, 90)),
    "FILE_INVALID",
    "pages.zip isn't a readable ZIP archive.",
  ),
  row("a ZIP archive of nothing", named("pages.zip", aZip({})), "EMPTY", "pages.zip is empty."),
  row(
    "a ZIP bomb",
    named("bomb.zip", aZip({ "a.txt": new Uint8Array(15_000_000) })),
    "PARSE_LIMIT",
    "bomb.zip is built in a way I can't read safely. Save its text and attach that instead.",
  ),
  row(
    "a damaged Word document",
    file("report.docx", aDocx(prose).bytes.subarray(0, 200)),
    "FILE_INVALID",
    "report.docx isn't a readable ZIP archive.",
  ),
  row("a Word document without text", named("report.docx", aDocx("")), "EMPTY", "report.docx is empty."),
  row(
    "a link file without a link",
    file("home.url", "[InternetShortcut]\nIconIndex=0\n"),
    "FILE_INVALID",
    "home.url isn't a readable link file.",
  ),
  row(
    "Markdown that is no saved post",
    file("notes.md", `# Tides\n\n${prose}`),
    "accepted",
    "Filed as plain Markdown.",
  ),
  row(
    "a saved post without an address",
    file("post.md", savedPostText({ url: undefined as never })),
    "accepted",
    NO_ADDRESS,
  ),
  row(
    "a saved post with an address of no use",
    file("post.md", savedPostText({ url: "weibo" })),
    "accepted",
    "The file's address is not one I can open, so it is filed without a source link.",
  ),
  row(
    "a saved post with two titles",
    file("post.md", `# First title of two\n\n${savedPostText()}`),
    "accepted",
    "The file has more than one title; the first one is used.",
  ),
  row(
    "a saved post cut off in its text",
    file("post.md", savedPostText({ url: "https://blog.example.com/tides" }).split("## AI 摘要")[0] ?? ""),
    "accepted",
    "海边的第一台机组昨晚并网，够三千户人家用一年",
  ),
  row(
    "deflate data where a page should be",
    file("page.html", deflateSync(prose.repeat(40))),
    "UNSUPPORTED_TYPE",
    `I can't read page.html. ${READS}`,
  ),
];

/** Every way in which a link or a file can be bad. A new row needs no code. */
export const BAD_INPUTS: readonly BadInput[] = [...ADDRESSES, ...LINKS, ...SITES, ...PAGES, ...FILES];
