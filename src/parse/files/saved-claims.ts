import type { Correction, ItemKind, SavedClaims } from "../../core/page.ts";
import { fragmentText, tidyText } from "../fragment-text.ts";
import type { SavedSections } from "./saved-sections.ts";
import { withoutShims } from "./shims.ts";

/** Names under which the archive and others file what we call these kinds. */
const KIND_LABELS: readonly (readonly [ItemKind, RegExp])[] = [
  ["paper", /^(?:论文|預印本|预印本|paper|preprint)$/i],
  ["post", /^(?:微博|帖子|动态|推文|post|tweet|status)$/i],
  ["article", /^(?:文章|博客|新闻|article|blog(?: post)?|news)$/i],
  ["repo", /^(?:代码|仓库|项目|repo(?:sitory)?|code)$/i],
  ["video", /^(?:视频|video)$/i],
];
/** Sources that a label can name, by the host that is theirs. A label that names none of them is left alone. */
const SOURCE_LABELS: readonly (readonly [RegExp, RegExp])[] = [
  [/^arxiv(?:\.org)?$/i, /(?:^|\.)arxiv\.org$/],
  [/^(?:新浪)?微博$|^(?:sina )?weibo(?:\.com)?$/i, /(?:^|\.)weibo\.(?:com|cn)$/],
  [/^(?:微信|微信公众号|公众号|wechat)$/i, /(?:^|\.)weixin\.qq\.com$/],
  [/^知乎$|^zhihu(?:\.com)?$/i, /(?:^|\.)zhihu\.com$/],
  [/^github(?:\.com)?$/i, /(?:^|\.)github\.(?:com|io)$/],
  [/^(?:x|twitter)(?:\.com)?$|^推特$/i, /(?:^|\.)(?:x|twitter)\.com$/],
  [/^youtube(?:\.com)?$/i, /(?:^|\.)(?:youtube\.com|youtu\.be)$/],
  [/^(?:哔哩哔哩|b站|bilibili)$/i, /(?:^|\.)(?:bilibili\.com|b23\.tv)$/],
  [/^hacker ?news$/i, /^news\.ycombinator\.com$/],
  [/^reddit$/i, /(?:^|\.)reddit\.com$/],
];
/** A claimed length this much off the real one is false. */
const LENGTH_TOLERANCE = 0.1;
const LENGTH_CLAIM = /[（(]\s*(?:约|共|全文|总计)?\s*(\d{1,5})\s*余?(?:个)?(字|字符|words|characters)\s*[）)]/i;

/** What a saved file says of itself, each part only where it says it. */
export function claimsOf(sections: SavedSections): SavedClaims {
  const named = (...names: readonly string[]) =>
    names.map((name) => sections.metadata.get(name)).find((value) => value);
  const summary = sections.summary === undefined ? "" : summaryText(sections.summary);
  const [source, type] = [named("来源", "Source"), named("类型", "Type")];
  const savedAt = isoTime(named("保存时间", "Saved", "Saved at"));
  return {
    ...(summary ? { summary } : {}),
    ...(source ? { source } : {}),
    ...(type ? { type } : {}),
    ...(savedAt ? { savedAt } : {}),
  };
}

/** What of the claims is not so, given where the file really comes from. */
export function correctionsTo(
  claims: SavedClaims,
  where: { readonly host: string; readonly site: string; readonly kind: ItemKind } | undefined,
): readonly Correction[] {
  const corrections: Correction[] = [];
  if (where && claims.source && isOtherSource(claims.source, where.host)) {
    corrections.push({ field: "source", claimed: claims.source, actual: where.site });
  }
  const kind = KIND_LABELS.find(([, label]) => label.test(claims.type ?? ""))?.[0];
  if (where && claims.type && kind && kind !== where.kind) {
    corrections.push({ field: "type", claimed: claims.type, actual: where.kind });
  }
  const length = claims.summary === undefined ? undefined : lengthCorrection(claims.summary);
  return length ? [...corrections, length] : corrections;
}

/** The summary as plain text: emphasis, code marks, headings and shims off, its lines kept. */
function summaryText(markdown: string): string {
  const text = fragmentText(markdown.replaceAll("\n", "<br>"))
    .replace(/^#{1,6}\s+/gm, "")
    .replace(/^>\s?/gm, "")
    .replace(/(\*\*|__)(?=\S)([^\n]+?)(?<=\S)\1/g, "$2")
    .replace(/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])/gu, "$1")
    .replace(/`([^`\n]+)`/g, "$1");
  return tidyText(withoutShims(text));
}

function isOtherSource(label: string, host: string): boolean {
  const named = SOURCE_LABELS.find(([names]) => names.test(label.trim()));
  return named !== undefined && !named[1].test(host);
}

/** `（99字）` behind a summary of another length. */
function lengthCorrection(summary: string): Correction | undefined {
  const claim = LENGTH_CLAIM.exec(summary);
  const unit = claim?.[2] ?? "字";
  const claimed = Number(claim?.[1] ?? 0);
  if (!claim || claimed === 0) return undefined;
  const actual = lengthIn(unit, summary.slice(0, claim.index));
  if (Math.abs(actual - claimed) <= claimed * LENGTH_TOLERANCE) return undefined;
  const say = (count: number) => (/^\p{Script=Han}/u.test(unit) ? `${count}${unit}` : `${count} ${unit}`);
  return { field: "length", claimed: say(claimed), actual: say(actual) };
}

/** 字 as word processors count them: each Han character and mark one, each Latin word or number one. */
function lengthIn(unit: string, text: string): number {
  if (unit === "字符" || /^characters$/i.test(unit)) return [...text.replace(/\s/g, "")].length;
  const words = text.match(/[\p{Script=Latin}\p{N}]+(?:[.'’\-_][\p{Script=Latin}\p{N}]+)*/gu)?.length ?? 0;
  if (/^words$/i.test(unit)) return words;
  return words + (text.match(/[\p{Script=Han}\u3000-\u303f\uff00-\uffef“”‘’…—]/gu)?.length ?? 0);
}

/** ISO 8601 as it stands; a space for the `T` is mended, anything else is no time. */
function isoTime(written: string | undefined): string | undefined {
  const time = written?.trim().replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, "$1T");
  if (
    time === undefined ||
    !/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(time)
  )
    return undefined;
  return Number.isNaN(Date.parse(time)) ? undefined : time;
}
