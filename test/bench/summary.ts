import { extractiveSummary } from "../../src/core/summary/extractive.ts";
import { tagsFor } from "../../src/core/tags/tagger.ts";
import type { BenchRow } from "./bench-row.ts";

const CHINESE = [
  "团队今天发布了第三版消息队列，吞吐量比上一版提高了42%。",
  "新版本把任务存进数据库，重启之后一个也不会丢。",
  "开发者认为，失败的任务应该能在界面上重试，而不是只留在日志里。",
  "在测试中，两百个工作进程同时处理了三十万个任务，平均延迟不到20毫秒。",
];
const ENGLISH = [
  "The team released the third version of its job queue today, and it handles 42 % more work.",
  "Jobs are kept in the database, so that none is lost when a server restarts.",
  "Developers say that a failed job should be retried from the screen, not searched for in a log.",
  "In a test with two hundred workers, three hundred thousand jobs took twenty milliseconds each.",
];

/** Prose of about so many characters, in which no two sentences are alike. */
function proseOf(sentences: readonly string[], characters: number): string {
  const parts: string[] = [];
  for (let size = 0, at = 0; size < characters; at += 1) {
    const sentence = `${sentences[at % sentences.length]}`.replace(/\d+/u, String(at));
    parts.push(at % 5 === 4 ? `${sentence}\n\n` : `${sentence} `);
    size += sentence.length + 1;
  }
  return parts.join("").slice(0, characters);
}

/** Milliseconds of one core that a card's summary, its longer one and its tags take. */
function millisecondsFor(text: string, language: string): number {
  const start = process.cpuUsage();
  extractiveSummary({ title: "", text, language, hashtags: [], maxCharacters: 140, longerCharacters: 220 });
  tagsFor({ title: "", text, language, hashtags: [], keywords: [], vocabulary: [], limit: 5 });
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

function p95(text: string, language: string, rounds: number): number {
  const times = Array.from({ length: rounds }, () => millisecondsFor(text, language)).sort((a, b) => a - b);
  return times[Math.floor(rounds * 0.95)] ?? 0;
}

function row(what: string, ours: number, limitMs: number): BenchRow {
  return {
    what,
    ours: `${ours.toFixed(1)} ms`,
    peer: `limit ${limitMs} ms`,
    ratio: `${(limitMs / ours).toFixed(1)} x`,
  };
}

/** Time to summarise and tag: p95 for 1,500 characters once the dictionary is loaded, and one text of 2 MB. */
export async function bench(): Promise<readonly BenchRow[]> {
  const first = millisecondsFor(proseOf(CHINESE, 1_500), "zh");
  const large = (sentences: readonly string[]) => proseOf(sentences, 2_000_000);
  return [
    row("summary and tags, first Chinese text (loads the dictionary)", first, 1_500),
    row("summary and tags, 1,500 characters of Chinese, p95", p95(proseOf(CHINESE, 1_500), "zh", 200), 50),
    row("summary and tags, 1,500 characters of English, p95", p95(proseOf(ENGLISH, 1_500), "en", 200), 50),
    row("summary and tags, 2 MB of Chinese", millisecondsFor(large(CHINESE), "zh"), 2_000),
    row("summary and tags, 2 MB of English", millisecondsFor(large(ENGLISH), "en"), 2_000),
  ];
}
