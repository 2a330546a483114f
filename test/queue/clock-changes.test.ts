/** What the digests rely on: how BullMQ reads a cron pattern in a zone when its clocks change. */
import { defaultRepeatStrategy } from "bullmq";
import { expect, test } from "vitest";
import type { SchedulePlan } from "../../src/queue/job-queue.ts";

/** The first time after an instant at which BullMQ fires a plan. */
function nextFire({ pattern, zone }: SchedulePlan, after: Date): Date {
  return new Date(defaultRepeatStrategy(after.getTime(), { pattern, tz: zone }) ?? Number.NaN);
}

const after = (instant: string) => new Date(instant);
const berlin = (pattern: string) => ({ pattern, zone: "Europe/Berlin" });

test("nine o'clock stays nine o'clock over both changes of the clock", () => {
  const daily = berlin("0 9 * * *");
  expect(nextFire(daily, after("2026-03-28T08:00:00Z"))).toEqual(new Date("2026-03-29T07:00:00Z"));
  expect(nextFire(daily, after("2026-10-24T07:00:00Z"))).toEqual(new Date("2026-10-25T08:00:00Z"));
});

test("a time that the spring change skips fires on the same day, by the old clock", () => {
  expect(nextFire(berlin("30 2 * * *"), after("2026-03-28T12:00:00Z"))).toEqual(new Date("2026-03-29T01:30:00Z"));
});

test("a time that the autumn change repeats fires once", () => {
  const night = berlin("30 2 * * *");
  const first = nextFire(night, after("2026-10-24T12:00:00Z"));
  expect(first).toEqual(new Date("2026-10-25T00:30:00Z"));
  expect(nextFire(night, first)).toEqual(new Date("2026-10-26T01:30:00Z"));
});

test("weekdays skip the weekend of the zone, not of UTC", () => {
  const plan = { pattern: "30 8 * * 1-5", zone: "Asia/Shanghai" };
  expect(nextFire(plan, after("2026-07-03T01:00:00Z"))).toEqual(new Date("2026-07-06T00:30:00Z"));
});
