import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { FootnoteError } from "../../src/core/problems.ts";
import { openLog } from "../../src/ops/log.ts";

/** What a log writes of an error. */
function logged(err: unknown): string {
  let lines = "";
  const to = new Writable({
    write(chunk, _encoding, done) {
      lines += chunk;
      done();
    },
  });
  openLog("info", { pretty: false, to }).error({ job: "ingest", err }, "job given up");
  return lines;
}

test("a log names the problem and its host, and neither the file nor what its page says", () => {
  const preview = { title: "Quagmire merger", description: "Quagmire papers" };
  const problem = new FootnoteError("FORBIDDEN", { host: "example.org", filename: "Quagmire.pdf" }, { preview });
  expect(logged(problem)).toContain("FORBIDDEN");
  expect(logged(problem)).toContain("example.org");
  expect(logged(problem)).not.toContain("Quagmire");
});

test("what PostgreSQL says of a row that it refuses stays out of a log", () => {
  const refused = Object.assign(new Error("null value in column"), {
    code: "23502",
    detail: "Failing row contains (1, Quagmire merger papers).",
    where: "COPY message, line 1: Quagmire",
  });
  expect(logged(new FootnoteError("UNEXPECTED", {}, { cause: refused }))).not.toContain("Quagmire");
  expect(logged(refused)).toContain("23502");
  expect(logged(refused)).not.toContain("Quagmire");
});
