/** A saved post in the archive's format; it shows only what the test is about. */
export function aSavedPost({
  title = "潮汐电站的新闸门",
  url = "https://blog.example.com/tides",
  text = TEXT,
  summary = HONEST,
  saved = "2025-03-04 10:00:00",
}: {
  readonly title?: string;
  readonly url?: string;
  readonly text?: string;
  readonly summary?: string;
  readonly saved?: string;
} = {}): string {
  return [
    `# ${title}`,
    `**URL**: ${url}`,
    "## 原始摘要",
    text,
    "## AI 摘要",
    summary,
    "## 元数据",
    "- **来源**: 博客",
    `- **保存时间**: ${saved}`,
  ].join("\n\n");
}

const TEXT =
  "海湾潮汐电站去年换上了新闸门，闸门由钢改为复合材料。工程师说，新闸门比旧闸门轻一半，开合只要四十秒。电站每天发电两次，涨潮一次，落潮一次。附近的渔民担心鱼群被挡在湾外，电站为此留了一条鱼道。";
const HONEST = "海湾潮汐电站去年换上了新闸门，新闸门比旧闸门轻一半，开合只要四十秒。电站为鱼群留了一条鱼道。";
