import type { App, BlockAction, BlockElementAction } from "@slack/bolt";
import type { KnownBlock, ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { FootnoteError } from "../../core/problems.ts";
import { EDIT_VIEW, editView, readEdit } from "../answers/edit.ts";
import { evidenceView } from "../answers/evidence.ts";
import { FORGET_ACTION, forgetNow } from "../answers/forget.ts";
import { HOME_SEARCH } from "../answers/home.ts";
import { recentAnswer, savedAnswer, say, sayProblem, searchAnswer } from "../answers/lists.ts";
import { shareHere } from "../answers/share-here.ts";
import { type AnswerParts, type Asker, askerOf } from "../asker.ts";
import { CANCEL_ACTION, CARD_ACTIONS, type Card, contextLine } from "../blocks/card.ts";
import { LIST_ACTIONS, OPEN_LINK, readingOnly } from "../blocks/results.ts";
import { asked, type SlackMessages } from "../messages.ts";
import { type Words, wordsIn } from "../words.ts";

interface Parts extends AnswerParts {
  /** The team whose app this is: a click in a shared channel carries the clicker's own. */
  readonly teamId: string;
  readonly client: WebClient;
  readonly messages: SlackMessages;
  readonly unexpected: (error: unknown) => void;
}

/** What a click is about. */
interface Click {
  readonly asker: Asker;
  readonly value: string;
  readonly body: BlockAction;
  /** When it was, by Slack's clock. */
  readonly ts: string;
  /** Answers the clicker alone; with `replace`, in place of what was clicked in. */
  readonly respond: (card: Card, replace?: boolean) => Promise<void>;
}

/** Listens for the buttons of cards and lists. */
export function listenForButtons(app: App, parts: Parts): void {
  const { library } = parts;
  const on = (actionId: string, handle: (click: Click) => Promise<void>) =>
    app.action<BlockAction>(actionId, async ({ ack, body, action, respond }) => {
      await ack();
      let words = wordsIn("en");
      try {
        const asker = await askerOf(parts, parts.teamId, body.user.id, body.channel?.id ?? "");
        words = asker.words;
        await handle({ asker, value: chosenValue(action), body, ts: action.action_ts, respond: responder(respond) });
      } catch (error) {
        await tellFailure(parts, words, error, respond);
      }
    });
  /** For what opens a window: that comes first, before anything is asked, or Slack closes the door. */
  const onWindow = (actionId: string, content: (asker: Asker, value: string) => Promise<ModalView>) =>
    app.action<BlockAction>(actionId, async ({ ack, body, action, respond }) => {
      await ack();
      try {
        await fillModal(parts, body, (asker) => content(asker, chosenValue(action)));
      } catch (error) {
        await tellFailure(parts, wordsIn("en"), error, respond);
      }
    });

  for (const actionId of [CARD_ACTIONS.why, LIST_ACTIONS.why]) {
    onWindow(actionId, async (asker, shareId) => {
      const found = await library.byShare(asker.viewer, shareId);
      return found ? evidenceView(parts, asker, found) : modal(asker.words, asker.words.gone);
    });
  }
  onWindow(HOME_SEARCH, async (asker, query) => resultsView(asker, await searchAnswer(parts, asker, query, 0)));

  const once = withoutDoubleClicks();
  on(
    CARD_ACTIONS.save,
    once(async ({ asker, value, respond }) => {
      const saved = await library.toggleSaved(asker.viewer, value);
      await respond(
        say(saved === undefined ? asker.words.gone : saved ? asker.words.nowSaved : asker.words.noLongerSaved),
      );
    }),
  );
  const retry = async ({ asker, value, respond }: Click) => {
    const found = await library.retry(asker.viewer, value);
    await respond(say(found ? asker.words.retrying : asker.words.gone));
  };
  on(CARD_ACTIONS.retry, retry);
  on(CARD_ACTIONS.remove, (click) => remove(parts, click, click.value));
  on(CARD_ACTIONS.more, async (click) => {
    const [choice = "", shareId = ""] = click.value.split(":");
    if (choice === "retry") return retry({ ...click, value: shareId });
    if (choice === "remove") return remove(parts, click, shareId);
    await fillModal(parts, click.body, async (asker) => {
      const found = await library.byShare(asker.viewer, shareId);
      return found ? editView(found.item, shareId, asker.words) : modal(asker.words, asker.words.gone);
    });
  });

  const turn = async ({ asker, value, body, respond }: Click) => {
    const page = await listPage(parts, asker, value);
    const view_id = body.view?.id;
    if (!view_id) return respond(page, true);
    await asked(() => parts.client.views.update({ view_id, view: resultsView(asker, page) }));
  };
  on(LIST_ACTIONS.previous, turn);
  on(LIST_ACTIONS.next, turn);
  on(
    LIST_ACTIONS.share,
    once(async ({ asker, value, respond }) => respond(await shareHere(parts, asker, value, false))),
  );
  on(
    LIST_ACTIONS.shareAnyway,
    once(async ({ asker, value, respond }) => respond(await shareHere(parts, asker, value, true), true)),
  );
  on(FORGET_ACTION, async ({ asker, value, respond }) => respond(await forgetNow(parts, asker, value), true));
  on(CANCEL_ACTION, async ({ asker, respond }) => respond(say(asker.words.cancelled), true));
  // A button that opens an address is answered too, or Slack shows a warning beside it.
  app.action(OPEN_LINK, async ({ ack }) => ack());

  app.view(EDIT_VIEW, async ({ ack, body, view }) => {
    await ack();
    // The window is closed: what went wrong is said in the person's own conversation with Footnote.
    const tell = ({ text, blocks }: Card) => parts.messages.tell(body.user.id, { text, blocks });
    let words = wordsIn("en");
    try {
      const asker = await askerOf(parts, parts.teamId, body.user.id, "");
      words = asker.words;
      const isKept = await library.edit(asker.viewer, view.private_metadata, readEdit(view));
      if (!isKept) await tell(say(words.gone));
    } catch (error) {
      await tellFailure(parts, words, error, tell);
    }
  });
}

/** Of two presses of one button by one person within this time, in seconds, the second is not meant. */
const DOUBLE_CLICK_S = 0.5;

/** Makes a handler pass over the second press of a double-click, which would undo or repeat what the first one did. */
function withoutDoubleClicks() {
  const pressed = new Map<string, number>();
  return (handle: (click: Click) => Promise<void>) =>
    async (click: Click): Promise<void> => {
      const { asker, body, value } = click;
      const at = Number(click.ts);
      const key = JSON.stringify([asker.viewer.userId, asker.channelId, body.actions[0]?.action_id, value]);
      const before = pressed.get(key) ?? Number.NaN;
      for (const [old, since] of pressed) if (at - since > DOUBLE_CLICK_S) pressed.delete(old);
      pressed.set(key, at);
      const isSecond = Math.abs(at - before) <= DOUBLE_CLICK_S;
      if (!isSecond) await handle(click);
    };
}

async function remove(parts: Parts, { asker, respond }: Click, shareId: string): Promise<void> {
  const outcome = await parts.library.remove(asker.viewer, shareId, asker.admin);
  const { words } = asker;
  await respond(say(outcome === "done" ? words.removedCard : outcome === "gone" ? words.gone : words.notYours));
}

const Turn = z.object({ list: z.string(), page: z.number().int().min(0).max(10_000) });

async function listPage(parts: Parts, asker: Asker, value: string): Promise<Card> {
  const { list, page } = Turn.parse(JSON.parse(value));
  if (list === "recent") return recentAnswer(parts, asker, page);
  if (list === "saved") return savedAnswer(parts, asker, page);
  return searchAnswer(parts, asker, list.replace(/^search /, ""), page);
}

function chosenValue(action: BlockElementAction): string {
  if (action.type === "button" || action.type === "plain_text_input") return action.value ?? "";
  if (action.type === "overflow") return action.selected_option.value;
  return "";
}

function responder(
  respond: (message: {
    text: string;
    blocks: KnownBlock[];
    response_type: "ephemeral";
    replace_original: boolean;
  }) => Promise<unknown>,
) {
  return async (card: Card, replace = false): Promise<void> => {
    await respond({ response_type: "ephemeral", replace_original: replace, text: card.text, blocks: [...card.blocks] });
  };
}

/** Told where it was pressed; in a window of its own there is no such place. */
async function tellFailure(
  parts: Parts,
  words: Words,
  error: unknown,
  respond: Parameters<typeof responder>[0] | undefined,
): Promise<void> {
  if (!(error instanceof FootnoteError)) parts.unexpected(error);
  if (respond) await responder(respond)(sayProblem(words, error)).catch(parts.unexpected);
}

function modal(words: Words, text: string): ModalView {
  return {
    type: "modal",
    title: { type: "plain_text", text: words.evidenceTitle },
    close: { type: "plain_text", text: words.close },
    blocks: [contextLine(text)],
  };
}

/** Shown for the moment until the answer is there; the asker's language is not known yet. */
const WAITING: ModalView = {
  type: "modal",
  title: { type: "plain_text", text: "Footnote" },
  blocks: [contextLine("…")],
};

/** The trigger of a click lives 3 seconds: the modal opens at once, over another if need be, and is filled after. */
async function fillModal(
  parts: Parts,
  body: BlockAction,
  content: (asker: Asker) => Promise<ModalView>,
): Promise<void> {
  const open = body.view?.type === "modal" ? parts.client.views.push : parts.client.views.open;
  const opened = await asked(() => open({ trigger_id: body.trigger_id, view: WAITING }));
  const view_id = opened.view?.id;
  let words = wordsIn("en");
  const filled = async () => {
    const asker = await askerOf(parts, parts.teamId, body.user.id, body.channel?.id ?? "");
    words = asker.words;
    return content(asker);
  };
  const view = await filled().catch((error) => {
    if (!(error instanceof FootnoteError)) parts.unexpected(error);
    return modal(words, sayProblem(words, error).text);
  });
  if (view_id) await asked(() => parts.client.views.update({ view_id, view }));
}

/** Results in a modal, where there is no channel to share into. */
function resultsView(asker: Asker, { blocks }: Card): ModalView {
  return {
    ...modal(asker.words, "…"),
    title: { type: "plain_text", text: "Footnote" },
    blocks: [...readingOnly(blocks)],
  };
}
