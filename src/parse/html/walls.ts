import { filenameOf } from "../../core/page.ts";
import { FootnoteError, type PagePreview } from "../../core/problems.ts";
import { visibleText } from "./dom.ts";
import type { HtmlPage } from "./html-page.ts";
import { titleElement } from "./metadata.ts";

/** A page with more text than this is no bare challenge, whatever its title or scripts are. */
const SMALL = 1_500;
/** A page that says it does not exist may carry the site's menus. */
const SMALL_WITH_MENUS = 4_000;

/** Titles of pages that ask for a sign-in or a proof of being human, whole, as their makers write them. */
const WALL_TITLES = new Set([
  "just a moment...",
  "just a moment",
  "attention required! | cloudflare",
  "please wait... | cloudflare",
  "access denied",
  "access to this page has been denied",
  "access to this page has been denied.",
  "403 forbidden",
  "401 unauthorized",
  "401 authorization required",
  "forbidden",
  "unauthorized",
  "robot check",
  "are you a robot?",
  "bloomberg - are you a robot?",
  "are you human?",
  "human verification",
  "verify you are human",
  "verifying you are human",
  "checking your browser",
  "checking your browser before accessing",
  "one moment, please...",
  "security check",
  "security checkpoint",
  "vercel security checkpoint",
  "pardon our interruption",
  "pardon our interruption...",
  "ddos-guard",
  "ddos protection",
  "captcha",
  "bot verification",
  "client challenge",
  "making sure you're not a bot!",
  "you have been blocked",
  "sorry, you have been blocked",
  "request rejected",
  "unusual traffic",
  "sorry...",
  "error: the request could not be satisfied",
  "sign in",
  "log in",
  "login",
  "sign in to your account",
  "sign in - google accounts",
  "log in or sign up",
  "log in to x / x",
  "log in to facebook",
  "login • instagram",
  "linkedin login, sign in | linkedin",
  "sign up | linkedin",
  "subscribe to read",
  "sina visitor system",
  "weixin official accounts platform",
  "安全验证",
  "百度安全验证",
  "安全检查",
  "人机验证",
  "请稍候…",
  "请稍候...",
  "访问验证",
  "验证码",
  "滑动验证页面",
  "环境异常",
  "登录",
  "请登录",
  "用户登录",
  "微信公众平台",
  "登录 - 知乎",
  "知乎 - 登录",
  "拒绝访问",
  "禁止访问",
  "ログイン",
  "로그인",
]);

/** What challenge services leave in their pages: Cloudflare, PerimeterX, DataDome, Imperva, AWS, Akamai, Anubis … */
const WALL_MARKERS =
  /_cf_chl_opt|cf-browser-verification|id="challenge-(?:form|running|error-text)"|cdn-cgi\/challenge-platform\/h\/|px-captcha|captcha-delivery\.com|_Incapsula_Resource|AwsWafIntegration|awsWafCookieDomainList|sec-if-cpt-container|distil_r_captcha|ddos-guard\/js-challenge|techaro\.lol-anubis|within\.website\/x\/cmd\/anubis|__zh_?captcha|passport\.weibo\.com\/visitor\/genvisitor|zse_ck|当前环境异常，完成验证后即可继续访问/;

/** Titles of pages that say there is no such page. */
const GONE_TITLE =
  /^(?:(?:error\s*)?404(?:\s*[-–—:|!,.]?\s*(?:error|not found|page not found|file not found|页面不存在|找不到页面))?[.!]?|(?:the\s+)?(?:requested\s+)?page (?:not found|does not exist|cannot be found|can't be found)[.!]?|not found|nothing found|page (?:is )?missing|oops[!,.]? (?:page not found|404).*|(?:您访问的|你访问的|您要访问的)?(?:页面|网页|文章|内容)(?:不存在|未找到|找不到了?|已删除|已被删除|走丢了)[。！]?|找不到(?:页面|网页|该页)|该内容已被发布者删除|无法找到该页|ページが見つかりません|페이지를 찾을 수 없습니다|seite nicht gefunden|page introuvable|página no encontrada|страница не найдена)$/i;

/** What an application that needs JavaScript says to those without it. */
const NEEDS_SCRIPT =
  /(?:enable|turn on|requires?|without|activate) (?:java ?script)|java ?script (?:is (?:disabled|required|not (?:available|enabled))|must be enabled)|(?:启用|开启|打开|允许)(?:您的)?(?:浏览器的?)?\s*java ?script|JavaScriptを有効/i;

/**
 * Refuses a page that stands where the article should: a sign-in, a challenge, "page not found". Told by exact titles
 * and by the marks of known services, both in small documents only; phrases prove nothing, since articles quote them.
 * @throws FootnoteError `FORBIDDEN` or `NOT_FOUND`, with what the page says of itself as preview
 */
export function refuseWalls(page: HtmlPage): void {
  const { $, elements } = page;
  const title = titleElement(elements);
  const [body] = elements.named("body");
  const length = body ? visibleText(body, SMALL_WITH_MENUS).length : 0;
  const host = hostDetails(page);
  if (length < SMALL && (WALL_TITLES.has(title.toLowerCase()) || WALL_MARKERS.test($.html()))) {
    throw new FootnoteError("FORBIDDEN", host, { preview: previewOf(page) });
  }
  if (length < SMALL_WITH_MENUS && titleParts(title).some((part) => GONE_TITLE.test(part))) {
    throw new FootnoteError("NOT_FOUND", host);
  }
}

/** Whether a text is only the request of an application to switch JavaScript on. */
export function asksForScript(text: string): boolean {
  return text.length < 400 && NEEDS_SCRIPT.test(text);
}

/** Words that every sentence of a consent page turns on. */
const CONSENT =
  /\bcookies?\b|\bconsent\b|privacy policy|we value your privacy|personal data|third[- ]part(?:y|ies)|Datenschutz|隐私(?:政策|设置)|同意并继续|クッキー/gi;

/**
 * Whether a text is nothing but a request to accept cookies. Only of short texts: an article about cookies has more to
 * say than one such word in every eighteen.
 */
export function asksForConsent(text: string): boolean {
  if (text.length > SMALL) return false;
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  const found = text.match(CONSENT)?.length ?? 0;
  return found >= 3 && found * 18 > words;
}

/** What a page says of itself, for those who cannot read it whole. */
export function previewOf(page: HtmlPage): PagePreview {
  const { title, description, site } = page.metadata;
  const walled = title === undefined || WALL_TITLES.has(title.toLowerCase());
  return {
    ...(walled ? {} : { title }),
    ...(walled || description === undefined ? {} : { description }),
    ...(site === undefined ? {} : { site }),
  };
}

/** The host for a sentence, when the page came from one. */
export function hostDetails(page: HtmlPage): { readonly host?: string; readonly filename?: string } {
  const host = page.url !== undefined && URL.canParse(page.url) ? { host: new URL(page.url).hostname } : {};
  return { ...filenameOf(page), ...host };
}

/** The title, and its parts where a site's name is joined to it. */
function titleParts(title: string): readonly string[] {
  return [title, ...title.split(/\s+[-–—|·•»]\s+|[_|]/)].map((part) => part.trim());
}
