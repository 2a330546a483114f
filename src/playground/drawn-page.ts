import { createElement as h, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { type Channel, canOpen, type Person } from "./directory.ts";
import { drawnBlocks } from "./drawn-blocks.ts";
import { drawnMessages, type Viewer } from "./drawn-messages.ts";
import { keyed, type Names } from "./drawn-mrkdwn.ts";
import { icon } from "./icons.ts";
import type { Sample } from "./samples.ts";
import type { SlackMessage, SlackView } from "./slack-message.ts";
import type { SlackStandIn } from "./slack-stand-in.ts";

/** Who looks at what. */
export interface Look {
  readonly person: Person;
  /** A channel or the direct message with the app; `home` is the app's Home tab. */
  readonly place: Channel | "home";
}

/** The parts of the page that change while a person looks at it, as HTML. */
export interface Parts {
  readonly sidebar: string;
  readonly heading: string;
  readonly messages: string;
  readonly modal: string;
}

/** The page's parts for someone who looks at something. */
export function drawnParts(slack: SlackStandIn, look: Look): Parts {
  const names = namesIn(slack, look.person);
  const modal = slack.views(look.person.name).at(-1);
  return {
    sidebar: renderToStaticMarkup(drawnSidebar(slack, look)),
    heading: renderToStaticMarkup(drawnHeading(slack, look)),
    messages: renderToStaticMarkup(drawnMain(slack, look, names)),
    modal: modal ? renderToStaticMarkup(drawnModal(modal, names)) : "",
  };
}

/** The whole page. */
export function drawnPage(slack: SlackStandIn, look: Look, samples: readonly Sample[]): string {
  const parts = drawnParts(slack, look);
  const page = h(
    "html",
    { lang: "en" },
    h(
      "head",
      undefined,
      h("meta", { charSet: "utf-8" }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("title", undefined, "Footnote playground"),
      h("link", { rel: "icon", href: "data:," }),
      h("link", { rel: "stylesheet", href: "/page.css" }),
      h("script", { src: "/page.js", type: "module" }),
    ),
    h("body", { "data-as": look.person.name, "data-in": placeName(look) }, drawnBody(parts, look, samples)),
  );
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}

/** How a place is named in the page's address. */
function placeName({ place }: Look): string {
  if (place === "home") return "home";
  return place.kind === "im" ? "app" : place.name;
}

function drawnBody(parts: Parts, look: Look, samples: readonly Sample[]): ReactNode {
  return keyed([
    h("nav", { id: "sidebar", "aria-label": "Channels and people", ...inner(parts.sidebar) }),
    h(
      "main",
      { id: "main" },
      h("header", { id: "heading", ...inner(parts.heading) }),
      look.place === "home" ? undefined : drawnHint(samples),
      h("ol", { id: "messages", role: "log", "aria-label": "Messages", tabIndex: 0, ...inner(parts.messages) }),
      look.place === "home" ? undefined : drawnComposer(look),
      h("div", { id: "drop", "aria-hidden": true }, "Drop the file to share it here"),
    ),
    h("dialog", { id: "modal", "aria-labelledby": "modal-title", ...inner(parts.modal) }),
    h("p", { id: "trouble", role: "status", "aria-live": "polite" }),
  ]);
}

/** Markup that React has made itself just before, so that page and fragments are the same. */
function inner(html: string) {
  return { dangerouslySetInnerHTML: { __html: html } };
}

function drawnHint(samples: readonly Sample[]): ReactNode {
  const chips = samples.map((sample, index) =>
    h("button", { type: "button", className: "chip", "data-sample": index, key: sample.label }, sample.label),
  );
  return h(
    "section",
    { id: "hint", "aria-label": "What to try" },
    h(
      "p",
      undefined,
      "Paste a link, drop a saved page (.md, .html, .mhtml, .pdf), or type ",
      h("kbd", undefined, "/footnote help"),
      ".",
    ),
    samples.length > 0 ? h("p", { className: "chips" }, ...chips) : undefined,
  );
}

function drawnComposer(look: Look): ReactNode {
  const where = look.place === "home" ? "" : look.place.kind === "im" ? "the app" : `#${look.place.name}`;
  return h(
    "form",
    { id: "composer" },
    h("p", { id: "editing", hidden: true }, "Editing a message. ", h("kbd", undefined, "Esc"), " leaves it as it was."),
    h("textarea", {
      id: "text",
      rows: 1,
      placeholder: `Message ${where}, or /footnote …`,
      "aria-label": `Message ${where}`,
      autoFocus: true,
    }),
    h(
      "label",
      { className: "attach", title: "Attach a file" },
      h("input", { type: "file", id: "file", "aria-label": "Attach a file" }),
      icon("clip"),
    ),
    h("button", { type: "submit", className: "button primary" }, "Send"),
  );
}

function drawnSidebar(slack: SlackStandIn, { person, place }: Look): ReactNode {
  const visible = slack.channels().filter((channel) => channel.kind !== "im" && canOpen(person, channel));
  const link = (label: ReactNode, where: string, isCurrent: boolean, isMember = true) =>
    h(
      "a",
      {
        href: `/?as=${encodeURIComponent(person.name)}&in=${encodeURIComponent(where)}`,
        "aria-current": isCurrent ? "page" : undefined,
        className: isMember ? undefined : "outside",
      },
      label,
    );
  return keyed([
    h(
      "h1",
      undefined,
      h("span", { className: "mark", "aria-hidden": true }, "¹"),
      "Footnote",
      h("small", { className: "mark-note" }, "playground"),
    ),
    h("h2", undefined, "Channels"),
    h(
      "ul",
      undefined,
      ...visible.map((channel) => {
        const isMember = channel.members.includes(person.id);
        const sign = channel.kind === "private" ? icon("lock") : "#";
        return h(
          "li",
          undefined,
          link(keyed([sign, ` ${channel.name}`]), channel.name, place !== "home" && place.id === channel.id, isMember),
        );
      }),
    ),
    h("h2", undefined, "Apps"),
    h(
      "ul",
      undefined,
      h("li", undefined, link(`${slack.bot.name}: messages`, "app", place !== "home" && place.kind === "im")),
      h("li", undefined, link(`${slack.bot.name}: home`, "home", place === "home")),
    ),
    h("h2", undefined, "You are"),
    h(
      "ul",
      { className: "people" },
      ...slack.people().map((other) => h("li", undefined, drawnSwitch(other, person, place))),
    ),
    h("p", { className: "fine" }, "Everything here runs on this machine."),
  ]);
}

function drawnSwitch(other: Person, person: Person, place: Look["place"]): ReactNode {
  const where = placeName({ person, place });
  const label = other.isRestricted ? `${other.realName} (guest)` : other.realName;
  const href = `/?as=${encodeURIComponent(other.name)}&in=${encodeURIComponent(where)}`;
  return h("a", { href, "aria-current": other.id === person.id ? "true" : undefined }, label);
}

function drawnHeading(slack: SlackStandIn, { person, place }: Look): ReactNode {
  if (place === "home") return h("h2", undefined, `${slack.bot.name}: home`);
  if (place.kind === "im") return h("h2", undefined, `${slack.bot.name}: messages`);
  const members = place.members.flatMap((id) =>
    id === slack.bot.userId ? [slack.bot.name] : slack.person(id).realName,
  );
  const outside = place.members.includes(person.id) ? "" : "You are not in this channel. ";
  return keyed([
    h("h2", undefined, place.kind === "private" ? icon("lock") : "#", ` ${place.name}`),
    h("p", undefined, `${outside}Members: ${members.join(", ")}`),
  ]);
}

function drawnMain(slack: SlackStandIn, { person, place }: Look, names: Names): ReactNode {
  if (place === "home") return h("li", { className: "home" }, drawnHome(slack.home(person.name), names));
  const whispered = slack.ephemerals(person.name).filter(({ channel }) => channel === place.id);
  const all = [...slack.messages(place.id), ...whispered].sort((a: SlackMessage, b: SlackMessage) =>
    a.ts < b.ts ? -1 : 1,
  );
  const viewer: Viewer = { id: person.id, names, botId: slack.bot.botId };
  if (all.length === 0) return h("li", { className: "nothing" }, "Nothing here yet.");
  return drawnMessages(all, viewer);
}

function drawnHome(view: SlackView | undefined, names: Names): ReactNode {
  if (!view) return h("p", { className: "nothing" }, "The app shows nothing here yet.");
  return h("div", { className: "surface", "data-view": view.id }, drawnBlocks(view.blocks, names));
}

function drawnModal(view: SlackView, names: Names): ReactNode {
  const submit =
    view.submit === undefined ? undefined : h("button", { type: "submit", className: "button primary" }, view.submit);
  return h(
    "form",
    { className: "surface", "data-view": view.id, method: "dialog" },
    h(
      "header",
      undefined,
      h("h2", { id: "modal-title" }, view.title),
      h("button", { type: "button", className: "cross", "data-act": "dismiss", "aria-label": "Close" }, "✕"),
    ),
    h("div", { className: "modal-body", tabIndex: 0, autoFocus: true }, drawnBlocks(view.blocks, names)),
    h(
      "footer",
      undefined,
      h("button", { type: "button", className: "button plain", "data-act": "dismiss" }, view.close ?? "Close"),
      submit,
    ),
  );
}

function namesIn(slack: SlackStandIn, person: Person): Names {
  const people = new Map(slack.people().map(({ id, realName }) => [id, realName]));
  const channels = new Map(slack.channels().map(({ id, name }) => [id, name]));
  return {
    user: (id) => (id === slack.bot.userId ? slack.bot.name : (people.get(id) ?? OTHERS[id] ?? id)),
    channel: (id) => channels.get(id) ?? id,
    here: (url) => permalinkHere(url, slack, person),
  };
}

function permalinkHere(url: string, slack: SlackStandIn, person: Person): string | undefined {
  const [, channel, seconds, micros] = /\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})/.exec(url) ?? [];
  if (!channel || !url.startsWith(`${slack.url}/`)) return undefined;
  return `/?as=${encodeURIComponent(person.name)}&in=${channel}#m${seconds}.${micros}`;
}

const OTHERS: Readonly<Record<string, string>> = { USLACKBOT: "Slackbot", U0000000ZZ: "build-bot" };
