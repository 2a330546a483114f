import { isZone } from "../core/digest.ts";
import type { Viewer } from "../core/viewer.ts";
import type { CardPlace } from "./blocks/card.ts";
import type { SlackDirectory } from "./directory.ts";
import type { Library } from "./library.ts";
import { type Words, type WordsLanguage, wordsIn, wordsLanguage } from "./words.ts";

/** Whoever typed a command or pressed a button, and where. */
export interface Asker {
  readonly viewer: Viewer;
  readonly channelId: string;
  readonly language: WordsLanguage;
  readonly words: Words;
  /** IANA zone from their Slack profile; UTC where that names none. */
  readonly zone: string;
  readonly admin: boolean;
}

/** What every answer to a person needs. */
export interface AnswerParts {
  readonly library: Library;
  readonly directory: SlackDirectory;
  readonly place: CardPlace;
}

/**
 * Looks up who is asking: what they may see, their language and their zone.
 * @throws FootnoteError `SLACK_DOWN`
 */
export async function askerOf(parts: AnswerParts, teamId: string, userId: string, channelId: string): Promise<Asker> {
  const viewer = await parts.directory.viewer(teamId, userId);
  const person = await parts.directory.person(teamId, userId);
  const language = wordsLanguage(person?.locale);
  return {
    viewer,
    channelId,
    language,
    words: wordsIn(language),
    zone: person?.zone && isZone(person.zone) ? person.zone : "UTC",
    admin: person?.admin ?? false,
  };
}
