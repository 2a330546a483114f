/** Gives out message stamps: seconds and six digits, no two alike, in the order in which they were asked for. */
export type NextTs = () => string;

/**
 * Slack's stamps from a clock that may stand still (a test's) or jump back: then each is one microsecond after the
 * one before.
 */
export function slackStamps(clock: () => Date): NextTs {
  let last = 0;
  return () => {
    last = Math.max(clock().getTime() * 1_000, last + 1);
    const micros = last % 1_000_000;
    return `${Math.floor(last / 1_000_000)}.${String(micros).padStart(6, "0")}`;
  };
}
