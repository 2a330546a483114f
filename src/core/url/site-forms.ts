import { weiboNumber } from "./weibo-id.ts";

/** An address in the parts that a site's own rules look at; `host` has no `www.`, `path` keeps its first slash. */
export interface AddressParts {
  readonly host: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
}

/** What a site's rule makes of an address; parts it leaves out stay. `parameters` names those to keep. */
interface SiteForm {
  readonly host?: string;
  readonly path: string;
  readonly parameters?: readonly string[];
}

type SiteRule = (parts: AddressParts) => SiteForm | undefined;

/** The spelling under which a site with several for one page is filed; undefined where no rule speaks. */
export function siteForm(parts: AddressParts): SiteForm | undefined {
  for (const [host, rule] of RULES) {
    if (host.test(parts.host)) return rule(parts);
  }
  return undefined;
}

const bare: readonly string[] = [];

/** `cs/0112017`, `cs.CL/0112017`, `2301.12345v2`. Source: arXiv identifier scheme. */
const ARXIV_ID = /((?:[a-z-]+(?:\.[a-z]{2})?\/\d{7})|(?:\d{4}\.\d{4,5}))(?:v\d+)?/i;
const ARXIV_PATH = new RegExp(
  `^/(?:abs|pdf|html|format|ps|e-print|src|dvi|tex)/${ARXIV_ID.source}(?:\\.pdf|\\.html?)?$`,
  "i",
);
const ARXIV_DOI = /^\/10\.48550\/arxiv\.(.+)$/i;

function arxiv({ path }: AddressParts): SiteForm | undefined {
  const [, id] = ARXIV_PATH.exec(path) ?? [];
  if (!id) return undefined;
  // The subject class after the dot (`math.GT`) is no part of the name.
  return { host: "arxiv.org", path: `/abs/${id.toLowerCase().replace(/\.[a-z]{2}\//, "/")}`, parameters: bare };
}

function doi({ path }: AddressParts): SiteForm | undefined {
  const [, id] = ARXIV_DOI.exec(path) ?? [];
  if (id) return arxiv({ host: "arxiv.org", path: `/abs/${id}`, parameters: new URLSearchParams() });
  return path.startsWith("/10.") ? { host: "doi.org", path: path.toLowerCase(), parameters: bare } : undefined;
}

const YOUTUBE_PATH = /^\/(?:shorts|embed|live|v|e|watch)\/([\w-]{11})$/;

function youtube({ host, path, parameters }: AddressParts): SiteForm | undefined {
  const inPath = host === "youtu.be" ? /^\/([\w-]{11})$/.exec(path)?.[1] : YOUTUBE_PATH.exec(path)?.[1];
  const id = inPath ?? (path === "/watch" ? (parameters.get("v") ?? undefined) : undefined);
  if (id) {
    parameters.set("v", id);
    return { host: "youtube.com", path: "/watch", parameters: ["v"] };
  }
  return path === "/playlist" ? { host: "youtube.com", path, parameters: ["list"] } : undefined;
}

const GITHUB_OWN_PAGES =
  /^\/(?:about|apps|collections|enterprise|explore|features|login|marketplace|notifications|orgs|search|settings|sponsors|topics|trending)(?:\/|$)/;

function github({ path }: AddressParts): SiteForm | undefined {
  const [, owner, repository, rest = ""] = /^\/([^/]+)\/([^/]+?)(?:\.git)?(\/.*)?$/.exec(path) ?? [];
  if (!owner || !repository || GITHUB_OWN_PAGES.test(path)) return undefined;
  return { path: `/${owner.toLowerCase()}/${repository.toLowerCase()}${githubRest(rest)}` };
}

function githubRest(rest: string): string {
  if (/^\/(?:tree\/(?:main|master|HEAD))?$/.test(rest)) return "";
  return rest
    .replace(/^\/raw\/(?:refs\/heads\/)?/, "/blob/")
    .replace(/^\/(blob|tree)\/refs\/heads\//, "/$1/")
    .replace(/^(\/pull\/\d+)\/(?:files|commits|checks|changes)$/, "$1");
}

function githubRaw({ path }: AddressParts): SiteForm | undefined {
  const [, owner, repository, rest] = /^\/([^/]+)\/([^/]+)\/(?:refs\/heads\/)?(.+)$/.exec(path) ?? [];
  if (!owner || !repository || !rest) return undefined;
  return {
    host: "github.com",
    path: `/${owner.toLowerCase()}/${repository.toLowerCase()}/blob/${rest}`,
    parameters: bare,
  };
}

function gist({ path }: AddressParts): SiteForm | undefined {
  const [, id] = /^\/(?:[^/]+\/)?([0-9a-f]{20,32})$/.exec(path) ?? [];
  return id ? { path: `/${id}` } : undefined;
}

function weibo({ host, path, parameters }: AddressParts): SiteForm | undefined {
  const [, article] = /^\/(?:ttarticle\/p\/show|article\/m\/show\/id\/(\d+))$/.exec(path) ?? [];
  const articleId = article ?? (path === "/ttarticle/p/show" ? parameters.get("id") : undefined);
  if (articleId) {
    parameters.set("id", articleId);
    return { host: "weibo.com", path: "/ttarticle/p/show", parameters: ["id"] };
  }
  const [, post] = /^\/(?:status|detail|statuses|\d{5,12}|n\/[^/]+)\/([0-9a-zA-Z]{7,20})$/.exec(path) ?? [];
  if (post) return { host: "weibo.com", path: `/detail/${weiboNumber(post)}`, parameters: bare };
  return host === "weibo.cn" ? { host: "weibo.com", path } : undefined;
}

function x({ path }: AddressParts): SiteForm | undefined {
  const [, id] = /^\/(?:[^/]+\/status(?:es)?|i\/(?:web\/)?status)\/(\d+)(?:\/.*)?$/.exec(path) ?? [];
  return { host: "x.com", path: id ? `/i/status/${id}` : path.toLowerCase(), ...(id ? { parameters: bare } : {}) };
}

function reddit({ host, path }: AddressParts): SiteForm | undefined {
  if (host === "redd.it") return { host: "reddit.com", path: `/comments${path}`, parameters: bare };
  const [, id, comment] =
    /^(?:\/(?:r|user)\/[^/]+)?\/comments\/([a-z0-9]+)(?:\/[^/]*(?:\/([a-z0-9]+))?)?$/i.exec(path) ?? [];
  if (!id) return { host: "reddit.com", path };
  return { host: "reddit.com", path: `/comments/${id}${comment ? `/_/${comment}` : ""}`, parameters: bare };
}

function zhihu({ path }: AddressParts): SiteForm | undefined {
  const [, answer] = /^\/question\/\d+\/answer\/(\d+)$/.exec(path) ?? [];
  if (answer) return { path: `/answer/${answer}`, parameters: bare };
  const [, article] = /^\/tardis\/.*\/art\/(\d+)$/.exec(path) ?? [];
  return article ? { host: "zhuanlan.zhihu.com", path: `/p/${article}`, parameters: bare } : undefined;
}

function bilibili({ path, parameters }: AddressParts): SiteForm | undefined {
  const [, id] = /^\/(?:s\/)?video\/(BV[0-9A-Za-z]{10}|av\d+)$/i.exec(path) ?? [];
  if (!id) return undefined;
  if (parameters.get("p") === "1") parameters.delete("p");
  return { host: "bilibili.com", path: `/video/${id}`, parameters: ["p"] };
}

function wikipedia({ host, path }: AddressParts): SiteForm | undefined {
  return { host: host.replace(/\.m\.(?=[a-z]+\.org$)/, "."), path: path.replace(/^\/zh-[a-z]+\//, "/wiki/") };
}

function amazon({ path }: AddressParts): SiteForm | undefined {
  const [, product] = /\/(?:dp|gp\/product|gp\/aw\/d)\/([A-Z0-9]{10})(?:\/|$)/.exec(path) ?? [];
  return product ? { path: `/dp/${product}`, parameters: bare } : undefined;
}

function stackExchange({ path }: AddressParts): SiteForm | undefined {
  const [, question] = /^\/(?:q|questions)\/(\d+)(?:\/[^/]*)?$/.exec(path) ?? [];
  return question ? { path: `/questions/${question}`, parameters: bare } : undefined;
}

function openReview({ path }: AddressParts): SiteForm | undefined {
  return path === "/pdf" || path === "/forum" ? { path: "/forum", parameters: ["id"] } : undefined;
}

const RULES: readonly (readonly [RegExp, SiteRule])[] = [
  [
    /^(?:export\.)?arxiv\.org$|^(?:[a-z]+\.)?xxx\.lanl\.gov$|^ar5iv\.(?:labs\.arxiv\.)?org$|^(?:cn|de|es|in|lanl)\.arxiv\.org$/,
    arxiv,
  ],
  [/^(?:dx\.)?doi\.org$/, doi],
  [/^(?:music\.)?youtube\.com$|^youtu\.be$|^youtube-nocookie\.com$/, youtube],
  [/^github\.com$/, github],
  [/^raw\.githubusercontent\.com$/, githubRaw],
  [/^gist\.github\.com$/, gist],
  [/^weibo\.(?:com|cn)$|^api\.weibo\.com$/, weibo],
  [/^(?:x|twitter|fxtwitter|vxtwitter|fixupx|fixvx)\.com$/, x],
  [/^(?:(?:old|new|np|amp|i)\.)?reddit\.com$|^redd\.it$/, reddit],
  [/^zhihu\.com$/, zhihu],
  [/^bilibili\.com$/, bilibili],
  [/\.wikipedia\.org$/, wikipedia],
  [/^amazon\.[a-z.]+$/, amazon],
  [/(?:^|\.)(?:stackoverflow|stackexchange|superuser|serverfault|askubuntu)\.com$/, stackExchange],
  [/^openreview\.net$/, openReview],
  [/^aclanthology\.org$/, ({ path }) => ({ path: path.replace(/\.pdf$/, "") })],
  [
    /^hf\.co$|^huggingface\.co$/,
    ({ path }) => ({ host: "huggingface.co", path: path.replace(/\/(?:tree|blob)\/main$/, "") }),
  ],
  [/^docs\.google\.com$/, ({ path }) => ({ path: path.replace(/\/(?:edit|view|preview|mobilebasic)$/, "") })],
];
