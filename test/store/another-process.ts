/** Another Footnote on a data folder: prints whether it joined, and stops its server when its input ends. */
import { embeddedPostgres } from "../../src/store/embedded-postgres.ts";

const server = await embeddedPostgres({ dir: process.argv[2] ?? "", fsync: false });
process.stdout.write(`${JSON.stringify({ joined: server.joined })}\n`);
process.stdin.resume();
process.stdin.on("end", () => server.stop());
