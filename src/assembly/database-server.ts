import type { Config } from "../core/config.ts";
import type { Log } from "../ops/log.ts";
import { embeddedPostgres } from "../store/embedded-postgres.ts";
import { givenPostgres, type PostgresServer } from "../store/postgres-server.ts";

/** The PostgreSQL that the settings name: a given one, or Footnote's own. */
export function databaseServer(config: Config, log: Log): Promise<PostgresServer> {
  return config.database.kind === "given"
    ? givenPostgres(config.database.url)
    : embeddedPostgres({ dir: config.database.dir, log });
}
