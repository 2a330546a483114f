import { doctorCommand } from "../commands/doctor.ts";
import type { Config } from "../core/config.ts";
import { openLog } from "../ops/log.ts";
import { migrateQueue } from "../queue/migrate-queue.ts";
import { migrateToLatest, openDatabase } from "../store/database.ts";
import { databaseServer } from "./database-server.ts";
import { queueOn } from "./engines.ts";
import { slackClient } from "./slack-connection.ts";

/** Gives the doctor the real parts to look at. Ends with 0 when all is well. */
export async function doctor(
  config: Config,
  write: (line: string) => void,
  proxy: string | undefined,
): Promise<number> {
  const log = openLog("silent", { pretty: false });
  return doctorCommand({
    config,
    write,
    ...(proxy ? { proxy } : {}),
    ...(config.slack.kind === "playground" ? {} : { slack: slackClient(config.slack, log) }),
    async database() {
      const server = await databaseServer(config, log);
      const { db, close } = openDatabase(server.connection, { max: 2 });
      try {
        await migrateToLatest(db);
        return server.where;
      } finally {
        await close();
        await server.stop();
      }
    },
    async queue() {
      const server = await databaseServer(config, log);
      const { pool, close } = openDatabase(server.connection, { max: 2 });
      try {
        if (!config.redisUrl) await migrateQueue(pool);
        const queue = await queueOn(config, server, { log });
        await queue.counts();
        await queue.close({ graceMs: 0 });
      } finally {
        await close();
        await server.stop();
      }
    },
  });
}
