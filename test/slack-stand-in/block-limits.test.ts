import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS, violationsOf } from "../../src/playground/block-limits.ts";
import type { Json } from "../../src/playground/json.ts";

const long = (length: number) => "x".repeat(length);
const plain = (text: string): Json => ({ type: "plain_text", text });
const mrkdwn = (text: string): Json => ({ type: "mrkdwn", text });
const times = (count: number, make: (index: number) => Json) =>
  Array.from({ length: count }, (_, index) => make(index));
const option = (index: number): Json => ({ text: plain(`option ${index}`), value: String(index) });
const button = (more: Json = {}): Json => ({ type: "button", text: plain("Why?"), ...more });
const actions = (...elements: Json[]): Json => ({ type: "actions", elements });
const input = (element: Json, more: Json = {}): Json => ({ type: "input", label: plain("When"), element, ...more });
const field: Json = { type: "plain_text_input", action_id: "when" };
const divider: Json = { type: "divider" };
const modal = (blocks: readonly Json[], more: Json = {}): Json => {
  return { type: "modal", title: plain("Digest"), submit: plain("Save"), blocks, ...more };
};

/** For each limit of one block: a payload just inside it, made by `of(LIMITS[name])`, and just outside with one more. */
const MESSAGE_CASES: readonly (readonly [keyof typeof LIMITS, (size: number) => readonly Json[]])[] = [
  ["messageBlocks", (size) => times(size, () => divider)],
  ["sectionText", (size) => [{ type: "section", text: mrkdwn(long(size)) }]],
  ["sectionFields", (size) => [{ type: "section", fields: times(size, () => plain("x")) }]],
  ["sectionField", (size) => [{ type: "section", fields: [plain(long(size))] }]],
  ["headerText", (size) => [{ type: "header", text: plain(long(size)) }]],
  ["contextElements", (size) => [{ type: "context", elements: times(size, () => plain("x")) }]],
  ["actionsElements", (size) => [actions(...times(size, (index) => button({ action_id: `a${index}` })))]],
  ["imageUrl", (size) => [{ type: "image", image_url: long(size), alt_text: "x" }]],
  ["imageAlt", (size) => [{ type: "image", image_url: "https://example.org/a.png", alt_text: long(size) }]],
  [
    "imageTitle",
    (size) => [{ type: "image", image_url: "https://example.org/a.png", alt_text: "x", title: plain(long(size)) }],
  ],
  [
    "markdownTotal",
    (size) => [
      { type: "markdown", text: long(6_000) },
      { type: "markdown", text: long(size - 6_000) },
    ],
  ],
  ["tableRows", (size) => [{ type: "table", rows: times(size, () => ({})).map(() => [plain("x")]) }]],
  ["tableColumns", (size) => [{ type: "table", rows: [times(size, () => plain("x"))] }]],
  ["tablesInMessage", (size) => times(size, () => ({ type: "table", rows: [[plain("x")]] }))],
  ["identifier", (size) => [actions(button({ action_id: long(size) }))]],
  ["buttonText", (size) => [actions(button({ text: plain(long(size)) }))]],
  ["buttonValue", (size) => [actions(button({ value: long(size) }))]],
  ["buttonUrl", (size) => [actions(button({ url: long(size) }))]],
  ["selectOptions", (size) => [actions({ type: "static_select", options: times(size, option) })]],
  ["overflowOptions", (size) => [actions({ type: "overflow", options: times(size, option) })]],
  ["choiceOptions", (size) => [actions({ type: "checkboxes", options: times(size, option) })]],
  ["optionText", (size) => [actions({ type: "static_select", options: [{ text: plain(long(size)), value: "1" }] })]],
  ["optionValue", (size) => [actions({ type: "static_select", options: [{ text: plain("x"), value: long(size) }] })]],
  ["placeholder", (size) => [actions({ type: "static_select", options: [option(1)], placeholder: plain(long(size)) })]],
  ["confirmTitle", (size) => [actions(button({ confirm: confirm({ title: plain(long(size)) }) }))]],
  ["confirmText", (size) => [actions(button({ confirm: confirm({ text: plain(long(size)) }) }))]],
  ["confirmButton", (size) => [actions(button({ confirm: confirm({ confirm: plain(long(size)) }) }))]],
];

function confirm(more: Json): Json {
  return { title: plain("Sure?"), text: plain("Forget it?"), confirm: plain("Yes"), deny: plain("No"), ...more };
}

describe("limits of a message", () => {
  test.each(MESSAGE_CASES)("%s", (name, of) => {
    const limits = (size: number) => violationsOf("chat.postMessage", { blocks: of(size) }).map(({ limit }) => limit);
    const others = ["messageTextTotal"];
    expect(limits(LIMITS[name]).filter((limit) => !others.includes(limit))).toEqual([]);
    expect(limits(LIMITS[name] + 1)).toContain(name);
  });

  test("all text together, and the text beside the blocks", () => {
    const blocks = (last: number) => [
      ...times(3, () => ({ type: "section", text: plain(long(3_000)) })),
      { type: "section", text: plain(long(last)) },
    ];
    expect(violationsOf("chat.postMessage", { blocks: blocks(2_340) })).toEqual([]);
    expect(violationsOf("chat.postMessage", { blocks: blocks(2_341) })).toMatchObject([
      { error: "msg_blocks_too_long" },
    ]);
    expect(violationsOf("chat.update", { text: long(4_000) })).toEqual([]);
    expect(violationsOf("chat.update", { text: long(4_001) })).toMatchObject([{ error: "msg_too_long" }]);
  });
});

const VIEW_CASES: readonly (readonly [keyof typeof LIMITS, (size: number) => Json])[] = [
  ["viewBlocks", (size) => modal(times(size, () => divider))],
  ["viewTitle", (size) => modal([], { title: plain(long(size)) })],
  ["viewButton", (size) => modal([], { submit: plain(long(size)) })],
  ["privateMetadata", (size) => modal([], { private_metadata: long(size) })],
  ["inputLabel", (size) => modal([input(field, { label: plain(long(size)) })])],
  ["inputHint", (size) => modal([input(field, { hint: plain(long(size)) })])],
  ["inputValue", (size) => modal([input({ ...field, initial_value: long(size) })])],
];

describe("limits of a view", () => {
  test.each(VIEW_CASES)("%s", (name, of) => {
    const limits = (size: number) => violationsOf("views.open", { view: of(size) }).map(({ limit }) => limit);
    expect(limits(LIMITS[name])).toEqual([]);
    expect(limits(LIMITS[name] + 1)).toEqual([name]);
  });
});

test.each<readonly [string, Json]>([
  ["an empty section", { type: "section" }],
  ["empty text", { type: "section", text: mrkdwn("") }],
  ["mrkdwn in a header", { type: "header", text: mrkdwn("x") }],
  ["a block of no known type", { type: "sektion" }],
  ["a picture without a description", { type: "image", image_url: "https://example.org/a.png" }],
  ["actions without elements", { type: "actions", elements: [] }],
  ["the same action_id twice", actions(button({ action_id: "a" }), button({ action_id: "a" }))],
  [
    "an empty text in rich text",
    { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "" }] }] },
  ],
])("%s is refused", (_, block) => {
  expect(violationsOf("chat.postMessage", { blocks: [block] })).toMatchObject([
    { limit: "shape", error: "invalid_blocks" },
  ]);
});

test("a modal with inputs needs a submit button", () => {
  const { submit, ...view } = modal([input(field)]);
  expect(violationsOf("views.open", { view })).toMatchObject([{ at: "view.submit" }]);
});

test("pings and unescaped marks are told, although Slack takes them", () => {
  const told = (text: string) => violationsOf("chat.postMessage", { text }).map(({ limit }) => limit);
  expect(told("<https://example.org/a?b=1&amp;c=2|a &lt;b&gt;> <@U1> <#C1|x> <!date^1^{date}|then>\n> quote")).toEqual(
    [],
  );
  expect(told("<!here> hello")).toEqual(["ping"]);
  expect(told("@channel hello")).toEqual(["ping"]);
  expect(told("R&D")).toEqual(["escaping"]);
  expect(told("a <b> c")).toEqual(["escaping"]);
  expect(told("mail@channel.example")).toEqual([]);
});

test("never throws, whatever the payload", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (blocks) => {
      violationsOf("chat.postMessage", { blocks, text: "x" });
      violationsOf("views.open", { view: blocks });
    }),
  );
});
