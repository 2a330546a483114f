import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readsAsChinese } from "../../src/core/text/characters.ts";
import { readSavedPost } from "../../src/parse/files/saved-post.ts";

/** A saved Chinese post with the summary that came inside its file. */
export interface SavedPost {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly hashtags: readonly string[];
  readonly summary: string;
}

/** A summary that says nothing of its text: the archive's mock. */
const MOCK = /主要探讨了最新进展和研究方向|模拟摘要|mock/iu;
/** Below these there is nothing to summarise, or nothing to compare with (characters). */
const SHORTEST = { text: 60, summary: 30 };

/** The Chinese posts of a folder of saved files, in the order of their names, those without a usable summary left out. */
export function savedPosts(corpus: string): readonly SavedPost[] {
  const root = join(corpus, "saved-files");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"));
  return names.sort().flatMap((name) => {
    if (basename(name).startsWith("README")) return [];
    const page = readSavedPost({ bytes: readFileSync(join(root, name)), filename: basename(name) });
    const summary = (page.claims?.summary ?? "").replace(/[（(]\d+字[）)]\s*$/u, "");
    if (!readsAsChinese(page.text) || MOCK.test(summary)) return [];
    if (page.text.length < SHORTEST.text || summary.length < SHORTEST.summary) return [];
    return [{ name, title: page.title, text: page.text, hashtags: page.hashtags, summary }];
  });
}
