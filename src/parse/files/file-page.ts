import { languageOf } from "../../core/language.ts";
import { filenameOf, type ItemKind, type OutboundLink, type ParsedPage } from "../../core/page.ts";
import { FootnoteError } from "../../core/problems.ts";
import { canonicalUrl } from "../../core/url/canonical-url.ts";
import { sourceOf } from "../../core/url/source.ts";
import { tidyText } from "../fragment-text.ts";

/** What a reader of files found; what is absent gets an honest default. */
export interface FileFindings {
  readonly reader: string;
  readonly filename?: string | undefined;
  readonly text: string;
  readonly title?: string | undefined;
  readonly author?: string | undefined;
  readonly site?: string | undefined;
  readonly publishedAt?: string | undefined;
  readonly modifiedAt?: string | undefined;
  /** What the file says of its language; only breaks ties. */
  readonly declaredLanguage?: string | undefined;
  readonly description?: string | undefined;
  readonly claimedUrl?: string | undefined;
  /** What it is when no address says so. */
  readonly kind?: ItemKind;
  readonly hashtags?: readonly string[];
  readonly keywords?: readonly string[];
  readonly links?: readonly OutboundLink[];
  readonly pages?: number;
  readonly savedAt?: string | undefined;
  readonly notes?: readonly string[];
}

/** The longest title that is kept (characters); longer ones are cut at a word. */
const LONGEST_TITLE = 300;

/**
 * Makes a page of a reader's findings: kind and site by the file's own address where it has one, language from the text,
 * a title from the file's name where it has none.
 * @throws FootnoteError `EMPTY` when there is neither text nor title
 */
export function pageOf(found: FileFindings): ParsedPage {
  const text = tidyText(found.text);
  const title = oneLine(found.title) ?? titleFromFilename(found.filename);
  if (text === "" && oneLine(found.title) === undefined) {
    throw new FootnoteError("EMPTY", filenameOf(found));
  }
  const claimedUrl = webAddress(found.claimedUrl);
  const source = claimedUrl === undefined ? undefined : sourceOf(claimedUrl);
  const optional = {
    author: oneLine(found.author),
    site: oneLine(found.site) ?? source?.site,
    publishedAt: found.publishedAt,
    modifiedAt: found.modifiedAt,
    description: oneLine(found.description),
    claimedUrl,
    pages: found.pages,
    claims: found.savedAt === undefined ? undefined : { savedAt: found.savedAt },
  };
  return {
    reader: found.reader,
    kind: source?.kind ?? found.kind ?? "file",
    title: title ?? source?.site ?? "Untitled",
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    language: languageOf(`${title ?? ""}\n${text}`, found.declaredLanguage),
    text,
    hashtags: found.hashtags ?? [],
    keywords: found.keywords ?? [],
    links: found.links ?? [],
    corrections: [],
    notes: found.notes ?? [],
  };
}

/** An http or https address in a text, trimmed; undefined for anything else. */
export function webAddress(written: string | undefined): string | undefined {
  const url = written?.trim().replace(/^<(.*)>$/, "$1");
  return url !== undefined && canonicalUrl(url) !== undefined && /^https?:/i.test(url) ? url : undefined;
}

/** `2025-04-28_Some-title.md` is called `Some title`. */
function titleFromFilename(filename: string | undefined): string | undefined {
  const name = filename
    ?.split(/[/\\]/)
    .at(-1)
    ?.replace(/\.[A-Za-z0-9]{1,8}$/, "");
  const words = name?.replace(/^\d{4}-\d{2}-\d{2}[-_ ]+(?=\D)/, "");
  return oneLine(/\s/.test(words ?? "") ? words : words?.replace(/[-_]+/g, " "));
}

/** A date as ISO 8601, from what programs write; undefined for what is no date. Days without a time stay days. */
export function isoDate(written: string | undefined): string | undefined {
  const date = written?.trim();
  if (!date) return undefined;
  const [, year, month, day, rest = ""] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[T ])(.*)$/.exec(date) ?? [];
  if (year === undefined || month === undefined || day === undefined) return fromWords(date);
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (Number.isNaN(Date.parse(iso)) || !new Date(iso).toISOString().startsWith(iso)) return undefined;
  const [, time, zone] = /^[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})$/.exec(rest) ?? [];
  // A time without a zone is nobody's: only its day is kept.
  if (time === undefined || zone === undefined) return iso;
  const whole = `${iso}T${time}${zone.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`;
  return Number.isNaN(Date.parse(whole)) ? iso : whole;
}

/** `Tue, 5 Mar 2024 10:15:00 +0100`, `March 5, 2024`. */
function fromWords(date: string): string | undefined {
  const time = Date.parse(date);
  if (Number.isNaN(time) || time < 0 || !/\d{4}/.test(date)) return undefined;
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2}|GMT|UTC?)\s*(?:\([^)]*\))?$/i.test(date);
  if (hasZone) return new Date(time).toISOString();
  const local = new Date(time);
  return new Date(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate())).toISOString().slice(0, 10);
}

function oneLine(text: string | undefined): string | undefined {
  const line = tidyText((text ?? "").replace(/\s+/g, " "));
  if (line === "") return undefined;
  return line.length <= LONGEST_TITLE ? line : `${line.slice(0, LONGEST_TITLE).replace(/\s+\S*$/u, "")}…`;
}
