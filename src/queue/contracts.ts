import { createHash } from "node:crypto";
import { z } from "zod";

/** Reads one share. `again`: also when it was read before, for a person asked. */
export const IngestJob = z.object({ shareId: z.string(), again: z.boolean().optional() });
export type IngestJob = z.infer<typeof IngestJob>;

/** Makes the one reply to a message show what is known. */
export const CardJob = z.object({ teamId: z.string(), channelId: z.string(), messageTs: z.string() });
export type CardJob = z.infer<typeof CardJob>;

/** Follows an event of Slack that was stored before it was acknowledged. */
export const EventJob = z.object({ teamId: z.string(), eventId: z.string() });
export type EventJob = z.infer<typeof EventJob>;

/** Posts a digest that is due by its schedule. */
export const DigestJob = z.object({ digestId: z.string() });
export type DigestJob = z.infer<typeof DigestJob>;

/** Takes what is gone out of a posted digest. */
export const RedrawJob = z.object({ replyId: z.string() });
export type RedrawJob = z.infer<typeof RedrawJob>;

/** Files what a big archive holds. */
export const ImportJob = z.object({ importId: z.string() });
export type ImportJob = z.infer<typeof ImportJob>;

/** Sends a person an archive of what they may see. */
export const ExportJob = z.object({ teamId: z.string(), userId: z.string() });
export type ExportJob = z.infer<typeof ExportJob>;

/** Looks for work that lost its job. */
export const SweepJob = z.object({});
export type SweepJob = z.infer<typeof SweepJob>;

/** Every job there is: its name, and what its data must be so that any worker can run it at any time. */
export const JOBS = {
  event: EventJob,
  ingest: IngestJob,
  card: CardJob,
  digest: DigestJob,
  redraw: RedrawJob,
  import: ImportJob,
  export: ExportJob,
  sweep: SweepJob,
} as const;

export type JobName = keyof typeof JOBS;
/** What a job of this name carries. */
export type JobData<Name extends JobName> = z.infer<(typeof JOBS)[Name]>;

/**
 * The id of the job that is about these things: the same for the same, whoever asks. A hash, because BullMQ refuses
 * ids with a colon, and because what a job is about may hold anything.
 */
export function jobId(name: JobName, ...about: readonly string[]): string {
  return `${name}-${createHash("sha256").update(JSON.stringify(about)).digest("hex")}`;
}
