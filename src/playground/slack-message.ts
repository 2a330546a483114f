import { asObject, asObjects, asText, type Json, textOrNothing } from "./json.ts";

/** One message as a reader of the channel sees it. */
export interface SlackMessage {
  readonly kind: "message" | "ephemeral";
  /** Id of the channel or direct message it stands in. */
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  /** As Slack keeps it: mrkdwn with `&`, `<` and `>` escaped. */
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly metadata: Json | undefined;
  /** Id of the author; for an ephemeral message the bot's. */
  readonly user: string;
  /** Set when a bot wrote it. */
  readonly botId: string | undefined;
  readonly files: readonly Json[];
  readonly reactions: readonly { readonly name: string; readonly users: readonly string[] }[];
  readonly edited: boolean;
  /** Who alone can see it; undefined for an ordinary message. */
  readonly visibleTo: string | undefined;
}

/** A modal or an App Home, as a person sees it. */
export interface SlackView {
  readonly kind: "view";
  readonly id: string;
  readonly type: "modal" | "home";
  /** Id of the person it is shown to. */
  readonly user: string;
  readonly title: string;
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly blocks: readonly Json[];
  /** The label of the submit button; undefined when there is none. */
  readonly submit: string | undefined;
  readonly close: string | undefined;
  /** The view as the app would get it in a payload. */
  readonly payload: Json;
}

/** A file in the workspace. */
export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly bytes: Uint8Array;
  /** Ids of the channels and direct messages it is shared in. */
  readonly channels: readonly string[];
  readonly user: string;
}

/** A message from the form in which the emulated workspace keeps it. */
export function messageFromRow(row: Json): SlackMessage {
  return {
    kind: "message",
    channel: asText(row.channel_id),
    ts: asText(row.ts),
    threadTs: textOrNothing(row.thread_ts),
    text: asText(row.text),
    blocks: asObjects(row.blocks),
    metadata: row.metadata === undefined ? undefined : asObject(row.metadata),
    user: asText(row.user),
    botId: textOrNothing(row.bot_id),
    files: asObjects(row.files),
    reactions: asObjects(row.reactions).map((reaction) => ({
      name: asText(reaction.name),
      users: Array.isArray(reaction.users) ? reaction.users.map(asText) : [],
    })),
    edited: row.edited !== undefined,
    visibleTo: undefined,
  };
}

/** A view from the form in which it goes over the wire. */
export function viewFromPayload(payload: Json, user: string): SlackView {
  return {
    kind: "view",
    id: asText(payload.id),
    type: payload.type === "home" ? "home" : "modal",
    user,
    title: asText(asObject(payload.title).text),
    callbackId: asText(payload.callback_id),
    privateMetadata: asText(payload.private_metadata),
    blocks: asObjects(payload.blocks),
    submit: textOrNothing(asObject(payload.submit).text),
    close: textOrNothing(asObject(payload.close).text),
    payload,
  };
}
