import { expect, test } from "vitest";
import { CHECKS } from "../../../src/core/audit/finding.ts";
import { mayWarnOnCard, PRECISION } from "../../../src/core/audit/precision.ts";
import labels from "../../eval/audit-labels.json" with { type: "json" };

test("the table that decides what may stand on the card is the tally of the labels", () => {
  expect(labels.length).toBeGreaterThanOrEqual(60);
  for (const check of CHECKS) {
    const of = labels.filter((label) => label.check === check);
    const { labelled, right } = PRECISION[check];
    expect({ check, labelled, right }).toEqual({
      check,
      labelled: of.length,
      right: of.filter((one) => one.right).length,
    });
  }
});

test("only checks that are right nine times in ten, and matter to a reader, may warn there", () => {
  expect(CHECKS.filter(mayWarnOnCard)).toEqual(["year", "mock", "conflict"]);
});
