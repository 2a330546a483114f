import type { WebClient } from "@slack/web-api";
import { FootnoteError } from "../core/problems.ts";
import { StartupError } from "../core/startup-error.ts";
import { asked, slackCode } from "../slack/messages.ts";

/** Whose token it is, and of which team. */
export interface Identity {
  readonly teamId: string;
  readonly botUserId: string;
  readonly botId: string;
  /** The workspace's address, with a slash at its end. */
  readonly teamUrl: string;
}

/** Asks Slack whose token it is. @throws StartupError `CONFIG_SLACK` */
export async function whoWeAre(client: WebClient): Promise<Identity> {
  try {
    const answer = await asked(() => client.auth.test());
    return {
      teamId: answer.team_id ?? "",
      botUserId: answer.user_id ?? "",
      botId: answer.bot_id ?? "",
      teamUrl: answer.url ?? "https://slack.com/",
    };
  } catch (error) {
    const said = slackCode(error);
    const why = said ? `Slack answers “${said}”` : "Slack does not answer";
    throw new StartupError(
      "CONFIG_SLACK",
      `SLACK_BOT_TOKEN: ${why}. Check the token on the app's “OAuth & Permissions” page.`,
      { cause: error },
    );
  }
}

/** Whether Slack takes the token; undefined when it does not say. */
export async function takesToken(client: WebClient): Promise<boolean | undefined> {
  try {
    await asked(() => client.auth.test());
    return true;
  } catch (error) {
    return isSignedOut(error) ? false : undefined;
  }
}

/** Whether an error says that Slack does not take the token. */
export function isSignedOut(error: unknown): boolean {
  const cause = error instanceof StartupError ? error.cause : error;
  return cause instanceof FootnoteError && cause.code === "SLACK_AUTH";
}
