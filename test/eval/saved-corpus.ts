import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "cheerio";

/** A saved Chinese post with the summary that came inside its file. */
export interface SavedPost {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly hashtags: readonly string[];
  readonly summary: string;
}

/** Files whose own summary is a mock, too short to say anything, or torn by a merge. */
const MOCK = /主要探讨了最新进展和研究方向|^<<<<<<<|模拟|mock/iu;

function section(markdown: string, heading: string): string {
  const [, body = ""] = markdown.split(`\n## ${heading}\n`);
  return (body.split("\n## ")[0] ?? "").trim();
}

function plain(html: string): { readonly text: string; readonly hashtags: readonly string[] } {
  const $ = load(html.replaceAll(/<br\s*\/?>/gu, "\n"), undefined, false);
  $("video").remove();
  const hashtags: string[] = [];
  $("a").each((_, element) => {
    const label = $(element).text();
    if (/^#.+#$/u.test(label)) hashtags.push(label.slice(1, -1));
    if (/^#.+#$/u.test(label)) $(element).remove();
  });
  return { text: $.root().text().trim(), hashtags };
}

/** The Chinese posts of a folder of saved files, in the order of their names, those without a usable summary left out. */
export function savedPosts(corpus: string): readonly SavedPost[] {
  const root = join(corpus, "saved-files");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /weibo-.*\.md$/u.test(name));
  return names.sort().flatMap((name) => {
    const markdown = readFileSync(join(root, name), "utf8");
    const summary = section(markdown, "AI 摘要").replace(/[（(]\d+字[）)]\s*$/u, "");
    const { text, hashtags } = plain(section(markdown, "原始摘要"));
    if (/^<{7} /mu.test(markdown) || MOCK.test(summary) || summary.length < 30 || text.length < 60) return [];
    const title = (/^# (.*)$/mu.exec(markdown)?.[1] ?? "").replaceAll(/#[^#]+#/gu, "").trim();
    return [{ name, title, text, hashtags, summary }];
  });
}
