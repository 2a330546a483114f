import type { InputBlock } from "@slack/types";
import { expect, test } from "vitest";
import { editView, readEdit } from "../../src/slack/answers/edit.ts";
import { wordsIn } from "../../src/slack/words.ts";
import { anItem, quoted } from "../support/an-item.ts";

/** The modal as Slack sends it back, with what somebody typed into some of its fields. */
function sentBack(item: Parameters<typeof editView>[0], typed: Readonly<Record<string, string>> = {}) {
  const { blocks } = editView(item, "7", wordsIn("en"));
  const shown = blocks as readonly InputBlock[];
  const values = Object.fromEntries(
    shown.map(({ block_id = "", element }) => {
      const initial = element.type === "plain_text_input" ? element.initial_value : undefined;
      return [block_id, { [block_id]: { value: typed[block_id] ?? initial ?? null } }];
    }),
  );
  return { blocks, state: { values } };
}

test("a form sent off untouched changes nothing, whatever its fields could not show", () => {
  const long = "A sentence that goes on. ".repeat(200);
  const item = anItem({
    title: "",
    summary: { sentences: [quoted(long)], method: { kind: "extractive", weights: "test" } },
    tags: [{ text: "one, and two", reason: "title" }],
  });
  expect(readEdit(sentBack(item))).toEqual({});
});

test("what was typed is all that is changed", () => {
  expect(readEdit(sentBack(anItem(), { tags: "#sea, tides；sea" }))).toEqual({ tags: ["sea", "tides"] });
  expect(readEdit(sentBack(anItem(), { title: "  Queues \0\ud800", summary: " " }))).toEqual({
    title: "Queues \ufffd",
  });
});
