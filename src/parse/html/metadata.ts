import type { CheerioAPI } from "cheerio";
import type { Element } from "domhandler";
import { isoDate } from "./dates.ts";
import { oneLine, textOf } from "./dom.ts";
import type { ElementIndex } from "./element-index.ts";
import { type Thing, textsIn, thingsOf, typesOf } from "./json-ld.ts";
import { absoluteUrl } from "./links.ts";
import { bareTitle, isSiteName } from "./title.ts";

/** What a page says of itself in its head and structured data. */
export interface Metadata {
  readonly title?: string;
  readonly author?: string;
  readonly site?: string;
  readonly publishedAt?: string;
  readonly modifiedAt?: string;
  /** As declared, not believed. */
  readonly language?: string;
  readonly description?: string;
  readonly imageUrl?: string;
  readonly claimedUrl?: string;
  readonly keywords: readonly string[];
  /** `og:type` and the types of the JSON-LD, lower case. */
  readonly types: readonly string[];
  readonly durationSeconds?: number;
}

/**
 * Where each fact is looked for; the first that holds wins. `name` stands for `<meta name|property|itemprop>`, `ld:`
 * for a property of the page's JSON-LD article, `item:` for microdata. Papers (`citation_…`) are exact, OpenGraph is
 * written for people, JSON-LD for crawlers (headlines are cut at 110 characters there), the rest is older habit.
 */
const ORDER = {
  title: ["citation_title", "og:title", "ld:headline", "twitter:title", "dc.title", "dcterms.title", "item:headline"],
  author: [
    "citation_author",
    "ld:author",
    "author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "article:author",
    "og:article:author",
    "byl",
    "item:author",
  ],
  site: [
    "og:site_name",
    "ld:publisher",
    "application-name",
    "citation_journal_title",
    "dc.publisher",
    "al:android:app_name",
  ],
  publishedAt: [
    "ld:datePublished",
    "article:published_time",
    "og:article:published_time",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "item:datePublished",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "publishdate",
    "publish-date",
    "pubdate",
    "publication_date",
    "og:release_date",
    "ld:uploadDate",
    "ld:dateCreated",
    "date",
  ],
  modifiedAt: [
    "ld:dateModified",
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "item:dateModified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
  ],
  description: ["og:description", "description", "twitter:description", "ld:description", "dc.description"],
  image: [
    "og:image:secure_url",
    "og:image",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "ld:image",
    "ld:thumbnailUrl",
  ],
  keywords: [
    "citation_keywords",
    "article:tag",
    "news_keywords",
    "keywords",
    "ld:keywords",
    "dc.subject",
    "parsely-tags",
  ],
} as const;

/** Types of JSON-LD that describe the page itself, the best described first. */
const PAGE_TYPES = [
  /Article$|^BlogPosting$|^Report$|^LiveBlogPosting$|^SocialMediaPosting$|^DiscussionForumPosting$/,
  /^VideoObject$|^Question$|^Product$|^Recipe$|^SoftwareApplication$|^SoftwareSourceCode$|^Book$|^Event$|^Course$|^PodcastEpisode$/,
  /^WebPage$|^ItemPage$|^QAPage$|^AboutPage$/,
];
/** Names that content systems give to nobody in particular. */
const NOBODY =
  /^(?:by\s+)?(?:admin(?:istrator)?|root|user|webmaster|editor|author|staff|default|guest|anonymous|unknown|null|undefined|管理员|小编|编辑|佚名|匿名)$/i;
const MAX_NAME = 120;
const MAX_KEYWORDS = 20;

/**
 * The page's metadata by the order of {@link ORDER}, each fact checked for junk: a title is no site name and carries
 * none at its end, an author is a name and no address, account name or site, a date is a date.
 * @param url the page's address, to resolve relative ones and to name the site
 */
export function metadataOf($: CheerioAPI, elements: ElementIndex, url: string | undefined): Metadata {
  const [root] = elements.named("html");
  const source = sourceOfFacts($, elements);
  const host = hostOf(url);
  const site = source.first(ORDER.site, (name) => (/^https?:|^@/.test(name) || name.length > 60 ? undefined : name));
  const claimedUrl = claimedAddress($, elements, source, url);
  const names = [site, host].filter((name) => name !== undefined);
  const facts = {
    title: titleOf(elements, source, names),
    author: authorOf(elements, source, names),
    site: site ?? host ?? hostOf(claimedUrl),
    publishedAt: source.first(ORDER.publishedAt, isoDate) ?? visibleDate($, elements),
    modifiedAt: source.first(ORDER.modifiedAt, isoDate),
    language: root?.attribs.lang ?? root?.attribs["xml:lang"] ?? source.all("og:locale")[0],
    description: source.first(ORDER.description, (text) => (text.length > 2 ? text : undefined)),
    imageUrl: source.first(ORDER.image, (image) => absoluteUrl(image, baseOf(elements, url ?? claimedUrl))),
    claimedUrl,
    durationSeconds: source.first(["ld:duration", "video:duration", "og:video:duration"], secondsOf),
  };
  const types = [...source.all("og:type"), ...source.things.flatMap(typesOf)].map((type) => type.toLowerCase());
  return { ...defined(facts), keywords: keywordsOf(source), types };
}

/** A copy without the keys that hold nothing. */
function defined<T extends object>(facts: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

/** The address relative ones of the page are resolved against. */
export function baseOf(elements: ElementIndex, url: string | undefined): string | undefined {
  const href = elements.named("base").find(({ attribs }) => attribs.href)?.attribs.href;
  return href === undefined ? url : (absoluteUrl(href, url) ?? url);
}

interface Facts {
  readonly things: readonly Thing[];
  all(name: string): readonly string[];
  /** The first value, over the names in order, that `check` lets through. */
  first<T>(names: readonly string[], check: (value: string) => T | undefined): T | undefined;
}

function sourceOfFacts($: CheerioAPI, elements: ElementIndex): Facts {
  const metas = new Map<string, string[]>();
  for (const meta of elements.named("meta")) {
    const content = oneLine(meta.attribs.content ?? "");
    if (content === "") continue;
    for (const key of [meta.attribs.property, meta.attribs.name, meta.attribs["http-equiv"]]) {
      for (const name of (key ?? "").toLowerCase().split(/\s+/)) {
        if (name) metas.set(name, [...(metas.get(name) ?? []), content]);
      }
    }
  }
  const things = thingsOf(elements);
  const main = mainThing(things);
  const all = (name: string): readonly string[] => {
    if (name.startsWith("ld:")) return main ? textsIn(main[name.slice(3)]).map(plain) : [];
    if (name.startsWith("item:")) return microdata($, elements, name.slice(5));
    return metas.get(name) ?? [];
  };
  return {
    things,
    all,
    first: (names, check) => {
      for (const name of names) {
        for (const value of all(name)) {
          const checked = check(value);
          if (checked !== undefined) return checked;
        }
      }
      return undefined;
    },
  };
}

/** JSON-LD is written by templates that escape twice. */
function plain(text: string): string {
  const entities: Readonly<Record<string, string>> = { amp: "&", quot: '"', lt: "<", gt: ">", nbsp: " ", apos: "'" };
  return oneLine(
    text.replace(/&(?:#(\d{2,5})|#x([\da-f]{2,5})|(amp|quot|lt|gt|nbsp|apos));/gi, (_, decimal, hex, name) =>
      name
        ? (entities[name.toLowerCase()] ?? "")
        : String.fromCodePoint(Number.parseInt(decimal ?? hex, decimal ? 10 : 16)),
    ),
  );
}

function mainThing(things: readonly Thing[]): Thing | undefined {
  for (const types of PAGE_TYPES) {
    const found = things.filter((thing) => typesOf(thing).some((type) => types.test(type)));
    const titled = found.find((thing) => thing.headline !== undefined || thing.name !== undefined);
    if (titled ?? found[0]) return titled ?? found[0];
  }
  return undefined;
}

function microdata($: CheerioAPI, elements: ElementIndex, name: string): readonly string[] {
  return elements.described
    .filter(({ attribs }) => attribs.itemprop?.split(/\s+/).includes(name))
    .slice(0, 4)
    .map((element) => {
      const inner = $(element).find('[itemprop~="name"]').first();
      const { content, datetime } = element.attribs;
      return oneLine(content ?? datetime ?? (inner.attr("content") || inner.text() || $(element).text()));
    })
    .filter(Boolean);
}

function titleOf(elements: ElementIndex, facts: Facts, names: readonly string[]): string | undefined {
  const check = (title: string) => {
    const bare = bareTitle(title, names);
    return bare === "" || isSiteName(bare, names) ? undefined : bare;
  };
  const headings = elements.named("h1").filter((heading) => !leadsHome(heading));
  const heading = headings.length === 1 ? check(headings.map(textOf).join("")) : undefined;
  const written = titleElement(elements);
  const inHead = check(written);
  return facts.first(ORDER.title, check) ?? heading ?? inHead ?? firstOf(facts.all("og:title"), written);
}

/** Whether a heading stands in a link to the front page: it is the site's name. */
function leadsHome({ parent }: Element): boolean {
  return parent !== null && "attribs" in parent && parent.name === "a" && parent.attribs.href === "/";
}

/** The `<title>` of the head: pictures have titles too. */
export function titleElement(elements: ElementIndex): string {
  const title = elements.named("title").find(({ parent }) => parent && "name" in parent && parent.name !== "svg");
  return title ? textOf(title) : "";
}

function firstOf(values: readonly string[], other: string): string | undefined {
  return values[0] ?? (oneLine(other) || undefined);
}

function authorOf(elements: ElementIndex, facts: Facts, names: readonly string[]): string | undefined {
  const labelled = facts.all("twitter:label1").some((label) => /written by|author|作者/i.test(label))
    ? facts.all("twitter:data1")
    : [];
  const linked = elements.named("a").find(({ attribs }) => attribs.rel?.split(/\s+/).includes("author"));
  const lists = [...ORDER.author.map((name) => facts.all(name)), labelled, linked ? [textOf(linked)] : []];
  for (const list of lists) {
    const people = [...new Set(list.flatMap((name) => person(name, names) ?? []))];
    if (people.length > 0) return people.slice(0, 8).join(", ");
  }
  return undefined;
}

function person(written: string, names: readonly string[]): string | undefined {
  const name = oneLine(written).replace(/^(?:by|von|par|por|di|作者|文|记者|编辑)\s*[:：]?\s+/i, "");
  if (name === "" || name.length > MAX_NAME || NOBODY.test(name)) return undefined;
  if (/https?:|www\.|[@<>{}]|\.(?:com|org|net|cn)\b/i.test(name) || !/\p{L}/u.test(name)) return undefined;
  return isSiteName(name, names) ? undefined : name;
}

const ARTICLE_TIME = "article time[datetime], main time[datetime], time[pubdate], time.entry-date, time.published";

/** A `<time>` of the article itself; never one of the page's frame, which shows today's date. */
function visibleDate($: CheerioAPI, elements: ElementIndex): string | undefined {
  const times = elements.named("time").filter((time) => $(time).is(ARTICLE_TIME));
  for (const time of times.slice(0, 3)) {
    if ($(time).closest("aside, nav, footer, [class*=related], [class*=comment]").length > 0) continue;
    const date = isoDate(time.attribs.datetime ?? $(time).text());
    if (date) return date;
  }
  return undefined;
}

function keywordsOf(facts: Facts): readonly string[] {
  const words = ORDER.keywords.flatMap((name) => facts.all(name)).flatMap((list) => list.split(/[,;，；、|]/));
  const tidy = words.map(oneLine).filter((word) => word.length > 1 && word.length <= 40 && !word.includes(":"));
  return [...new Set(tidy)].slice(0, MAX_KEYWORDS);
}

/** The canonical link, OpenGraph, JSON-LD, then the notes that browsers leave in pages they save. */
function claimedAddress(
  $: CheerioAPI,
  elements: ElementIndex,
  facts: Facts,
  url: string | undefined,
): string | undefined {
  const base = baseOf(elements, url);
  const candidates = [
    elements.named("link").find(({ attribs }) => attribs.rel?.toLowerCase() === "canonical")?.attribs.href,
    facts.all("og:url")[0],
    savedFrom($, elements),
    facts.all("ld:mainEntityOfPage")[0],
    facts.all("ld:url")[0],
  ];
  for (const candidate of candidates) {
    const address = candidate === undefined ? undefined : absoluteUrl(candidate, base);
    if (address !== undefined && !isFrontPage(address, url)) return address;
  }
  return undefined;
}

/** "saved from url=(0042)https://…" of browsers, "url: https://…" of SingleFile: in a comment before the head. */
function savedFrom($: CheerioAPI, elements: ElementIndex): string | undefined {
  const comments = [...$.root().contents().toArray(), ...(elements.named("html")[0]?.children ?? [])];
  for (const node of comments.slice(0, 20)) {
    if (node.type !== "comment" || !("data" in node)) continue;
    const found = /saved from url=\(\d+\)(https?:\S+)|\burl:\s*(https?:\S+)/.exec(String(node.data));
    if (found) return found[1] ?? found[2];
  }
  return undefined;
}

/** A canonical link to the front page on every page is a mistake of the site's template. */
function isFrontPage(address: string, url: string | undefined): boolean {
  const { pathname, search } = new URL(address);
  if (pathname !== "/" || search !== "" || url === undefined) return false;
  return URL.canParse(url) && new URL(url).pathname !== "/";
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") || undefined : undefined;
}

/** `PT1H2M3S` or seconds. */
function secondsOf(duration: string): number | undefined {
  if (/^\d{1,6}$/.test(duration)) return Number(duration);
  const match = /^P(?:T|0DT)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$/.exec(duration);
  const [hours, minutes, seconds] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  const all = (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return all > 0 ? all : undefined;
}
