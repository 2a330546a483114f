import type { AddressInfo } from "node:net";
import { App, LogLevel } from "@slack/bolt";
import type { SlackStandIn } from "../../src/playground/slack-stand-in.ts";

/** A Bolt app of a few lines that answers every link with a card, to try the stand-in with. */
export interface SmallApp {
  readonly app: App;
  /** Every event that reached a listener. */
  readonly events: readonly Record<string, unknown>[];
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts it on a free port and connects the stand-in to it. */
export async function startSmallApp(slack: SlackStandIn, setUp: (app: App) => void = () => {}): Promise<SmallApp> {
  const app = new App({
    token: slack.botToken,
    signingSecret: slack.signingSecret,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  app.error(async () => {});
  const events: Record<string, unknown>[] = [];
  app.use(async ({ body, next }) => {
    if ("event" in body) events.push(body.event as Record<string, unknown>);
    await next();
  });
  setUp(app);
  const server = await app.start({ port: 0, host: "127.0.0.1" });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  slack.connect(url);
  return {
    app,
    events,
    url,
    stop: async () => {
      await app.stop();
    },
  };
}
