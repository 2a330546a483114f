import type { RawDocument } from "../../../src/core/page.ts";

/** One part of a multipart message. */
export interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A message of header lines and a body, or parts, with the line ends of mail. */
export function aMessage(
  headers: Readonly<Record<string, string>>,
  body: string | readonly Part[],
  filename: string,
): RawDocument {
  const text = typeof body === "string" ? body : multipart(body);
  const all =
    typeof body === "string" ? headers : { ...headers, "Content-Type": `${headers["Content-Type"]}; boundary="=_sea"` };
  return { bytes: new TextEncoder().encode(`${lines(all)}\n${text}`.replaceAll("\n", "\r\n")), filename };
}

function lines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");
}

function multipart(parts: readonly Part[]): string {
  return `${parts.map((part) => `--=_sea\n${lines(part.headers)}\n${part.body}\n`).join("")}--=_sea--\n`;
}

/** Quoted-printable, every byte beyond ASCII and every equals sign escaped. */
export function quotedPrintable(text: string): string {
  return [...new TextEncoder().encode(text)]
    .map((byte) =>
      byte > 126 || byte === 61 ? `=${byte.toString(16).toUpperCase().padStart(2, "0")}` : String.fromCharCode(byte),
    )
    .join("")
    .replace(/[^\n]{60}(?!$)(?=[^=\n]{3})/gm, "$&=\n");
}

const ARTICLE = Array.from(
  { length: 6 },
  (_, at) =>
    `<p>Paragraph ${at + 1} tells how the harbour wall was built, stone by stone, and why the sand no longer fills the basin each spring.</p>`,
).join("");

/** A page with an article long enough to be found. */
export const ARTICLE_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>How the Harbour Wall Was Built</title></head><body><article><h1>How the Harbour Wall Was Built</h1>${ARTICLE}</article></body></html>`;

/** A web archive as a browser saves it: the page, a style sheet and an inner frame. */
export function anMhtml(headers: Readonly<Record<string, string>> = {}): RawDocument {
  const page = {
    headers: {
      "Content-Type": "text/html",
      "Content-ID": "<frame-1@mhtml.blink>",
      "Content-Transfer-Encoding": "quoted-printable",
      "Content-Location": "https://harbour.example/wall",
    },
    body: quotedPrintable(ARTICLE_PAGE),
  };
  const frame = {
    headers: { "Content-Type": "text/html", "Content-Location": "https://ads.example/frame" },
    body: "<p>Buy a boat today.</p>",
  };
  const style = {
    headers: { "Content-Type": "text/css", "Content-Location": "https://harbour.example/a.css" },
    body: "p { color: red }",
  };
  return aMessage(
    {
      From: "<Saved by Blink>",
      "Snapshot-Content-Location": "https://harbour.example/wall",
      Subject: "How the Harbour Wall Was Built",
      Date: "Tue, 5 Mar 2024 10:15:00 -0000",
      "MIME-Version": "1.0",
      "Content-Type": 'multipart/related; type="text/html"',
      ...headers,
    },
    [page, style, frame],
    "wall.mhtml",
  );
}
