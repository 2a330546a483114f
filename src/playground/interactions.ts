import { actionOf, type Entered, findOperable, stateOf, stateValues } from "./block-elements.ts";
import type { Channel, Directory, Person } from "./directory.ts";
import type { EmulatedWorkspace } from "./emulated-workspace.ts";
import type { EphemeralMessages } from "./ephemeral-messages.ts";
import { asObject, asText, isObject, type Json } from "./json.ts";
import type { OpenViews } from "./open-views.ts";
import type { ResponsePlace, ResponseUrls } from "./response-urls.ts";
import type { Send, Signature } from "./signed-sender.ts";
import type { NextTs } from "./slack-clock.ts";
import { messageFromRow, type SlackMessage, type SlackView } from "./slack-message.ts";
import { wireMessage } from "./web-api-methods.ts";

/** What came back to a person for a command or a click. */
export interface Answered {
  /** HTTP status of the app's acknowledgement; 0 when there was none in time. */
  readonly status: number;
  /** What has been said to this person, or to all, in answer so far; grows while the app works on. */
  readonly answers: readonly SlackMessage[];
}

/** How a modal's submission went. */
export interface Submitted {
  readonly status: number;
  /** What the app finds wrong, by `block_id`; empty when it took the form. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Who does it, and how the request is signed. */
export interface InteractionOptions {
  readonly as?: string;
  readonly signature?: Signature;
}

/** How an element is operated. */
export interface ClickOptions extends InteractionOptions {
  /** What a menu or field is set to. */
  readonly value?: Entered;
  /** What the other fields of a view hold at that moment, by `action_id` or `block_id`. */
  readonly values?: Readonly<Record<string, Entered>>;
}

/** What people do with commands, buttons and modals. */
export interface Interactions {
  /** Types `/footnote text` (or another command) in a channel; default the first one. */
  command(
    text: string,
    options?: InteractionOptions & { readonly channel?: string; readonly name?: string },
  ): Promise<Answered>;
  /** Operates an element, found by `action_id` or label. */
  click(target: SlackMessage | SlackView, actionIdOrLabel: string, options?: ClickOptions): Promise<Answered>;
  /** Sends a modal off; values by `action_id` or `block_id`. */
  submit(view: SlackView, values?: Readonly<Record<string, Entered>>): Promise<Submitted>;
  /** Closes a modal by its cross. */
  dismiss(view: SlackView): Promise<void>;
  /** Uses a message shortcut, or a global one when there is no message. */
  shortcut(callbackId: string, options?: InteractionOptions & { readonly message?: SlackMessage }): Promise<Answered>;
  /** Types into a menu whose options the app gives. Returns the app's options. */
  suggest(
    target: SlackMessage | SlackView,
    actionId: string,
    typed: string,
    options?: InteractionOptions,
  ): Promise<Json>;
  /** Slack's first request to a new address. Returns what the app answered. */
  verifyUrl(challenge: string, signature?: Signature): Promise<{ readonly status: number; readonly body: string }>;
}

/** What interactions need. */
export interface InteractionParts {
  readonly workspace: EmulatedWorkspace;
  readonly directory: Directory;
  readonly ephemerals: EphemeralMessages;
  readonly responses: ResponseUrls;
  readonly views: OpenViews;
  readonly nextTs: NextTs;
  readonly originUrl: string;
  readonly sender: () => Send | undefined;
}

/** The interactions of a workspace. */
export function interactions(parts: InteractionParts): Interactions {
  const { workspace, directory, responses, views, nextTs } = parts;
  const who = (as: string | undefined): Person => {
    const person = as === undefined ? directory.people()[0] : directory.person(as);
    if (!person) throw new Error("There is nobody in this workspace.");
    return person;
  };

  async function post(type: "json" | "form", body: Json, signature: Signature = "valid") {
    const send = parts.sender();
    if (!send) return { status: 0, body: "" };
    const fields = body.type === undefined ? body : { payload: JSON.stringify(body) };
    const text =
      type === "json" ? JSON.stringify(body) : new URLSearchParams(fields as Record<string, string>).toString();
    const answer = await send({ type, text }, { signature });
    return "failed" in answer ? { status: 0, body: "" } : answer;
  }

  /** Sends a command or click whose answers come back by its `response_url`. */
  async function ask(place: ResponsePlace, body: Json, signature?: Signature): Promise<Answered> {
    const id = responses.open(place);
    const response_url = `${parts.originUrl}/response/${id}`;
    const since = nextTs();
    const answer = await post("form", { ...body, response_url }, signature);
    if (answer.status === 200 && answer.body.trim() !== "") responses.show(id, bodyOf(answer.body));
    return {
      status: answer.status,
      get answers() {
        return answersTo(place, id, since);
      },
    };
  }

  function answersTo({ user, channel }: ResponsePlace, id: string, since: string): readonly SlackMessage[] {
    const said = new Set(responses.saidBy(id));
    const open = workspace.tables.messages.findBy("channel_id", channel.id).filter(({ ts }) => said.has(asText(ts)));
    const whispered = parts.ephemerals.of(user).filter((one) => one.channel === channel.id && one.ts > since);
    return [...open.map(messageFromRow), ...whispered].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  }

  async function triggerId(userId: string, viewId?: string): Promise<string> {
    const args = { user_id: userId, ...(viewId === undefined ? {} : { view_id: viewId }) };
    const made = await workspace.call(workspace.bot.token, "views.generateTriggerId", args);
    return asText(made.trigger_id);
  }

  /** What people of another company press carries their own workspace. */
  function common({ id, name, teamId }: Person): Json {
    const user = { id, username: name, name, team_id: teamId };
    return {
      user,
      api_app_id: workspace.bot.appId,
      token: "stand-in",
      team: { id: teamId, domain: teamId === workspace.teamId ? "playground" : "elsewhere" },
      enterprise: null,
      is_enterprise_install: false,
    };
  }

  async function placeOf(target: SlackMessage, person: Person): Promise<ResponsePlace> {
    const channel = await directory.channel(target.channel);
    const threadTs = target.threadTs === undefined ? {} : { threadTs: target.threadTs };
    return { channel, user: person.id, original: target, ...threadTs };
  }

  async function clickMessage(
    target: SlackMessage,
    id: string,
    person: Person,
    options: ClickOptions,
  ): Promise<Answered> {
    const operable = findOperable(target.blocks, id);
    if (!operable) throw new Error(`The message has no ${id} to click.`);
    const place = await placeOf(target, person);
    const action = actionOf(operable, options.value, nextTs());
    const thread = target.threadTs === undefined ? {} : { thread_ts: target.threadTs };
    const is_ephemeral = target.kind === "ephemeral";
    const body = {
      type: "block_actions",
      ...common(person),
      container: { type: "message", message_ts: target.ts, channel_id: target.channel, is_ephemeral, ...thread },
      trigger_id: await triggerId(person.id),
      channel: { id: target.channel, name: payloadName(place.channel) },
      ...(is_ephemeral ? {} : { message: messagePayload(target) }),
      state: { values: stateValues(target.blocks, {}) },
      actions: [action],
    };
    return ask(place, body, options.signature);
  }

  function messagePayload(target: SlackMessage): Json {
    const row = workspace.tables.messages.findBy("channel_id", target.channel).find(({ ts }) => ts === target.ts);
    return row ? wireMessage(row, workspace.teamId) : { type: "message", ts: target.ts, text: target.text };
  }

  async function clickView(view: SlackView, id: string, person: Person, options: ClickOptions): Promise<Answered> {
    const operable = findOperable(view.blocks, id);
    if (!operable) throw new Error(`The view has no ${id} to click.`);
    const actionId = asText(operable.element.action_id);
    const entered = options.value === undefined ? {} : { [actionId]: options.value };
    const values = stateValues(view.blocks, { ...options.values, ...entered });
    const body = {
      type: "block_actions",
      ...common(person),
      container: { type: "view", view_id: view.id },
      trigger_id: await triggerId(person.id, view.type === "modal" ? view.id : undefined),
      view: { ...view.payload, state: { values } },
      actions: [{ ...actionOf(operable, options.value, nextTs()), ...selection(operable.element, options.value) }],
    };
    const answer = await post("form", body, options.signature);
    return { status: answer.status, answers: [] };
  }

  async function applyAnswer(view: SlackView, text: string): Promise<Readonly<Record<string, string>>> {
    const answer = bodyOf(text);
    switch (answer.response_action) {
      case "errors":
        return asObject(answer.errors) as Record<string, string>;
      case "update":
        await workspace.call(workspace.bot.token, "views.update", { view_id: view.id, view: answer.view });
        return {};
      case "push": {
        const trigger_id = await triggerId(view.user, view.id);
        const pushed = await workspace.call(workspace.bot.token, "views.push", { trigger_id, view: answer.view });
        views.opened(asText(asObject(pushed.view).id));
        return {};
      }
      case "clear":
        views.closeAll(view.user);
        return {};
      default:
        views.close(view.id);
        return {};
    }
  }

  return {
    command: async (text, options = {}) => {
      const person = who(options.as);
      const channel = await directory.channel(options.channel ?? firstChannel(directory));
      const body = {
        token: "stand-in",
        team_id: workspace.teamId,
        team_domain: "playground",
        channel_id: channel.id,
        channel_name: payloadName(channel),
        user_id: person.id,
        user_name: person.name,
        command: options.name ?? "/footnote",
        text,
        api_app_id: workspace.bot.appId,
        is_enterprise_install: "false",
        trigger_id: await triggerId(person.id),
      };
      return ask({ channel, user: person.id }, body, options.signature);
    },
    click: (target, id, options = {}) => {
      const person = who(options.as ?? (target.kind === "view" ? target.user : (target.visibleTo ?? undefined)));
      if (target.kind === "view") return clickView(target, id, person, options);
      return clickMessage(target, id, person, options);
    },
    submit: async (view, values = {}) => {
      const state = { values: stateValues(view.blocks, values) };
      const body = {
        type: "view_submission",
        ...common(who(view.user)),
        trigger_id: await triggerId(view.user, view.id),
        view: { ...view.payload, state },
        response_urls: [],
      };
      const answer = await post("form", body);
      return { status: answer.status, errors: answer.status === 200 ? await applyAnswer(view, answer.body) : {} };
    },
    dismiss: async (view) => {
      views.close(view.id);
      if (view.payload.notify_on_close !== true) return;
      await post("form", { type: "view_closed", ...common(who(view.user)), view: view.payload, is_cleared: false });
    },
    shortcut: async (callbackId, { as, message, signature } = {}) => {
      const person = who(as);
      const shared = { ...common(person), callback_id: callbackId, trigger_id: await triggerId(person.id) };
      if (!message) {
        const answer = await post("form", { type: "shortcut", ...shared, action_ts: nextTs() }, signature);
        return { status: answer.status, answers: [] };
      }
      const place = await placeOf(message, person);
      const channel = { id: message.channel, name: payloadName(place.channel) };
      const about = { message: messagePayload(message), message_ts: message.ts, channel, action_ts: nextTs() };
      return ask(
        { channel: place.channel, user: person.id },
        { type: "message_action", ...shared, ...about },
        signature,
      );
    },
    suggest: async (target, actionId, typed, { as, signature } = {}) => {
      const operable = findOperable(target.blocks, actionId);
      const body = {
        type: "block_suggestion",
        ...common(who(as)),
        action_id: actionId,
        block_id: operable?.blockId,
        value: typed,
        container: target.kind === "view" ? { type: "view", view_id: target.id } : { type: "message" },
      };
      return bodyOf((await post("form", body, signature)).body);
    },
    verifyUrl: (challenge, signature) =>
      post("json", { type: "url_verification", token: "stand-in", challenge }, signature),
  };
}

function firstChannel(directory: Directory): string {
  return directory.channels().find(({ kind }) => kind === "public")?.id ?? "";
}

/** What Slack calls a channel in payloads: the names of private places are not given away. */
function payloadName({ kind, name }: Channel): string {
  return kind === "public" ? name : kind === "private" ? "privategroup" : "directmessage";
}

function selection(element: Json, value: Entered | undefined): Json {
  return element.type === "button" ? {} : stateOf(element, value);
}

/** An acknowledgement's body: JSON, or plain text that is shown as it is. */
function bodyOf(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : { text: String(value) };
  } catch {
    return { text };
  }
}
