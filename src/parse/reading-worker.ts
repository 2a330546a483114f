/** The thread in which documents are read, so that a hostile one can be ended. Started by `reading-pool.ts` only. */
import { parentPort } from "node:worker_threads";
import { auditSavedSummary } from "../core/audit/audit-saved.ts";
import { FootnoteError } from "../core/problems.ts";
import { textTerms } from "../core/search/document.ts";
import { extractiveSummary } from "../core/summary/extractive.ts";
import { tagsFor } from "../core/tags/tagger.ts";
import { previewDocument, readDocument } from "./read-document.ts";
import type { ReadingAnswer, ReadingOutcome, ReadingTask, ReadingWork, Want } from "./reading-task.ts";

type Work = {
  readonly [Wanted in Want]: (
    input: ReadingWork[Wanted]["takes"],
  ) => ReadingWork[Wanted]["gives"] | Promise<ReadingWork[Wanted]["gives"]>;
};

const work: Work = {
  reading: readDocument,
  preview: previewDocument,
  summary: (request) => extractiveSummary(request),
  tags: tagsFor,
  audit: auditSavedSummary,
  terms: (text) => textTerms(text),
};

async function outcomeOf<Wanted extends Want>({ want, input }: ReadingTask<Wanted>): Promise<ReadingOutcome> {
  try {
    return { kind: "done", value: await work[want](input) };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): ReadingOutcome {
  if (error instanceof FootnoteError) {
    const { code, details, preview } = error;
    return { kind: "problem", code, details, ...(preview === undefined ? {} : { preview }) };
  }
  if (isTooDeep(error)) return { kind: "problem", code: "PARSE_LIMIT", details: {} };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: "bug", message, ...(stack === undefined ? {} : { stack }) };
}

/** A document that nests deeper than a library's recursion, or a string longer than the engine allows. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && /call stack|string length|array length/i.test(error.message);
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

const port = parentPort;
if (!port) throw new Error("reading-worker.ts runs as a worker thread only");
port.on("message", async (task: ReadingTask) => {
  const outcome = await outcomeOf(task);
  port.postMessage({ cpuMs: cpuMs(), outcome } satisfies ReadingAnswer);
});
port.postMessage({ cpuMs: cpuMs() } satisfies ReadingAnswer);
