/** The front door: reads the environment, starts Footnote, and stops it in order. */
import { startFootnote } from "./src/assembly/start.ts";
import { type Config, readConfig } from "./src/core/config.ts";
import { StartupError } from "./src/core/startup-error.ts";
import { openLog } from "./src/ops/log.ts";

const [command = "start", ...args] = process.argv.slice(2);
const pretty = process.stdout.isTTY === true;

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
      return readCommand(rest, {
        allowHosts: config.allowHosts,
        write: (line) => void process.stdout.write(`${line}\n`),
      });
    }
    default:
      process.stderr.write(`I don't know “${name}”. Say start or read.\n`);
      return 2;
  }
}

async function start(config: Config): Promise<void> {
  const log = openLog(config.logLevel, { pretty });
  if (config.slack.kind === "playground") {
    const { startPlayground } = await import("./src/playground/start.ts");
    return untilTold(await startPlayground(config, log));
  }
  const footnote = await startFootnote({ config: { ...config, slack: config.slack }, log });
  log.info({ port: footnote.port, role: config.role }, "Footnote is up");
  await untilTold(footnote);
}

/** A stop that takes longer than this is cut off, in milliseconds; what was under way runs again after the next start. */
const STOP_WITHIN_MS = 9_500;

async function untilTold(running: { stop(): Promise<void> }): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  await running.stop();
}
