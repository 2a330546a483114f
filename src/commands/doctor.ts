import { ErrorCode, type WebClient } from "@slack/web-api";
import type { Config } from "../core/config.ts";
import { StartupError } from "../core/startup-error.ts";

/** One thing that was looked at, in words a person can act on. */
export interface Finding {
  readonly ok: boolean;
  readonly say: string;
}

/** What the doctor needs to look at; each throws when that part is not well. */
export interface DoctorParts {
  readonly config: Config;
  readonly write: (line: string) => void;
  /** Opens and closes the database, and says where it is. */
  readonly database: () => Promise<string>;
  /** Opens and closes the queue's connection. */
  readonly queue: () => Promise<void>;
  /** Absent without a token. */
  readonly slack?: WebClient;
  /** `HTTPS_PROXY`, if it is set. */
  readonly proxy?: string;
}

/** The bot scopes of `slack-manifest.json`, which an image for production does not hold. */
const SCOPES = [
  "app_mentions:read",
  "channels:history",
  "channels:read",
  "chat:write",
  "commands",
  "files:read",
  "files:write",
  "groups:history",
  "groups:read",
  "im:history",
  "im:read",
  "im:write",
  "mpim:history",
  "mpim:read",
  "reactions:read",
  "users:read",
];

/** Looks at everything Footnote depends on and says what is wrong with it. 0 when all is well, else 1. */
export async function doctorCommand(parts: DoctorParts): Promise<number> {
  const findings = [await database(parts), await queue(parts), ...(await slack(parts)), ...surroundings(parts)];
  for (const { ok, say } of findings) parts.write(`${ok ? "ok   " : "WRONG"}  ${say}`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

async function database({ database: open }: DoctorParts): Promise<Finding> {
  return attempt(async () => `the library is in ${await open()}`);
}

async function queue({ config, queue: open }: DoctorParts): Promise<Finding> {
  return attempt(async () => {
    await open();
    return config.redisUrl ? "the queue is on Redis" : "the queue is on PostgreSQL";
  });
}

async function attempt(look: () => Promise<string>): Promise<Finding> {
  try {
    return { ok: true, say: await look() };
  } catch (error) {
    return { ok: false, say: error instanceof StartupError ? error.say : String(error) };
  }
}

async function slack({ slack: client, config }: DoctorParts): Promise<readonly Finding[]> {
  if (!client) return [{ ok: true, say: "no Slack token is set: Footnote would open its playground" }];
  try {
    const answer = await client.auth.test();
    const granted = answer.response_metadata?.scopes ?? [];
    const missing = granted.length > 0 ? SCOPES.filter((scope) => !granted.includes(scope)) : [];
    const way = config.slack.kind === "socket" ? "Socket Mode" : "HTTP";
    return [
      {
        ok: true,
        say: `Slack knows the token: ${answer.user ?? "the bot"} in ${answer.team ?? "a workspace"}, by ${way}`,
      },
      missing.length === 0
        ? { ok: true, say: "the token has the scopes of the manifest" }
        : {
            ok: false,
            say: `the token lacks ${missing.join(", ")}: add them under OAuth & Permissions and install the app again`,
          },
    ];
  } catch (error) {
    const said =
      error instanceof Error && "code" in error && error.code === ErrorCode.PlatformError ? error.message : "no answer";
    return [{ ok: false, say: `SLACK_BOT_TOKEN: Slack does not take it (${said})` }];
  }
}

function surroundings({ config, proxy }: DoctorParts): readonly Finding[] {
  const allowed =
    config.allowHosts.length > 0 ? `may also read ${config.allowHosts.join(", ")}` : "reads public addresses only";
  const model = config.model
    ? `summaries are written by ${config.model.model}, then looked up in the text`
    : "no model is set: summaries are the page's own sentences";
  return [
    { ok: true, say: `Footnote ${allowed}` },
    { ok: true, say: model },
    ...(proxy
      ? [
          {
            ok: true,
            say: "HTTPS_PROXY is set; pages are fetched without it, for a proxy would look names up by itself",
          },
        ]
      : []),
  ];
}
