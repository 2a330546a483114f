/**
 * Makes the weights of the offline summariser again: `npm run fit:summary -- [--corpus DIR]`.
 * English is fitted on SciTLDR train and reported on SciTLDR dev; Chinese is reported by five-fold cross-validation over the saved
 * files and then fitted on all of them; so are the tagger's weights. Writes `src/core/summary/weights.json`, `src/core/tags/weights.json`
 * and the tables of English document frequencies and parts of speech.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FEATURES, featuresOf } from "../../src/core/summary/features.ts";
import { type SentenceWeights, type SummaryWeights, scoreOf } from "../../src/core/summary/scores.ts";
import { UNIT_FEATURES, unitFeatures } from "../../src/core/summary/units.ts";
import { proseSentences } from "../../src/core/text/prose.ts";
import { bigramsOf, tokensOf } from "../../src/core/text/terms.ts";
import { fitParts } from "./fit-parts.ts";
import { fitTags } from "./fit-tags.ts";
import { fitWords } from "./fit-words.ts";
import { centred, ridge } from "./ridge.ts";
import { rougeOfTokens, rougeTokens } from "./rouge.ts";
import { type SavedPost, savedPosts } from "./saved-corpus.ts";
import { type Paper, readPapers } from "./scitldr.ts";
import { chineseScore, englishScore, mean } from "./summary-scores.ts";

/** Words whose presence is learnt: the most common ones, stop words included, so that they are phrasing and not topic. */
const LEARNT_WORDS = 200;
/** What a word's presence counts beside the other features, so that the penalty holds words down more. */
const WORD_VALUE = 0.3;
const PENALTY = { english: 30, chinese: 5, units: 300 };
const FOLDS = 5;

const round = (value: number) => Number(value.toFixed(4));
const named = <Name extends string>(names: readonly Name[], values: readonly number[]) =>
  Object.fromEntries(names.map((name, at) => [name, round(values[at] ?? 0)])) as Record<Name, number>;

function commonWords(papers: readonly Paper[]): readonly string[] {
  const holders = new Map<string, number>();
  for (const paper of papers) {
    for (const sentence of paper.sentences) {
      for (const token of new Set(tokensOf(sentence))) holders.set(token, (holders.get(token) ?? 0) + 1);
    }
  }
  return [...holders]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, LEARNT_WORDS)
    .map(([word]) => word);
}

/** English: a sentence's worth is its own ROUGE; learnt within each abstract, since only the order inside one matters. */
function fitEnglish(papers: readonly Paper[]): SentenceWeights {
  const words = commonWords(papers);
  const rows: (readonly number[])[] = [];
  const targets: number[] = [];
  for (const paper of papers) {
    const sentences = proseSentences(paper.text);
    if (sentences.length < 2) continue;
    const features = featuresOf(sentences, { title: paper.title, hashtags: [], chinese: false });
    const references = paper.targets.map(rougeTokens);
    const own = sentences.map((sentence, at) => {
      const tokens = new Set(tokensOf(sentence.text));
      return [...(features[at] ?? []), ...words.map((word) => (tokens.has(word) ? WORD_VALUE : 0))];
    });
    const worth = sentences.map(({ text }) => [
      Math.max(...references.map((reference) => rougeOfTokens(rougeTokens(text), reference).mean)),
    ]);
    rows.push(...centred(own));
    targets.push(...centred(worth).map(([value = 0]) => value));
  }
  const weights = ridge(rows, targets, PENALTY.english);
  return {
    bias: 0,
    features: named(FEATURES, weights),
    words: named(
      words,
      weights.slice(FEATURES.length).map((weight) => weight * WORD_VALUE),
    ),
  };
}

interface ReadPost {
  readonly post: SavedPost;
  readonly texts: readonly string[];
  readonly rows: readonly (readonly number[])[];
  readonly reference: readonly string[];
}

function readForFit(post: SavedPost): ReadPost {
  const sentences = proseSentences(post.text);
  const rows = featuresOf(sentences, { title: post.title, hashtags: post.hashtags, chinese: true });
  return { post, texts: sentences.map(({ text }) => text), rows, reference: rougeTokens(post.summary) };
}

/** Chinese: a sentence's worth is the share of its tokens that the reference has. */
function fitChinese(posts: readonly ReadPost[]): SentenceWeights {
  const rows = posts.flatMap((post) => post.rows.map((row) => [...row, 1]));
  const targets = posts.flatMap(({ texts, reference }) => {
    const wanted = new Set(reference);
    return texts.map((text) => {
      const tokens = rougeTokens(text);
      return tokens.filter((token) => wanted.has(token)).length / Math.max(1, tokens.length);
    });
  });
  const weights = ridge(rows, targets, PENALTY.chinese);
  return { bias: round(weights.at(-1) ?? 0), features: named(FEATURES, weights), words: {} };
}

/** Chinese units: whether the reference has a pair of tokens, from what the text tells of the pair. */
function fitUnits(posts: readonly ReadPost[], chinese: SentenceWeights): SummaryWeights["units"] {
  const rows: (readonly number[])[] = [];
  const targets: number[] = [];
  for (const { post, texts, rows: features } of posts) {
    const sentences = texts.map((text, at) => ({
      units: [...new Set(bigramsOf(text))],
      score: scoreOf(text, features[at] ?? [], chinese),
    }));
    const context = {
      title: new Set(bigramsOf(post.title)),
      hashtags: new Set(post.hashtags.flatMap(bigramsOf)),
    };
    const wanted = new Set(bigramsOf(post.summary));
    for (const [unit, row] of unitFeatures(sentences, context)) {
      rows.push(row);
      targets.push(wanted.has(unit) ? 1 : 0);
    }
  }
  return named(UNIT_FEATURES, ridge(rows, targets, PENALTY.units));
}

function weightsFrom(english: SentenceWeights, posts: readonly ReadPost[]): SummaryWeights {
  const chinese = fitChinese(posts);
  const name = `ridge, ${posts.length} posts and SciTLDR train`;
  return { name, chinese, english, units: fitUnits(posts, chinese) };
}

function crossValidated(english: SentenceWeights, posts: readonly ReadPost[]): number {
  const scores: number[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const weights = weightsFrom(
      english,
      posts.filter((_, at) => at % FOLDS !== fold),
    );
    for (const { post } of posts.filter((_, at) => at % FOLDS === fold)) scores.push(chineseScore(post, weights).mean);
  }
  return mean(scores);
}

const { values } = parseArgs({ options: { corpus: { type: "string", default: "../shared/corpus" } } });
const corpus = values.corpus;
if (!existsSync(corpus)) {
  console.log(`skipped: there is no corpus at ${corpus}`);
  process.exit(0);
}
const core = join(import.meta.dirname, "..", "..", "src", "core");
const english = fitEnglish(readPapers(join(corpus, "scitldr", "train.jsonl")));
const posts = savedPosts(corpus).map(readForFit);
const weights = weightsFrom(english, posts);
const dev = readPapers(join(corpus, "scitldr", "dev.jsonl"));
console.log(
  `English, one sentence, SciTLDR dev (not fitted on): ${(100 * mean(dev.map((paper) => englishScore(paper, weights).mean))).toFixed(2)}`,
);
console.log(
  `Chinese, 140 characters, five-fold cross-validation: ${(100 * crossValidated(english, posts)).toFixed(2)}`,
);
console.log(
  `Chinese, 140 characters, on the posts fitted on: ${(100 * mean(posts.map(({ post }) => chineseScore(post, weights).mean))).toFixed(2)}`,
);
writeFileSync(join(core, "summary", "weights.json"), `${JSON.stringify(weights, undefined, 2)}\n`);
fitWords(corpus, join(core, "tags", "english-frequencies.json"));
fitParts(corpus, join(core, "tags", "english-parts.json"));
fitTags(corpus, join(core, "tags", "weights.json"));
