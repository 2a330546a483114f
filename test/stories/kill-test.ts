/**
 * Kills Footnote without warning while a team shares links and files, again and again, and counts the cards after:
 * `npm run kill-test -- [--kills 20] [--shares 200]`. Every share must have exactly one. Ends with 0 when it is so.
 */
import { parseArgs } from "node:util";
import { killTest } from "../support/kill-test.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "20" }, shares: { type: "string", default: "200" } },
});
const report = await killTest({
  kills: Number(values.kills),
  shares: Number(values.shares),
  write: (line) => console.log(line),
});
console.log(
  `${report.shares} shares, ${report.kills} kills: ${report.missing} without a card, ${report.doubled} with more than one, ${report.unfinished} unfinished`,
);
process.exitCode = report.missing + report.doubled + report.unfinished === 0 ? 0 : 1;
