import { FootnoteError } from "../core/problems.ts";
import { openFetcher } from "../fetch/fetcher.ts";
import { openReadingPool } from "../parse/reading-pool.ts";
import { type Report, reportAsJson, reportAsText } from "./reading-report.ts";
import { problemReport, type Tools, understand } from "./understand.ts";

/** What the command is given from outside. */
export interface ReadCommandParts {
  /** Exact `host:port` pairs that may be opened although they are not public. */
  readonly allowHosts: readonly string[];
  /** Takes one line of the answer. */
  readonly write: (line: string) => void;
  /** The most time for reading one document, in milliseconds. */
  readonly timeoutMs?: number;
}

const USAGE = "Say what to read: npm run read -- <link or file> [--json]";

/**
 * `npm run read -- <link or file> [--json]`: writes what Footnote understood of a page, as text or as one JSON object.
 * Never throws for a page or file that can't be read; that is told.
 *
 * @returns the exit code: 0 when something was read, else 1
 */
export async function readCommand(args: readonly string[], parts: ReadCommandParts): Promise<number> {
  const { allowHosts, write, timeoutMs } = parts;
  const asJson = args.includes("--json");
  const tools = {
    fetcher: openFetcher({ allowHosts }),
    readers: openReadingPool({ threads: 1, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
  };
  const startedAt = performance.now();
  try {
    const report = await answer(tools, args);
    const ms = Math.round(performance.now() - startedAt);
    for (const line of asJson ? [reportAsJson(report, ms)] : reportAsText(report, ms)) write(line);
    return report.kind === "problem" ? 1 : 0;
  } finally {
    await Promise.all([tools.fetcher.close(), tools.readers.close()]);
  }
}

function answer(tools: Tools, args: readonly string[]): Promise<Report> {
  const [target, ...rest] = args.filter((arg) => arg !== "--json").map((arg) => arg.trim());
  if (target && rest.length === 0 && !target.startsWith("--")) return understand(tools, target);
  return Promise.resolve(problemReport(new FootnoteError("USAGE", { what: USAGE })));
}
