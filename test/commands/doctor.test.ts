import { WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import manifest from "../../slack-manifest.json" with { type: "json" };
import { doctorCommand } from "../../src/commands/doctor.ts";
import { readConfig } from "../../src/core/config.ts";
import { openSlackStandIn } from "../../src/playground/slack-stand-in.ts";

/** What the doctor says, with Slack giving these scopes and all else well. */
async function doctorOn(scopes: readonly string[]) {
  const read = readConfig({ SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "secret" });
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
  const stand = await openSlackStandIn({ botScopes: scopes });
  const lines: string[] = [];
  const exitCode = await doctorCommand({
    config: read.config,
    write: (line) => lines.push(line),
    database: async () => "a folder",
    queue: async () => {},
    slack: new WebClient(stand.botToken, { slackApiUrl: stand.apiUrl }),
  });
  await stand.close();
  return { exitCode, said: lines.join("\n") };
}

test("a token with the scopes of the manifest is well", async () => {
  const { exitCode, said } = await doctorOn(manifest.oauth_config.scopes.bot);
  expect(exitCode).toBe(0);
  expect(said).toContain("ok     the token has the scopes of the manifest");
});

test("every other scope of the manifest is named when a token may only post", async () => {
  const { exitCode, said } = await doctorOn(["chat:write"]);
  expect(exitCode).toBe(1);
  const missing = manifest.oauth_config.scopes.bot.filter((scope) => scope !== "chat:write");
  expect(said).toContain(`WRONG  the token lacks ${missing.join(", ")}:`);
});
