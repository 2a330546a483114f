import * as library from "./migrations/001-library.ts";
import * as search from "./migrations/002-search.ts";
import * as imports from "./migrations/003-imports.ts";
import * as model from "./migrations/004-model.ts";
import * as slack from "./migrations/005-slack.ts";
import * as digestLease from "./migrations/006-digest-lease.ts";
import * as indexVersion from "./migrations/007-index-version.ts";
import * as spellingIndex from "./migrations/008-spelling-index.ts";
import * as countWords from "./migrations/009-count-words.ts";
import * as digestPost from "./migrations/010-digest-post.ts";

/** Every change of the schema, in the order of its number. A landed one is never edited. */
export const migrations = {
  "001-library": library,
  "002-search": search,
  "003-imports": imports,
  "004-model": model,
  "005-slack": slack,
  "006-digest-lease": digestLease,
  "007-index-version": indexVersion,
  "008-spelling-index": spellingIndex,
  "009-count-words": countWords,
  "010-digest-post": digestPost,
};
