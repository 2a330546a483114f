import type { ProblemCode, ProblemDetails } from "./problems.ts";

// A name is parted from what follows it by a space; Chinese words are not.
const host = (details: ProblemDetails) => (details.host ? `${details.host} ` : "该网站");
const file = (details: ProblemDetails) => (details.filename ? `${details.filename} ` : "该文件");
const again = (details: ProblemDetails) => (details.final ? "。" : "，我会再试。");

/** What the English sentences say of a thing in their own words. */
const WHAT: Readonly<Record<string, string>> = {
  leads: "会跳转到",
  "has expired": "已过期",
  "is not valid yet": "尚未生效",
  "was withdrawn": "已被吊销",
  "is for another site": "属于另一个网站",
  "was made by the site itself": "是网站自己签发的",
  "comes from an authority I don't know": "不是我认识的机构签发的",
  "can't be checked": "无法核验",
  "a video": "视频",
  "a picture": "图片",
  "a recording": "录音",
  "a sound": "音频",
  "a font": "字体",
  "a program": "程序",
  "a file": "文件",
  "an archive": "压缩包",
  PDF: " PDF",
  "Word document": " Word 文档",
  "ZIP archive": " ZIP 压缩包",
  "e-mail": "邮件",
  "e-book": "电子书",
  "e-book without copy protection": "无版权保护的电子书",
  feed: "订阅源",
  "link file": "链接文件",
  "page saved as JSON": "以 JSON 保存的网页",
  "web archive": "网页存档",
};
const what = (details: ProblemDetails, otherwise: string) => WHAT[details.what ?? ""] ?? details.what ?? otherwise;

/** Every sentence of {@link PROBLEMS}, in Chinese. */
const SENTENCES: Readonly<Record<ProblemCode, (details: ProblemDetails) => string>> = {
  ADDRESS_BLOCKED: (d) => `这个链接${what(d, "指向")}内网地址，我不会打开。`,
  URL_SCHEME: () => "我只能打开 http 和 https 链接。",
  URL_CREDENTIALS: () => "这个链接里带有用户名或密码，请去掉后再发。",
  URL_PORT: (d) => `我不打开${d.port ? ` ${d.port} ` : "这类"}端口上的链接。`,
  URL_INVALID: (d) => (d.size ? `这个链接太长（${d.size} 个字符，最多 ${d.limit}）。` : "这不是我能读取的链接。"),
  DNS: (d) => `找不到网站${d.host ? ` ${d.host}` : ""}。`,
  TLS: (d) => `${host(d)}的安全证书${what(d, "无效")}。`,
  NETWORK: (d) => `${host(d)}没有响应${again(d)}`,
  TIMEOUT: (d) => `${host(d)}超过 ${d.limit?.replace(" seconds", " 秒") ?? "15 秒"}没有返回内容${again(d)}`,
  TOO_MANY_REDIRECTS: () => "这个链接不停地跳转。",
  REDIRECT_LOOP: () => "这个链接跳转回了自己。",
  TOO_LARGE: (d) =>
    d.filename
      ? `${d.filename} 太大${d.size ? `（${d.size}）` : ""}，最大 ${d.limit ?? "20 MB"}。`
      : `页面超过 ${d.limit ?? "10 MB"}。`,
  HEADERS_TOO_LARGE: (d) => `${host(d)}返回的内容有误。`,
  BAD_RESPONSE: (d) => `${host(d)}返回的内容有误${again(d)}`,
  UNSUPPORTED_TYPE: (d) =>
    d.filename
      ? `我读不了 ${d.filename}。可以读取网页、PDF、Markdown、文本、邮件、Word 和电子书文件。`
      : `这个链接是${what(d, "文件")}（${d.type ?? "类型未知"}）；我能读取网页、PDF 和文本。`,
  NOT_FOUND: (d) => `页面不存在（${d.status ?? 404}）。`,
  FORBIDDEN: (d) =>
    d.filename
      ? `${d.filename} 里是登录页或拒绝访问的提示，不是正文。请在看到正文时再保存一次。`
      : `${host(d)}需要登录，或不让我这样的程序读取。请保存网页，把文件附在这里。`,
  RATE_LIMITED: (d) =>
    d.final ? `${host(d)}一再要求稍后再来。` : `${host(d)}要求稍后再来，我会${d.at ? `在 ${d.at} ` : "晚些时候"}再试。`,
  HTTP_451: () => "由于法律原因，该页面不可访问。",
  HTTP_5XX: (d) => `${host(d)}出了故障（${d.status ?? 500}）${again(d)}`,
  EMPTY: (d) => (d.filename ? `${d.filename} 是空的。` : "页面没有文字。"),
  NO_CONTENT: (d) =>
    d.filename
      ? `${d.filename} 里没有找到正文。请在页面显示完整后再保存一次，或附上其中的文字。`
      : "没有找到正文。请保存网页，把文件附在这里。",
  PARSE_LIMIT: (d) => `${d.filename ? `${d.filename} ` : "该页面"}的结构无法安全读取。请保存其中的文字，附上文本文件。`,
  PDF_ENCRYPTED: () => "PDF 有密码保护。请附上没有密码的副本。",
  PDF_NO_TEXT: () => "PDF 里只有图片，没有可读取的文字。",
  FILE_INVALID: (d) => `${file(d)}不是可读取的${what(d, "文件")}。`,
  FILE_GONE: (d) => `我还没来得及读取，${file(d)}就已在 Slack 中被删除或隐藏。`,
  FILE_UNREACHABLE: (d) =>
    `Slack 没有把${d.filename ? ` ${d.filename} ` : "文件"}给我。请管理员确认 Footnote 有 files:read 权限。`,
  USAGE: (d) => d.what ?? "没有看懂。可输入 `/footnote 帮助`。",
  NOT_IN_CHANNEL: () => "我不在这个频道里。请先在这里输入 `/invite @Footnote`。",
  SLACK_DOWN: (d) =>
    d.filename
      ? `Slack 没有把 ${d.filename} 给我${again(d)}`
      : `Slack 现在没有响应${d.final ? "，请稍后再试。" : again(d)}`,
  SLACK_AUTH: () => "Slack 不再接受 Footnote 的令牌，需要管理员重新安装。",
  UNEXPECTED: () => "我这边出了错，日志里有记录。请点“重试”，或稍后再试。",
};

/** The sentence for a problem that was stored as its code and details, in Chinese. */
export function sentenceInChinese(code: ProblemCode, details: ProblemDetails = {}): string {
  return SENTENCES[code](details);
}
