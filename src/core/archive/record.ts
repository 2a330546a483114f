import { z } from "zod";
import type { ItemEdits } from "../item.ts";
import { ITEM_KINDS, type ParsedPage, type RawDocument } from "../page.ts";
import { MODEL_NOTES, type Summary, type SummarySentence } from "../summary/summary.ts";
import type { Tag } from "../tags/tag.ts";
import { canonicalUrl } from "../url/canonical-url.ts";

/** The file of an export in which every item stands whole, one JSON object a line. */
export const RECORDS_FILE = "items.jsonl";
/** The version of the records; an older or newer one is not read. */
const VERSION = 1;

const span = z.object({ start: z.number().int().min(0), end: z.number().int().min(0) });
const sentence = z.object({
  text: z.string(),
  spans: z.array(span),
  match: z.enum(["quoted", "paraphrased", "not found"]),
});
const personId = z.string().regex(/^(?:[UW][A-Z0-9]{1,30})?$/);
const edit = <T extends z.ZodType>(value: T) => z.object({ value, by: personId, at: z.iso.datetime() });
const method = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("person"), by: personId, at: z.iso.datetime() }),
  z.object({ kind: z.literal("whole") }),
  z.object({ kind: z.literal("extractive"), weights: z.string() }),
  z.object({ kind: z.literal("model"), model: z.string(), promptHash: z.string() }),
]);
const address = z.string().refine((url) => canonicalUrl(url) !== undefined, "must be a web address");

/** An item as an export holds it: what was read and what people changed, without who shared it and where. */
const Record = z.object({
  footnote: z.literal(VERSION),
  /** Where its Markdown stands in the export. */
  path: z.string().max(300),
  savedAt: z.iso.datetime(),
  url: address.optional(),
  /** Every address it is filed under, the main one first. */
  addresses: z.array(address).max(200),
  /** SHA-256 of the file it came from, hex. */
  contentHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  reader: z.string().optional(),
  kind: z.enum(ITEM_KINDS),
  title: z.string(),
  topic: z.string().optional(),
  author: z.string().optional(),
  site: z.string().optional(),
  publishedAt: z.string().optional(),
  modifiedAt: z.string().optional(),
  language: z.string().max(40),
  description: z.string().optional(),
  imageUrl: z.string().optional(),
  text: z.string(),
  hashtags: z.array(z.string()),
  keywords: z.array(z.string()),
  links: z.array(z.object({ url: z.string(), label: z.string() })),
  claims: z
    .object({
      summary: z.string().optional(),
      source: z.string().optional(),
      type: z.string().optional(),
      savedAt: z.string().optional(),
    })
    .optional(),
  corrections: z.array(
    z.object({
      field: z.enum(["source", "type", "link", "title", "author", "date", "text", "length"]),
      claimed: z.string(),
      actual: z.string(),
    }),
  ),
  pages: z.int32().min(0).optional(),
  durationSeconds: z.int32().min(0).optional(),
  notes: z.array(z.string()),
  summary: z
    .object({
      sentences: z.array(sentence),
      more: z.array(sentence).optional(),
      method,
      note: z.enum(MODEL_NOTES).optional(),
    })
    .optional(),
  tags: z.array(
    z.object({
      text: z.string(),
      reason: z.enum(["hashtag", "keyword", "vocabulary", "title", "phrase", "person"]),
    }),
  ),
  edits: z.object({
    title: edit(z.string()).optional(),
    tags: edit(z.array(z.string())).optional(),
    summary: edit(z.string()).optional(),
  }),
});

/** One item of an export. */
export interface ArchiveRecord {
  readonly path: string;
  /** ISO 8601 in UTC. */
  readonly savedAt: string;
  readonly url?: string;
  readonly addresses: readonly string[];
  readonly contentHash?: string;
  readonly page: ParsedPage;
  readonly summary?: Summary;
  readonly tags: readonly Tag[];
  readonly edits: ItemEdits;
}

/** A record as one line, the same bytes for the same record whatever the order its parts were kept in. */
export function recordLine({ page, ...record }: ArchiveRecord): string {
  const { claimedUrl: _, optOut: __, ...told } = page;
  const line = { footnote: VERSION, ...record, ...told };
  // The schema gives the one order of the parts.
  return JSON.stringify(Record.parse(JSON.parse(JSON.stringify(line))));
}

/** Reads a line; undefined when it is no record. What it says of its evidence is believed only where the text bears it out. */
export function readRecord(line: string): ArchiveRecord | undefined {
  const parsed = Record.safeParse(jsonOf(line));
  if (!parsed.success) return undefined;
  const {
    footnote: _,
    path,
    savedAt,
    url,
    addresses,
    contentHash,
    summary,
    tags,
    edits,
    ...told
  } = defined(parsed.data);
  if (addresses.length === 0 && contentHash === undefined) return undefined;
  const page: ParsedPage = { reader: "archive", ...told };
  return {
    path,
    savedAt,
    ...(url === undefined ? {} : { url }),
    addresses,
    ...(contentHash === undefined ? {} : { contentHash }),
    page,
    ...(summary === undefined ? {} : { summary: borneOut(summary, told.text) }),
    tags,
    edits,
  };
}

function jsonOf(line: string): unknown {
  try {
    // PostgreSQL takes neither zero bytes nor half surrogates in text.
    return JSON.parse(line, (_, value) =>
      typeof value === "string" ? value.toWellFormed().replaceAll("\0", "") : value,
    );
  } catch {
    return undefined;
  }
}

/** A sentence that claims to be quoted, and is not there, was not found. */
function borneOut({ sentences, more, ...summary }: Summary, text: string): Summary {
  const told = (one: SummarySentence): SummarySentence =>
    stands(one, text) ? one : { text: one.text, spans: [], match: "not found" };
  return { ...summary, sentences: sentences.map(told), ...(more ? { more: more.map(told) } : {}) };
}

function stands({ text: sentence, spans, match }: SummarySentence, text: string): boolean {
  if (match === "not found") return true;
  if (!spans.every(({ start, end }) => start <= end && end <= text.length)) return false;
  return match !== "quoted" || isQuoted(sentence, spans, text);
}

/** A passage many times as long as its quotation proves nothing, and would take long to go through. */
const LONGEST_PASSAGE = 20;

function isQuoted(sentence: string, spans: SummarySentence["spans"], text: string): boolean {
  const length = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  if (length > LONGEST_PASSAGE * (sentence.length + 100)) return false;
  return letters(spans.map(({ start, end }) => text.slice(start, end)).join(" ")).includes(letters(sentence));
}

function letters(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
}

/** What zod leaves as `undefined` is absent, as everywhere in the domain. */
function defined<T>(data: T): Defined<T> {
  return JSON.parse(JSON.stringify(data)) as Defined<T>;
}
type Defined<T> = T extends readonly (infer E)[]
  ? Defined<E>[]
  : T extends object
    ? { [K in keyof T]: Defined<Exclude<T[K], undefined>> }
    : T;

/** Whether a file of an archive holds an export's records. */
export function isRecordsFile({ filename = "", bytes }: RawDocument): boolean {
  if (filename.split("/").at(-1) !== RECORDS_FILE) return false;
  return new TextDecoder().decode(bytes.subarray(0, 40)).startsWith(`{"footnote":${VERSION},`);
}

/** The lines of a records file with the path each names; a broken line is named by its place. */
export function recordLines({ bytes }: RawDocument): readonly { readonly path: string; readonly line: string }[] {
  const lines = new TextDecoder().decode(bytes).split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const path = /^\{"footnote":\d+,"path":("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
    const named: unknown = path === undefined ? undefined : jsonOf(path);
    return [{ path: typeof named === "string" ? named : `${RECORDS_FILE}:${index + 1}`, line }];
  });
}
