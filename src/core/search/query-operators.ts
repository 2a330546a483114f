import type { ItemKind } from "../page.ts";
import type { Day, Filter, Named } from "./query.ts";
import { daysOf, neighbour } from "./query-dates.ts";

/** What an operator and its value mean, or what is wrong with them. */
export type OperatorReading =
  | { readonly kind: "filter"; readonly filter: Filter }
  | { readonly kind: "sort"; readonly sort: "best" | "new" }
  | { readonly kind: "mistake"; readonly spot: "name" | "value"; readonly say: string; readonly example: string };

const NAMES: Readonly<Record<string, string>> = {
  ...{
    tag: "tag",
    tags: "tag",
    from: "from",
    by: "from",
    in: "in",
    site: "site",
    type: "type",
    kind: "type",
    lang: "lang",
  },
  ...{ language: "lang", before: "before", until: "before", after: "after", since: "after", on: "on", during: "on" },
  ...{ is: "is", has: "has", sort: "sort" },
};

const TYPES: Readonly<Record<string, ItemKind>> = {
  ...{
    article: "article",
    articles: "article",
    文章: "article",
    paper: "paper",
    papers: "paper",
    论文: "paper",
    post: "post",
  },
  ...{
    posts: "post",
    帖子: "post",
    微博: "post",
    repo: "repo",
    repos: "repo",
    repository: "repo",
    仓库: "repo",
    pdf: "pdf",
  },
  ...{
    video: "video",
    videos: "video",
    视频: "video",
    file: "file",
    files: "file",
    文件: "file",
    image: "image",
    图片: "image",
    feed: "feed",
  },
};

const LANGUAGES: Readonly<Record<string, string>> = {
  ...{
    chinese: "zh",
    中文: "zh",
    汉语: "zh",
    english: "en",
    英文: "en",
    英语: "en",
    japanese: "ja",
    日文: "ja",
    日语: "ja",
  },
  ...{ korean: "ko", 韩文: "ko", 韩语: "ko", german: "de", french: "fr", spanish: "es", russian: "ru" },
};

/** What an operator's name stands for; undefined for a name that is none. */
export function operatorName(name: string): string | undefined {
  return Object.hasOwn(NAMES, name.toLowerCase()) ? NAMES[name.toLowerCase()] : undefined;
}

/** Reads the value of a known operator. `today` is the asker's day. */
export function readOperator(name: string, value: string, today: Day): OperatorReading {
  switch (name) {
    case "tag":
      return tagReading(value);
    case "from":
    case "in":
      return namedReading(name, value);
    case "site":
      return siteReading(value);
    case "type":
      return oneOf(
        TYPES,
        value,
        (type) => ({ kind: "type", type }),
        "type",
        "article, paper, post, repo, pdf, video or file",
        "paper",
      );
    case "lang":
      return langReading(value);
    case "is":
      return oneOf(
        { saved: "saved", failed: "failed" } as const,
        value,
        (state) => ({ kind: "is", state }),
        "is",
        "saved or failed",
        "saved",
      );
    case "has":
      return oneOf(
        { summary: "summary" } as const,
        value,
        (part) => ({ kind: "has", part }),
        "has",
        "summary",
        "summary",
      );
    case "sort":
      return sortReading(value);
    default:
      return dateReading(name, value, today);
  }
}

const found = (filter: Filter): OperatorReading => ({ kind: "filter", filter });
const wrong = (say: string, example: string, spot: "name" | "value" = "value"): OperatorReading => ({
  kind: "mistake",
  spot,
  say,
  example,
});

function tagReading(value: string): OperatorReading {
  const tag = value.replace(/^#+|#+$/g, "").trim();
  return /[\p{L}\p{N}]/u.test(tag) ? found({ kind: "tag", tag }) : wrong("`tag:` needs a tag.", "tag:search");
}

const SLACK_ID = { from: /^<?@?([UW][A-Z0-9]{6,})>?$/, in: /^<?#?([CGD][A-Z0-9]{6,})>?$/ } as const;

function namedReading(operator: "from" | "in", value: string): OperatorReading {
  const named = namedOf(operator, value);
  if (!named)
    return wrong(
      `\`${operator}:\` needs a ${operator === "from" ? "person" : "channel"}.`,
      operator === "from" ? "from:@ana" : "in:#reading",
    );
  return found(operator === "from" ? { kind: "from", who: named } : { kind: "in", channel: named });
}

function namedOf(operator: "from" | "in", value: string): Named | undefined {
  const [, id] = SLACK_ID[operator].exec(value) ?? [];
  if (id) return { kind: "id", id };
  const name = value
    .replace(/^[@#<]+|>+$/g, "")
    .trim()
    .toLowerCase();
  if (!/[\p{L}\p{N}]/u.test(name)) return undefined;
  return operator === "from" && /^(?:me|我)$/.test(name) ? { kind: "me" } : { kind: "name", name };
}

function siteReading(value: string): OperatorReading {
  const text = value
    .replace(/^<|>$/g, "")
    .replace(/^https?:\/\//i, "")
    .replace(/[/?#|].*$/, "");
  const url = URL.canParse(`https://${text}`) ? new URL(`https://${text}`) : undefined;
  const host = url?.hostname.replace(/^www\./, "").replace(/\.$/, "") ?? "";
  if (!/^[a-z0-9.-]*[a-z0-9]$/.test(host)) return wrong(`\`${value}\` is no site.`, "site:example.com");
  return found({ kind: "site", host });
}

function langReading(value: string): OperatorReading {
  const name = value.toLowerCase();
  const language = (Object.hasOwn(LANGUAGES, name) ? LANGUAGES[name] : undefined) ?? name.split(/[-_]/)[0] ?? "";
  return /^[a-z]{2,3}$/.test(language)
    ? found({ kind: "lang", language })
    : wrong(`I don't know the language \`${value}\`.`, "lang:zh");
}

function oneOf<T>(
  values: Readonly<Record<string, T>>,
  value: string,
  filter: (value: T) => Filter,
  operator: string,
  choices: string,
  example: string,
): OperatorReading {
  const key = value.toLowerCase();
  const known = Object.hasOwn(values, key) ? values[key] : undefined;
  return known === undefined
    ? wrong(`\`${operator}:\` takes ${choices}.`, `${operator}:${example}`)
    : found(filter(known));
}

function sortReading(value: string): OperatorReading {
  const sort = value.toLowerCase();
  if (/^(?:new|newest|date|recent|time)$/.test(sort)) return { kind: "sort", sort: "new" };
  return /^(?:best|relevance|score)$/.test(sort)
    ? { kind: "sort", sort: "best" }
    : wrong("`sort:` takes new or best.", "sort:new");
}

/**
 * As in Slack's own search, a date that is written out is left out by `before:` and `after:`; a span that is counted
 * from today (`after:7d`, `after:"last week"`) begins with its first day.
 */
function dateReading(name: string, value: string, today: Day): OperatorReading {
  const days = daysOf(value, today);
  if (!days)
    return wrong(`\`${value}\` is no date I know.`, `${name}:${name === "on" ? "yesterday" : neighbour(today, -7)}`);
  if (name === "before") return found({ kind: "shared", until: days.since });
  if (name === "on") return found({ kind: "shared", since: days.since, until: days.until });
  return found({ kind: "shared", since: days.relative ? days.since : days.until });
}
