import { createHash } from "node:crypto";
import type { ItemKind } from "../page.ts";
import type { ArchiveRecord } from "./record.ts";

/** The archive's words for kinds; the reader of saved posts knows them all. */
const KINDS: Readonly<Record<ItemKind, string>> = {
  article: "文章",
  paper: "论文",
  post: "帖子",
  repo: "代码",
  pdf: "PDF",
  video: "视频",
  image: "图片",
  feed: "订阅源",
  file: "文件",
};
/** Characters of a title in a file's name. */
const SLUG = 60;

/** What a record is called and where it stands: by day, title, and a mark that keeps two of one title apart. */
export function recordPath(record: Omit<ArchiveRecord, "path">): string {
  const slug = record.page.title
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, SLUG)
    .toWellFormed()
    .replace(/\ufffd/g, "")
    .replace(/^-+|-+$/g, "");
  const key = record.addresses[0] ?? record.contentHash ?? "";
  const mark = createHash("sha256").update(key).digest("hex").slice(0, 8);
  return `${dayOf(record)}/${slug || "untitled"}-${mark}.md`;
}

/** The day of a record in UTC, which is the name of its folder. */
export function dayOf({ savedAt }: Pick<ArchiveRecord, "savedAt">): string {
  return savedAt.slice(0, 10);
}

/** The title as people see it, on one line. */
export function shownTitle({ page, edits, url }: ArchiveRecord): string {
  return (edits.title?.value ?? page.title).replace(/\s+/g, " ").trim() || url || "untitled";
}

/**
 * A record as a file of the saved-post format: title, address, the text as it was read, the summary, and where it
 * truly comes from. Text that looks like a heading or like markup is written so that it reads back as text.
 */
export function markdownFile(record: ArchiveRecord): string {
  const { page, url } = record;
  const metadata = [
    ["来源", page.site],
    ["类型", KINDS[page.kind]],
    ["作者", page.author],
    ["发布时间", page.publishedAt],
    ["标签", (record.edits.tags?.value ?? record.tags.map(({ text }) => text)).join("、")],
    ["保存时间", record.savedAt],
    ["目录日期", dayOf(record)],
  ].flatMap(([name, value]) => (value ? [`- **${name}**: ${literal(value).replace(/\s+/g, " ")}`] : []));
  const parts = [
    `# ${literal(shownTitle(record))}`,
    ...(url ? [`**URL**: ${url}`] : []),
    "## 原始摘要",
    literal(page.text),
    "## AI 摘要",
    literal(shownSummary(record)),
    "## 元数据",
    metadata.join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function shownSummary({ edits, summary }: ArchiveRecord): string {
  return edits.summary?.value ?? (summary?.sentences ?? []).map(({ text }) => text).join("\n");
}

/** Outside text that opens no part of the file and no tag. */
function literal(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/^(?=#)/gm, " ");
}
