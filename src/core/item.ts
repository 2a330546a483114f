import type { Audit } from "./audit/audit.ts";
import type { Correction, ItemKind, OutboundLink, SavedClaims } from "./page.ts";
import type { PagePreview, ProblemCode, ProblemDetails } from "./problems.ts";
import type { Summary } from "./summary/summary.ts";
import type { Tag } from "./tags/tag.ts";

/** Made by the database, unique over all teams; a decimal string. */
export type ItemId = string;

/** A problem as it is kept: its code, what its sentence needs, and what the page still says of itself. */
export interface ProblemRecord {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;
  readonly preview?: PagePreview;
}

/** `reading` until the first reading ends; `walled` when the page is there but not for us. */
export type ItemStatus = "reading" | "ready" | "walled" | "failed";

/** A change by hand, with who made it and when (ISO 8601). */
export interface Edit<T> {
  readonly value: T;
  readonly by: string;
  readonly at: string;
}

/** What people changed by hand: shown instead of what was read, and never overwritten by a re-read. */
export interface ItemEdits {
  readonly title?: Edit<string>;
  readonly tags?: Edit<readonly string[]>;
  readonly summary?: Edit<string>;
}

/** The edits of two items that become one: of each field the later. */
export function laterEdits(a: ItemEdits, b: ItemEdits): ItemEdits {
  const later = <T>(one?: Edit<T>, other?: Edit<T>) =>
    one && other ? (Date.parse(other.at) > Date.parse(one.at) ? other : one) : (one ?? other);
  const title = later(a.title, b.title);
  const tags = later(a.tags, b.tags);
  const summary = later(a.summary, b.summary);
  return { ...(title ? { title } : {}), ...(tags ? { tags } : {}), ...(summary ? { summary } : {}) };
}

/** One story in a team's library, whoever shared it and however its address was spelt. */
export interface Item {
  readonly id: ItemId;
  readonly teamId: string;
  /** The key under which the story is filed; absent for a file that names no address. */
  readonly canonicalUrl?: string;
  /** The address to open: as the page names itself, as it was redirected to, or as it was posted. */
  readonly openUrl?: string;
  readonly status: ItemStatus;
  readonly problem?: ProblemRecord;
  readonly kind: ItemKind;
  /** As shown: the edit, if there is one. */
  readonly title: string;
  readonly topic?: string;
  readonly author?: string;
  readonly site?: string;
  readonly publishedAt?: string;
  readonly language: string;
  readonly description?: string;
  readonly text: string;
  readonly hashtags: readonly string[];
  readonly links: readonly OutboundLink[];
  readonly claims?: SavedClaims;
  readonly corrections: readonly Correction[];
  readonly notes: readonly string[];
  readonly pages?: number;
  readonly durationSeconds?: number;
  readonly summary?: Summary;
  readonly tags: readonly Tag[];
  /** The summary that came with a saved file, held against the file's own text. */
  readonly audit?: Audit;
  readonly edits: ItemEdits;
  readonly createdAt: Date;
}

/** Han characters and words read per minute. Source: Brysbaert 2019 (English, 238 wpm); Chinese about 300 characters a minute. */
const WORDS_PER_MINUTE = 238;
const HAN_PER_MINUTE = 300;

/** Characters of a text that are counted (UTF-16 code units); the rest is taken to be like them. */
const MOST_COUNTED = 20_000;

/** Minutes a person needs for a text, at least 1; 0 for no text. */
export function readingMinutes(text: string): number {
  const start = text.slice(0, MOST_COUNTED);
  const han = start.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = start.match(/[\p{L}\p{N}]+/gu)?.filter((word) => !/\p{Script=Han}/u.test(word)).length ?? 0;
  if (han + words === 0) return 0;
  const minutes = han / HAN_PER_MINUTE + words / WORDS_PER_MINUTE;
  return Math.max(1, Math.round((minutes * text.length) / start.length));
}
