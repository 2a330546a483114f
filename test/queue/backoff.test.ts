import fc from "fast-check";
import { expect, test } from "vitest";
import { ATTEMPTS, backoff } from "../../src/queue/backoff.ts";

const MINUTE = 60_000;

test("each wait is four times the one before, up to an hour", () => {
  const waits = Array.from({ length: ATTEMPTS - 1 }, (_, index) => backoff(index + 1, 2_000, () => 0));
  expect(waits).toEqual([2_000, 8_000, 32_000, 128_000, 512_000, 2_048_000, 60 * MINUTE]);
});

test("even when chance shortens every wait, all together outlast an hour of trouble", () => {
  const waits = Array.from({ length: ATTEMPTS - 1 }, (_, index) => backoff(index + 1, 2_000, () => 1));
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(60 * MINUTE);
});

test("chance takes away a quarter at most and adds nothing", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, chance) => {
      const longest = backoff(failures, 2_000, () => 0);
      const wait = backoff(failures, 2_000, () => chance);
      expect(wait).toBeLessThanOrEqual(longest);
      expect(wait).toBeGreaterThanOrEqual(Math.floor(longest * 0.75));
    }),
  );
});
