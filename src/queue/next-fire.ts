import { defaultRepeatStrategy } from "bullmq";
import type { SchedulePlan } from "./job-queue.ts";

/**
 * The first time after `after` at which a plan fires, by the very rule that the queue uses. A local time that a
 * daylight-saving change skips fires on that day by the old clock (02:30 as 03:30); one that it repeats fires once,
 * the first time.
 * Undefined when the pattern, or the zone, is none, or never fires.
 */
export function nextFire({ pattern, zone }: SchedulePlan, after: Date): Date | undefined {
  try {
    const next = defaultRepeatStrategy(after.getTime(), { pattern, tz: zone });
    return next === undefined ? undefined : new Date(next);
  } catch {
    return undefined;
  }
}
