import { card } from "../../jobs/card.ts";
import { digest, redraw } from "../../jobs/digest.ts";
import type { Enqueue } from "../../jobs/enqueue.ts";
import { event } from "../../jobs/event.ts";
import { exportGivenUp, exporting } from "../../jobs/export.ts";
import { giveUp } from "../../jobs/give-up.ts";
import { importing } from "../../jobs/import.ts";
import { ingest } from "../../jobs/ingest.ts";
import { sweep } from "../../jobs/sweep.ts";
import { workspaceOf } from "../../jobs/workspace.ts";
import type { Summariser } from "../core/summary/summary.ts";
import { openFetcher } from "../fetch/fetcher.ts";
import type { Log } from "../ops/log.ts";
import { openReadingPool, type ReadingPool } from "../parse/reading-pool.ts";
import type { JobHandlers, JobQueue } from "../queue/job-queue.ts";
import { answerDirectMessage, answerMention } from "../slack/answers/direct-message.ts";
import { publishHome } from "../slack/answers/home.ts";
import { say } from "../slack/answers/lists.ts";
import { wordsIn } from "../slack/words.ts";
import type { OpenDatabase } from "../store/database.ts";
import { allDigests } from "../store/digests.ts";
import { modelAnswersIn, modelBudgetIn } from "../store/model-usage.ts";
import { endSchedules, scheduleDigest } from "./library.ts";
import type { Parts } from "./parts.ts";
import { takesToken } from "./slack-identity.ts";

interface Closing {
  close(): Promise<void>;
}

/** Documents are read beside the event loop, never in it; a second thread would cost 100 MB and is seldom busy. */
const READING_THREADS = 1;
const SWEEP = { pattern: "* * * * *", zone: "UTC" };

/** How often the schedules are looked after, in milliseconds: a Redis that lost its data has none. */
export const SCHEDULES_MS = 60_000;

/** The side that does the work. Its end stops what is neither queue, server nor database. */
export function startWorking(parts: Parts, { schedulesMs }: { readonly schedulesMs: number }): Closing {
  const {
    config,
    log,
    now,
    metrics,
    database,
    queue,
    client,
    identity,
    messages,
    channels,
    directory,
    place,
    answers,
  } = parts;
  const { db } = database;
  const enqueue: Enqueue = (name, data, options) => queue.add(name, data, options);
  const fetcher = openFetcher({ allowHosts: config.allowHosts });
  const readers = openReadingPool({ threads: READING_THREADS });
  const { download } = messages;
  const keeping = { db, fetcher, readers, enqueue, now, download, summariser: summariserFor(parts, readers) };
  const workspace = workspaceOf({
    db,
    log,
    now,
    teamId: identity.teamId,
    installed: () => takesToken(client),
    endSchedules: (teamId) => endSchedules(db, queue, teamId),
  });
  const { unlessStopped } = workspace;
  const showReply = card({
    db,
    messages,
    directory,
    place,
    now,
    shown: (elapsedMs) => metrics.linkToCardSeconds.observe(elapsedMs / 1000),
  });
  const handlers: JobHandlers = {
    event: event({
      db,
      channels,
      directory,
      enqueue,
      now,
      botUserId: identity.botUserId,
      publishHome: (userId) => publishHome(client, answers, identity.teamId, userId),
      answerMention: (mention) => answerMention(answers, messages, identity.teamId, mention),
      answerDirectMessage: (message, again) => answerDirectMessage(answers, messages, identity.teamId, message, again),
      greet: async (channelId) => {
        const channel = await directory.channel(identity.teamId, channelId, "channel");
        await messages.post(channelId, say(wordsIn(channel.language ?? "en").greeting), { id: crypto.randomUUID() });
      },
      fileInfo: messages.fileInfo,
      workspace,
      personSpoke: () => metrics.humanPosts.inc(),
    }),
    ingest: unlessStopped(ingest({ ...keeping, outcome: (outcome) => metrics.readings.inc({ outcome }) })),
    card: unlessStopped(showReply),
    digest: unlessStopped(digest(parts.digestParts)),
    redraw: unlessStopped(redraw(parts.digestParts)),
    sweep: sweep({
      db,
      enqueue,
      workspace,
      now,
      ...(config.retentionDays ? { retentionDays: config.retentionDays } : {}),
    }),
    // An archive of a thousand pages is neither to spend the model's allowance nor to wait for it.
    import: unlessStopped(importing({ ...keeping, summariser: readers })),
    export: unlessStopped(exporting({ db, answers, messages })),
  };
  const lastTry = { id: "last try", dueAt: now(), attempt: 2, signal: new AbortController().signal };
  queue.onGivenUp(
    giveUp({
      db,
      enqueue,
      workspace,
      now,
      card: (key) => showReply(key, lastTry),
      event: (one) => handlers.event(one, lastTry),
      export: exportGivenUp({ answers, messages }),
    }),
  );
  queue.work(handlers, { concurrency: config.concurrency });
  const lookAfter = () => void setSchedules(queue, db, log);
  lookAfter();
  const looking = setInterval(lookAfter, schedulesMs);
  return {
    close: async () => {
      clearInterval(looking);
      await fetcher.close();
      await readers.close();
    },
  };
}

/** The model's sentences when one is configured, else the page's own. */
function summariserFor({ config, database, log, now }: Parts, readers: ReadingPool): Summariser {
  const { model } = config;
  if (!model) return readers;
  // A model's libraries take a third of a second and 15 MB: only who has a model loads them.
  const opening = import("../llm/model-summariser.ts").then(({ modelSummariser }) =>
    modelSummariser({
      config: model,
      fallback: readers,
      budget: modelBudgetIn(database.db),
      cache: modelAnswersIn(database.db, now),
      log,
      now,
    }),
  );
  return { summarise: async (request) => (await opening).summarise(request) };
}

async function setSchedules(queue: JobQueue, db: OpenDatabase["db"], log: Log): Promise<void> {
  try {
    await queue.schedule("sweep", SWEEP, "sweep", {});
    for (const known of await allDigests(db)) await scheduleDigest(queue, known);
  } catch (error) {
    log.error({ err: error }, "schedules not set; they will be soon");
  }
}
