import { FootnoteError } from "../../core/problems.ts";
import { canonicalUrl } from "../../core/url/canonical-url.ts";
import type { VisibleItem } from "../../core/viewer.ts";
import type { AnswerParts, Asker } from "../asker.ts";
import { type Card, contextLine, titleOf } from "../blocks/card.ts";
import { PAGE_SIZE, renderList } from "../blocks/results.ts";
import { linksIn, unescapeMrkdwn } from "../links.ts";
import { slackCode } from "../messages.ts";
import { clip, clipEscaped, escapeMrkdwn, withNames } from "../mrkdwn.ts";
import type { Words } from "../words.ts";

/** A short answer in one grey line; `mrkdwn` is ours, not from outside. */
export function say(mrkdwn: string): Card {
  return { text: mrkdwn, blocks: [contextLine(mrkdwn)] };
}

/** What went wrong, for whoever pressed or typed and is waiting: what would be tried again by itself is theirs to try. */
export function sayProblem(words: Words, error: unknown): Card {
  // Slack gives a window 3 seconds to open.
  if (slackCode(error) === "expired_trigger_id") return say(words.tooSlow);
  const { code, details } = error instanceof FootnoteError ? error : new FootnoteError("UNEXPECTED");
  return say(words.problem(code, { ...details, final: true }));
}

/** Characters of a query that the buttons of its results carry: more than is ever read, less than a button takes. */
const LONGEST_KEY = 1_500;

/** A link, whatever name Slack shows it by, and no other word. */
export const ONLY_A_LINK = /^\s*(?:<https?:\/\/[^<>]+>|https?:\/\/)\S*\s*$/i;
/** `in:here`, by itself. */
const HERE = /(?<![^\s(（－-])(in[:：])#?(?:here|this|这里|本频道)(?![^\s)）])/giu;

/** Results of a search, one page of them; the first for a page that is no more. */
export async function searchAnswer(parts: AnswerParts, asker: Asker, typed: string, page: number): Promise<Card> {
  const { words, language, channelId } = asker;
  const query = channelId ? typed.replace(HERE, `$1<#${channelId}>`) : typed;
  const answer = await parts.library.search(asker.viewer, query, page);
  switch (answer.kind) {
    case "empty":
      return say(words.help.join("\n"));
    case "mistake":
      return say(
        `${clipEscaped(words.queryMistake(answer.what), 400)}\n${marked(answer.text, answer.at, answer.length)}\n${escapeMrkdwn(answer.example)}`,
      );
    case "nothing": {
      if (page > 0) return searchAnswer(parts, asker, typed, 0);
      if (ONLY_A_LINK.test(query)) return notFiled(words);
      const nearest =
        answer.nearest.length > 0 ? [escapeMrkdwn(words.didYouMean(answer.nearest.slice(0, 5).join(" · ")))] : [];
      return say(
        [withNames(clipEscaped(words.nothingFound(answer.understood), 400)), ...nearest, words.widen].join("\n"),
      );
    }
    case "found":
      return renderList(
        {
          heading: words.found(answer.total, answer.understood),
          headingNames: true,
          entries: answer.entries,
          page,
          hasNext: answer.total > (page + 1) * PAGE_SIZE,
          listKey: `search ${clip(query, LONGEST_KEY)}`,
          language,
        },
        parts.place,
      );
  }
}

/** The query with the spot of a mistake in bold: mrkdwn has no emphasis without white space on both sides. */
function marked(text: string, at: number, length: number): string {
  const end = at + Math.max(1, length);
  const before = clipEscaped(text.slice(0, at), 200).trimEnd();
  const spot = clipEscaped(text.slice(at, end), 200) || "…";
  const after = clipEscaped(text.slice(end), 200).trimStart();
  return withNames([before, `*${spot}*`, after].filter(Boolean).join(" "));
}

/** What was shared last where the asker can see it. */
export function recentAnswer(parts: AnswerParts, asker: Asker, page: number): Promise<Card> {
  const { library } = parts;
  return paged(parts, asker, page, "recent", asker.words.recentHeading, asker.words.nothingRecent, (limit, offset) =>
    library.recent(asker.viewer, limit, offset),
  );
}

/** What the asker saved. */
export function savedAnswer(parts: AnswerParts, asker: Asker, page: number): Promise<Card> {
  const { library } = parts;
  return paged(parts, asker, page, "saved", asker.words.savedHeading, asker.words.nothingSaved, (limit, offset) =>
    library.saved(asker.viewer, limit, offset),
  );
}

async function paged(
  parts: AnswerParts,
  asker: Asker,
  page: number,
  listKey: string,
  heading: string,
  nothing: string,
  read: (limit: number, offset: number) => Promise<readonly VisibleItem[]>,
): Promise<Card> {
  const entries = await read(PAGE_SIZE + 1, page * PAGE_SIZE);
  // What stood on a page may have gone while the page before it was read.
  if (entries.length === 0 && page > 0) return paged(parts, asker, 0, listKey, heading, nothing, read);
  if (entries.length === 0) return say(escapeMrkdwn(nothing));
  const list = {
    heading,
    entries: entries.slice(0, PAGE_SIZE),
    page,
    hasNext: entries.length > PAGE_SIZE,
    listKey,
    language: asker.language,
  };
  return renderList(list, parts.place);
}

const MOST_TAGS = 40;

/** The tags in use, with how many items the asker can see under each. */
export async function tagsAnswer(parts: AnswerParts, asker: Asker): Promise<Card> {
  const tags = await parts.library.tags(asker.viewer, MOST_TAGS);
  if (tags.length === 0) return say(escapeMrkdwn(asker.words.nothingRecent));
  const list = tags.map(({ tag, count }) => `#${clipEscaped(tag, 40)} (${count})`).join("  ");
  return say(`${escapeMrkdwn(asker.words.tagsInUse)}\n${list}`);
}

/** A link's item, with the button that opens what its summary rests on: what is said in a message opens no window. */
export async function whyAnswer(parts: AnswerParts, asker: Asker, typed: string): Promise<Card> {
  if (typed === "") return say(escapeMrkdwn(asker.words.whichLink("why")));
  return searchAnswer(parts, asker, typed, 0);
}

/** What is close to a link that is in the library. */
export async function relatedAnswer(parts: AnswerParts, asker: Asker, typed: string): Promise<Card> {
  if (typed === "") return say(escapeMrkdwn(asker.words.whichLink("related")));
  const found = await filedUnder(parts, asker, typed);
  if (!found) return notFiled(asker.words);
  const entries = await parts.library.related(asker.viewer, found.item, PAGE_SIZE);
  if (entries.length === 0) return say(escapeMrkdwn(asker.words.noRelated));
  const heading = asker.words.relatedTo(titleOf(found.item));
  return renderList(
    { heading, entries, page: 0, hasNext: false, listKey: "related", language: asker.language },
    parts.place,
  );
}

/** A link that is not in the library, and how it gets there. */
export function notFiled(words: Words): Card {
  return say(escapeMrkdwn(words.sentences(words.notFiled, words.pasteIt)));
}

/** The first address in what was typed, as Slack marks it up or plain. */
export function addressIn(typed: string): string | undefined {
  return linksIn(typed)[0] ?? /https?:\/\/[^\s<>|]+/i.exec(unescapeMrkdwn(typed))?.[0];
}

/** The item that a typed link is filed under, as far as the asker may see it. */
export async function filedUnder(parts: AnswerParts, asker: Asker, typed: string): Promise<VisibleItem | undefined> {
  const address = canonicalUrl(addressIn(typed) ?? "");
  return address && parts.library.byAddress(asker.viewer, address);
}
