import type { ContextBlock, HomeView, KnownBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import type { VisibleItem } from "../../core/viewer.ts";
import { type AnswerParts, type Asker, askerOf } from "../asker.ts";
import { contextLine } from "../blocks/card.ts";
import { placeName, readingOnly, renderList } from "../blocks/results.ts";
import { richParagraph, richText } from "../blocks/rich.ts";
import type { DigestSetting } from "../library.ts";
import { asked } from "../messages.ts";
import { escapeMrkdwn, linesWithin } from "../mrkdwn.ts";
import type { Words } from "../words.ts";
import { cadenceWords } from "./channel.ts";

/** The action id of the home tab's search box. */
export const HOME_SEARCH = "home_search";
/** Items of each list on the home tab. */
const HOME_ITEMS = 5;

/** Shows a person's home tab: a search box, what is recent in their channels, what they saved. */
export async function publishHome(
  client: WebClient,
  parts: AnswerParts,
  teamId: string,
  userId: string,
): Promise<void> {
  const asker = await askerOf(parts, teamId, userId, "");
  const view = await homeView(parts, asker);
  await asked(() => client.views.publish({ user_id: userId, view }));
}

/** Characters of the digests that the home tab names, fewer than a context block takes. */
const DIGESTS = 2_800;

/** The digests that a person set, as many as there is room for. */
export function digestLines(words: Words, digests: readonly DigestSetting[]): ContextBlock {
  const lines = digests.map(({ channelId, cadence, zone }) =>
    words.named(placeName(channelId, words), escapeMrkdwn(cadenceWords(words, cadence, zone))),
  );
  return contextLine(linesWithin(lines, DIGESTS) || words.noDigests);
}

async function homeView(parts: AnswerParts, asker: Asker): Promise<HomeView> {
  const { library } = parts;
  const { words, viewer } = asker;
  const [recent, saved, digests] = await Promise.all([
    library.recent(viewer, HOME_ITEMS, 0),
    library.saved(viewer, HOME_ITEMS, 0),
    library.digestsBy(viewer),
  ]);
  const section = (heading: string, items: readonly VisibleItem[], nothing: string): readonly KnownBlock[] => [
    richParagraph(richText(heading, 100, { bold: true })),
    ...(items.length > 0
      ? readingOnly(
          renderList(
            { heading: "", entries: items, page: 0, hasNext: false, listKey: "", language: asker.language },
            parts.place,
          ).blocks.slice(1),
        )
      : [contextLine(escapeMrkdwn(nothing))]),
    { type: "divider" },
  ];
  return {
    type: "home",
    blocks: [
      {
        type: "input",
        dispatch_action: true,
        block_id: HOME_SEARCH,
        label: { type: "plain_text", text: words.searchLabel },
        element: {
          type: "plain_text_input",
          action_id: HOME_SEARCH,
          placeholder: { type: "plain_text", text: words.searchPlaceholder },
        },
      },
      ...section(words.recentHeading, recent, words.nothingRecent),
      ...section(words.savedHeading, saved, words.nothingSaved),
      richParagraph(richText(words.digestsHeading, 100, { bold: true })),
      digestLines(words, digests),
      { type: "divider" },
      contextLine(words.help.join("\n")),
    ],
  };
}
