import type { ItemKind } from "../page.ts";
import { byName } from "../text/by-name.ts";
import type { Day, Filter, Mistake, Named } from "./query.ts";
import { daysOf, neighbour } from "./query-dates.ts";
import { slipsBetween } from "./spelling.ts";

/** What an operator and its value mean, or what is wrong with them. */
export type OperatorReading =
  | { readonly kind: "filter"; readonly filter: Filter }
  | { readonly kind: "sort"; readonly sort: "best" | "new" }
  | { readonly kind: "mistake"; readonly what: Mistake; readonly example: string };

const NAMES = byName({
  tag: "tag tags",
  from: "from by",
  in: "in",
  site: "site",
  type: "type kind",
  lang: "lang language",
  before: "before until",
  after: "after since",
  on: "on during",
  is: "is",
  has: "has",
  sort: "sort",
});

/** The operators there are, by the names that people are told. */
export const OPERATORS: readonly string[] = [...new Set(Object.values(NAMES))];

const TYPES = byName<ItemKind>({
  article: "article articles 文章",
  paper: "paper papers 论文",
  post: "post posts 帖子 微博",
  repo: "repo repos repository 代码库 仓库",
  pdf: "pdf",
  video: "video videos 视频",
  file: "file files 文件",
  image: "image 图片",
  feed: "feed feeds 订阅源",
});

const LANGUAGES = byName({
  zh: "chinese 中文 汉语 简体中文 繁体中文",
  en: "english 英文 英语",
  ja: "japanese 日文 日语",
  ko: "korean 韩文 韩语",
  de: "german 德语",
  fr: "french 法语",
  es: "spanish 西班牙语",
  ru: "russian 俄语",
});

const PARTS = byName<"summary">({ summary: "summary 摘要" });
const STATES = byName<"saved" | "failed">({ saved: "saved 收藏 已收藏", failed: "failed 失败" });

/** What an operator's name stands for; undefined for a name that is none. */
export function operatorName(name: string): string | undefined {
  return Object.hasOwn(NAMES, name.toLowerCase()) ? NAMES[name.toLowerCase()] : undefined;
}

/** The operator that a name which is none was meant for: one slip away. */
export function nearestOperator(name: string): string | undefined {
  return Object.keys(NAMES).find((known) => known.length > 2 && slipsBetween(name.toLowerCase(), known, 1) === 1);
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
      return oneOf("type", value, TYPES, (type) => ({ kind: "type", type }), {
        choices: ["article", "paper", "post", "repo", "pdf", "video", "file"],
        example: "paper",
      });
    case "lang":
      return langReading(value);
    case "is":
      return oneOf("is", value, STATES, (state) => ({ kind: "is", state }), {
        choices: ["saved", "failed"],
      });
    case "has":
      return oneOf("has", value, PARTS, (part) => ({ kind: "has", part }), {
        choices: ["summary"],
      });
    case "sort":
      return sortReading(value);
    default:
      return dateReading(name, value, today);
  }
}

const found = (filter: Filter): OperatorReading => ({ kind: "filter", filter });
const wrong = (what: Mistake, example: string): OperatorReading => ({ kind: "mistake", what, example });

function tagReading(value: string): OperatorReading {
  const tag = value.replace(/^#+|#+$/g, "").trim();
  return /[\p{L}\p{N}]/u.test(tag)
    ? found({ kind: "tag", tag })
    : wrong({ kind: "needs a value", operator: "tag" }, "tag:search");
}

const SLACK_ID = { from: /^<?@?([UW][A-Z0-9]{6,})>?$/, in: /^<?#?([CGD][A-Z0-9]{6,})>?$/ } as const;

function namedReading(operator: "from" | "in", value: string): OperatorReading {
  const named = namedOf(operator, value);
  if (!named) return wrong({ kind: "needs a value", operator }, operator === "from" ? "from:@ana" : "in:#reading");
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
  if (!/^[a-z0-9.-]*[a-z0-9]$/.test(host)) return wrong({ kind: "no site", value }, "site:example.com");
  return found({ kind: "site", host });
}

function langReading(value: string): OperatorReading {
  const name = value.toLowerCase();
  const language = (Object.hasOwn(LANGUAGES, name) ? LANGUAGES[name] : undefined) ?? name.split(/[-_]/)[0] ?? "";
  return /^[a-z]{2,3}$/.test(language)
    ? found({ kind: "lang", language })
    : wrong({ kind: "unknown language", value }, "lang:zh");
}

function oneOf<T>(
  operator: string,
  value: string,
  values: Readonly<Record<string, T>>,
  filter: (value: T) => Filter,
  { choices = Object.keys(values), example = choices[0] }: { choices?: readonly string[]; example?: string } = {},
): OperatorReading {
  const key = value.toLowerCase();
  const known = Object.hasOwn(values, key) ? values[key] : undefined;
  return known === undefined
    ? wrong({ kind: "no choice", operator, choices }, `${operator}:${example}`)
    : found(filter(known));
}

function sortReading(value: string): OperatorReading {
  const sort = value.toLowerCase();
  if (/^(?:new|newest|latest|date|recent|time|最新|时间)$/.test(sort)) return { kind: "sort", sort: "new" };
  return /^(?:best|relevance|score|相关)$/.test(sort)
    ? { kind: "sort", sort: "best" }
    : wrong({ kind: "no choice", operator: "sort", choices: ["new", "best"] }, "sort:new");
}

/**
 * As in Slack's own search, a date that is written out is left out by `before:` and `after:`; a span that is counted
 * from today (`after:7d`, `after:"last week"`) begins with its first day.
 */
function dateReading(name: string, value: string, today: Day): OperatorReading {
  const days = daysOf(value, today);
  if (!days) return wrong({ kind: "no date", value }, `${name}:${name === "on" ? "yesterday" : neighbour(today, -7)}`);
  if (name === "before") return found({ kind: "shared", until: days.since });
  if (name === "on") return found({ kind: "shared", since: days.since, until: days.until });
  return found({ kind: "shared", since: days.relative ? days.since : days.until });
}
