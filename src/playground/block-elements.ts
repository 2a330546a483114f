import { asObject, asObjects, asText, type Json, textOrNothing } from "./json.ts";

/** Something in a message or view that a person can operate. */
export interface Operable {
  readonly blockId: string;
  readonly element: Json;
  readonly isInput: boolean;
}

/** Every button, menu and field in these blocks, in reading order. */
function operables(blocks: readonly Json[]): readonly Operable[] {
  return blocks.flatMap((block, index): Operable[] => {
    const blockId = textOrNothing(block.block_id) ?? `b${index}`;
    if (block.type === "input") return [{ blockId, element: asObject(block.element), isInput: true }];
    const accessory = block.accessory === undefined ? [] : [asObject(block.accessory)];
    const elements = block.type === "actions" ? asObjects(block.elements) : accessory;
    return elements.filter(({ type }) => type !== "image").map((element) => ({ blockId, element, isInput: false }));
  });
}

/** The element with this `action_id`, or with this label. */
export function findOperable(blocks: readonly Json[], actionIdOrLabel: string): Operable | undefined {
  const all = operables(blocks);
  const byId = all.find(({ element }) => element.action_id === actionIdOrLabel);
  return byId ?? all.find(({ element }) => asText(asObject(element.text).text) === actionIdOrLabel);
}

/** What a person enters: text, the value of an option, or the values of several. */
export type Entered = string | readonly string[];

/** An element's part of `actions` in a block_actions payload. */
export function actionOf({ blockId, element }: Operable, entered: Entered | undefined, actionTs: string): Json {
  const { type, text, value } = element;
  const shown = { ...(text === undefined ? {} : { text }), ...(value === undefined ? {} : { value }) };
  const state = type === "button" ? shown : stateOf(element, entered);
  return { action_id: element.action_id, block_id: blockId, ...state, type, action_ts: actionTs };
}

/** What an element holds, in the form of `view.state`: what was entered, else what it starts with. */
export function stateOf(element: Json, entered: Entered | undefined): Json {
  const { type } = element;
  switch (type) {
    case "static_select":
    case "radio_buttons":
    case "overflow":
    case "external_select":
      return { type, selected_option: optionOf(element, entered) ?? element.initial_option ?? null };
    case "multi_static_select":
    case "checkboxes":
      return { type, selected_options: optionsOf(element, entered) ?? element.initial_options ?? [] };
    case "users_select":
      return { type, selected_user: entered ?? element.initial_user ?? null };
    case "conversations_select":
      return { type, selected_conversation: entered ?? element.initial_conversation ?? null };
    case "channels_select":
      return { type, selected_channel: entered ?? element.initial_channel ?? null };
    case "datepicker":
      return { type, selected_date: entered ?? element.initial_date ?? null };
    case "timepicker":
      return { type, selected_time: entered ?? element.initial_time ?? null };
    default:
      return { type, value: entered ?? element.initial_value ?? null };
  }
}

function optionOf(element: Json, entered: Entered | undefined): Json | undefined {
  if (entered === undefined) return undefined;
  const wanted = typeof entered === "string" ? entered : entered[0];
  return optionList(element).find(({ value, text }) => value === wanted || asText(asObject(text).text) === wanted);
}

function optionsOf(element: Json, entered: Entered | undefined): readonly Json[] | undefined {
  if (entered === undefined) return undefined;
  const wanted = typeof entered === "string" ? [entered] : entered;
  return optionList(element).filter(({ value }) => wanted.includes(asText(value)));
}

/** The options of a menu, those in groups too. */
export function optionList(element: Json): readonly Json[] {
  return [
    ...asObjects(element.options),
    ...asObjects(element.option_groups).flatMap((group) => asObjects(group.options)),
  ];
}

/** `view.state.values` for these blocks; a value is found by `action_id` or `block_id`. */
export function stateValues(blocks: readonly Json[], entered: Readonly<Record<string, Entered>>): Json {
  const values: Record<string, Record<string, Json>> = {};
  for (const { blockId, element, isInput } of operables(blocks)) {
    if (!isInput && element.type === "button") continue;
    const actionId = asText(element.action_id) || "value";
    const value = entered[actionId] ?? entered[blockId];
    values[blockId] = { ...values[blockId], [actionId]: stateOf(element, value) };
  }
  return values;
}
