import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What Footnote counts of itself, for `/metrics`; two Footnotes in one process count apart. */
export function openMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    events: new Counter({
      name: "footnote_slack_events_total",
      help: "Events that Slack delivered",
      labelNames: ["type", "outcome"],
      registers,
    }),
    ackSeconds: new Histogram({
      name: "footnote_slack_ack_seconds",
      help: "Time to keep an event and answer Slack",
      buckets: SECONDS,
      registers,
    }),
    jobSeconds: new Histogram({
      name: "footnote_job_seconds",
      help: "Time of jobs by name and outcome",
      labelNames: ["job", "outcome"],
      buckets: SECONDS,
      registers,
    }),
    readings: new Counter({
      name: "footnote_readings_total",
      help: "Links and files read, by outcome",
      labelNames: ["outcome"],
      registers,
    }),
    linkToCardSeconds: new Histogram({
      name: "footnote_link_to_card_seconds",
      help: "From a person's message to its finished reply",
      buckets: SECONDS,
      registers,
    }),
    botPosts: new Counter({ name: "footnote_bot_posts_total", help: "Messages that Footnote posted", registers }),
    humanPosts: new Counter({
      name: "footnote_human_posts_total",
      help: "Messages that people posted where Footnote listens",
      registers,
    }),
    queued: new Gauge({ name: "footnote_jobs", help: "Jobs by state", labelNames: ["state"], registers }),
  };
}

export type Metrics = ReturnType<typeof openMetrics>;
