import type { InputBlock, ModalView } from "@slack/types";
import { z } from "zod";
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

/** A field of the modal as it comes back with it. */
const Field = z.object({ block_id: z.string(), element: z.object({ initial_value: z.string().nullish() }) });

/**
 * What a person typed; a field left empty or as it was shown changes nothing, whatever others have made of it meanwhile
 * and however much of it did not fit.
 */
export function readEdit({
  blocks,
  state: { values },
}: {
  readonly blocks: readonly unknown[];
  readonly state: {
    readonly values: Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null }>>>>;
  };
}) {
  const fields = blocks.flatMap((block) => Field.safeParse(block).data ?? []);
  const typed = (name: string) => {
    const value = plain(values[name]?.[name]?.value);
    const field = fields.find(({ block_id }) => block_id === name);
    return value === plain(field?.element.initial_value) ? "" : value;
  };
  const title = typed("title");
  const summary = typed("summary");
  const tags = typed("tags")
    .split(/[,，、;；\n]/)
    .map((tag) => tag.trim().replace(/^#+|#+$/g, ""))
    .filter(Boolean);
  return {
    ...(title ? { title } : {}),
    ...(summary ? { summary } : {}),
    ...(tags.length > 0 ? { tags: [...new Set(tags)].slice(0, 10) } : {}),
  };
}

/** PostgreSQL takes neither zero bytes nor half surrogates in text. */
function plain(text: string | null | undefined): string {
  return (text ?? "").replaceAll("\0", "").toWellFormed().trim();
}
