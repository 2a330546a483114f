/** The front door: reads the environment, starts Footnote, and stops it in order. */
import { existsSync } from "node:fs";
import { type Config, readConfig } from "./src/core/config.ts";
import { StartupError } from "./src/core/startup-error.ts";
import { openLog } from "./src/ops/log.ts";
import { keepHeapsSmall } from "./src/ops/small-heap.ts";

/** A stop that takes longer than this is cut off, in milliseconds; what was under way runs again after the next start. */
const STOP_WITHIN_MS = 9_500;

keepHeapsSmall();
// Who reads along (`| head`) may go before the end; what is done does not end with that.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const [command = "start", ...args] = process.argv.slice(2);
const pretty = process.stdout.isTTY === true;

// A variable that is set already, be it to nothing, keeps its value.
if (existsSync(".env")) process.loadEnvFile();
const parsed = readConfig(process.env);
if (!parsed.ok) {
  for (const { variable, say } of parsed.mistakes) process.stderr.write(`${variable} ${say}\n`);
  process.exit(2);
}
try {
  process.exitCode = await run(command, args, parsed.config);
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`${error.say} (${error.code})\n`);
  process.exit(2);
}

async function run(name: string, rest: readonly string[], config: Config): Promise<number> {
  switch (name) {
    case "start":
      await start(config);
      return 0;
    case "read": {
      const { readCommand } = await import("./src/commands/read.ts");
      return readCommand(rest, { allowHosts: config.allowHosts, write });
    }
    case "doctor": {
      const { doctor } = await import("./src/assembly/doctor.ts");
      return doctor(config, write, process.env.HTTPS_PROXY);
    }
    case "backup": {
      const { backupCommand } = await import("./src/commands/backup.ts");
      return backupCommand(rest, { database: config.database, now: () => new Date(), write });
    }
    case "restore": {
      const { restoreCommand } = await import("./src/commands/restore.ts");
      return restoreCommand(rest, { database: config.database, write });
    }
    default:
      process.stderr.write(`I don't know “${name}”. Say start, read, doctor, backup or restore.\n`);
      return 2;
  }
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function start(config: Config): Promise<void> {
  if (config.slack.kind === "playground") {
    const { startPlayground } = await playgroundParts();
    return untilTold(await startPlayground(config, openLog(playgroundLevel(config), { pretty }), write));
  }
  const log = openLog(config.logLevel, { pretty });
  const { databaseServer } = await import("./src/assembly/database-server.ts");
  // The database comes up while the rest is being loaded, which takes about as long.
  const opening = databaseServer(config, log);
  const [{ startFootnote }, server] = await Promise.all([import("./src/assembly/start.ts"), opening]);
  const footnote = await startFootnote({ config: { ...config, slack: config.slack }, log, server });
  log.info({ port: footnote.port, role: config.role }, "Footnote is up");
  await untilTold(footnote);
}

/** The playground's terminal shows cards; of the log only what went wrong, unless more was asked for. */
function playgroundLevel({ logLevel }: Config): string {
  return logLevel === "info" ? "error" : logLevel;
}

/** The playground and the stand-in for Slack are development dependencies: an image for production has neither. */
async function playgroundParts() {
  try {
    return await import("./src/assembly/playground.ts");
  } catch (cause) {
    throw new StartupError(
      "CONFIG_SLACK",
      "SLACK_BOT_TOKEN is missing, and this installation has no playground. See .env.example.",
      { cause },
    );
  }
}

async function untilTold(running: { stop(): Promise<void> }): Promise<void> {
  await new Promise<void>((resolve) => {
    // Never once: npm hands on a signal that the terminal has sent already, and the second would cut the stop off.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
  });
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  await running.stop();
}
