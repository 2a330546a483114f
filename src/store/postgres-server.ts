import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { StartupError } from "../core/startup-error.ts";

/** A PostgreSQL that Footnote may use: one that was given to it, or one that it runs itself. */
export interface PostgresServer {
  /** What a `pg` pool needs to reach it; stays right for as long as the server is in use. */
  readonly connection: pg.PoolConfig;
  /** Another Footnote was there first and is the main one on this data: this process should only work for it. */
  readonly joined: boolean;
  /** For a log or `doctor`: where the data is. Without password. */
  readonly where: string;
  /** Lets the server go, after the pools on it are closed. Safe to call twice; never throws. */
  stop(): Promise<void>;
}

/** Where a server tells what a person who runs Footnote should know. A pino logger is one. */
export interface ServerLog {
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
}

/** The oldest PostgreSQL that the migrations and the queue were tried on. Source: design, section 3. */
const OLDEST_MAJOR = 15;

/** `57P03` is PostgreSQL's "starting up" or "shutting down". Source: PostgreSQL manual, appendix A. */
const NOT_YET = new Set(["ECONNREFUSED", "EAI_AGAIN", "57P03"]);

/**
 * A server that someone else runs, named by `DATABASE_URL`. Answers once it is reachable and new enough.
 * A server that is still starting is waited for, at most `waitMs`.
 * @throws StartupError `CONFIG_DATABASE` that says what is wrong, without the password
 */
export async function givenPostgres(
  url: string,
  { waitMs = 5_000 }: { readonly waitMs?: number } = {},
): Promise<PostgresServer> {
  const parsed = URL.parse(url);
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new StartupError(
      "CONFIG_DATABASE",
      "DATABASE_URL must look like postgres://user:password@host:5432/database.",
    );
  }
  const where = `${parsed.host || "local socket"}${parsed.pathname}`;
  await reachable(url, where, Date.now() + waitMs);
  return { connection: { connectionString: url }, joined: false, where, stop: async () => {} };
}

async function reachable(url: string, where: string, deadline: number): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    client.on("error", () => {}); // The query under way is rejected with it; without a listener Node would exit.
    try {
      await client.connect();
      await refuseUnfit(client, where);
      return;
    } catch (error) {
      if (error instanceof StartupError) throw error;
      const code = codeOf(error);
      if (!NOT_YET.has(code) || Date.now() > deadline) throw unreachable(code, where, error);
      await pause(200);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

async function refuseUnfit(client: pg.Client, where: string): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    "select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding",
  );
  const { version = 0, encoding = "" } = rows[0] ?? {};
  const major = Math.floor(version / 10_000);
  if (major < OLDEST_MAJOR) {
    throw new StartupError(
      "CONFIG_DATABASE",
      `DATABASE_URL: ${where} is PostgreSQL ${major}; Footnote needs ${OLDEST_MAJOR} or later.`,
    );
  }
  if (encoding !== "UTF8") {
    throw new StartupError(
      "CONFIG_DATABASE",
      `DATABASE_URL: the database at ${where} is in ${encoding}; make one with "create database … encoding 'UTF8' template template0".`,
    );
  }
}

function unreachable(code: string, where: string, cause: unknown): StartupError {
  const why: Record<string, string> = {
    ECONNREFUSED: "nothing listens there; is the server running?",
    ENOTFOUND: "there is no such host.",
    EAI_AGAIN: "its name could not be looked up.",
    ETIMEDOUT: "it does not answer; is a firewall in between?",
    "28P01": "it refuses that password.",
    "28000": "it refuses that user.",
    "3D000": "there is no such database; make it first.",
    "57P03": "it is still starting; try again in a moment.",
    "53300": "it has no connection left to give.",
  };
  const reason =
    why[code] ?? `it could not be used (${code || (cause instanceof Error ? cause.message : "no reason given")}).`;
  return new StartupError("CONFIG_DATABASE", `DATABASE_URL: ${where}: ${reason}`, { cause });
}

/** The code of a `pg` or system error, also of one wrapped in an AggregateError (several addresses tried); else "". */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && !("code" in error && error.code)) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
