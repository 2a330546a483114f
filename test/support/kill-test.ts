import type { SlackMessage } from "../../src/playground/slack-message.ts";
import type { SlackStandIn } from "../../src/playground/slack-stand-in.ts";
import { anArticle, type LocalSite, openLocalSite } from "./local-site.ts";
import { serveTeam } from "./served-team.ts";
import { textOf } from "./text-of.ts";

export interface KillTestOptions {
  readonly kills: number;
  readonly shares: number;
  readonly write?: (line: string) => void;
}

export interface KillTestReport {
  readonly kills: number;
  readonly shares: number;
  readonly missing: number;
  readonly doubled: number;
  /** One card that still says that it is being read. */
  readonly unfinished: number;
}

/** How long the cards may take after the last kill: what a dead worker held is taken over within half a minute. */
const FINISH_MS = 180_000;

/**
 * Shares links and saved files while the whole process is killed (`kill -9`) and started again, then waits until every
 * card is finished and counts the cards of every message.
 */
export async function killTest({ kills, shares, write = () => {} }: KillTestOptions): Promise<KillTestReport> {
  const site = await openLocalSite();
  const team = await serveTeam(site);
  const posted: SlackMessage[] = [];
  const everyNth = Math.max(1, Math.floor(shares / kills));
  for (let index = 0; index < shares; index++) {
    const dies = index % everyNth === everyNth - 1 && posted.length < kills * everyNth;
    // Every other time the process dies at the worst moment: Slack has the post, and nobody has written that down.
    const justPosted = dies && index % 2 === 1 ? team.slack.nextCall("chat.postMessage") : undefined;
    posted.push(await share(team.slack, site, index));
    if (!dies) continue;
    await justPosted;
    await team.killAndStart();
    write(`killed ${Math.floor(index / everyNth) + 1} times, ${posted.length} shared`);
  }
  await Promise.all(posted.map((message) => team.finished(message, FINISH_MS)));
  const counts = posted.map((message) => team.slack.replies("#reading", message).filter((reply) => reply.botId));
  await team.close();
  await site.close();
  return {
    kills,
    shares: posted.length,
    missing: counts.filter((replies) => replies.length === 0).length,
    doubled: counts.filter((replies) => replies.length > 1).length,
    unfinished: counts.filter(([reply]) => reply && !/Story number/.test(textOf(reply.blocks))).length,
  };
}

function share(slack: SlackStandIn, site: LocalSite, index: number): Promise<SlackMessage> {
  const title = `Story number ${index}`;
  if (index % 4 === 3)
    return slack.attach("#reading", { filename: `story-${index}.html`, content: anArticle({ title }) });
  site.put(`/story/${index}`, anArticle({ title }));
  return slack.say("#reading", `<${site.url}/story/${index}>`);
}
