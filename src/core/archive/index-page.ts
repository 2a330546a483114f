import { dayOf, shownTitle } from "./markdown-file.ts";
import { type ArchiveRecord, RECORDS_FILE } from "./record.ts";

/** What the index needs to know of one item. */
export type IndexEntry = Pick<ArchiveRecord, "path" | "savedAt" | "url"> & { readonly title: string };

/** What the index tells of a record. */
export function indexEntry(record: ArchiveRecord): IndexEntry {
  const { path, savedAt, url } = record;
  return { path, savedAt, title: shownTitle(record), ...(url ? { url } : {}) };
}

/** The README of an export: every item under its day, newest day first, linked to its file. */
export function indexPage(entries: readonly IndexEntry[]): string {
  const days = new Map<string, string[]>();
  for (const entry of [...entries].reverse()) {
    const lines = days.get(dayOf(entry)) ?? [];
    lines.push(`- [${label(entry.title)}](<${entry.path}>)`);
    days.set(dayOf(entry), lines);
  }
  const sections = [...days].map(([day, lines]) => `## ${day}\n\n${lines.join("\n")}`);
  const intro = `${entries.length} ${entries.length === 1 ? "item" : "items"}, exported by Footnote. To bring them back, attach this archive to a message where Footnote reads along; \`${RECORDS_FILE}\` holds each item whole.`;
  return `${["# Footnote archive", intro, ...sections].join("\n\n")}\n`;
}

function label(title: string): string {
  return title.replace(/[[\]\\<>`*_]/g, "\\$&");
}
