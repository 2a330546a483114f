/** A worker that takes a job and never ends it: to be killed by a test. Its argument is the address of the queue. */
import { handlers, openQueue } from "./engines.ts";

const queue = await openQueue(JSON.parse(process.argv[2] ?? ""), { times: { lockMs: 400, stalledMs: 100 } });
const stuck = () => {
  process.stdout.write("stuck\n");
  return new Promise<void>(() => {});
};
queue.work(handlers({ ingest: stuck }), { concurrency: 1 });
