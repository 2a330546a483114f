import { expect, test } from "vitest";
import { places } from "../../src/llm/places.ts";

const never = new AbortController().signal;

test("waiting tasks run in the order they came, and a failed one gives its place back", async () => {
  const open = places(1);
  const order: number[] = [];
  const task = (number: number) => open.run(never, async () => void order.push(number));
  const failed = open.run(never, () => Promise.reject(new Error("no"))).catch((error: Error) => error.message);
  await Promise.all([task(1), task(2), task(3)]);
  expect([await failed, order]).toEqual(["no", [1, 2, 3]]);
});

test("one that is aborted while it waits never runs, and the others still do", async () => {
  const open = places(0);
  const abort = new AbortController();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = open.run(never, () => released);
  const gone = open.run(abort.signal, () => Promise.resolve("ran")).catch(() => "aborted");
  const last = open.run(never, () => Promise.resolve("ran"));
  abort.abort(new Error("late"));
  release();
  expect(await Promise.all([first, gone, last])).toEqual([undefined, "aborted", "ran"]);
  await expect(open.run(abort.signal, () => Promise.resolve("ran"))).rejects.toThrow("late");
});
