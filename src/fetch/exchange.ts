import type { Agent, Dispatcher } from "undici";
import { FootnoteError } from "../core/problems.ts";
import { displayHost } from "../core/url/display-host.ts";
import { ACCEPTED_CODINGS, unpack } from "./content-coding.ts";
import { problemOfFailure, type Stage, wasCut } from "./failure.ts";
import { type FetchLimits, sizeInWords } from "./limits.ts";
import { refuseBySignature } from "./media-type.ts";
import type { Head } from "./status.ts";

/** A server's answer, its body not yet read. One of `read` and `discard` must be called. */
export interface Answer extends Head {
  /** Every `Set-Cookie` header. */
  readonly setCookie: readonly string[];
  /**
   * The whole body, its content coding taken off.
   * @throws FootnoteError `TOO_LARGE`, `BAD_RESPONSE`, `TIMEOUT`, `NETWORK` or `UNSUPPORTED_TYPE`
   */
  read(): Promise<Uint8Array>;
  /** Ends the connection without reading on. */
  discard(): void;
}

/** What an exchange needs. */
export interface ExchangeParts {
  readonly agent: Agent;
  readonly limits: FetchLimits;
}

/**
 * Sends one GET and waits for the headers of its answer; once more when the connection was cut before any came.
 * @throws FootnoteError for what failed on the way
 */
export async function ask(
  { agent, limits }: ExchangeParts,
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answer> {
  const send = () =>
    agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: "GET",
      headers: { ...headers, "accept-encoding": ACCEPTED_CODINGS },
      signal,
    });
  try {
    const response = await send().catch((error) => {
      if (wasCut(error) && !signal.aborted) return send();
      throw error;
    });
    return answerFrom(response, url, limits);
  } catch (error) {
    throw explain(error, "headers", url, limits);
  }
}

function answerFrom(response: Dispatcher.ResponseData, url: URL, limits: FetchLimits): Answer {
  const { statusCode, headers, body } = response;
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : value?.[0];
  };
  const setCookie = [headers["set-cookie"] ?? []].flat();
  // A body that is given up must not bring the process down when its end is an error.
  body.on("error", () => {});
  return {
    status: statusCode,
    header,
    setCookie,
    discard: () => void body.destroy(),
    async read() {
      try {
        const packed = await readWire(body, url, header, limits);
        return await unpack(packed, codingOf(headers["content-encoding"]), limits);
      } catch (error) {
        throw explain(error, "body", url, limits);
      } finally {
        body.destroy();
      }
    },
  };
}

function codingOf(value: string | readonly string[] | undefined): string | undefined {
  return value === undefined || typeof value === "string" ? value : value.join(", ");
}

async function readWire(
  body: AsyncIterable<Buffer>,
  url: URL,
  header: Head["header"],
  { wireBytes }: FetchLimits,
): Promise<Uint8Array> {
  const tooLarge = () => new FootnoteError("TOO_LARGE", { limit: sizeInWords(wireBytes) });
  if (Number(header("content-length")) > wireBytes) throw tooLarge();
  const kept: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    if (size === 0 && !header("content-encoding")) refuseBySignature(url, header("content-type"), piece);
    size += piece.length;
    if (size > wireBytes) throw tooLarge();
    kept.push(piece);
  }
  return Buffer.concat(kept);
}

/** A failure with the host in its sentence. */
function explain(error: unknown, stage: Stage, url: URL, limits: FetchLimits): unknown {
  const host = displayHost(url.href);
  const problem = problemOfFailure(error, stage, host, limits);
  if (!(problem instanceof FootnoteError) || problem.details.host !== undefined) return problem;
  return new FootnoteError(problem.code, { host, ...problem.details }, { cause: problem.cause });
}
