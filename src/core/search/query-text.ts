/** The most characters of a query that are read. */
export const MAX_QUERY = 256;

/** A query in the form that is read, and the way back to the text as typed. */
export interface FoldedQuery {
  readonly text: string;
  /** Where a place of the folded text stands in the text as typed. */
  readonly origin: (at: number) => number;
  /** Whether the end was left out. */
  readonly cut: boolean;
}

/** Slack's mark-up in what is typed: people, channels, links, mail addresses and numbers, and its three entities. */
const MARKUP =
  /<([@#])([A-Z0-9]+)(?:\|[^>]*)?>|<(?:mailto:|tel:|(?=https?:\/\/))([^|>\s]*)(?:\|[^>]*)?>|&(amp|lt|gt);/gy;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">" };
/** Characters that are not seen: control characters, zero width, direction marks, lone halves of a pair. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/** Folds full width to half, takes Slack's mark-up and unseen characters out, and cuts at {@link MAX_QUERY}. */
export function foldQuery(typed: string): FoldedQuery {
  const origins: number[] = [];
  let text = "";
  let at = 0;
  const add = (piece: string) => {
    for (let unit = 0; unit < piece.length; unit += 1) origins.push(at);
    text += piece;
  };
  while (at < typed.length && text.length < MAX_QUERY) {
    MARKUP.lastIndex = at;
    const markup = MARKUP.exec(typed);
    const character = markup?.[0] ?? String.fromCodePoint(typed.codePointAt(at) as number);
    add(markup ? plainMarkup(markup) : foldCharacter(character));
    at += character.length;
  }
  const end = wholeCharacters(text, MAX_QUERY);
  const typedEnd = Math.min(typed.length, at);
  return {
    text: text.slice(0, end),
    origin: (place) => origins[place] ?? typedEnd,
    cut: at < typed.length || end < text.length,
  };
}

function plainMarkup([, mark, id, url, entity]: RegExpExecArray): string {
  if (entity) return ENTITIES[entity] as string;
  return url?.replace(/&(amp|lt|gt);/g, (_whole, name) => ENTITIES[name] as string) ?? `<${mark}${id}>`;
}

function foldCharacter(character: string): string {
  return UNSEEN.test(character) ? " " : character.normalize("NFKC");
}

function wholeCharacters(text: string, limit: number): number {
  const end = Math.min(text.length, limit);
  return /[\ud800-\udbff]/.test(text[end - 1] ?? "") ? end - 1 : end;
}
