import { existsSync } from "node:fs";
import { join } from "node:path";
import { tagsFor } from "../../src/core/tags/tagger.ts";
import { interval95 } from "./bootstrap.ts";
import { mean } from "./summary-scores.ts";
import { hashtagPosts, summarisedPapers, type TaggedText } from "./tag-corpus.ts";
import { byRake, byTfIdf } from "./tag-rivals.ts";
import { f1At } from "./tag-scores.ts";

type Tagger = (title: string, text: string, size: number) => readonly string[];

/** What a card would show of a page that brings no hashtags and keywords along, to a team with these tags. */
const amid =
  (vocabulary: readonly string[]): Tagger =>
  (title, text, limit) =>
    tagsFor({ title, text, language: "und", hashtags: [], keywords: [], vocabulary, limit }).map((tag) => tag.text);
const ours = amid([]);

/** The tags that a library of these texts has more than once, most used first, as many as a card is offered. */
function vocabularyOf(texts: readonly TaggedText[]): readonly string[] {
  const uses = new Map<string, number>();
  for (const { title, text } of texts) for (const tag of ours(title, text, 5)) uses.set(tag, (uses.get(tag) ?? 0) + 1);
  const used = [...uses].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1]);
  return used.slice(0, 300).map(([tag]) => tag);
}

const percent = (value: number) => (100 * value).toFixed(2).padStart(7);

function scores(tagger: Tagger, texts: readonly TaggedText[], size: number): readonly number[] {
  return texts.map(({ title, text, wanted }) => f1At(tagger(title, text, size), wanted, size));
}

/** Prints one table; `true` when ours is ahead of both rivals at 5. */
function printTable(name: string, texts: readonly TaggedText[]): boolean {
  console.log(`\n${name}\n  ${"".padEnd(14)}   F1@5  F1@10`);
  const atFive = new Map<string, readonly number[]>();
  const taggers = { RAKE: byRake, "TF-IDF": byTfIdf, ours, "ours, amid all": amid(vocabularyOf(texts)) };
  for (const [label, tagger] of Object.entries(taggers)) {
    const five = scores(tagger, texts, 5);
    atFive.set(label, five);
    console.log(`  ${label.padEnd(14)}${percent(mean(five))}${percent(mean(scores(tagger, texts, 10)))}`);
  }
  const own = atFive.get("ours") ?? [];
  const rival = atFive.get("TF-IDF") ?? [];
  const [low, high] = interval95(own.map((value, at) => value - (rival[at] ?? 0)));
  console.log(`  ours minus TF-IDF at 5, paired 95 % bootstrap: ${percent(low).trim()} to ${percent(high).trim()}`);
  return ["RAKE", "TF-IDF"].every((label) => mean(atFive.get(label) ?? []) <= mean(own));
}

/**
 * Prints F1@5 and F1@10 of the tagger beside TF-IDF and RAKE: on saved posts against the content words of their own hashtags (taken
 * out of the text first), with and without the title, and on SciTLDR dev against the phrases of the summaries people wrote; the
 * last row is ours in a library that has all these texts.
 * @returns whether ours is ahead of both everywhere
 */
export async function evaluate(corpus: string, _args: readonly string[]): Promise<boolean> {
  const ahead: boolean[] = [];
  if (existsSync(join(corpus, "saved-files"))) {
    const posts = hashtagPosts(corpus);
    ahead.push(printTable(`Weibo hashtags: ${posts.length} saved posts, content words of their hashtags`, posts));
    const untitled = posts.map((post) => ({ ...post, title: "" }));
    ahead.push(printTable("The same without titles", untitled));
    console.log("  (fitted on these posts where they are the development part; `npm run fit:summary` cross-validates)");
  }
  if (existsSync(join(corpus, "scitldr", "dev.jsonl"))) {
    const papers = summarisedPapers(corpus, "dev.jsonl");
    ahead.push(printTable(`English: ${papers.length} abstracts of SciTLDR dev, phrases of their summaries`, papers));
  }
  console.log(
    `\ntags: ${ahead.every(Boolean) ? "ahead of TF-IDF and RAKE" : "NOT ahead of TF-IDF and RAKE everywhere"}`,
  );
  return ahead.every(Boolean);
}
