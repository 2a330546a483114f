import { startFootnote } from "../../src/assembly/start.ts";
import { openLog } from "../../src/ops/log.ts";
import type { SlackStandIn } from "../../src/playground/slack-stand-in.ts";
import { freshDatabase } from "./databases.ts";

/** An app behind the playground. */
export interface PlaygroundApp {
  stop(): Promise<void>;
}

/** Starts the real Footnote on a database of its own, and connects the stand-in to it. */
export async function startPlaygroundApp(slack: SlackStandIn, allowHosts: readonly string[]): Promise<PlaygroundApp> {
  const database = await freshDatabase();
  const footnote = await startFootnote({
    log: openLog("silent", { pretty: false }),
    server: { connection: database.connection, joined: false, where: "test", stop: async () => {} },
    config: {
      slack: { kind: "http", botToken: slack.botToken, signingSecret: slack.signingSecret, apiUrl: slack.apiUrl },
      role: "all",
      port: 0,
      host: "127.0.0.1",
      database: { kind: "embedded", dir: "" },
      allowHosts,
      concurrency: 4,
      logLevel: "silent",
    },
  });
  slack.connect(`http://127.0.0.1:${footnote.port}`);
  return {
    async stop() {
      slack.disconnect();
      await footnote.stop();
      await database.drop();
    },
  };
}
