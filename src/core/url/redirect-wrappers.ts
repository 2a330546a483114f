/** A page that only sends its reader on, and where in its address the true one stands. */
interface Wrapper {
  readonly host: RegExp;
  readonly path?: RegExp;
  readonly parameters: readonly string[];
}

const at = (host: RegExp, parameters: readonly string[], path?: RegExp): Wrapper => ({
  host,
  parameters,
  ...(path ? { path } : {}),
});

/** Well-known wrappers that carry their target as a query parameter. Sources: each site's own outgoing links. */
const WRAPPERS: readonly Wrapper[] = [
  at(/^(?:www\.|m\.)?weibo\.(?:cn|com)$/, ["u", "toasturl", "url"], /^\/sinaurl$/),
  at(/^passport\.weibo\.(?:com|cn)$/, ["url", "r"]),
  at(/^login\.sina\.com\.cn$/, ["url", "r"], /^\/sso\//),
  at(/^mp\.weixin\.qq\.com$/, ["target_url"], /^\/mp\/wappoc_appmsgcaptcha$/),
  at(/^(?:c\.pc|docs|mail|weixin110)\.qq\.com$/, ["pfurl", "url", "gourl"], /^\/(?:middle|scenario\/link|cgi-bin)/),
  at(/^link\.zhihu\.com$/, ["target"]),
  at(/^link\.(?:juejin\.(?:cn|im)|csdn\.net|wtturl\.cn|segmentfault\.com|uisdc\.com|logonews\.cn)$/, ["target", "url"]),
  at(/^(?:www\.)?jianshu\.com$/, ["url", "to", "t"], /^\/go-wild$/),
  at(
    /^(?:www\.)?(?:gitee\.com|sspai\.com|ld246\.com|pixiv\.net)$/,
    ["target", "goto", "url"],
    /^\/(?:link|forward|jump\.php)$/,
  ),
  at(/^(?:www\.)?douban\.com$/, ["url"], /^\/link2\/?$/),
  at(/^sec\.douban\.com$/, ["r"], /^\/b$/),
  at(/^(?:www\.)?oschina\.net$/, ["url"], /^\/action\/GoToLink$/i),
  at(/^tieba\.baidu\.com$/, ["url"], /^\/mo\/q\/checkurl$/),
  at(/^(?:www\.|so\.)?toutiao\.com$/, ["url"], /^\/(?:search\/)?jump$/),
  at(/^(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?$/, ["q", "url"], /^\/url$/),
  at(/^consent\.(?:google|youtube)\.[a-z]{2,3}(?:\.[a-z]{2})?$/, ["continue"]),
  at(/^translate\.google\.[a-z]{2,3}(?:\.[a-z]{2})?$/, ["u"], /^\/(?:translate|website)$/),
  at(/^(?:www\.|m\.)?youtube\.com$/, ["q"], /^\/redirect$/),
  at(/^(?:www\.)?youtube\.com$/, ["u"], /^\/attribution_link$/),
  at(/^(?:l|lm|www|m|web)\.(?:facebook|messenger)\.com$/, ["u"], /^\/(?:l|flx\/warn)(?:\.php|\/)?$/),
  at(/^l\.(?:instagram|threads|wl\.co|workplace)(?:\.com|\.net)?$/, ["u"]),
  at(/^(?:www\.)?linkedin\.com$/, ["url", "dest", "session_redirect"], /^\/(?:redir\/|safety\/go|authwall)/),
  at(/^out\.reddit\.com$/, ["url"]),
  at(/^(?:www\.)?medium\.com$/, ["url"], /^\/r\/?$/),
  at(/^(?:www\.)?medium\.com$/, ["redirectUrl"], /^\/m\/global-identity(?:-2)?$/),
  at(/^steamcommunity\.com$/, ["u", "url"], /^\/linkfilter\/?$/),
  at(/^(?:www\.)?slack-redir\.net$/, ["url"], /^\/link$/),
  at(/^[a-z0-9-]+\.safelinks\.protection\.(?:outlook\.com|office365\.us)$/, ["url"]),
  at(/^statics\.teams\.cdn\.(?:office\.net|live\.net)$/, ["url"], /safelinks/),
  at(/^duckduckgo\.com$/, ["uddg"], /^\/l\/?$/),
  at(/^(?:www\.)?vk\.com$|^away\.vk\.com$/, ["to"], /^\/away(?:\.php)?$/),
  at(/^t\.umblr\.com$/, ["z"], /^\/redirect$/),
  at(/^(?:exit\.sc|gate\.sc)$/, ["url"]),
  at(/^(?:www\.)?getpocket\.com$/, ["url"], /^\/redirect$/),
  at(/^click\.pstmrk\.it$|^www\.anrdoezrs\.net$|^go\.skimresources\.com$|^redirect\.viglink\.com$/, [
    "url",
    "u",
    "URL",
  ]),
  at(/^(?:www\.)?(?:awin1|shareasale|jdoqocy|kqzyfj|dpbolvw|tkqlhce)\.com$/, ["ued", "p", "url", "urllink"]),
];

/** The true address stands after the path or the question mark, as it is. */
const PREFIXES =
  /^https?:\/\/(?:r\.jina\.ai\/|12ft\.io\/(?:proxy\?q=)?|(?:www\.)?(?:href\.li|anonym\.to|nullrefer\.com|dereferer\.me|hidereferrer\.com)\/\?)(https?(?::|%3A).+)$/i;
/** `cdn.ampproject.org/c/s/HOST/PATH`, `google.com/amp/s/HOST/PATH`; with `/s/` the page is https. */
const AMP_CACHE =
  /^https?:\/\/(?:[a-z0-9-]+\.cdn\.ampproject\.org\/(?:[civ]|wp)\/|(?:www\.)?google\.[a-z.]+\/amp\/|(?:www\.)?bing\.com\/amp\/)(s\/)?(.+)$/i;
const URLDEFENSE_3 = /^https?:\/\/urldefense\.(?:com|us|proofpoint\.com)\/v3\/__(https?:\/*[^*]+?)__;/i;
const URLDEFENSE_2 = /^https?:\/\/urldefense\.proofpoint\.com\/v2\/url\?(?:[^#]*&)?u=([^&#]+)/i;
const BING_CLICK = /^https?:\/\/(?:www\.)?bing\.com\/ck\/a\?(?:[^#]*&)?u=a1([A-Za-z0-9_-]+)/i;

/** Wrappers inside wrappers that are followed; people's links hold two or three. */
const MAX_DEPTH = 20;

/**
 * The address behind a redirect wrapper, or behind several, without asking the network; any other text comes back as
 * it is. Wrappers that hide their target (t.cn, t.co, b23.tv) stay. What was unwrapped is http or https.
 */
export function unwrapRedirect(url: string): string {
  let address = url;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const inner = unwrapOnce(address);
    if (inner === undefined) return address;
    address = inner;
  }
  return address;
}

function unwrapOnce(url: string): string | undefined {
  const inner = innerAddress(url);
  return inner !== undefined && inner.length < url.length && URL.canParse(inner) ? inner : undefined;
}

function innerAddress(url: string): string | undefined {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  return innerByShape(url) ?? innerByParameter(new URL(url));
}

function innerByShape(url: string): string | undefined {
  const [, prefixed] = PREFIXES.exec(url) ?? [];
  if (prefixed) return asAddress(prefixed);
  const [, secure, cached] = AMP_CACHE.exec(url) ?? [];
  if (cached) return `http${secure ? "s" : ""}://${cached}`;
  const [, third] = URLDEFENSE_3.exec(url) ?? [];
  if (third) return asAddress(third.replace(/^(https?):\/*/i, "$1://"));
  const [, second] = URLDEFENSE_2.exec(url) ?? [];
  if (second) return asAddress(second.replaceAll("-", "%").replaceAll("_", "/"));
  const [, click] = BING_CLICK.exec(url) ?? [];
  if (click) return asAddress(fromBase64(click));
  return undefined;
}

function innerByParameter(url: URL): string | undefined {
  const host = url.hostname.replace(/\.$/, "");
  for (const { host: wrapper, path, parameters } of WRAPPERS) {
    if (!wrapper.test(host) || (path && !path.test(url.pathname))) continue;
    for (const name of parameters) {
      const inner = asAddress(url.searchParams.get(name) ?? "", url);
      if (inner) return inner;
    }
  }
  return undefined;
}

/** A parameter's value as an http or https address; some sites encode it twice, some leave the scheme out. */
function asAddress(value: string, wrapper?: URL): string | undefined {
  const text = value.trim();
  if (/^https?:\/\//i.test(text)) return text;
  if (/^https?%(25)*3A/i.test(text)) return asAddress(decoded(text));
  if (/^\/\//.test(text)) return `https:${text}`;
  if (/^\/(?!\/)/.test(text) && wrapper?.pathname === "/attribution_link") return new URL(text, wrapper).href;
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function fromBase64(text: string): string {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)));
  } catch {
    return "";
  }
}
