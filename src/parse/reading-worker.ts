/** The thread in which documents are read, so that a hostile one can be ended. Started by `reading-pool.ts` only. */
import { parentPort } from "node:worker_threads";
import { FootnoteError } from "../core/problems.ts";
import { previewDocument, readDocument } from "./read-document.ts";
import type { ReadingAnswer, ReadingTask } from "./reading-task.ts";

async function answer({ id, want, document }: ReadingTask): Promise<ReadingAnswer> {
  try {
    if (want === "preview") return { kind: "preview", id, preview: await previewDocument(document) };
    return { kind: "reading", id, reading: await readDocument(document) };
  } catch (error) {
    return problem(id, error);
  }
}

function problem(id: number, error: unknown): ReadingAnswer {
  if (error instanceof FootnoteError) {
    const { code, details, preview } = error;
    return { kind: "problem", id, code, details, ...(preview === undefined ? {} : { preview }) };
  }
  if (isTooDeep(error)) return { kind: "problem", id, code: "PARSE_LIMIT", details: {} };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: "bug", id, message, ...(stack === undefined ? {} : { stack }) };
}

/** A document that nests deeper than a library's recursion, or a string longer than the engine allows. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && /call stack|string length|array length/i.test(error.message);
}

const port = parentPort;
if (!port) throw new Error("reading-worker.ts runs as a worker thread only");
port.on("message", async (task: ReadingTask) => {
  port.postMessage(await answer(task));
});
port.postMessage({ kind: "ready" } satisfies ReadingAnswer);
