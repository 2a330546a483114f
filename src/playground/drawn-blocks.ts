import { createElement as h, type ReactNode } from "react";
import { type Block, Message } from "slack-blocks-to-jsx";
import { optionList } from "./block-elements.ts";
import { drawnLink, drawnMrkdwn, drawnPlainText, isSafeLink, keyed, type Names } from "./drawn-mrkdwn.ts";
import { icon } from "./icons.ts";
import { asObject, asObjects, asText, isObject, type Json, textOrNothing } from "./json.ts";

/**
 * Blocks as a person sees them. slack-blocks-to-jsx draws rich text, tables and dividers; it draws plain text as if it
 * were mrkdwn, gives buttons no value and no address, and fetches pictures, so those are drawn here.
 */
export function drawnBlocks(blocks: readonly Json[], names: Names): ReactNode {
  return keyed(blocks.map((block, index) => drawnBlock(block, textOrNothing(block.block_id) ?? `b${index}`, names)));
}

function drawnBlock(block: Json, blockId: string, names: Names): ReactNode {
  switch (block.type) {
    case "section":
      return drawnSection(block, blockId, names);
    case "header":
      return h("h3", { className: "block header" }, drawnText(block.text, names));
    case "context":
      return h(
        "div",
        { className: "block context" },
        ...asObjects(block.elements).map((element) => drawnContext(element, names)),
      );
    case "actions": {
      const elements = asObjects(block.elements).map((element) => drawnElement(element, blockId, names));
      return h("div", { className: "block actions" }, ...elements);
    }
    case "image":
      return drawnPicture(block);
    case "input":
      return drawnInput(block, blockId, names);
    case "divider":
      return h("hr", { className: "block" });
    default:
      return h("div", { className: "block by-library" }, byLibrary(block, names));
  }
}

function byLibrary(block: Json, names: Names): ReactNode {
  // Ours are Slack's own payloads; the library's types are narrower than Slack's.
  const blocks = [withNames(block, names)] as unknown as Block[];
  return h(Message, { blocks, name: "", logo: "", withoutWrapper: true, unstyled: true, theme: "light" });
}

/** Rich text with names in the place of ids and without addresses that may not be followed. */
function withNames(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((inner) => withNames(inner, names));
  if (!isObject(value)) return value;
  if (value.type === "user") return mentionText(`@${names.user(asText(value.user_id))}`);
  if (value.type === "channel") return mentionText(`#${names.channel(asText(value.channel_id))}`);
  if (value.type === "broadcast") return mentionText(`@${asText(value.range)}`);
  if (value.type === "link" && !isSafeLink(asText(value.url)))
    return { type: "text", text: asText(value.text) || asText(value.url) };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNames(inner, names)]));
}

function mentionText(text: string): Json {
  return { type: "text", text, style: { bold: true } };
}

function drawnSection(block: Json, blockId: string, names: Names): ReactNode {
  const fields = asObjects(block.fields);
  const accessory = isObject(block.accessory) ? block.accessory : undefined;
  return h(
    "div",
    { className: "block section" },
    h(
      "div",
      { className: "section-text" },
      isObject(block.text) ? h("div", { className: "text" }, drawnText(block.text, names)) : undefined,
      fields.length > 0
        ? h("div", { className: "fields" }, ...fields.map((field) => h("div", undefined, drawnText(field, names))))
        : undefined,
    ),
    accessory ? h("div", { className: "accessory" }, drawnElement(accessory, blockId, names)) : undefined,
  );
}

function drawnText(value: unknown, names: Names): ReactNode {
  const { type, text } = asObject(value);
  return type === "mrkdwn" ? drawnMrkdwn(asText(text), names) : drawnPlainText(asText(text));
}

function drawnContext(element: Json, names: Names): ReactNode {
  if (element.type === "image") return h("span", { className: "picture-word" }, asText(element.alt_text));
  return h("span", { className: "context-text" }, drawnText(element, names));
}

/** The page loads nothing from elsewhere, so a picture is shown as its description with a link to it. */
function drawnPicture(block: Json): ReactNode {
  const alt = asText(block.alt_text);
  const title = textOrNothing(asObject(block.title).text);
  return h(
    "figure",
    { className: "block picture" },
    drawnLink(asText(block.image_url), keyed([icon("picture"), ` ${alt}`])),
    title === undefined ? undefined : h("figcaption", undefined, title),
  );
}

function drawnInput(block: Json, blockId: string, names: Names): ReactNode {
  const element = asObject(block.element);
  const hint = textOrNothing(asObject(block.hint).text);
  const optional = block.optional === true ? h("span", { className: "optional" }, " (optional)") : undefined;
  const isGroup = element.type === "checkboxes" || element.type === "radio_buttons";
  return h(
    isGroup ? "fieldset" : "label",
    { className: "block input" },
    h(isGroup ? "legend" : "span", { className: "label" }, drawnText(block.label, names), optional),
    // An input that dispatches its actions tells the app at once, as an element outside a form does.
    drawnElement(element, blockId, names, block.dispatch_action !== true),
    hint === undefined ? undefined : h("span", { className: "hint" }, hint),
    h("span", { className: "error", role: "alert", "data-error": blockId }),
  );
}

/** What a page script needs to know to operate an element. */
function marks(element: Json, blockId: string): Record<string, string> {
  return { "data-action": asText(element.action_id), "data-block": blockId, ...confirmation(element) };
}

function confirmation(element: Json): Record<string, string> {
  if (!isObject(element.confirm)) return {};
  const { title, text } = element.confirm;
  return { "data-confirm": [asText(asObject(title).text), asText(asObject(text).text)].join("\n\n") };
}

function drawnElement(element: Json, blockId: string, names: Names, isInput = false): ReactNode {
  switch (element.type) {
    case "button":
    case "workflow_button":
      return drawnButton(element, blockId, names);
    case "static_select":
    case "multi_static_select":
    case "overflow":
      return drawnMenu(element, blockId, isInput);
    case "users_select":
    case "conversations_select":
    case "channels_select":
      return drawnField(
        element,
        blockId,
        isInput,
        "text",
        asText(element.initial_user ?? element.initial_conversation ?? element.initial_channel),
      );
    case "checkboxes":
    case "radio_buttons":
      return drawnChoices(element, blockId, names, isInput);
    case "datepicker":
      return drawnField(element, blockId, isInput, "date", asText(element.initial_date));
    case "timepicker":
      return drawnField(element, blockId, isInput, "time", asText(element.initial_time));
    case "image":
      return drawnPicture(element);
    default:
      return drawnTextField(element, blockId, isInput);
  }
}

function drawnButton(element: Json, blockId: string, names: Names): ReactNode {
  const label = drawnPlainText(asText(asObject(element.text).text));
  const style = textOrNothing(element.style) ?? "plain";
  const named = textOrNothing(element.accessibility_label);
  const shared = { className: `button ${style}`, ...marks(element, blockId), "aria-label": named };
  const url = textOrNothing(element.url);
  if (url === undefined || !isSafeLink(url))
    return h("button", { type: "button", "data-act": "click", ...shared }, label);
  const here = names.here(url);
  if (here !== undefined) return h("a", { href: here, "data-act": "tell", ...shared }, label);
  // Slack opens the address and tells the app.
  return h(
    "a",
    { href: url, target: "_blank", rel: "noreferrer noopener", "data-act": "tell", ...shared },
    label,
    " ↗",
  );
}

function drawnMenu(element: Json, blockId: string, isInput: boolean): ReactNode {
  const placeholder =
    textOrNothing(asObject(element.placeholder).text) ?? (element.type === "overflow" ? "⋯" : "Choose");
  const initial = asText(asObject(element.initial_option).value);
  const multiple = element.type === "multi_static_select";
  const options = optionList(element).map((option) =>
    h("option", { value: asText(option.value) }, asText(asObject(option.text).text)),
  );
  const attributes = {
    ...marks(element, blockId),
    "data-act": isInput ? undefined : "choose",
    className: element.type === "overflow" ? "overflow" : "menu",
  };
  const first = multiple ? undefined : h("option", { value: "" }, placeholder);
  const chosen = multiple ? asObjects(element.initial_options).map(({ value }) => asText(value)) : initial;
  return h("select", { ...attributes, multiple, defaultValue: chosen, "aria-label": placeholder }, first, ...options);
}

function drawnChoices(element: Json, blockId: string, names: Names, isInput: boolean): ReactNode {
  const type = element.type === "checkboxes" ? "checkbox" : "radio";
  const initial = [...asObjects(element.initial_options), asObject(element.initial_option)].map(({ value }) => value);
  const choices = asObjects(element.options).map((option) =>
    h(
      "label",
      { className: "choice" },
      h("input", {
        type,
        name: `${blockId} ${asText(element.action_id)}`,
        value: asText(option.value),
        defaultChecked: initial.includes(option.value),
      }),
      h("span", undefined, drawnText(option.text, names)),
    ),
  );
  return h(
    "span",
    { className: "choices", ...marks(element, blockId), "data-act": isInput ? undefined : "choose" },
    ...choices,
  );
}

function drawnTextField(element: Json, blockId: string, isInput: boolean): ReactNode {
  if (element.multiline !== true) return drawnField(element, blockId, isInput, "text", asText(element.initial_value));
  const placeholder = textOrNothing(asObject(element.placeholder).text);
  return h("textarea", {
    ...marks(element, blockId),
    placeholder,
    rows: 5,
    defaultValue: asText(element.initial_value),
  });
}

function drawnField(element: Json, blockId: string, isInput: boolean, type: string, value: string): ReactNode {
  const placeholder = textOrNothing(asObject(element.placeholder).text);
  return h("input", {
    ...marks(element, blockId),
    type,
    placeholder,
    defaultValue: value,
    "data-act": isInput ? undefined : "choose",
  });
}
