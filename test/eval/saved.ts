import { existsSync, globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { auditSavedSummary } from "../../src/core/audit/audit-saved.ts";
import type { Item } from "../../src/core/item.ts";
import type { ParsedPage } from "../../src/core/page.ts";
import { extractiveSummary } from "../../src/core/summary/extractive.ts";
import { tagsFor } from "../../src/core/tags/tagger.ts";
import { displayHost } from "../../src/core/url/display-host.ts";
import { readSavedPost } from "../../src/parse/files/saved-post.ts";
import { violationsOf } from "../../src/playground/block-limits.ts";
import { type Card, renderReply } from "../../src/slack/blocks/card.ts";
import { textOf } from "../support/text-of.ts";

/** What must not be seen in a title, a topic, a text or a summary. */
const MARKUP = /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>|&(?:amp|lt|gt|nbsp|ensp|quot|#\d+);/i;
const SHIM = /网页链接|视频无法显示|\[(?:图片|视频|doge|笑cry)\]|【(?:图|视频)\s?\d*】|\ufffd|\u200b|\ufeff/;
const CONFLICT = /^(?:<{7}|={7}|>{7})(?:\s|$)/m;

/** One file, as it stands and as it was understood. */
interface Case {
  readonly name: string;
  readonly source: string;
  readonly page: ParsedPage | undefined;
  /** The card that a channel would see. */
  readonly card: Card | undefined;
}

interface Check {
  readonly name: string;
  /** Whether the check has anything to say about the file. */
  readonly concerns: (file: Case) => boolean;
  readonly holds: (page: ParsedPage, file: Case) => boolean;
}

const always = () => true;
const isWeibo = (file: Case) => /^\*\*URL\*\*: https?:\/\/(?:[a-z.]*\.)?weibo\.(?:com|cn)\//m.test(file.source);
const shown = (page: ParsedPage) => [page.title, page.topic ?? "", page.text, page.claims?.summary ?? ""];
/** The outbound links of the original, unwrapped here by a second, simple way. */
const wrappedLinks = (file: Case) =>
  [...file.source.matchAll(/href="https:\/\/weibo\.cn\/sinaurl\?u=([^"&]+)/g)].map((match) =>
    decodeURIComponent(match[1] ?? ""),
  );
const sameUrl = (a: string, b: string) => new URL(a).href === new URL(b).href;

const CHECKS: readonly Check[] = [
  { name: "file read", concerns: always, holds: always },
  {
    name: "Weibo post: says Weibo and post, not ArXiv",
    concerns: isWeibo,
    holds: (page) => page.site === "Weibo" && page.kind === "post",
  },
  {
    name: "arXiv abstract: says arXiv and paper",
    concerns: (file) => !isWeibo(file),
    holds: (page) => page.kind === "paper" && /arxiv/i.test(page.site ?? ""),
  },
  {
    name: "outbound links: each unwrapped",
    concerns: (file) => wrappedLinks(file).length > 0,
    holds: (page, file) =>
      page.links.every((link) => !link.url.includes("sinaurl")) &&
      wrappedLinks(file).every((url) => page.links.some((link) => sameUrl(link.url, url))),
  },
  {
    name: "no markup in title, topic, text, summary",
    concerns: always,
    holds: (page) => !shown(page).some((text) => MARKUP.test(text)),
  },
  { name: "no shims", concerns: always, holds: (page) => !shown(page).some((text) => SHIM.test(text)) },
  { name: "no conflict markers", concerns: always, holds: (page) => !shown(page).some((text) => CONFLICT.test(text)) },
  { name: "title without #, not cut in three dots", concerns: always, holds: (page) => !/^#|\.\.\.$/.test(page.title) },
  { name: "text there", concerns: always, holds: (page) => page.text.length > 0 },
  {
    name: "false labels corrected",
    concerns: (file) => isWeibo(file) && file.source.includes("**来源**: ArXiv"),
    holds: (page) => page.corrections.some((correction) => correction.field === "source"),
  },
  {
    name: "card of a Weibo post: ArXiv only as what the file says",
    concerns: isWeibo,
    holds: (_page, file) =>
      !/\bArXiv\b/.test(cardText(file).replace("The file says ArXiv;", "").replace(ownWords(file), "")),
  },
  {
    name: "card: the first outbound link is shown unwrapped",
    concerns: (file) => isWeibo(file) && wrappedLinks(file).length > 0,
    holds: (page, file) => cardText(file).includes(displayHost(page.links[0]?.url ?? "?")),
  },
  {
    name: "card: no markup, shims or conflict markers",
    concerns: always,
    holds: (_page, file) => ![MARKUP, SHIM, CONFLICT].some((bad) => bad.test(outsideText(file))),
  },
  {
    name: "card: inside Slack's limits",
    concerns: always,
    holds: (_page, file) => violationsOf("chat.postMessage", { channel: "C1", ...file.card }).length === 0,
  },
];

const cardText = (file: Case) => textOf(file.card?.blocks);
/** A post may well be about arXiv: its own title, summary and tags may name it. */
const ownWords = (file: Case) => textOf(file.card?.blocks.filter((block) => block.type === "rich_text"));
/** The card's words without our own mark-up: links and escapes. */
const outsideText = (file: Case) =>
  cardText(file)
    .replace(/<https?:[^|>]*\|/g, "")
    .replaceAll("&amp;", "&");

/**
 * Reads the mission's sample and every saved file of the corpus and prints, for each check, how many files it concerns
 * and how many pass. False if any file fails any check.
 */
export async function evaluate(corpus: string, _args: readonly string[]): Promise<boolean> {
  const sample = join(corpus, "mission-sample.md");
  const paths = [...(existsSync(sample) ? [sample] : []), ...globSync(join(corpus, "saved-files/*/*.md")).sort()];
  const cases = paths.map((path) => readCase(path, relative(corpus, path)));
  const results = CHECKS.map((check) => resultOf(check, cases));
  for (const { name, passed, concerned } of results) {
    console.log(`${String(passed).padStart(4)} of ${String(concerned).padEnd(4)} ${name}`);
  }
  for (const { name, failed } of results) {
    for (const file of failed) console.log(`FAILED  ${name}: ${file}`);
  }
  const sampleIsRight = cases.filter((file) => file.name === "mission-sample.md").every(isRightSample);
  console.log(`mission sample: ${sampleIsRight ? "a Weibo post linking to darioamodei.com" : "WRONG"}`);
  return paths.length > 0 && sampleIsRight && results.every((result) => result.failed.length === 0);
}

function readCase(path: string, name: string): Case {
  const bytes = readFileSync(path);
  const file = { name, source: bytes.toString("utf8") };
  try {
    const page = readSavedPost({ bytes, filename: name });
    return { ...file, page, card: cardOf(page) };
  } catch (error) {
    console.log(`NOT READ  ${name}: ${error}`);
    return { ...file, page: undefined, card: undefined };
  }
}

/** The card of a page, made as the `ingest` and `card` jobs make it. */
function cardOf(page: ParsedPage): Card {
  const maxCharacters = /^(zh|ja|ko)/.test(page.language) ? 140 : 280;
  const audit = auditSavedSummary(page);
  const item: Item = {
    ...page,
    id: "1",
    teamId: "T1",
    status: "ready",
    ...(page.claimedUrl ? { canonicalUrl: page.claimedUrl, openUrl: page.claimedUrl } : {}),
    summary: extractiveSummary({ ...page, maxCharacters }),
    tags: tagsFor({ ...page, vocabulary: [], limit: 5 }),
    ...(audit ? { audit } : {}),
    edits: {},
    createdAt: new Date(0),
  };
  const entries = [{ shareId: "1", posted: "saved.md", state: { kind: "ready" as const, item } }];
  return renderReply({ entries, language: "en" }, { permalink: () => "https://team.example/" });
}

function resultOf(check: Check, cases: readonly Case[]) {
  const concerned = cases.filter(check.concerns);
  const failed = concerned.filter((file) => !file.page || !check.holds(file.page, file)).map((file) => file.name);
  return { name: check.name, concerned: concerned.length, passed: concerned.length - failed.length, failed };
}

function isRightSample({ page }: Case): boolean {
  return page?.site === "Weibo" && page.kind === "post" && page.links[0]?.url.includes("darioamodei.com") === true;
}
