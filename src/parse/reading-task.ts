import type { RawDocument, Reading } from "../core/page.ts";
import type { PagePreview, ProblemCode, ProblemDetails } from "../core/problems.ts";

/** What a reading thread is asked. */
export interface ReadingTask {
  readonly id: number;
  readonly want: "reading" | "preview";
  readonly document: RawDocument;
}

/** What a reading thread answers. Classes do not survive the way between threads, so an error travels as its parts. */
export type ReadingAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "reading"; readonly id: number; readonly reading: Reading }
  | { readonly kind: "preview"; readonly id: number; readonly preview: PagePreview }
  | {
      readonly kind: "problem";
      readonly id: number;
      readonly code: ProblemCode;
      readonly details: ProblemDetails;
      readonly preview?: PagePreview;
    }
  /** A bug of ours or of a library. */
  | { readonly kind: "bug"; readonly id: number; readonly message: string; readonly stack?: string };
