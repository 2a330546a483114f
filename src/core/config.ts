import { z } from "zod";

/** How Slack is reached. */
export type SlackConfig =
  /** No token: the playground. */
  | { readonly kind: "playground" }
  | { readonly kind: "socket"; readonly botToken: string; readonly appToken: string; readonly apiUrl: string }
  | { readonly kind: "http"; readonly botToken: string; readonly signingSecret: string; readonly apiUrl: string };

/** Where the library is kept. */
export type DatabaseConfig =
  | { readonly kind: "embedded"; readonly dir: string }
  | { readonly kind: "given"; readonly url: string };

/** A model that writes summaries, as the environment configures it. */
export interface ModelConfig {
  readonly provider: "openai-compatible" | "anthropic";
  readonly model: string;
  /** Up to and with `/v1`; the provider's own address when absent. */
  readonly baseUrl?: string;
  /** Absent for servers that want none, such as Ollama. */
  readonly apiKey?: string;
  /** For one summary, waiting for a free place included. */
  readonly timeoutMs: number;
  /** The most of a page that is sent, title included (UTF-16 code units). */
  readonly maxInputCharacters: number;
  /** The most answers a day that one workspace may ask for. */
  readonly perDay: number;
  /** The most questions at once in this process. */
  readonly concurrency: number;
}

/** Everything that is set from outside, read once at the start. */
export interface Config {
  readonly slack: SlackConfig;
  readonly role: "all" | "web" | "worker";
  readonly port: number;
  /** The address the HTTP server listens on. */
  readonly host: string;
  readonly database: DatabaseConfig;
  /** BullMQ runs on Redis when this is set, on PostgreSQL when not. */
  readonly redisUrl?: string;
  /** Exact `host:port` pairs that may be fetched although they are not public. */
  readonly allowHosts: readonly string[];
  readonly concurrency: number;
  readonly logLevel: string;
  /** Days after which an item goes that nobody shared again or saved; undefined keeps all. */
  readonly retentionDays?: number;
  readonly model?: ModelConfig;
}

const text = z
  .string()
  .trim()
  .optional()
  .transform((value) => value || undefined);
const whole = (fallback: number, low: number, high: number) =>
  text.transform((value, context) => {
    if (value === undefined) return fallback;
    const number = Number(value);
    if (Number.isInteger(number) && number >= low && number <= high) return number;
    context.addIssue(`must be a whole number from ${low} to ${high}, and is “${value}”`);
    return z.NEVER;
  });
const oneOf = <Choice extends string>(choices: readonly Choice[], fallback: NoInfer<Choice>) =>
  text.transform((value, context) => {
    const chosen = value === undefined ? fallback : choices.find((choice) => choice === value);
    if (chosen !== undefined) return chosen;
    context.addIssue(`must be ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}, and is “${value}”`);
    return z.NEVER;
  });
const startsWith = (prefix: string, what: string) =>
  text.refine(
    (value) => value === undefined || value.startsWith(prefix),
    `must be ${what}, which begins with ${prefix}`,
  );
const url = (schemes: readonly string[]) =>
  text.refine(
    (value) => value === undefined || (URL.canParse(value) && schemes.includes(new URL(value).protocol)),
    `must be an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}`,
  );
const HOST_AND_PORT = /^(\[[0-9a-f:.]+\]|[^\s:/@]+):\d{1,5}$/i;

const Environment = z.object({
  SLACK_BOT_TOKEN: startsWith("xoxb-", "the bot token of the app's “OAuth & Permissions” page"),
  SLACK_SIGNING_SECRET: text,
  SLACK_APP_TOKEN: startsWith("xapp-", "an app-level token with connections:write"),
  SLACK_API_URL: url(["https:", "http:"]),
  PORT: whole(3000, 0, 65_535),
  FOOTNOTE_HOST: text,
  FOOTNOTE_ROLE: oneOf(["all", "web", "worker"], "all"),
  FOOTNOTE_DATA_DIR: text,
  DATABASE_URL: url(["postgres:", "postgresql:"]),
  REDIS_URL: url(["redis:", "rediss:"]),
  FOOTNOTE_ALLOW_HOSTS: text.transform((value, context) => {
    const pairs = (value ?? "").split(/[\s,]+/).filter(Boolean);
    for (const pair of pairs)
      if (!HOST_AND_PORT.test(pair)) context.addIssue(`must list exact hosts with their ports, and “${pair}” is none`);
    return pairs.map((pair) => pair.toLowerCase());
  }),
  FOOTNOTE_CONCURRENCY: whole(4, 1, 64),
  FOOTNOTE_RETENTION_DAYS: text.transform((value, context) => {
    if (value === undefined) return undefined;
    if (/^[1-9]\d{0,4}$/.test(value)) return Number(value);
    context.addIssue(`must be a whole number of days, and is “${value}”`);
    return z.NEVER;
  }),
  FOOTNOTE_LOG_LEVEL: oneOf(["trace", "debug", "info", "warn", "error", "silent"], "info"),
  FOOTNOTE_MODEL: text,
  FOOTNOTE_MODEL_PROVIDER: oneOf(["openai-compatible", "anthropic"], "openai-compatible"),
  FOOTNOTE_MODEL_URL: url(["https:", "http:"]),
  FOOTNOTE_MODEL_KEY: text,
  FOOTNOTE_MODEL_TIMEOUT_SECONDS: whole(30, 1, 600),
  FOOTNOTE_MODEL_MAX_CHARACTERS: whole(24_000, 500, 1_000_000),
  FOOTNOTE_MODEL_PER_DAY: whole(500, 1, 1_000_000),
  FOOTNOTE_MODEL_CONCURRENCY: whole(2, 1, 64),
});
type Environment = z.infer<typeof Environment>;

/** A variable that is wrong, and what is wrong with it. */
export interface ConfigMistake {
  readonly variable: string;
  readonly say: string;
}

/** Reads the environment. An absent variable is a choice; every mistake is named, not only the first. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly mistakes: readonly ConfigMistake[] } {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(({ path, message }) => ({ variable: String(path[0]), say: message }));
    return { ok: false, mistakes };
  }
  const mistakes = combinationMistakes(parsed.data);
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, config: configFrom(parsed.data) };
}

function combinationMistakes(env: Environment): readonly ConfigMistake[] {
  const mistakes: ConfigMistake[] = [];
  const add = (variable: string, say: string) => mistakes.push({ variable, say });
  if (env.SLACK_BOT_TOKEN && !env.SLACK_SIGNING_SECRET && !env.SLACK_APP_TOKEN) {
    add("SLACK_APP_TOKEN", "is missing: set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP");
  }
  if (!env.SLACK_BOT_TOKEN && (env.SLACK_SIGNING_SECRET || env.SLACK_APP_TOKEN)) {
    add("SLACK_BOT_TOKEN", "is missing, although another Slack variable is set");
  }
  if (env.FOOTNOTE_ROLE !== "all" && !env.SLACK_BOT_TOKEN) {
    add("SLACK_BOT_TOKEN", `is missing: the role ${env.FOOTNOTE_ROLE} serves a real workspace`);
  }
  if (env.FOOTNOTE_MODEL && env.FOOTNOTE_MODEL_PROVIDER === "openai-compatible" && !env.FOOTNOTE_MODEL_URL) {
    add("FOOTNOTE_MODEL_URL", "is missing: the address of the model's API, such as http://localhost:11434/v1");
  }
  return mistakes;
}

function configFrom(env: Environment): Config {
  return {
    slack: slackFrom(env),
    role: env.FOOTNOTE_ROLE,
    port: env.PORT,
    host: env.FOOTNOTE_HOST ?? "0.0.0.0",
    database: env.DATABASE_URL
      ? { kind: "given", url: env.DATABASE_URL }
      : { kind: "embedded", dir: env.FOOTNOTE_DATA_DIR ?? ".footnote" },
    ...(env.REDIS_URL ? { redisUrl: env.REDIS_URL } : {}),
    allowHosts: env.FOOTNOTE_ALLOW_HOSTS,
    concurrency: env.FOOTNOTE_CONCURRENCY,
    logLevel: env.FOOTNOTE_LOG_LEVEL,
    ...(env.FOOTNOTE_RETENTION_DAYS ? { retentionDays: env.FOOTNOTE_RETENTION_DAYS } : {}),
    ...(env.FOOTNOTE_MODEL ? { model: modelFrom(env, env.FOOTNOTE_MODEL) } : {}),
  };
}

function slackFrom(env: Environment): SlackConfig {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = env;
  // The web API client joins method names to this, so it must end in a slash.
  const apiUrl = (env.SLACK_API_URL ?? "https://slack.com/api/").replace(/\/*$/, "/");
  if (!botToken) return { kind: "playground" };
  // Every app has a signing secret; an app-level token is made for Socket Mode alone.
  if (appToken) return { kind: "socket", botToken, appToken, apiUrl };
  return { kind: "http", botToken, signingSecret: signingSecret ?? "", apiUrl };
}

function modelFrom(env: Environment, model: string): ModelConfig {
  return {
    provider: env.FOOTNOTE_MODEL_PROVIDER,
    model,
    ...(env.FOOTNOTE_MODEL_URL ? { baseUrl: env.FOOTNOTE_MODEL_URL } : {}),
    ...(env.FOOTNOTE_MODEL_KEY ? { apiKey: env.FOOTNOTE_MODEL_KEY } : {}),
    timeoutMs: env.FOOTNOTE_MODEL_TIMEOUT_SECONDS * 1000,
    maxInputCharacters: env.FOOTNOTE_MODEL_MAX_CHARACTERS,
    perDay: env.FOOTNOTE_MODEL_PER_DAY,
    concurrency: env.FOOTNOTE_MODEL_CONCURRENCY,
  };
}
