import type { VisibleItem } from "../viewer.ts";
import type { QueryMistake } from "./query.ts";
import type { SnippetPiece } from "./snippet.ts";

/** One item that was found, with a line of it in which the words stand. */
export interface SearchHit extends VisibleItem {
  readonly snippet: readonly SnippetPiece[];
}

/** What came of a search. */
export type SearchOutcome =
  /** `total` counts what was ranked: of words that are everywhere only the likeliest items. */
  | {
      readonly kind: "found";
      readonly entries: readonly SearchHit[];
      readonly total: number;
      readonly understood: string;
    }
  /** `nearest`: queries of one word or tag that do find something this viewer may see. */
  | { readonly kind: "nothing"; readonly understood: string; readonly nearest: readonly string[] }
  | ({ readonly kind: "mistake"; readonly text: string } & QueryMistake)
  | { readonly kind: "empty" };
