import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import nlp from "compromise/two";
import { z } from "zod";
import { ENGLISH_STOP_WORDS } from "../../src/core/text/stop-words.ts";
import { wordTerm } from "../../src/core/text/terms.ts";
import { readPapers } from "./scitldr.ts";

const Truth = z.record(z.string(), z.object({ articleBody: z.string() }));
const Tagged = z.array(z.object({ terms: z.array(z.object({ text: z.string(), tags: z.array(z.string()) })) }));
/** What compromise knows of English: the parts of speech of words, and which two a word wavers between (`Plural|Verb`). */
const Model = z.object({
  one: z.object({ lexicon: z.record(z.string(), z.union([z.string(), z.array(z.string())])) }),
  two: z.object({ switches: z.record(z.string(), z.string()) }),
});

/** How often a word was met as each part of speech. */
interface Uses {
  noun: number;
  verb: number;
  describing: number;
}

/** Of one article, as much as this is tagged (UTF-16 code units). */
const MOST_OF_A_PAGE = 30_000;
/** From this share of its uses on a word counts as a verb, or as an adjective or adverb. */
const MOSTLY = 0.6;
/** From this share of its uses on a verb form in -ing counts as the name of what is done. */
const NAMES_A_DOING = 0.2;
/** Met at least so often, a word is what it was met as, whatever the dictionary says that it could be. */
const WELL_KNOWN = 6;
const WORD = /^[a-z]+$/u;

function add(uses: Map<string, Uses>, word: string, tags: readonly string[]): void {
  if (!WORD.test(word) || word.length < 3 || ENGLISH_STOP_WORDS.has(word)) return;
  const counted = uses.get(word) ?? { noun: 0, verb: 0, describing: 0 };
  uses.set(word, counted);
  const has = (...parts: readonly string[]) => parts.some((part) => tags.includes(part));
  if (has("Noun", "Singular", "Plural", "ProperNoun")) counted.noun += 1;
  else if (has("Verb", "Infinitive", "PresentTense", "PastTense", "Gerund", "Participle")) counted.verb += 1;
  else if (has("Adjective", "Comparative", "Superlative", "Adverb")) counted.describing += 1;
}

/** Every word of the tagger's own dictionary, and every lower-case word of the texts as it is used there. */
function countUses(
  texts: readonly string[],
  lexicon: z.infer<typeof Model>["one"]["lexicon"],
): ReadonlyMap<string, Uses> {
  const uses = new Map<string, Uses>();
  for (const [word, tags] of Object.entries(lexicon)) add(uses, word, [tags].flat());
  for (const text of texts) {
    for (const { terms } of Tagged.parse(nlp(text).json({ terms: { tags: true } }))) {
      for (const { text: word, tags } of terms) add(uses, word, tags);
    }
  }
  return uses;
}

/** Stems of words that the texts write with a capital wherever they have them, and more than once. */
function onlyCapitalised(texts: readonly string[]): readonly string[] {
  const cases = new Map<string, { readonly capital: number; readonly small: number }>();
  for (const [word] of texts.join("\n").matchAll(/\p{L}[\p{L}’'-]+/gu)) {
    const { capital, small } = cases.get(wordTerm(word)) ?? { capital: 0, small: 0 };
    const isCapital = /^\p{Lu}/u.test(word);
    cases.set(wordTerm(word), { capital: capital + (isCapital ? 1 : 0), small: small + (isCapital ? 0 : 1) });
  }
  return [...cases].flatMap(([stem, { capital, small }]) => (small === 0 && capital > 1 ? stem : [])).sort();
}

/**
 * Learns which English words are verbs, which are now a noun and now a verb, which only describe, which forms in -ing name a
 * doing, and which words are only ever names, over abstracts (SciTLDR train) and articles (pages) tagged by compromise (MIT), and writes the lists to `file`.
 * Words only: no sentence leaves the corpus. What stands in no list is taken for a noun.
 */
export function fitParts(corpus: string, file: string): void {
  const papers = readPapers(join(corpus, "scitldr", "train.jsonl")).map((paper) => paper.text);
  const truth = Truth.parse(JSON.parse(readFileSync(join(corpus, "pages", "ground-truth.json"), "utf8")));
  const pages = Object.values(truth).map((page) => page.articleBody.slice(0, MOST_OF_A_PAGE));
  const lists: Record<"verbs" | "either" | "describing" | "doings", string[]> = {
    verbs: [],
    either: [],
    describing: [],
    doings: [],
  };
  const { one, two } = Model.parse(nlp.model());
  const wavers = (word: string) => /^(?:Plural|Noun)\|Verb$/u.test(two.switches[word] ?? "");
  for (const [word, { noun, verb, describing }] of [...countUses([...papers, ...pages], one.lexicon)].sort()) {
    const all = noun + verb + describing;
    if (all === 0) continue;
    if (/ing$/u.test(word)) {
      if (noun >= NAMES_A_DOING * all) lists.doings.push(word);
    } else if (!/(?:ly|[a-z]{3}ed)$/u.test(word)) {
      if (noun < MOSTLY * all || (wavers(word) && all < WELL_KNOWN)) {
        if (verb >= MOSTLY * all && !wavers(word)) lists.verbs.push(word);
        else if (describing >= MOSTLY * all) lists.describing.push(word);
        else lists.either.push(word);
      }
    }
  }
  const names = onlyCapitalised([...papers, ...pages]);
  const joined = Object.fromEntries(
    Object.entries({ ...lists, names }).map(([name, words]) => [name, words.join(" ")]),
  );
  writeFileSync(file, `${JSON.stringify({ source: "compromise 14.17.0 (MIT)", ...joined }, undefined, 2)}\n`);
  const sizes = Object.entries({ ...lists, names }).map(([name, words]) => `${words.length} ${name}`);
  console.log(`parts of speech: ${sizes.join(", ")}`);
}
