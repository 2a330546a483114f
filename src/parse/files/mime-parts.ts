import PostalMime from "postal-mime";

/** One part of a multipart message: its header lines, and its bytes with them. */
export interface MimePart {
  /** Header values by lower-case name, unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Uint8Array;
}

/** The most parts that are looked at. */
const MAX_PARTS = 5_000;

/** The headers at the start of a message or a part. */
export function headersOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const text = Buffer.from(bytes.subarray(0, 65_536)).toString("latin1");
  const block = text.replace(/^From [^\n]*\n|^\s+/, "").split(/\r?\n\r?\n/)[0] ?? "";
  const headers = new Map<string, string>();
  for (const line of block.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
    if (name && value !== undefined && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value.trim());
  }
  return headers;
}

/** The parts of a multipart message, in order and not decoded; none when it has no boundary or is cut before the first. */
export function partsOf(bytes: Uint8Array, contentType: string): readonly MimePart[] {
  const boundary = /boundary="([^"]+)"|boundary=([^;\s]+)/i.exec(contentType);
  if (!boundary) return [];
  const marker = Buffer.from(`--${boundary[1] ?? boundary[2]}`, "latin1");
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: MimePart[] = [];
  let start = lineStart(whole, marker, 0);
  while (start !== -1 && parts.length < MAX_PARTS) {
    const end = lineStart(whole, marker, start + marker.length);
    const lineEnd = whole.indexOf("\n", start);
    if (lineEnd === -1 || whole.subarray(start + marker.length, start + marker.length + 2).toString("latin1") === "--")
      break;
    const part = whole.subarray(lineEnd + 1, end === -1 ? whole.length : end);
    parts.push({ headers: headersOf(part), bytes: part });
    start = end;
  }
  return parts;
}

/** A boundary counts only at the start of a line. */
function lineStart(bytes: Buffer, marker: Buffer, from: number): number {
  let at = bytes.indexOf(marker, from);
  while (at > 0 && bytes[at - 1] !== 0x0a) at = bytes.indexOf(marker, at + 1);
  return at;
}

/** The HTML of one part, its transfer encoding and character set undone; undefined when it has none. */
export async function htmlOf(part: Uint8Array): Promise<string | undefined> {
  const { html } = await PostalMime.parse(part, { maxNestingDepth: 20, rfc822Attachments: true });
  return html?.trim() ? html : undefined;
}
