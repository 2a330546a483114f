import * as library from "./migrations/001-library.ts";
import * as search from "./migrations/002-search.ts";

/** Every change of the schema, in the order of its number. A landed one is never edited. */
export const migrations = { "001-library": library, "002-search": search };
