import { expect, test } from "vitest";
import { killTest } from "../support/kill-test.ts";

test("killed in mid-work, twice, and every share has exactly one finished card", { timeout: 180_000 }, async () => {
  expect(await killTest({ kills: 2, shares: 8 })).toEqual({
    kills: 2,
    shares: 8,
    missing: 0,
    doubled: 0,
    unfinished: 0,
  });
});
