import { describe, expect, test, vi } from "vitest";
import { redisQueue } from "../../src/queue/redis-queue.ts";
import { freshRedis, redisProgram } from "../support/redis.ts";
import { freePort } from "../support/services.ts";

test("a Redis that is not there is said in one sentence, without its password", async () => {
  const url = `redis://:secret@127.0.0.1:${await freePort()}`;
  await expect(redisQueue({ url })).rejects.toMatchObject({
    code: "CONFIG_REDIS",
    say: expect.stringMatching(/^REDIS_URL: Redis at 127\.0\.0\.1:\d+ cannot be used \(ECONNREFUSED\)/),
  });
  await expect(redisQueue({ url })).rejects.not.toThrow("secret");
});

describe.skipIf(redisProgram().kind === "missing")("at the start", () => {
  async function warningsWith(settings: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const redis = await freshRedis(settings);
    const log = { warn: vi.fn(), error: vi.fn() };
    const queue = await redisQueue({ url: redis.url, log });
    await queue.close({ graceMs: 0 });
    await redis.remove();
    return log.warn.mock.calls.map(([, sentence]) => sentence);
  }

  test("a Redis that keeps jobs is used without a word", async () => {
    expect(await warningsWith({})).toEqual([]);
  });

  test("a Redis that may lose jobs is told of", async () => {
    const forgetful = { "maxmemory-policy": "allkeys-lru", appendonly: "no" };
    expect(await warningsWith(forgetful)).toEqual([
      expect.stringContaining("noeviction"),
      expect.stringContaining("appendonly"),
    ]);
  });
});
