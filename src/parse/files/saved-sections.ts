/** The parts of a file in the archive's saved-post format, as they stand. */
export interface SavedSections {
  /** The heading line, without its `# `. */
  readonly title?: string;
  /** Every further `# ` line of the head, which is ignored. */
  readonly otherTitles: readonly string[];
  readonly url?: string;
  readonly original?: string;
  readonly summary?: string;
  /** `- **name**: value` lines of the last part, by name. */
  readonly metadata: ReadonlyMap<string, string>;
}

type SectionName = "head" | "original" | "summary" | "metadata";

/** Headings of the parts, as the archive writes them and as Footnote's own export and English twins do. */
const HEADINGS: readonly (readonly [SectionName, RegExp])[] = [
  ["original", /^##\s*(?:原始摘要|原文摘要|原文|original(?: (?:abstract|text|summary))?)\s*$/i],
  ["summary", /^##\s*(?:AI\s*摘要|智能摘要|AI\s*总结|摘要|AI summary|summary)\s*$/i],
  ["metadata", /^##\s*(?:元数据|元信息|metadata)\s*$/i],
];
const URL_LINE = /^\s*[-*]?\s*\*\*(?:URL|链接|网址|Link)\*\*\s*[:：]\s*(.*)$/i;
const METADATA_LINE = /^\s*[-*]\s*\*\*([^*]{1,40})\*\*\s*[:：]\s*(.*)$/;

/** Headings that only the archive writes; with any of them one more mark is enough. */
const OWN_HEADING = /^##\s*(?:原始摘要|AI\s*摘要|元数据)\s*$/;
/** How many characters of a text are looked at to recognise it. */
const LOOKED_AT = 2_000_000;

/** Whether a text is in the archive's format: one of its headings, and at least two of title, address and parts. */
export function isSavedPost(text: string): boolean {
  const lines = dropMark(text.slice(0, LOOKED_AT)).split(/\r?\n/);
  const parts = new Set(lines.map(sectionOf).filter((name) => name !== undefined));
  const hasUrl = lines.slice(0, 40).some((line) => URL_LINE.test(line));
  const hasTitle = lines.slice(0, 40).some((line) => /^#\s/.test(line));
  if (parts.size === 0 || !(hasUrl || lines.some((line) => OWN_HEADING.test(line)))) return false;
  return parts.size + Number(hasUrl) + Number(hasTitle) >= 2;
}

/** Takes a saved post apart. A part that is missing is absent; of a part that stands twice the first is taken. */
export function savedSections(text: string): SavedSections {
  const parts = new Map<SectionName, string[]>();
  let current: string[] = [];
  parts.set("head", current);
  for (const line of dropMark(text).split(/\r?\n/)) {
    const name = sectionOf(line);
    if (name === undefined) current.push(line);
    else {
      current = [];
      if (!parts.has(name)) parts.set(name, current);
    }
  }
  return { ...readHead(parts.get("head") ?? []), ...rest(parts), metadata: readMetadata(parts.get("metadata") ?? []) };
}

function dropMark(text: string): string {
  return text.replace(/^\ufeff/, "");
}

function sectionOf(line: string): SectionName | undefined {
  if (!line.startsWith("##")) return undefined;
  return HEADINGS.find(([, heading]) => heading.test(line))?.[0];
}

function readHead(lines: readonly string[]): Pick<SavedSections, "title" | "otherTitles" | "url"> {
  const titles = lines.filter((line) => /^#(?:\s|$)/.test(line)).map((line) => line.slice(1).trim());
  const url = lines.map((line) => URL_LINE.exec(line)?.[1]?.trim()).find((found) => found);
  return {
    ...(titles[0] ? { title: titles[0] } : {}),
    otherTitles: titles.slice(1),
    ...(url ? { url: bareUrl(url) } : {}),
  };
}

/** `<https://…>` and `[words](https://…)` hold an address as well. */
function bareUrl(written: string): string {
  return /\((https?:[^\s)]+)\)\s*$/i.exec(written)?.[1] ?? written.replace(/^<(.*)>$/, "$1");
}

function rest(parts: ReadonlyMap<SectionName, readonly string[]>): Pick<SavedSections, "original" | "summary"> {
  const original = parts.get("original")?.join("\n").trim();
  const summary = parts.get("summary")?.join("\n").trim();
  return { ...(original ? { original } : {}), ...(summary ? { summary } : {}) };
}

function readMetadata(lines: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = METADATA_LINE.exec(line) ?? [];
    if (name && value && !values.has(name.trim())) values.set(name.trim(), value.trim());
  }
  return values;
}
