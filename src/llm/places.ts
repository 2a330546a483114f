/** Lets only so many tasks run at once; the others wait in the order they came. */
export interface Places {
  /** Runs the task when there is a place. One whose signal is aborted while it waits is rejected with the signal's reason and never runs. */
  run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T>;
}

/** @param count how many tasks at once; fewer than one counts as one */
export function places(count: number): Places {
  let free = Math.max(1, count);
  const waiting: (() => void)[] = [];

  function take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const give = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(give), 1);
        reject(signal.reason);
      };
      waiting.push(give);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  return {
    async run(signal, task) {
      await take(signal);
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
