/** The playground's page: sends what a person does, and shows what the server has drawn. */
const { as, in: place } = document.body.dataset;
const query = new URLSearchParams({ as, in: place });
const find = (id) => document.getElementById(id);
const composer = find("composer");
const field = find("text");
let shown = {};
let editing;

const live = new EventSource("/live");
live.addEventListener("message", () => refresh());
live.addEventListener("open", () => refresh());

let refreshing = false;
let again = false;
/** Shows the newest parts; asks once more when something changed meanwhile. */
async function refresh() {
  if (refreshing) {
    again = true;
    return;
  }
  refreshing = true;
  do {
    again = false;
    const response = await fetch(`/parts?${query}`).catch(() => undefined);
    if (response?.ok) show(await response.json());
  } while (again);
  refreshing = false;
}

function show(parts) {
  const list = find("messages");
  const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  for (const name of ["sidebar", "heading", "messages"]) put(name, parts[name]);
  if (wasAtEnd) list.scrollTop = list.scrollHeight;
  if (parts.modal !== shown.modal) showModal(parts.modal);
  shown = parts;
}

/** Replaces a part only when it changed, so that a focus or a selection in it is not lost for nothing. */
function put(name, html) {
  if (shown[name] === html || find(name).innerHTML === html) return;
  const focus = document.activeElement?.closest("[data-action], a, #messages [data-act]");
  const inside = focus && find(name).contains(focus) ? pathOf(focus) : undefined;
  find(name).innerHTML = html;
  if (inside) document.querySelector(inside)?.focus();
}

/** A selector for the same control in the next drawing. */
function pathOf(element) {
  if (element.matches("a[href]:not([data-action])")) return `a[href="${CSS.escape(element.getAttribute("href"))}"]`;
  const message = element.closest("[data-ts]");
  const where = message ? `[data-ts="${message.dataset.ts}"] ` : "";
  const { action, act } = element.dataset;
  return `${where}${action ? `[data-action="${CSS.escape(action)}"]` : `[data-act="${act}"]`}`;
}

function showModal(html) {
  const modal = find("modal");
  const entered = entries(modal);
  modal.innerHTML = html;
  // What a person has entered stays when the app changes the view around it, as in Slack.
  for (const field of modal.querySelectorAll(":is(input, select, textarea)[data-action]")) {
    const value = entered[field.dataset.action];
    if (typeof value === "string") field.value = value;
  }
  if (html === "" && modal.open) modal.close();
  if (html !== "" && !modal.open) modal.showModal();
}

/** Sends one act; what went wrong is said at the foot of the page. */
async function act(body) {
  const response = await fetch(`/act?${query}`, { method: "POST", body: JSON.stringify(body) });
  const done = response.ok ? await response.json() : { trouble: await response.text() };
  say(done.trouble ?? "");
  refresh();
  return done;
}

function say(trouble) {
  find("trouble").textContent = trouble;
}

async function attach(file) {
  const told = new URLSearchParams({ ...Object.fromEntries(query), filename: file.name, comment: field?.value ?? "" });
  if (field) field.value = "";
  const response = await fetch(`/attach?${told}`, { method: "POST", body: file });
  say(response.ok ? "" : await response.text());
  refresh();
}

/** What the fields of a modal or home hold, by action. */
function entries(surface) {
  const values = {};
  for (const element of surface?.querySelectorAll(".input [data-action]") ?? []) {
    const value = enteredIn(element);
    if (value.length > 0) values[element.dataset.action] = value;
  }
  return values;
}

function click(element, value) {
  const values = entries(element.closest("[data-view]"));
  return act({ kind: "click", target: targetOf(element), action: element.dataset.action, value, values });
}

function targetOf(element) {
  const view = element.closest("[data-view]");
  if (view) return { view: view.dataset.view };
  const { channel, ts, ephemeral } = element.closest("[data-ts]").dataset;
  return { channel, ts, ephemeral: ephemeral === "true" };
}

function enteredIn(element) {
  if (element.matches(".choices")) return [...element.querySelectorAll("input:checked")].map(({ value }) => value);
  if (element.matches("select[multiple]")) return [...element.selectedOptions].map(({ value }) => value);
  return element.value;
}

document.addEventListener("click", async (event) => {
  const element = event.target.closest("[data-act], [data-sample]");
  if (!element) return;
  const { act: kind, sample, confirm, text } = element.dataset;
  if (sample !== undefined) {
    await act({ kind: "sample", index: Number(sample) });
    toEnd();
  } else if (kind === "click" || kind === "tell") {
    if (confirm && !window.confirm(confirm)) return event.preventDefault();
    await click(element);
  } else if (kind === "dismiss") await act({ kind, view: targetOf(element).view });
  else if (kind === "remove") await act({ kind, ts: element.closest("[data-ts]").dataset.ts });
  else if (kind === "edit") edit(element.closest("[data-ts]").dataset.ts, text);
});

document.addEventListener("change", async (event) => {
  if (event.target.id === "file") {
    for (const file of event.target.files) await attach(file);
    event.target.value = "";
    return;
  }
  const element = event.target.closest('[data-act="choose"]');
  if (!element || element.value === "") return;
  await click(element, enteredIn(element));
});

find("modal").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  for (const slot of form.querySelectorAll("[data-error]")) slot.textContent = "";
  const { errors } = await act({ kind: "submit", view: form.dataset.view, values: entries(form) });
  for (const [block, message] of Object.entries(errors ?? {})) {
    const slot = form.querySelector(`[data-error="${CSS.escape(block)}"]`);
    if (slot) slot.textContent = message;
  }
});

find("modal").addEventListener("cancel", (event) => {
  event.preventDefault();
  const form = find("modal").querySelector("[data-view]");
  if (form) act({ kind: "dismiss", view: form.dataset.view });
});

/** What Slack keeps, in the form in which a person typed it. */
function asTyped(mrkdwn) {
  const bare = mrkdwn.replace(/<(https?:[^|>]*)(\|[^>]*)?>/g, "$1");
  return bare.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function edit(ts, mrkdwn) {
  editing = ts;
  field.value = asTyped(mrkdwn);
  find("editing").hidden = false;
  field.focus();
}

function stopEditing() {
  editing = undefined;
  field.value = "";
  find("editing").hidden = true;
}

composer?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = field.value;
  if (text.trim() === "") return;
  const asked = editing ? { kind: "edit", ts: editing, text } : { kind: "say", text };
  stopEditing();
  grow();
  await act(asked);
  toEnd();
});

field?.addEventListener("keydown", (event) => {
  // Enter also ends the composition of a Chinese word, which is no wish to send.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
  if (event.key === "Escape" && editing) stopEditing();
});

field?.addEventListener("input", grow);
function grow() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 200)}px`;
}

let depth = 0;
const isFile = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragenter", (event) => {
  if (!isFile(event) || !composer) return;
  depth++;
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", () => {
  depth = Math.max(0, depth - 1);
  if (depth === 0) document.body.classList.remove("dropping");
});
document.addEventListener("dragover", (event) => {
  if (isFile(event)) event.preventDefault();
});
document.addEventListener("drop", async (event) => {
  depth = 0;
  document.body.classList.remove("dropping");
  if (!isFile(event) || !composer) return;
  event.preventDefault();
  for (const file of event.dataTransfer.files) await attach(file);
});

/** Once at its end, the list stays there while answers arrive. */
function toEnd() {
  find("messages").scrollTop = find("messages").scrollHeight;
}

const pointedAt = find(decodeURIComponent(location.hash.slice(1)));
if (pointedAt) pointedAt.scrollIntoView({ block: "center" });
else if (composer) toEnd();
