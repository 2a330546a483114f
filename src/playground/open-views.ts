import type { EmulatedWorkspace } from "./emulated-workspace.ts";
import { asText, type Json } from "./json.ts";
import { type SlackView, viewFromPayload } from "./slack-message.ts";

/** Which modals stand open before whom. emulate keeps every view for ever. */
export interface OpenViews {
  opened(viewId: string): void;
  close(viewId: string): void;
  closeAll(userId: string): void;
  /** The modals before a person, the topmost last. */
  modals(userId: string): readonly SlackView[];
  /** The person's App Home; undefined until the app has published one. */
  home(userId: string): SlackView | undefined;
  /** A view that is open, by id. */
  find(viewId: string): SlackView | undefined;
}

/** The views of a workspace in which none is open. */
export function openViews({ tables }: EmulatedWorkspace): OpenViews {
  let open: readonly string[] = [];
  const viewOf = (id: string) => {
    const row = tables.views.findOneBy("view_id", id);
    return row ? viewFromPayload(wireView(row), asText(row.user_id)) : undefined;
  };
  const modals = (userId: string) => open.flatMap((id) => viewOf(id) ?? []).filter(({ user }) => user === userId);
  const home = (userId: string) => {
    const row = tables.views.all().find(({ type, user_id }) => type === "home" && user_id === userId);
    return row ? viewFromPayload(wireView(row), userId) : undefined;
  };
  return {
    opened: (viewId) => {
      open = [...open.filter((id) => id !== viewId), viewId];
    },
    close: (viewId) => {
      open = open.filter((id) => id !== viewId);
    },
    closeAll: (userId) => {
      const gone = new Set(modals(userId).map(({ id }) => id));
      open = open.filter((id) => !gone.has(id));
    },
    modals,
    home,
    find: (viewId) => viewOf(viewId),
  };
}

function wireView(row: Json): Json {
  const { id, view_id, user_id, created, updated, created_at, updated_at, ...rest } = row;
  return { ...rest, id: view_id, previous_view_id: rest.previous_view_id ?? null };
}
