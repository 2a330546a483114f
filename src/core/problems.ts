/** What a sentence for a person may need to know. Every field is plain text from us or a host name, never page text. */
export interface ProblemDetails {
  readonly host?: string;
  readonly filename?: string;
  readonly status?: number;
  /** Content type, such as `video/mp4`. */
  readonly type?: string;
  readonly port?: string;
  readonly size?: string;
  readonly limit?: string;
  /** The words that make the sentence fit: what it is, or what is wrong with it. */
  readonly what?: string;
  readonly at?: string;
  /** No further try comes by itself. */
  readonly final?: boolean;
}

interface Problem {
  /** One sentence for the person: what happened, and what to do about it. */
  readonly say: (details: ProblemDetails) => string;
  /** Whether trying again later, with nothing changed, can help. */
  readonly retry: boolean;
}

const host = (details: ProblemDetails) => details.host ?? "The site";
const file = (details: ProblemDetails) => details.filename ?? "The file";
const again = (details: ProblemDetails) => (details.final ? "" : " I'll try again.");

/** Every way Footnote can let a person down. The key goes to logs and tests, `say` goes to Slack. */
export const PROBLEMS = {
  ADDRESS_BLOCKED: {
    say: (d) => `That link ${d.what ?? "points"} to a private address, which I don't open.`,
    retry: false,
  },
  URL_SCHEME: { say: () => "I can open http and https links only.", retry: false },
  URL_CREDENTIALS: { say: () => "That link holds a user name or password. Post it without them.", retry: false },
  URL_PORT: { say: (d) => `I don't open links on port ${d.port ?? "like that"}.`, retry: false },
  URL_INVALID: {
    say: (d) =>
      d.size ? `That link is too long (${d.size} characters; at most ${d.limit}).` : "That isn't a link I can read.",
    retry: false,
  },
  DNS: { say: (d) => `I couldn't find the site ${d.host ?? "in that link"}.`, retry: true },
  TLS: { say: (d) => `${host(d)}'s security certificate ${d.what ?? "isn't valid"}.`, retry: false },
  NETWORK: { say: (d) => `${host(d)} didn't answer.${again(d)}`, retry: true },
  TIMEOUT: { say: (d) => `${host(d)} took longer than ${d.limit ?? "15 seconds"}.${again(d)}`, retry: true },
  TOO_MANY_REDIRECTS: { say: () => "That link keeps redirecting.", retry: false },
  REDIRECT_LOOP: { say: () => "That link redirects to itself.", retry: false },
  TOO_LARGE: {
    say: (d) =>
      d.filename
        ? `${d.filename} is ${d.size ?? "too large"}; at most ${d.limit ?? "20 MB"}.`
        : `The page is larger than ${d.limit ?? "10 MB"}.`,
    retry: false,
  },
  HEADERS_TOO_LARGE: { say: (d) => `${host(d)} sent a broken answer.`, retry: false },
  BAD_RESPONSE: { say: (d) => `${host(d)} sent a broken answer.${again(d)}`, retry: true },
  UNSUPPORTED_TYPE: {
    say: (d) =>
      d.filename
        ? `I can't read ${d.filename}. I can read web pages, PDF, Markdown, text, e-mail, Word and e-book files.`
        : `That link is ${d.what ?? "a file"} (${d.type ?? "unknown type"}); I can read web pages, PDF and text.`,
    retry: false,
  },
  NOT_FOUND: { say: (d) => `The page doesn't exist (${d.status ?? 404}).`, retry: false },
  FORBIDDEN: {
    say: (d) =>
      d.filename
        ? `${d.filename} shows a sign-in or a refusal, not the page. Save it again when you see the page itself.`
        : `${host(d)} wants a sign-in or blocks readers like me. Save the page and attach the file here instead.`,
    retry: false,
  },
  RATE_LIMITED: {
    say: (d) =>
      d.final
        ? `${host(d)} asked me to wait, again and again.`
        : `${host(d)} asked me to wait; I'll try again${d.at ? ` at ${d.at}` : " later"}.`,
    retry: true,
  },
  HTTP_451: { say: () => "That page is not available for legal reasons.", retry: false },
  HTTP_5XX: { say: (d) => `${host(d)} has a problem (${d.status ?? 500}).${again(d)}`, retry: true },
  EMPTY: { say: (d) => (d.filename ? `${d.filename} is empty.` : "The page has no text."), retry: false },
  NO_CONTENT: {
    say: (d) =>
      d.filename
        ? `I found no article text in ${d.filename}. Save the page again when all of it is shown, or attach its text.`
        : "I found no article text. Save the page and attach the file here instead.",
    retry: false,
  },
  PARSE_LIMIT: {
    say: (d) =>
      `${d.filename ?? "The page"} is built in a way I can't read safely. Save its text and attach that instead.`,
    retry: false,
  },
  PDF_ENCRYPTED: { say: () => "The PDF is protected by a password. Attach a copy without one.", retry: false },
  PDF_NO_TEXT: { say: () => "The PDF holds pictures only; there is no text to read.", retry: false },
  FILE_INVALID: { say: (d) => `${file(d)} isn't a readable ${d.what ?? "file"}.`, retry: false },
  FILE_GONE: { say: (d) => `${file(d)} was deleted or hidden in Slack before I could read it.`, retry: false },
  FILE_UNREACHABLE: {
    say: (d) =>
      `Slack did not give me ${d.filename ?? "the file"}. Ask an admin to check that Footnote has the files:read permission.`,
    retry: true,
  },
  USAGE: { say: (d) => d.what ?? "I didn't understand that. Type `/footnote help`.", retry: false },
  NOT_IN_CHANNEL: { say: () => "I'm not in this channel. Type `/invite @Footnote` here first.", retry: false },
  SLACK_DOWN: {
    say: (d) =>
      d.filename
        ? `Slack did not give me ${d.filename}.${again(d)}`
        : `Slack isn't answering me right now.${d.final ? " Try again in a moment." : again(d)}`,
    retry: true,
  },
  SLACK_AUTH: {
    say: () => "Slack no longer accepts Footnote's token. An admin must install Footnote again.",
    retry: false,
  },
  UNEXPECTED: {
    say: () => "Something went wrong on my side. It is in the log; press Retry, or try again later.",
    retry: true,
  },
} as const satisfies Record<string, Problem>;

export type ProblemCode = keyof typeof PROBLEMS;

const HOPELESS: ReadonlySet<ProblemCode> = new Set([
  "ADDRESS_BLOCKED",
  "URL_SCHEME",
  "URL_CREDENTIALS",
  "URL_PORT",
  "URL_INVALID",
  "PDF_ENCRYPTED",
  "PDF_NO_TEXT",
  "FILE_INVALID",
  "FILE_GONE",
]);

/** What a page may have mended by the next try, and a file in Slack never has. */
const HOPELESS_FOR_A_FILE: ReadonlySet<ProblemCode> = new Set(["UNSUPPORTED_TYPE", "EMPTY", "TOO_LARGE"]);

/** Whether no further try can help, asked for or not: the trouble is the address or the file itself. */
export function isHopeless(code: ProblemCode, { filename }: ProblemDetails = {}): boolean {
  return HOPELESS.has(code) || (filename !== undefined && HOPELESS_FOR_A_FILE.has(code));
}

/** What a page that can't be read in full still says of itself. A claim of the page, never a summary. */
export interface PagePreview {
  readonly title?: string;
  readonly description?: string;
  readonly site?: string;
}

/** A broken expectation with a code for us and a sentence for the person. */
export class FootnoteError extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;
  readonly preview: PagePreview | undefined;
  /** Not before this many milliseconds, when the other side said so (`Retry-After`). */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ProblemCode,
    details: ProblemDetails = {},
    more: { readonly cause?: unknown; readonly preview?: PagePreview; readonly retryAfterMs?: number } = {},
  ) {
    super(code, { cause: more.cause });
    this.name = "FootnoteError";
    this.code = code;
    this.details = details;
    this.preview = more.preview;
    this.retryAfterMs = more.retryAfterMs;
  }

  /** The sentence a person reads. */
  get say(): string {
    return sentenceFor(this.code, this.details);
  }

  /** Whether trying again later can help. */
  get retry(): boolean {
    return PROBLEMS[this.code].retry;
  }
}

/** The sentence for a problem that was stored as its code and details. */
export function sentenceFor(code: ProblemCode, details: ProblemDetails = {}): string {
  return PROBLEMS[code].say(details);
}
