import tidyRules from "tidy-url/data/rules.js";

/**
 * Which query parameters only tell who shared an address. The names come from tidy-url's kept list; its code is not
 * used, because it matches hosts by substring, writes to standard output, and rewrites paths. What the list lacks,
 * seen in links that people really share, is added here.
 */
const EVERYWHERE = new Set(
  tidyRules.filter(({ name }) => name === "Global").flatMap(({ rules = [] }) => rules.map(lower)),
);

/** Families of names, by their beginning. Sources: ClearURLs global rules; Matomo, HubSpot and Adobe documentation. */
const FAMILIES = `utm_ itm_ mtm_ stm_ pk_ piwik_ matomo_ hsa_ ga_ oly_ vero_ elq
wt. fb_action_ fb_comment_ _hs __hs hmsr hmpl share_ _branch_ spm_ scm_ guce_`.split(/\s+/);

const ALSO_EVERYWHERE = new Set(
  `dclid gclid gbraid wbraid gad_source gad_campaignid srsltid msclkid yclid twclid ttclid igshid igsh li_fat_id
fbclid mc_cid mc_eid _ga _gl _openstat __twitter_impression ref ref_src ref_url referrer referer refsrc smid
smtyp cmp cmpid ncid mbid guccounter guce_referrer guce_referrer_sig sharedid s_cid wtrid trackingid utmsource
share_id sharer isappinstalled nsukey wfr _branch_match_id vd_source spm_id_from xhsshare hmsr bxsign spm scm
tt_from weibo_id dt_dapp dt_platform __readwiselocation ck_subscriber_id sfnsn mibextid`.split(/\s+/),
);

/** On these hosts `ref` names a branch. */
const REF_IS_A_BRANCH = /(^|\.)(github|gitlab|gitee|bitbucket|codeberg|sr\.ht|gitea|gitcode)\b/;

/** Sites that tidy-url misses or knows by an older host. */
const AT_SITE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(^|\.)(youtube\.com|spotify\.com|music\.apple\.com)$/, ["si", "pp", "feature", "ab_channel"]],
  [/(^|\.)(x|twitter)\.com$/, ["s", "t", "src", "ref_src", "cxt"]],
  [
    /(^|\.)weibo\.(com|cn)$/,
    ["from", "wm", "sourcetype", "featurecode", "luicode", "lfid", "type", "mod", "refer_flag", "display", "retcode"],
  ],
  [
    /(^|\.)bilibili\.com$/,
    [
      "from",
      "seid",
      "from_source",
      "buvid",
      "is_story_h5",
      "mid",
      "plat_id",
      "timestamp",
      "unique_k",
      "up_id",
      "bbid",
      "ts",
      "msource",
      "t",
    ],
  ],
  [/(^|\.)zhihu\.com$/, ["source", "from", "native", "isappinstalled", "wechatshare", "scene", "theme"]],
  [
    /(^|\.)xiaohongshu\.com$/,
    [
      "xsec_token",
      "xsec_source",
      "app_platform",
      "app_version",
      "author_share",
      "ignoreengage",
      "type",
      "appuid",
      "apptime",
      "source",
      "shareredid",
      "wechatwid",
      "wechatorigin",
    ],
  ],
  [
    /(^|\.)(toutiao|douyin|ixigua)\.com$/,
    [
      "from",
      "app",
      "timestamp",
      "use_new_style",
      "req_id",
      "group_id",
      "source",
      "log_from",
      "previous_page",
      "wxshare_count",
    ],
  ],
  [
    /(^|\.)(36kr|juejin|csdn|jianshu|sspai|infoq|huxiu|ifanr|thepaper|qq|sina|sohu|163)\.(com|cn|net|com\.cn)$/,
    ["from", "f", "source", "channelid", "sudaref", "vt", "cid", "depm1"],
  ],
  [
    /(^|\.)(nytimes|theguardian|wsj|ft|bloomberg|economist)\.com$/,
    [
      "smid",
      "smtyp",
      "partner",
      "unlocked_article_code",
      "referringsource",
      "share",
      "st",
      "reflink",
      "sharetype",
      "leadsource",
      "accesstoken",
      "cmp",
    ],
  ],
  [
    /(^|\.)substack\.com$/,
    [
      "r",
      "s",
      "showwelcome",
      "showwelcomeonshare",
      "triedredirect",
      "publication_id",
      "post_id",
      "isfreemail",
      "token",
    ],
  ],
  [/(^|\.)reddit\.com$/, ["context", "share_id", "rdt"]],
  [
    /(^|\.)bbc\.(com|co\.uk)$/,
    ["xtor", "ocid", "at_format", "at_link_id", "at_link_type", "at_link_origin", "at_ptr_name", "at_bbc_team"],
  ],
  [/(^|\.)github\.com$/, ["tab", "readme"]],
  [/(^|\.)(instagram|facebook|threads)\.(com|net)$/, ["hl", "__tn__", "__cft__[0]", "rdid", "xmt"]],
];

/** Sites where only these parameters say which page it is; all others go. */
const ONLY_THESE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^mp\.weixin\.qq\.com$/, ["__biz", "mid", "idx", "sn"]],
  [/^news\.ycombinator\.com$/, ["id", "p", "next", "site"]],
];

function lower(name: string): string {
  return name.toLowerCase();
}

/** Whether a query parameter says nothing about which page it is. `host` is in lower case, without `www.`. */
export function isTracking(host: string, name: string): boolean {
  const parameter = lower(name);
  const only = ONLY_THESE.find(([site]) => site.test(host));
  if (only) return !only[1].includes(parameter);
  if (parameter === "ref" && REF_IS_A_BRANCH.test(host)) return false;
  return (
    FAMILIES.some((family) => parameter.startsWith(family)) ||
    EVERYWHERE.has(parameter) ||
    ALSO_EVERYWHERE.has(parameter) ||
    namesAt(host).has(parameter)
  );
}

const namesByHost = new Map<string, ReadonlySet<string>>();
/** Hosts kept in memory; a full table is dropped whole, so that hostile links cannot grow it. */
const MAX_HOSTS = 2_000;

function namesAt(host: string): ReadonlySet<string> {
  const kept = namesByHost.get(host);
  if (kept) return kept;
  const names = new Set([
    ...namesInTidyUrl(host),
    ...AT_SITE.flatMap(([site, found]) => (site.test(host) ? found : [])),
  ]);
  if (namesByHost.size >= MAX_HOSTS) namesByHost.clear();
  namesByHost.set(host, names);
  return names;
}

/** tidy-url writes some hosts with `www.` and some without; a match must begin at a label of the host. */
function namesInTidyUrl(host: string): readonly string[] {
  return tidyRules.flatMap(({ name, match, match_href: wholeAddress, rules = [] }) => {
    if (name === "Global" || wholeAddress || !rules.length || KEEPS_TOO_LITTLE.has(name)) return [];
    return [host, `www.${host}`].some((spelling) => startsAtLabel(match, spelling)) ? rules.map(lower) : [];
  });
}

/** Rules of the list that take away what names the page: an artwork's id, a search. */
const KEEPS_TOO_LITTLE = new Set(["pixiv.net"]);

function startsAtLabel(match: RegExp, host: string): boolean {
  const found = new RegExp(match.source, match.flags.replace("g", "")).exec(host);
  if (!found) return false;
  const end = found.index + found[0].length;
  return (
    (found.index === 0 || host[found.index - 1] === ".") &&
    (end === host.length || /^[a-z]*(\.[a-z]{2,3})?$/.test(host.slice(end)))
  );
}
