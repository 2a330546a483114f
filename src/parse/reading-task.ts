import type { Audit } from "../core/audit/audit.ts";
import type { ParsedPage, RawDocument, Reading } from "../core/page.ts";
import type { PagePreview, ProblemCode, ProblemDetails } from "../core/problems.ts";
import type { TextTerms } from "../core/search/document.ts";
import type { Summary, SummaryRequest } from "../core/summary/summary.ts";
import type { Tag, TagRequest } from "../core/tags/tag.ts";

/** Everything a reading thread can be asked for: what it takes, and what it gives. */
export interface ReadingWork {
  readonly reading: { readonly takes: RawDocument; readonly gives: Reading };
  readonly preview: { readonly takes: RawDocument; readonly gives: PagePreview };
  readonly summary: { readonly takes: SummaryRequest; readonly gives: Summary };
  readonly tags: { readonly takes: TagRequest; readonly gives: readonly Tag[] };
  readonly audit: { readonly takes: ParsedPage; readonly gives: Audit | undefined };
  readonly terms: { readonly takes: string; readonly gives: TextTerms };
}
export type Want = keyof ReadingWork;

/** What a reading thread is asked. */
export interface ReadingTask<Wanted extends Want = Want> {
  readonly want: Wanted;
  readonly input: ReadingWork[Wanted]["takes"];
}

/** What a reading thread answers. Classes do not survive the way between threads, so an error travels as its parts. */
export type ReadingOutcome =
  | { readonly kind: "done"; readonly value: ReadingWork[Want]["gives"] }
  | {
      readonly kind: "problem";
      readonly code: ProblemCode;
      readonly details: ProblemDetails;
      readonly preview?: PagePreview;
    }
  /** A bug of ours or of a library. */
  | { readonly kind: "bug"; readonly message: string; readonly stack?: string };

/** What a reading thread says: first that it is ready, then an outcome for each task. */
export interface ReadingAnswer {
  /** The processor time that the thread has used since its start, in milliseconds. */
  readonly cpuMs: number;
  /** Absent in the first answer. */
  readonly outcome?: ReadingOutcome;
}
