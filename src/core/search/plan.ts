import { ENGLISH_STOP_WORDS } from "../text/stop-words.ts";
import { EVERY_ITEM, quoteLexeme, tagFacet } from "./document.ts";
import type { Clause, Filter } from "./query.ts";
import { AS_WRITTEN, isSingleCharacter, type Token, tokensOf } from "./tokens.ts";

/** A word that is ranked by. */
export interface SoughtTerm {
  readonly term: string;
  /** The word as typed, where it may be a slip of the finger. */
  readonly written?: string;
}

/** The terms of the words that are preferred, each once, in the order they were typed. */
export function soughtTerms(clauses: readonly Clause[]): readonly SoughtTerm[] {
  const terms = new Map<string, SoughtTerm>();
  const texts = clauses.flatMap(rankedTexts);
  // Words are read together, so that `gpt 4o` is seen as one name.
  for (const text of [
    texts.flatMap(({ word, text }) => (word ? [text] : [])).join(" "),
    ...texts.flatMap(({ word, text }) => (word ? [] : [text])),
  ]) {
    for (const sought of termsIn(tokensOf(text))) terms.set(sought.term, sought);
  }
  const all = [...terms.values()];
  const telling = all.filter(({ term, written }) => !ENGLISH_STOP_WORDS.has(written ?? term));
  return telling.length > 0 ? telling : all;
}

/** Everything wanted counts for the rank, wherever in the query it stands; what is excluded does not. */
function rankedTexts(clause: Clause): readonly { readonly word: boolean; readonly text: string }[] {
  switch (clause.kind) {
    case "word":
      return [{ word: true, text: clause.text }];
    case "phrase":
      return [{ word: false, text: clause.text }];
    case "any":
    case "all":
      return clause.clauses.flatMap(rankedTexts);
    default:
      return [];
  }
}

function termsIn(tokens: readonly Token[]): readonly SoughtTerm[] {
  const written = new Map(tokens.filter(isWritten).map((token) => [token.start, token.term.slice(AS_WRITTEN.length)]));
  return tokens.flatMap((token, at) => {
    if (isWritten(token) || endsRun(tokens, at)) return [];
    const asTyped = written.get(token.start) ?? token.term;
    return [{ term: token.term, ...(/^\p{L}/u.test(asTyped) ? { written: asTyped } : {}) }];
  });
}

const isWritten = (token: Token) => token.term.startsWith(AS_WRITTEN);

/** The last character of a run stands already in the pair before it, or with the number before it. */
function endsRun(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at] as Token;
  const before = tokens[at - 1];
  return (
    isSingleCharacter(token.term) &&
    before !== undefined &&
    before.end === token.end &&
    before.position >= token.position - 1
  );
}

/** A `tsquery` that holds when a text holds these words in this order; undefined for a text without words. */
export function phraseQuery(text: string): string | undefined {
  const tokens = tokensOf(text);
  const byPosition = new Map<number, Token>();
  tokens.forEach((token, at) => {
    const known = byPosition.get(token.position);
    // At one place the shortest piece is the word itself; the longer ones are joined names.
    if (!isWritten(token) && !endsRun(tokens, at) && (!known || token.end < known.end))
      byPosition.set(token.position, token);
  });
  const places = [...byPosition.values()].sort((a, b) => a.position - b.position);
  const [first, ...others] = places;
  if (!first) return undefined;
  let query = lexemeQuery(first.term);
  let last = first.position;
  for (const token of others) {
    query = `${query} <${token.position - last}> ${lexemeQuery(token.term)}`;
    last = token.position;
  }
  return `(${query})`;
}

/** One term as a `tsquery`; a single character finds every pair that begins with it. */
export function lexemeQuery(term: string): string {
  return isSingleCharacter(term) ? `${quoteLexeme(term)}:*` : quoteLexeme(term);
}

/** Whether a clause can be answered from the index alone. */
export function isLexical(clause: Clause): boolean {
  switch (clause.kind) {
    case "filter":
      return filterFacet(clause.filter) !== undefined;
    case "not":
      return isLexical(clause.clause);
    case "any":
    case "all":
      return clause.clauses.every(isLexical);
    default:
      return true;
  }
}

/** The `tsquery` of a clause that must hold. Only for what {@link isLexical} allows; words of no letters hold always. */
export function strictQuery(clause: Clause): string {
  switch (clause.kind) {
    case "word":
    case "phrase":
      return phraseQuery(clause.text) ?? quoteLexeme(EVERY_ITEM);
    case "filter":
      return quoteLexeme(filterFacet(clause.filter) ?? EVERY_ITEM);
    case "not":
      return `!${strictQuery(clause.clause)}`;
    case "any":
      return `(${clause.clauses.map(strictQuery).join(" | ")})`;
    case "all":
      return `(${clause.clauses.map(strictQuery).join(" & ")})`;
  }
}

function filterFacet(filter: Filter): string | undefined {
  switch (filter.kind) {
    case "tag":
      return tagFacet(filter.tag);
    case "site":
      return `=site:${filter.host}`;
    case "type":
      return `=type:${filter.type}`;
    case "lang":
      return `=lang:${filter.language}`;
    case "has":
      return `=has:${filter.part}`;
    default:
      return undefined;
  }
}
