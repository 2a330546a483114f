import type { Database } from "../src/store/database.ts";
import { forgetTeam } from "../src/store/forget.ts";
import { departedTeams, isStopped, resumeWorkspace, stopWorkspace } from "../src/store/workspaces.ts";

/** Days for which a team that removed the app can come back to its library. */
const GRACE_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

interface Parts {
  readonly db: Database;
  readonly teamId: string;
  /** Whether Slack takes the token; undefined when Slack does not say. */
  readonly installed: () => Promise<boolean | undefined>;
  /** Ends what is scheduled for a team. */
  readonly endSchedules: (teamId: string) => Promise<void>;
  readonly log: { info(fields: object, sentence: string): void; error(fields: object, sentence: string): void };
  readonly now: () => Date;
}

/** The workspace as a whole: stopped while Slack takes nothing from the app, forgotten when the app stays away. */
export interface Workspace {
  isStopped(): Promise<boolean>;
  stop(why: string): Promise<void>;
  /** Asks Slack whether a stopped workspace has the app again, and lets it go on if so. Whether it is stopped still. */
  wake(): Promise<boolean>;
  /** Deletes what is kept of teams that removed the app too long ago. */
  forgetDeparted(): Promise<void>;
  /** A job that does nothing while the workspace is stopped; the sweep finds later what it left. */
  unlessStopped<Args extends readonly unknown[]>(
    job: (...args: Args) => Promise<void>,
  ): (...args: Args) => Promise<void>;
}

/** The workspace that this Footnote serves. */
export function workspaceOf({ db, teamId, installed, endSchedules, log, now }: Parts): Workspace {
  const stopped = () => isStopped(db, teamId);
  return {
    isStopped: stopped,
    async stop(why) {
      if (await stopWorkspace(db, teamId, why, now()))
        log.error({ teamId, why, graceDays: GRACE_DAYS }, "stopped: Slack takes nothing from Footnote any more");
    },
    async wake() {
      if (!(await stopped())) return false;
      if (!(await installed())) return true;
      if (await resumeWorkspace(db, teamId)) log.info({ teamId }, "Slack takes Footnote's word again: going on");
      return false;
    },
    async forgetDeparted() {
      for (const team of await departedTeams(db, new Date(now().getTime() - GRACE_DAYS * DAY_MS))) {
        // Installed again under the same token, or Slack does not say: then nothing is deleted.
        if (team === teamId && (await installed()) !== false) continue;
        await endSchedules(team);
        await forgetTeam(db, team);
        log.info({ teamId: team }, "deleted everything of a team that removed Footnote");
      }
    },
    unlessStopped:
      (job) =>
      async (...args) => {
        if (!(await stopped())) await job(...args);
      },
  };
}
