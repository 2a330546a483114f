import type { ItemKind } from "../page.ts";

/** A condition that an operator names. */
export type Filter =
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "from"; readonly who: Named }
  | { readonly kind: "in"; readonly channel: Named }
  /** A host in lower case without `www.`, subdomains included, or one label of it. */
  | { readonly kind: "site"; readonly host: string }
  | { readonly kind: "type"; readonly type: ItemKind }
  /** BCP 47 primary tag. */
  | { readonly kind: "lang"; readonly language: string }
  /** Shared on one of these days: from `since` on, and before `until`. */
  | { readonly kind: "shared"; readonly since?: Day; readonly until?: Day }
  | { readonly kind: "is"; readonly state: "saved" | "failed" }
  | { readonly kind: "has"; readonly part: "summary" };

/** `YYYY-MM-DD`, in the asker's zone. */
export type Day = string;

/** A person or a channel, as Slack names it or as it was typed. */
export type Named =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "me" };

/** One part of a query. In the top row words are preferred, everything else must hold; deeper, words must hold too. */
export type Clause =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "phrase"; readonly text: string }
  | { readonly kind: "filter"; readonly filter: Filter }
  | { readonly kind: "not"; readonly clause: Clause }
  | { readonly kind: "any"; readonly clauses: readonly Clause[] }
  | { readonly kind: "all"; readonly clauses: readonly Clause[] };

/** What a person asked for. */
export interface Query {
  readonly clauses: readonly Clause[];
  readonly sort: "best" | "new";
}

/** Where a query can't be understood, for the person who typed it. */
export interface QueryMistake {
  /** The spot in the text as typed, in UTF-16 code units. */
  readonly at: number;
  readonly length: number;
  readonly what: Mistake;
  /** How it is written right. */
  readonly example: string;
}

/** What is wrong at that spot. */
export type Mistake =
  | { readonly kind: "open quote" }
  | { readonly kind: "unknown operator"; readonly name: string }
  | { readonly kind: "needs a value"; readonly operator: "tag" | "from" | "in" }
  | { readonly kind: "no choice"; readonly operator: string; readonly choices: readonly string[] }
  | { readonly kind: "no site" | "no date" | "unknown language"; readonly value: string };

/** Whether a query asks for nothing at all. */
export function isEmptyQuery(query: Query): boolean {
  return query.clauses.length === 0 && query.sort === "best";
}
