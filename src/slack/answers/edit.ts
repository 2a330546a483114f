import type { InputBlock, ModalView } from "@slack/types";
import type { Item } from "../../core/item.ts";
import { summaryText } from "../../core/summary/summary.ts";
import { titleOf } from "../blocks/card.ts";
import { INPUT_VALUE, VIEW_TITLE } from "../limits.ts";
import { clip } from "../mrkdwn.ts";
import type { Words } from "../words.ts";

/** The callback id of the modal in which a person changes a card. */
export const EDIT_VIEW = "edit_item";

/** The modal in which a person changes what a card shows; `private_metadata` is the share's id. */
export function editView(item: Item, shareId: string, words: Words): ModalView {
  const tags = item.tags.map((tag) => tag.text).join(", ");
  return {
    type: "modal",
    callback_id: EDIT_VIEW,
    private_metadata: shareId,
    title: { type: "plain_text", text: clip(words.editTitle, VIEW_TITLE) },
    submit: { type: "plain_text", text: words.submit },
    close: { type: "plain_text", text: words.cancel },
    blocks: [
      input("title", words, titleOf(item), false),
      input("tags", words, tags, false),
      input("summary", words, summaryText(item.summary?.sentences ?? []), true),
    ],
  };
}

function input(name: keyof Words["editFields"], words: Words, value: string, multiline: boolean): InputBlock {
  return {
    type: "input",
    block_id: name,
    optional: true,
    label: { type: "plain_text", text: words.editFields[name] },
    hint: { type: "plain_text", text: words.editHint },
    element: {
      type: "plain_text_input",
      action_id: name,
      multiline,
      ...(value ? { initial_value: clip(value, INPUT_VALUE) } : {}),
    },
  };
}

/** What a person typed; a field left empty changes nothing. */
export function readEdit(
  values: Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null }>>>>,
) {
  const typed = (name: string) =>
    values[name]?.[name]?.value?.replaceAll("\u0000", "").toWellFormed().trim() || undefined;
  const title = typed("title");
  const summary = typed("summary");
  const tags = typed("tags")
    ?.split(/[,，、;；\n]/)
    .map((tag) => tag.trim().replace(/^#+|#+$/g, ""))
    .filter(Boolean);
  return {
    ...(title ? { title } : {}),
    ...(summary ? { summary } : {}),
    ...(tags ? { tags: [...new Set(tags)].slice(0, 10) } : {}),
  };
}
