import { contains, namesOf, tagKey } from "./fold.ts";
import { keyphrasesOf } from "./keyphrases.ts";
import type { Tag, TagReason, TagRequest } from "./tag.ts";
import { bareTag, isHeadline } from "./topic.ts";

/** Words that pages carry as keywords and that say nothing of the page. */
const EMPTY_KEYWORDS = new Set([
  "news",
  "article",
  "blog",
  "home",
  "index",
  "page",
  "post",
  "网页",
  "新闻",
  "文章",
  "首页",
]);
/** A vocabulary larger than this is looked through from its most used end. */
const MOST_VOCABULARY = 2_000;

function mentions(text: string, tag: string): boolean {
  const wanted = tag.normalize("NFKC").toLowerCase();
  const at = text.indexOf(wanted);
  if (at < 0 || /\p{Script=Han}/u.test(wanted)) return at >= 0;
  const escaped = wanted.replaceAll(/[.*+?^${}()|[\]\\]/gu, "\\$&");
  return new RegExp(`(?<![a-z\\d])${escaped}(?:e?s)?(?![a-z\\d])`, "u").test(text);
}

/** Tags the request brings along: the author's hashtags, then the page's keywords that the page itself mentions. */
function given(request: TagRequest, haystack: string): readonly Tag[] {
  const usable = (tag: string) => tag.length > 1 && tag.length <= 40 && !isHeadline(tag);
  const hashtags = request.hashtags.map(bareTag).filter(usable);
  const keywords = request.keywords
    .map(bareTag)
    .filter((tag) => usable(tag) && !EMPTY_KEYWORDS.has(tag.toLowerCase()) && mentions(haystack, tag));
  return [
    ...hashtags.map((text): Tag => ({ text, reason: "hashtag" })),
    ...keywords.map((text): Tag => ({ text, reason: "keyword" })),
  ];
}

/**
 * Tags of the team that say what the text's best phrases say, in the phrases' order. One that is merely mentioned is not
 * enough: a library soon has so many that every text mentions five, and then all cards say the same (measured: F1@5 of 43
 * falls to 29).
 */
function fromVocabulary({ vocabulary, limit }: TagRequest, haystack: string, phrases: readonly Tag[]): readonly Tag[] {
  const known = vocabulary
    .slice(0, MOST_VOCABULARY)
    .filter((tag) => tag.length > 1 && namesOf(tag).some((name) => mentions(haystack, name)));
  const tags = phrases
    .slice(0, limit)
    .flatMap(({ text }) => known.find((tag) => tagKey(tag) === tagKey(text) || overlaps(tag, text)) ?? []);
  return tags.map((text): Tag => ({ text, reason: "vocabulary" }));
}

/** A card has at least so many tags, if the text gives them; more only if they are worth it. */
const FEWEST = 3;
/** Beyond the fewest, a phrase must score this share of the best one; it is where precision on development texts halves. */
const WORTH_SHOWING = 0.55;

interface Guess extends Tag {
  /** Weak ones are shown only where there would be too few without them. */
  readonly isWeak: boolean;
}

function fromText(request: TagRequest): readonly Guess[] {
  const phrases = keyphrasesOf(request.title, request.text, request.limit * 2);
  const best = phrases[0]?.score ?? 0;
  const guesses = phrases.map(({ text, inTitle, isHollow, score }): Guess => {
    const reason: TagReason = inTitle ? "title" : "phrase";
    return { text, reason, isWeak: isHollow || score < WORTH_SHOWING * best };
  });
  return [...guesses.filter(({ isWeak }) => !isWeak), ...guesses.filter(({ isWeak }) => isWeak)];
}

/** Whether a phrase adds nothing to a tag: it lies inside it, or inside another name of it. */
function overlaps(kept: string, phrase: string): boolean {
  return namesOf(kept).some((name) => contains(name, phrase));
}

/** The team's own spelling of a tag, where it has one. */
function inTheirSpelling(tag: Tag, spellings: ReadonlyMap<string, string>): Tag {
  const theirs = spellings.get(tagKey(tag.text));
  return theirs === undefined || theirs === tag.text ? tag : { ...tag, text: theirs };
}

/**
 * At most `limit` tags for an item, each with why: the author's hashtags first, then page keywords that the text bears out,
 * then the phrases of the title and text, those first that the team uses already. No two mean the same; one that the team spells its own way is
 * spelt that way; a hashtag that is a headline is left to {@link topicOf}. A text without words may give none. Never throws.
 */
export function tagsFor(request: TagRequest): readonly Tag[] {
  const haystack = `${request.title}\n${request.text.slice(0, 100_000)}`.normalize("NFKC").toLowerCase();
  const spellings = new Map<string, string>();
  for (const tag of request.vocabulary) if (!spellings.has(tagKey(tag))) spellings.set(tagKey(tag), tag);
  const kept: Tag[] = [];
  const keys = new Set<string>();
  const keep = (tag: Tag) => {
    if (kept.length >= request.limit || keys.has(tagKey(tag.text))) return;
    keys.add(tagKey(tag.text));
    kept.push(inTheirSpelling(tag, spellings));
  };
  const phrases = fromText(request);
  for (const tag of [...given(request, haystack), ...fromVocabulary(request, haystack, phrases)]) keep(tag);
  for (const { isWeak, ...tag } of phrases) {
    if (isWeak && kept.length >= FEWEST) break;
    if (!kept.some((one) => overlaps(one.text, tag.text))) keep(tag);
  }
  return kept;
}
