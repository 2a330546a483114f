import { asObject, asObjects, asText, isObject, type Json } from "./json.ts";

/** One way in which a payload goes beyond what Slack takes. */
export interface Violation {
  /** Where in the payload: `blocks[2].text`. */
  readonly at: string;
  /** The limit that is broken, by name. */
  readonly limit: keyof typeof LIMITS | "shape" | "escaping" | "ping";
  readonly says: string;
  /** What Slack answers; undefined where Slack takes it and a person suffers. */
  readonly error: "invalid_blocks" | "msg_too_long" | "msg_blocks_too_long" | "invalid_arguments" | undefined;
}

/**
 * Slack's limits. Source: docs.slack.dev, reference "Block Kit", one page per block, element and composition object;
 * the two sums over a message: "markdown block" and bolt-js issues 2509 and 2867.
 */
export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  sectionText: 3_000,
  sectionFields: 10,
  sectionField: 2_000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  contextText: 3_000,
  imageUrl: 3_000,
  imageAlt: 2_000,
  imageTitle: 2_000,
  inputLabel: 2_000,
  inputHint: 2_000,
  inputValue: 3_000,
  markdownTotal: 12_000,
  tableRows: 100,
  tableColumns: 20,
  tablesInMessage: 1,
  identifier: 255,
  buttonText: 75,
  buttonValue: 2_000,
  buttonUrl: 3_000,
  selectOptions: 100,
  overflowOptions: 5,
  choiceOptions: 10,
  optionText: 75,
  optionValue: 150,
  optionDescription: 75,
  placeholder: 150,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3_000,
  /** Text that Slack keeps of a posted message; chat.postMessage cuts, this stand-in refuses. */
  messageText: 40_000,
  /** chat.update, argument `text`. */
  updatedText: 4_000,
  /** All text of all blocks of one message: undocumented; refused from 11,341 on in one report, so the least is taken. */
  messageTextTotal: 11_340,
} as const;

type Found = Violation[];
type LimitName = keyof typeof LIMITS;

/**
 * Everything in a call's arguments that Slack would refuse, or that a person would suffer from. Arguments are those of
 * chat.postMessage, chat.update, chat.postEphemeral, a `response_url` post, views.* or blocks.validate.
 */
export function violationsOf(method: string, args: Json): readonly Violation[] {
  const found: Found = [];
  if (isObject(args.view)) checkView(args.view, found);
  if (args.blocks !== undefined) checkMessageBlocks(args.blocks, found);
  if (method.startsWith("chat.") || method === "response_url") checkMessageText(method, asText(args.text), found);
  return found;
}

function checkMessageText(method: string, text: string, found: Found): void {
  checkLength("messageText", "text", text, found, "msg_too_long");
  if (method === "chat.update") checkLength("updatedText", "text", text, found, "msg_too_long");
  checkMrkdwn("text", text, found);
}

function checkMessageBlocks(blocks: unknown, found: Found): void {
  if (!Array.isArray(blocks)) {
    refuse("blocks", "shape", "is no array", found);
    return;
  }
  checkCount("messageBlocks", "blocks", blocks.length, found);
  checkBlocks(asObjects(blocks), found);
  const tables = asObjects(blocks).filter(({ type }) => type === "table").length;
  checkCount("tablesInMessage", "blocks", tables, found);
  const total = textLength(blocks);
  if (total > LIMITS.messageTextTotal) {
    const says = `holds ${total} characters of text in all, at most ${LIMITS.messageTextTotal} are safe`;
    found.push({ at: "blocks", limit: "messageTextTotal", says, error: "msg_blocks_too_long" });
  }
}

function checkView(view: Json, found: Found): void {
  const blocks = asObjects(view.blocks);
  if (view.type !== "modal" && view.type !== "home") refuse("view.type", "shape", "is neither modal nor home", found);
  checkCount("viewBlocks", "view.blocks", blocks.length, found);
  checkBlocks(blocks, found, "view.blocks");
  if (view.type === "modal") checkPlain("viewTitle", "view.title", view.title, found);
  for (const name of ["submit", "close"] as const) {
    if (view[name] !== undefined && view[name] !== null) checkPlain("viewButton", `view.${name}`, view[name], found);
  }
  checkLength("privateMetadata", "view.private_metadata", asText(view.private_metadata), found);
  checkLength("identifier", "view.callback_id", asText(view.callback_id), found);
  const asks = blocks.some(({ type }) => type === "input");
  if (view.type === "modal" && asks && !isObject(view.submit)) {
    refuse("view.submit", "shape", "is missing although the view has inputs", found);
  }
}

function checkBlocks(blocks: readonly Json[], found: Found, at = "blocks"): void {
  const seen = new Set<unknown>();
  for (const [index, block] of blocks.entries()) {
    const here = `${at}[${index}]`;
    checkLength("identifier", `${here}.block_id`, asText(block.block_id), found);
    if (block.block_id !== undefined && seen.has(block.block_id)) refuse(here, "shape", "repeats a block_id", found);
    seen.add(block.block_id);
    checkBlock(block, here, found);
  }
  const markdown = blocks.filter(({ type }) => type === "markdown").map(({ text }) => asText(text));
  checkCount("markdownTotal", at, markdown.join("").length, found);
}

function checkBlock(block: Json, at: string, found: Found): void {
  switch (block.type) {
    case "section":
      checkSection(block, at, found);
      break;
    case "header":
      checkPlain("headerText", `${at}.text`, block.text, found);
      break;
    case "context":
      checkContext(block, at, found);
      break;
    case "actions":
      checkActions(block, at, found);
      break;
    case "image":
      checkImage(block, at, found);
      break;
    case "input":
      checkInput(block, at, found);
      break;
    case "rich_text":
      checkRichText(block, at, found);
      break;
    case "table":
      checkTable(block, at, found);
      break;
    case "divider":
    case "markdown":
    case "video":
    case "file":
      break;
    default:
      refuse(at, "shape", `is of the unknown type ${JSON.stringify(block.type)}`, found);
  }
}

function checkSection(block: Json, at: string, found: Found): void {
  const fields = asObjects(block.fields);
  if (block.text === undefined && fields.length === 0) refuse(at, "shape", "has neither text nor fields", found);
  if (block.text !== undefined) checkText("sectionText", `${at}.text`, block.text, found);
  checkCount("sectionFields", `${at}.fields`, fields.length, found);
  for (const [index, field] of fields.entries()) checkText("sectionField", `${at}.fields[${index}]`, field, found);
  if (isObject(block.accessory)) checkElement(block.accessory, `${at}.accessory`, found);
}

function checkContext(block: Json, at: string, found: Found): void {
  const elements = asObjects(block.elements);
  if (elements.length === 0) refuse(at, "shape", "has no elements", found);
  checkCount("contextElements", `${at}.elements`, elements.length, found);
  for (const [index, element] of elements.entries()) {
    const here = `${at}.elements[${index}]`;
    if (element.type === "image") checkImage(element, here, found);
    else checkText("contextText", here, element, found);
  }
}

function checkActions(block: Json, at: string, found: Found): void {
  const elements = asObjects(block.elements);
  if (elements.length === 0) refuse(at, "shape", "has no elements", found);
  checkCount("actionsElements", `${at}.elements`, elements.length, found);
  const ids = elements.map(({ action_id }) => action_id).filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) refuse(at, "shape", "repeats an action_id", found);
  for (const [index, element] of elements.entries()) checkElement(element, `${at}.elements[${index}]`, found);
}

function checkImage(block: Json, at: string, found: Found): void {
  if (asText(block.image_url) === "" && !isObject(block.slack_file)) refuse(at, "shape", "has no picture", found);
  if (asText(block.alt_text) === "") refuse(`${at}.alt_text`, "shape", "is missing", found);
  checkLength("imageUrl", `${at}.image_url`, asText(block.image_url), found);
  checkLength("imageAlt", `${at}.alt_text`, asText(block.alt_text), found);
  if (block.title !== undefined) checkPlain("imageTitle", `${at}.title`, block.title, found);
}

function checkInput(block: Json, at: string, found: Found): void {
  checkPlain("inputLabel", `${at}.label`, block.label, found);
  if (block.hint !== undefined) checkPlain("inputHint", `${at}.hint`, block.hint, found);
  if (isObject(block.element)) checkElement(block.element, `${at}.element`, found);
  else refuse(`${at}.element`, "shape", "is missing", found);
}

const RICH_TEXT_PARTS = new Set(["rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"]);

function checkRichText(block: Json, at: string, found: Found): void {
  for (const [index, part] of asObjects(block.elements).entries()) {
    const here = `${at}.elements[${index}]`;
    if (!RICH_TEXT_PARTS.has(asText(part.type))) refuse(here, "shape", "is no part of rich text", found);
    if (!Array.isArray(part.elements)) refuse(here, "shape", "has no elements", found);
    for (const [inner, element] of asObjects(part.elements).entries()) {
      if (element.type === "text" && asText(element.text) === "") {
        refuse(`${here}.elements[${inner}].text`, "shape", "is empty", found);
      }
    }
  }
}

function checkTable(block: Json, at: string, found: Found): void {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  checkCount("tableRows", `${at}.rows`, rows.length, found);
  const widest = Math.max(0, ...rows.map((row) => (Array.isArray(row) ? row.length : 0)));
  checkCount("tableColumns", `${at}.rows`, widest, found);
}

function checkElement(element: Json, at: string, found: Found): void {
  checkLength("identifier", `${at}.action_id`, asText(element.action_id), found);
  if (element.placeholder !== undefined) checkPlain("placeholder", `${at}.placeholder`, element.placeholder, found);
  if (isObject(element.confirm)) checkConfirm(element.confirm, `${at}.confirm`, found);
  const options = asObjects(element.options);
  switch (element.type) {
    case "button":
      checkPlain("buttonText", `${at}.text`, element.text, found);
      checkLength("buttonValue", `${at}.value`, asText(element.value), found);
      checkLength("buttonUrl", `${at}.url`, asText(element.url), found);
      break;
    case "image":
      checkImage(element, at, found);
      break;
    case "plain_text_input":
      checkLength("inputValue", `${at}.initial_value`, asText(element.initial_value), found);
      break;
    case "overflow":
      checkOptions("overflowOptions", options, at, found);
      break;
    case "checkboxes":
    case "radio_buttons":
      checkOptions("choiceOptions", options, at, found);
      break;
    case "static_select":
    case "multi_static_select":
      checkOptions("selectOptions", options, at, found);
      break;
  }
}

function checkOptions(limit: LimitName, options: readonly Json[], at: string, found: Found): void {
  checkCount(limit, `${at}.options`, options.length, found);
  if (options.length === 0) refuse(`${at}.options`, "shape", "is empty", found);
  for (const [index, option] of options.entries()) {
    const here = `${at}.options[${index}]`;
    checkText("optionText", `${here}.text`, option.text, found);
    checkLength("optionValue", `${here}.value`, asText(option.value), found);
    checkLength("optionDescription", `${here}.description`, asText(asObject(option.description).text), found);
  }
}

function checkConfirm(confirm: Json, at: string, found: Found): void {
  checkPlain("confirmTitle", `${at}.title`, confirm.title, found);
  checkText("confirmText", `${at}.text`, confirm.text, found);
  for (const name of ["confirm", "deny"]) checkPlain("confirmButton", `${at}.${name}`, confirm[name], found);
}

function checkPlain(limit: LimitName, at: string, value: unknown, found: Found): void {
  if (asObject(value).type !== "plain_text") refuse(at, "shape", "is no plain_text object", found);
  checkText(limit, at, value, found);
}

function checkText(limit: LimitName, at: string, value: unknown, found: Found): void {
  const { type, text } = asObject(value);
  if (type !== "plain_text" && type !== "mrkdwn") {
    refuse(at, "shape", "is no text object", found);
    return;
  }
  if (asText(text) === "") refuse(at, "shape", "is empty", found);
  checkLength(limit, at, asText(text), found);
  if (type === "mrkdwn") checkMrkdwn(at, asText(text), found);
}

/** What Slack reads as mark-up: links, mentions, channels, dates and broadcasts. */
const MARKUP =
  /<(?:(?:https?:|mailto:|tel:|slack:)[^<>\n]*|@[A-Z0-9]+(?:\|[^<>\n]*)?|#[A-Z0-9]+(?:\|[^<>\n]*)?|![^<>\n]+)>/g;

function checkMrkdwn(at: string, text: string, found: Found): void {
  const ping = /<!(?:channel|here|everyone)[^>]*>/.exec(text) ?? /(?<![\w.])@(?:channel|here|everyone)\b/.exec(text);
  if (ping) found.push({ at, limit: "ping", says: `calls everyone by ${ping[0]}`, error: undefined });
  const literal = text.replaceAll(MARKUP, "").replaceAll(/^>/gm, "");
  const raw = /[<>]|&(?!(?:amp|lt|gt);)/.exec(literal);
  if (raw) found.push({ at, limit: "escaping", says: `has an unescaped ${raw[0]}`, error: undefined });
}

function checkLength(
  limit: LimitName,
  at: string,
  text: string,
  found: Found,
  error: Violation["error"] = "invalid_blocks",
): void {
  if (text.length <= LIMITS[limit]) return;
  found.push({ at, limit, says: `has ${text.length} characters, at most ${LIMITS[limit]} are taken`, error });
}

function checkCount(limit: LimitName, at: string, count: number, found: Found): void {
  if (count <= LIMITS[limit]) return;
  found.push({ at, limit, says: `has ${count}, at most ${LIMITS[limit]} are taken`, error: "invalid_blocks" });
}

function refuse(at: string, limit: "shape", says: string, found: Found): void {
  found.push({ at, limit, says, error: "invalid_blocks" });
}

/** Characters of every `text` anywhere inside. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, inner) => sum + textLength(inner), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === "text" && typeof inner === "string" ? inner.length : textLength(inner)),
    0,
  );
}
