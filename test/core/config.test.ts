import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/core/config.ts";

const bot = { SLACK_BOT_TOKEN: "xoxb-1" };

/** What the settings come to. */
function configOf(env: Readonly<Record<string, string>>) {
  const read = readConfig(env);
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
  return read.config;
}

/** The variables that are told to be wrong. */
function wrongIn(env: Readonly<Record<string, string>>): readonly string[] {
  const read = readConfig(env);
  return read.ok ? [] : read.mistakes.map(({ variable }) => variable);
}

test("with nothing set there is a playground on a PostgreSQL of its own", () => {
  expect(configOf({})).toEqual({
    slack: { kind: "playground" },
    role: "all",
    port: 3000,
    host: "0.0.0.0",
    database: { kind: "embedded", dir: ".footnote" },
    allowHosts: [],
    concurrency: 4,
    logLevel: "info",
  });
});

test("a variable that is set to nothing counts as not set", () => {
  const names = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL", "PORT", "FOOTNOTE_RETENTION_DAYS"];
  expect(configOf(Object.fromEntries(names.map((name) => [name, " "])))).toEqual(configOf({}));
});

describe("Slack", () => {
  test("is reached over HTTP with a signing secret, and by Socket Mode when there is an app-level token, too", () => {
    const http = { ...bot, SLACK_SIGNING_SECRET: "secret" };
    expect(configOf(http).slack).toMatchObject({ kind: "http", signingSecret: "secret" });
    expect(configOf({ ...http, SLACK_APP_TOKEN: "xapp-1" }).slack).toMatchObject({
      kind: "socket",
      appToken: "xapp-1",
    });
  });

  test("has an API address that ends in one slash, however it was written", () => {
    for (const SLACK_API_URL of ["https://slack.test/api", "https://slack.test/api/", "https://slack.test/api//"])
      expect(configOf({ ...bot, SLACK_APP_TOKEN: "xapp-1", SLACK_API_URL }).slack).toMatchObject({
        apiUrl: "https://slack.test/api/",
      });
  });
});

test("a model is used with what the settings do not say filled in", () => {
  const { model } = configOf({ FOOTNOTE_MODEL: "llama3.1", FOOTNOTE_MODEL_URL: "http://localhost:11434/v1" });
  expect(model).toEqual({
    provider: "openai-compatible",
    model: "llama3.1",
    baseUrl: "http://localhost:11434/v1",
    timeoutMs: 30_000,
    maxInputCharacters: 24_000,
    perDay: 500,
    concurrency: 2,
  });
});

test("every wrong variable is named, not only the first", () => {
  const wrong = {
    SLACK_BOT_TOKEN: "xoxp-1",
    SLACK_APP_TOKEN: "xoxb-1",
    SLACK_API_URL: "slack.com",
    PORT: "65536",
    FOOTNOTE_ROLE: "boss",
    DATABASE_URL: "mysql://localhost",
    REDIS_URL: "localhost:6379",
    FOOTNOTE_ALLOW_HOSTS: "wiki.intranet",
    FOOTNOTE_CONCURRENCY: "0",
    FOOTNOTE_RETENTION_DAYS: "1.5",
    FOOTNOTE_LOG_LEVEL: "loud",
    FOOTNOTE_MODEL_PROVIDER: "oracle",
    FOOTNOTE_MODEL_URL: "localhost",
    FOOTNOTE_MODEL_TIMEOUT_SECONDS: "soon",
    FOOTNOTE_MODEL_MAX_CHARACTERS: "499",
    FOOTNOTE_MODEL_PER_DAY: "-1",
    FOOTNOTE_MODEL_CONCURRENCY: "65",
  };
  expect(wrongIn(wrong)).toEqual(Object.keys(wrong));
});

test.each([
  ["a bot token without a way to hear from Slack", bot, "SLACK_APP_TOKEN"],
  ["a secret without a bot token", { SLACK_SIGNING_SECRET: "secret" }, "SLACK_BOT_TOKEN"],
  ["a worker without a workspace", { FOOTNOTE_ROLE: "worker" }, "SLACK_BOT_TOKEN"],
  ["a model without an address", { FOOTNOTE_MODEL: "llama3.1" }, "FOOTNOTE_MODEL_URL"],
])("%s is told by the variable that is missing", (_, env, variable) => {
  expect(wrongIn(env)).toEqual([variable]);
});

test("what is wrong is repeated, beside what it may be", () => {
  const wrong = { PORT: "x", FOOTNOTE_ROLE: "boss", FOOTNOTE_LOG_LEVEL: "loud", FOOTNOTE_RETENTION_DAYS: "1.5" };
  const read = readConfig(wrong);
  expect(read.ok ? [] : read.mistakes.map(({ variable, say }) => `${variable} ${say}`)).toEqual([
    "PORT must be a whole number from 0 to 65535, and is “x”",
    "FOOTNOTE_ROLE must be all, web or worker, and is “boss”",
    "FOOTNOTE_RETENTION_DAYS must be a whole number of days, and is “1.5”",
    "FOOTNOTE_LOG_LEVEL must be trace, debug, info, warn, error or silent, and is “loud”",
  ]);
});
