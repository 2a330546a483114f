import type { KnownBlock } from "@slack/types";
import { WebAPIRateLimitedError, type WebClient } from "@slack/web-api";
import type { RawDocument } from "../core/page.ts";
import { FootnoteError } from "../core/problems.ts";
import type { Card } from "./blocks/card.ts";
import { NOTIFICATION_TEXT } from "./limits.ts";
import { clip } from "./mrkdwn.ts";

/** The metadata event type under which Footnote finds its own replies again. */
export const REPLY_EVENT = "footnote_card";

/** The most bytes of an attached file that Footnote downloads. */
const MAX_FILE_BYTES = 20_000_000;
/** The most bytes of an attached archive. */
const MAX_ARCHIVE_BYTES = 200_000_000;

/** What became of a change to a message. */
export type Changed = "done" | "gone";

/** Slack says these when the message to change is no longer there. */
const GONE = new Set(["message_not_found", "cant_update_message", "cant_delete_message", "thread_not_found"]);
/** Slack says these when the channel, the thread or the person takes nothing from the bot. */
const CLOSED =
  /^(channel_not_found|not_in_channel|is_archived|restricted_action.*|no_permission|thread_not_found|cannot_reply_to_message|user_not_in_channel|user_disabled|user_not_found|user_not_visible|cannot_dm_bot|messages_tab_disabled)$/;
/** Slack says these when the token is no good any more. */
const SIGNED_OUT = new Set([
  "invalid_auth",
  "not_authed",
  "token_revoked",
  "token_expired",
  "account_inactive",
  "app_uninstalled",
]);
/** Slack says these when a payload is not to its liking; the plain text still gets through. */
const REFUSED_BLOCKS = new Set(["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"]);

/** Slack stamps messages by its own clock. One that differs from ours by more than this refuses our signatures, too. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** Everything Footnote says in channels goes through here. */
export function slackMessages({ client, token }: { readonly client: WebClient; readonly token: string }) {
  async function post(
    channelId: string,
    card: Card,
    { threadTs, id }: { readonly threadTs?: string; readonly id: string },
  ): Promise<string> {
    const metadata = { event_type: REPLY_EVENT, event_payload: { id } };
    const place = {
      channel: channelId,
      metadata,
      unfurl_links: false,
      unfurl_media: false,
      ...(threadTs ? { thread_ts: threadTs } : {}),
    };
    const answer = await withPlainFallback(card, (content) => client.chat.postMessage({ ...place, ...content }));
    if (!answer.ts) throw new FootnoteError("SLACK_DOWN");
    return answer.ts;
  }

  async function update(channelId: string, ts: string, card: Card): Promise<Changed> {
    return goneOrDone(() =>
      withPlainFallback(card, (content) => client.chat.update({ channel: channelId, ts, ...content })),
    );
  }

  async function remove(channelId: string, ts: string): Promise<Changed> {
    return goneOrDone(() => client.chat.delete({ channel: channelId, ts }));
  }

  /**
   * The ts of our own message with this id, if it was posted. Looks through the thread, or through the channel for
   * what is no reply, from `since` on.
   */
  async function findOwn(
    channelId: string,
    { threadTs, id, since }: { readonly threadTs?: string; readonly id: string; readonly since: Date },
  ): Promise<string | undefined> {
    const range = {
      channel: channelId,
      include_all_metadata: true,
      limit: 200,
      oldest: String((since.getTime() - CLOCKS_DIFFER_MS) / 1000),
    };
    let cursor: string | undefined;
    do {
      const page = { ...range, ...(cursor ? { cursor } : {}) };
      const answer = await asked(() =>
        threadTs ? client.conversations.replies({ ...page, ts: threadTs }) : client.conversations.history(page),
      ).catch((error) => {
        if (slackCode(error) === "thread_not_found") return undefined;
        throw error;
      });
      const own = answer?.messages?.find((message) => isOwn(message, id));
      if (own?.ts) return own.ts;
      cursor = answer?.response_metadata?.next_cursor || undefined;
    } while (cursor);
    return undefined;
  }

  async function ephemeral(channelId: string, userId: string, card: Card, threadTs?: string): Promise<void> {
    await asked(() =>
      client.chat.postEphemeral({
        channel: channelId,
        user: userId,
        ...contentOf(card),
        ...(threadTs ? { thread_ts: threadTs } : {}),
      }),
    );
  }

  /**
   * The bytes of an attached file. The token goes to Slack's own origin only: a redirect is a refusal, and a sign-in
   * page in place of the file is told by its length.
   * @throws FootnoteError `FILE_GONE`, `FILE_UNREACHABLE`, `TOO_LARGE`
   */
  async function download(fileId: string, fallbackName: string): Promise<RawDocument> {
    const { file } = await asked(() => client.files.info({ file: fileId }), fallbackName);
    const filename = file?.name || fallbackName;
    const url = file?.url_private_download ?? file?.url_private;
    if (!file || !url || file.mode === "tombstone" || file.mode === "hidden_by_limit")
      throw new FootnoteError("FILE_GONE", { filename });
    const most = /\.zip$/i.test(filename) ? MAX_ARCHIVE_BYTES : MAX_FILE_BYTES;
    if ((file.size ?? 0) > most) throw tooLarge(filename, file.size ?? 0, most);
    if (!isSlackOrigin(url, client.slackApiUrl)) throw new FootnoteError("FILE_UNREACHABLE", { filename });
    const bytes = await bytesOf(url, token, filename, most);
    if (file.size !== undefined && file.size !== bytes.length)
      throw new FootnoteError("FILE_UNREACHABLE", { filename });
    return { bytes, filename, ...(file.mimetype ? { contentType: file.mimetype } : {}) };
  }

  /** What Slack says of a file; undefined when it is not to be had. */
  async function fileInfo(fileId: string) {
    try {
      return (await asked(() => client.files.info({ file: fileId }), fileId)).file;
    } catch (error) {
      if (error instanceof FootnoteError && error.code.startsWith("FILE_")) return undefined;
      throw error;
    }
  }

  /** The conversation of one person with Footnote. */
  async function directChannel(userId: string): Promise<string> {
    const { channel } = await asked(() => client.conversations.open({ users: userId }));
    if (!channel?.id) throw new FootnoteError("SLACK_DOWN");
    return channel.id;
  }

  /** Says something to one person, in their conversation with Footnote. */
  async function tell(userId: string, card: Card): Promise<void> {
    await post(await directChannel(userId), card, { id: `to ${userId}` });
  }

  /** Sends a file to one person, in their conversation with Footnote. */
  async function sendFile(
    userId: string,
    { filename, bytes, comment }: { readonly filename: string; readonly bytes: Uint8Array; readonly comment: string },
  ): Promise<void> {
    const place = { channel_id: await directChannel(userId), initial_comment: comment };
    try {
      await asked(() => client.filesUploadV2({ ...place, filename, file: Buffer.from(bytes) }));
    } catch (error) {
      if (slackCode(error) !== "missing_scope") throw error;
      const what =
        "Slack lets me send files only with the files:write permission. An admin must add it and install Footnote again.";
      throw new FootnoteError("USAGE", { what }, { cause: error });
    }
  }

  return { post, update, remove, findOwn, ephemeral, download, fileInfo, sendFile, tell };
}

export type SlackMessages = ReturnType<typeof slackMessages>;

async function withPlainFallback<T>(
  card: Card,
  send: (content: ReturnType<typeof contentOf>) => Promise<T>,
): Promise<T> {
  try {
    return await asked(() => send(contentOf(card)));
  } catch (error) {
    if (!REFUSED_BLOCKS.has(slackCode(error))) throw error;
    return asked(() => send({ text: clip(card.text, NOTIFICATION_TEXT), blocks: [] }));
  }
}

function contentOf(card: Card): { text: string; blocks: KnownBlock[] } {
  return { text: card.text, blocks: [...card.blocks] };
}

async function goneOrDone(change: () => Promise<unknown>): Promise<Changed> {
  try {
    await asked(change);
    return "done";
  } catch (error) {
    if (GONE.has(slackCode(error))) return "gone";
    throw error;
  }
}

/** Calls Slack and turns its ways of failing into ours; nothing is tried again here, the queue does that. */
export async function asked<T>(call: () => Promise<T>, filename?: string): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw asProblem(error, filename) ?? error;
  }
}

function asProblem(error: unknown, filename: string | undefined): FootnoteError | undefined {
  const details = filename ? { filename } : {};
  if (error instanceof FootnoteError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return new FootnoteError("SLACK_DOWN", details, {
      cause: error,
      retryAfterMs: Math.max(1, error.retryAfter) * 1000,
    });
  }
  const said = slackCode(error);
  // A gateway's page in place of an answer, a broken connection, silence: anything but one of Slack's own words.
  if (said === "") return new FootnoteError("SLACK_DOWN", details, { cause: error });
  if (SIGNED_OUT.has(said)) return new FootnoteError("SLACK_AUTH", {}, { cause: error });
  if (/^(internal_error|fatal_error|service_unavailable|request_timeout|team_added_to_org)$/.test(said)) {
    return new FootnoteError("SLACK_DOWN", details, { cause: error });
  }
  if (/^rate_?limited$/.test(said))
    return new FootnoteError("SLACK_DOWN", details, { cause: error, retryAfterMs: 1_000 });
  if (filename) {
    const isGone = /^file_(not_found|deleted)$/.test(said);
    return new FootnoteError(isGone ? "FILE_GONE" : "FILE_UNREACHABLE", details, { cause: error });
  }
  if (CLOSED.test(said)) return new FootnoteError("NOT_IN_CHANNEL", {}, { cause: error });
  return undefined;
}

/** Slack's own word for what went wrong, such as `channel_not_found`; empty when it said none. */
export function slackCode(error: unknown): string {
  const cause = error instanceof FootnoteError ? error.cause : error;
  const data = cause instanceof Error && "data" in cause ? cause.data : undefined;
  const said = typeof data === "object" && data !== null && "error" in data ? String(data.error) : "";
  // Where the answer was no JSON the SDK puts all of it here.
  return /^[a-z][a-z0-9_]*$/.test(said) ? said : "";
}

function isOwn(message: { readonly metadata?: { event_type?: string; event_payload?: unknown } }, id: string): boolean {
  const payload = message.metadata?.event_payload;
  return (
    message.metadata?.event_type === REPLY_EVENT &&
    typeof payload === "object" &&
    payload !== null &&
    "id" in payload &&
    payload.id === id
  );
}

/** Slack's file hosts, or the very origin that `SLACK_API_URL` names. */
function isSlackOrigin(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  if (origin === new URL(apiUrl).origin) return true;
  return protocol === "https:" && (hostname === "files.slack.com" || hostname.endsWith(".slack-files.com"));
}

const DOWNLOAD_TIMEOUT_MS = 60_000;

async function bytesOf(url: string, token: string, filename: string, most: number): Promise<Uint8Array> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    redirect: "manual",
    signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new FootnoteError("SLACK_DOWN", { filename }, { cause });
  });
  if (response.status === 429 || response.status >= 500) {
    const seconds = Number(response.headers.get("retry-after"));
    throw new FootnoteError("SLACK_DOWN", { filename }, seconds > 0 ? { retryAfterMs: seconds * 1000 } : {});
  }
  if (response.status === 404 || response.status === 410) throw new FootnoteError("FILE_GONE", { filename });
  if (response.status !== 200 || !response.body) throw new FootnoteError("FILE_UNREACHABLE", { filename });
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body) {
      size += part.length;
      if (size > most) throw tooLarge(filename, size, most);
      parts.push(part);
    }
  } catch (error) {
    throw asProblem(error, filename) ?? error;
  }
  return Buffer.concat(parts);
}

function tooLarge(filename: string, size: number, most: number): FootnoteError {
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000)} MB`;
  return new FootnoteError("TOO_LARGE", { filename, size: megabytes(size), limit: megabytes(most) });
}
