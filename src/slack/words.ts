import { sayReason } from "../core/archive/left-out.ts";
import { noteInChinese } from "../core/notes-zh.ts";
import type { Correction, ItemKind } from "../core/page.ts";
import { sentenceFor } from "../core/problems.ts";
import { sentenceInChinese } from "../core/problems-zh.ts";
import type { Mistake } from "../core/search/query.ts";
import { OPERATORS } from "../core/search/query-operators.ts";
import type { ModelNote } from "../core/summary/summary.ts";
import type { TagReason } from "../core/tags/tag.ts";

/** The languages Footnote speaks to people. */
export type WordsLanguage = "en" | "zh";

/** The language for a Slack locale such as `zh-CN`; English when it is neither. */
export function wordsLanguage(locale: string | undefined): WordsLanguage {
  return locale?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

const en = {
  kind: {
    article: "Article",
    paper: "Paper",
    post: "Post",
    repo: "Repository",
    pdf: "PDF",
    video: "Video",
    image: "Image",
    feed: "Feed",
    file: "File",
  } satisfies Record<ItemKind, string>,
  by: (author: string) => `by ${author}`,
  minutes: (count: number) => `${count} min read`,
  pages: (count: number) => (count === 1 ? "1 page" : `${count} pages`),
  length: (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")} long`,
  readingLink: (what: string) => `Reading ${what} …`,
  readingMany: (count: number) => `Reading ${count} links and files …`,
  foundInText: (found: number, all: number) =>
    `${found} of ${all} ${all === 1 ? "sentence" : "sentences"} found in the text`,
  ownSummary: "The text is short: this is all of it",
  editedBy: (who: string) => `Summary edited by ${who}`,
  modelNote: {
    failed: "The model gave no usable answer, so this summary is made of the page's own sentences.",
    spent: "The model has answered as often today as it may, so this summary is made of the page's own sentences.",
    refused: "The page asks not to be given to a model, so this summary is made of its own sentences.",
  } satisfies Record<ModelNote, string>,
  linksTo: (host: string) => `Links to ${host}`,
  source: (site: string) => `Source: ${site}`,
  claimedSource: (claimed: string, actual: string) => `The file says ${claimed}; its address says ${actual}`,
  alreadyShared: (who: string, where: string, when: string) => `Already shared by ${who} in ${where} on ${when}`,
  alreadySharedHere: (who: string, when: string) => `Already shared here by ${who} on ${when}`,
  says: (what: string) => `The page says of itself: ${what}`,
  why: "Why?",
  save: "Save",
  saved: "Saved",
  edit: "Edit",
  retry: "Retry",
  problem: sentenceFor,
  remove: "Delete",
  openThread: "Open thread",
  shareHere: "Share here",
  more: (count: number) => `and ${count} more, all kept; search finds what could be read`,
  tooMany: (left: number, most: number) =>
    `Left out: ${left}. I read the first ${most} of one message; post the others in another, or attach them as a bookmarks file.`,
  noText: "There is no text here to summarise.",
  evidenceTitle: "What it rests on",
  evidenceIntro: "Each sentence of the summary, and under it the passage it stands on.",
  match: {
    quoted: "found in the text, word for word",
    paraphrased: "found in the text, in other words",
    "not found": "not found in the text",
  },
  citedByModel: "named by the model; written in another language, so not compared word by word",
  notOnCard: "not on the card, which has less room",
  tagsHeading: "Tags, and why",
  tagReason: {
    hashtag: "the author's own hashtag",
    keyword: "a keyword of the page",
    vocabulary: "a tag this team uses",
    title: "stands in the title",
    phrase: "a phrase the text returns to",
    person: "set by a person",
  } satisfies Record<TagReason, string>,
  sourceHeading: "Where it comes from",
  named: (name: string, what: string) => `${name}: ${what}`,
  address: "Address",
  corrected: "What was corrected",
  correction: ({ field, claimed, actual }: Correction) => `${field}: it said “${claimed}”, it is ${actual}`,
  note: (note: string) => note,
  savedSummaryHeading: "The summary that came with the file",
  savedSummaryIntro:
    "Written elsewhere and kept as it came. “Not found” means that no passage has enough of the same words: it may still say the same.",
  savedSummaryForeign:
    "It is written in another language than the text, so only names, years and numbers are compared.",
  relatedHeading: "Related",
  sentences: (...all: readonly string[]) => all.join(" "),
  madeBy: {
    whole: "The text itself.",
    extractive: "The summary is made of the page's own sentences, chosen without any model.",
    model: (model: string) => `Written by ${model}; every sentence was then looked up in the text.`,
  },
  close: "Close",
  gone: "That card is no longer in the library, or not where you can see it.",
  tooSlow: "That took me too long, and Slack has closed the window. Try again.",
  previous: "Previous",
  next: "Next",
  found: (count: number, query: string) => `${count === 1 ? "1 result" : `${count} results`} for ${query}`,
  nothingFound: (query: string) => `Nothing found for ${query}.`,
  queryMistake: (what: Mistake): string => {
    switch (what.kind) {
      case "open quote":
        return "This quotation mark never closes.";
      case "unknown operator":
        return `I don't know “${what.name}:”; I know ${OPERATORS.join(", ")}.`;
      case "needs a value":
        return `“${what.operator}:” needs a ${{ tag: "tag", from: "person", in: "channel" }[what.operator]}.`;
      case "no choice":
        return `“${what.operator}:” takes ${what.choices.join(", ")}.`;
      case "no site":
        return `“${what.value}” is no site.`;
      case "no date":
        return `“${what.value}” is no date I know.`;
      case "unknown language":
        return `I don't know the language “${what.value}”.`;
    }
  },
  widen: "Fewer words, or another spelling, may find more.",
  didYouMean: (words: string) => `Nearest: ${words}`,
  recentHeading: "Shared last in your channels",
  savedHeading: "Saved by you",
  digestsHeading: "Digests you set",
  noDigests: "You set none yet. Type `/footnote digest daily 09:00` in a channel I'm in.",
  nothingRecent: "Nothing has been shared yet where you can see it. Paste a link in a channel I'm in.",
  nothingSaved: "You saved nothing yet. Press Save on a card.",
  tagsInUse: "Tags in your channels",
  relatedTo: (title: string) => `Related to ${title}`,
  noRelated: "Nothing related so far.",
  notFiled: "That link is not in the library, or not where you can see it.",
  pasteIt: "Paste it in a channel I'm in, and I read it.",
  whichLink: (command: "why" | "related") => `Say which link: \`/footnote ${command} <link>\`.`,
  sharedBy: (who: string) => `shared by ${who}`,
  digestHeading: (count: number) => (count === 1 ? "New here: 1 story" : `New here: ${count} stories`),
  digestOther: "Everything else",
  digestMore: (count: number) => `and ${count} more; /footnote recent shows them`,
  digestSet: (when: string, next: string) => `This channel gets a digest ${when}. The next one: ${next}.`,
  digestNone: "This channel has no digest. Set one with `/footnote digest daily 09:00`.",
  digestOff: "The digest of this channel is off.",
  digestNothing: "There is nothing new to tell here, so no digest was sent.",
  digestSent: "Sent.",
  cadence: {
    daily: (clock: string, zone: string) => `every day at ${clock} (${zone})`,
    weekdays: (clock: string, zone: string) => `on weekdays at ${clock} (${zone})`,
    weekly: (day: number, clock: string, zone: string) => `every ${WEEKDAYS_EN[day - 1]} at ${clock} (${zone})`,
  },
  digestMistake: {
    time: (text: string) => `“${text}” isn't a time. Try \`/footnote digest daily 09:00\`.`,
    zone: (text: string) => `“${text}” isn't a time zone. Try one like \`Asia/Shanghai\`.`,
    weekday: (text: string) => `“${text}” isn't a weekday. Try \`/footnote digest weekly fri 16:00\`.`,
    cadence: (text: string) =>
      `I don't know “${text}”. Try \`/footnote digest daily 09:00\`, \`weekdays 08:30\`, \`weekly fri 16:00\`, \`now\` or \`off\`.`,
  },
  status: (counts: Readonly<Record<string, number>>) =>
    `In the channels you can see: ${counts.ready ?? 0} read, ${counts.reading ?? 0} being read, ${counts.walled ?? 0} behind a sign-in, ${counts.failed ?? 0} failed.`,
  statusChannel: (on: boolean): string =>
    on
      ? "Links of this channel are read. `/footnote capture off` leaves them alone."
      : "Links of this channel are left alone, unless a message with one mentions me. `/footnote capture on` reads them all.",
  cards: {
    thread: "Cards stand in threads. `/footnote cards channel` or `nowhere` changes that.",
    channel: "Cards stand in the channel itself. `/footnote cards thread` or `nowhere` changes that.",
    nowhere: "Links are read and found, but no card is posted. `/footnote cards thread` changes that.",
  },
  cardLanguage: {
    en: "Cards and digests speak English. `/footnote language zh` or `auto` changes that.",
    zh: "Cards and digests speak Chinese. `/footnote language en` or `auto` changes that.",
    auto: "Cards speak the language of whoever posts. `/footnote language en` or `zh` sets one.",
  },
  notHere: "I'm not in this channel. Type `/invite @Footnote` here first.",
  greeting:
    "Paste a link or attach a saved page, and I reply in its thread with what it is. `/footnote words` finds it again; `/footnote help` tells the rest.",
  shareAsk: (where: string) =>
    `This came from ${where}, which not everyone here can see. Sharing shows its title, summary and link to this channel, and lets who is in it find it.`,
  shareAnyway: "Share it here",
  cancel: "Cancel",
  cancelled: "Nothing was changed.",
  sharedHere: "Shared here.",
  removedCard: "Deleted. Where nobody else shared it, it is gone from the library and from search, too.",
  notYours: "Only the person who shared it, or an admin, can delete it.",
  searchLabel: "Search everything your channels shared",
  searchPlaceholder: "queue latency",
  savingMessage: {
    thread: "Reading it; the card comes in its thread.",
    channel: "Reading it; the card comes here.",
    nowhere: "Reading it; no card is posted in this channel, but search will find it.",
  },
  nothingToRead: "I found nothing in that message that I can read: no link, and no saved page.",
  nowSaved: "Saved. `/footnote saved` lists what you saved.",
  noLongerSaved: "No longer saved.",
  directMessage: "a direct message",
  retrying: "Trying again; the card will change when I'm done.",
  editTitle: "Edit card",
  editFields: { title: "Title", tags: "Tags, with commas between them, ten at most", summary: "Summary" },
  editHint: "Left empty, it stays as it is.",
  submit: "Save",
  importing: (file: string) => `Importing ${file} …`,
  importCount: (settled: number, total: number) => `${settled} of ${total}`,
  imported: (file: string, filed: number, known: number) =>
    `Imported ${file}: ${filed} new${known > 0 ? `, ${known} in the library before` : ""}. All of it can be searched.`,
  leftOut: (count: number) => `Left out: ${count}`,
  leftOutWhy: (why: string) => sayReason(why, "en"),
  leftOutLine: (why: string, count: number, names: readonly string[]) =>
    `${why.replace(/\.$/, "")}: ${count} (${names.join(", ")})`,
  importHow:
    "Attach a ZIP of saved pages, or a browser's bookmarks file (.html), to a message in a channel I'm in, or to a message to me alone. I reply there with how far I am, and make no card for each.",
  exporting: "I'm packing what you can see; it comes to you in a direct message.",
  exportComment: (items: number) =>
    `What you can see in Footnote, ${items === 1 ? "1 item" : `${items} items`}: a Markdown file for each, an index, and \`items.jsonl\` with all of it. Attach the ZIP to a message to bring it back.`,
  exportNothing: "There is nothing to export where you can see it.",
  forgetHow: "Say what: `/footnote forget <link>`, `/footnote forget my data` or `/footnote forget this channel`.",
  forgetLink: (title: string) =>
    `“${title}” goes from the library, from search and from every card. It can't be undone.`,
  forgetOwnShares: (title: string) =>
    `Your shares of “${title}” and their cards go. Where nobody else shared it, it is gone from the library. It can't be undone.`,
  forgetMine:
    "Everything you shared, with its cards, what you saved, and your name under edits go from every channel. It can't be undone.",
  forgetChannel: "Everything shared in this channel, with its cards and its digest, goes. It can't be undone.",
  forgetConfirm: "Delete for good",
  forgetNotYours: "Only the person who shared it, or an admin, can have that forgotten.",
  forgetNotYourChannel:
    "Only an admin can have a whole channel forgotten. `/footnote forget my data` takes away what you shared.",
  forgotten: (shares: number) => `Forgotten: ${shares === 1 ? "1 share" : `${shares} shares`}.`,
  help: [
    "*Share*  Paste a link, or attach a saved page (.html .mhtml .pdf .md .docx .epub .eml .txt .zip), in a channel I'm in.",
    '*Find*  `/footnote queue latency` · `/footnote "exact words" -not site:arxiv.org after:7d tag:redis`',
    "*Lists*  `/footnote recent` · `/footnote saved` · `/footnote tags` · `/footnote related &lt;link&gt;` · `/footnote why &lt;link&gt;`",
    "*Digest*  `/footnote digest daily 09:00` · `weekdays 08:30 Asia/Shanghai` · `weekly fri 16:00` · `now` · `off`",
    "*This channel*  `/footnote status` · `/footnote capture off` · `/footnote cards channel` · `/footnote language zh`",
    "*Your library*  `/footnote import` · `/footnote export` · `/footnote forget &lt;link&gt;`",
  ],
};

const WEEKDAYS_EN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const WEEKDAYS_ZH = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

/** Everything Footnote says, in one language. */
export type Words = typeof en;

const zh: Words = {
  kind: {
    article: "文章",
    paper: "论文",
    post: "帖子",
    repo: "代码库",
    pdf: "PDF",
    video: "视频",
    image: "图片",
    feed: "订阅源",
    file: "文件",
  },
  by: (author) => `作者 ${author}`,
  minutes: (count) => `约 ${count} 分钟读完`,
  pages: (count) => `${count} 页`,
  length: (seconds) => `时长 ${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`,
  readingLink: (what) => `正在读取 ${what} …`,
  readingMany: (count) => `正在读取 ${count} 个链接和文件 …`,
  foundInText: (found, all) => `${all} 句中有 ${found} 句能在原文中找到`,
  ownSummary: "原文很短，以上即全文",
  editedBy: (who) => `摘要由 ${who} 修改`,
  modelNote: {
    failed: "模型没有给出可用的结果，摘要改用原文中的句子。",
    spent: "今天使用模型的次数已达上限，摘要改用原文中的句子。",
    refused: "页面要求不交给模型处理，摘要改用原文中的句子。",
  },
  linksTo: (host) => `指向 ${host}`,
  source: (site) => `来源：${site}`,
  claimedSource: (claimed, actual) => `文件标注为 ${claimed}，按网址应为 ${actual}`,
  alreadyShared: (who, where, when) => `${who} 已于 ${when}在 ${where} 分享过`,
  alreadySharedHere: (who, when) => `${who} 已于 ${when}在本频道分享过`,
  says: (what) => `页面自述：${what}`,
  why: "依据",
  save: "收藏",
  saved: "已收藏",
  edit: "编辑",
  retry: "重试",
  problem: sentenceInChinese,
  remove: "删除",
  openThread: "打开讨论",
  shareHere: "分享到这里",
  more: (count) => `另有 ${count} 条，均已收录，读到的都能搜索`,
  tooMany: (left, most) =>
    `还有 ${left} 条没有读取：一条消息最多读前 ${most} 条，其余请另发一条消息，或作为书签文件附上。`,
  noText: "没有可供摘要的文字。",
  evidenceTitle: "摘要的依据",
  evidenceIntro: "摘要的每一句，以及它所依据的原文。",
  match: { quoted: "能在原文中找到，逐字一致", paraphrased: "能在原文中找到，措辞不同", "not found": "原文中没有找到" },
  citedByModel: "由模型指出的段落；语言不同，无法逐词对照",
  notOnCard: "卡片篇幅有限，未列出",
  tagsHeading: "标签及理由",
  tagReason: {
    hashtag: "作者自己的话题",
    keyword: "页面关键词",
    vocabulary: "团队已在使用",
    title: "出现在标题中",
    phrase: "文中反复出现",
    person: "由成员设定",
  },
  sourceHeading: "真实来源",
  named: (name, what) => `${name}：${what}`,
  address: "网址",
  corrected: "更正之处",
  correction: ({ field, claimed, actual }) => `${CORRECTED_FIELDS[field]}：原写“${claimed}”，应为 ${actual}`,
  note: noteInChinese,
  savedSummaryHeading: "文件自带的摘要",
  savedSummaryIntro: "由他处写成，原样保留。“没有找到”是指原文中没有用词足够相近的段落，意思仍可能一致。",
  savedSummaryForeign: "它与原文语言不同，只能对照名称、年份和数字。",
  relatedHeading: "相关内容",
  sentences: (...all) => all.join(""),
  madeBy: {
    whole: "即原文。",
    extractive: "摘要由原文句子组成，没有使用模型。",
    model: (model) => `由 ${model} 撰写，每一句都在原文中核对过出处。`,
  },
  close: "关闭",
  gone: "这张卡片已不在库中，或不在你能看到的频道里。",
  tooSlow: "我用时过长，Slack 已关闭窗口，请再试一次。",
  previous: "上一页",
  next: "下一页",
  found: (count, query) => `${query}：${count} 条结果`,
  nothingFound: (query) => `没有找到 ${query}。`,
  queryMistake: (what) => {
    switch (what.kind) {
      case "open quote":
        return "这个引号没有合上。";
      case "unknown operator":
        return `不认识“${what.name}:”，可用的有 ${OPERATORS.join("、")}。`;
      case "needs a value":
        return `“${what.operator}:”后面要写${{ tag: "标签", from: "人", in: "频道" }[what.operator]}。`;
      case "no choice":
        return `“${what.operator}:”后面可以写 ${what.choices.join("、")}。`;
      case "no site":
        return `“${what.value}”不是网站。`;
      case "no date":
        return `“${what.value}”不是能识别的日期。`;
      case "unknown language":
        return `不认识这种语言：“${what.value}”。`;
    }
  },
  widen: "换个说法，或少用几个词，也许能找到更多。",
  didYouMean: (words) => `相近的有：${words}`,
  recentHeading: "你所在频道最近的分享",
  savedHeading: "你的收藏",
  digestsHeading: "你设置的摘要推送",
  noDigests: "你还没有设置。在我所在的频道里输入 `/footnote 推送 每天 09:00` 即可。",
  nothingRecent: "你能看到的频道里还没有分享。在我所在的频道里贴一个链接试试。",
  nothingSaved: "你还没有收藏。点卡片上的“收藏”即可。",
  tagsInUse: "你所在频道的标签",
  relatedTo: (title) => `与《${title}》相关`,
  noRelated: "暂时没有相关内容。",
  notFiled: "库中没有这个链接，或不在你能看到的频道里。",
  pasteIt: "把它贴在我所在的频道里，我就会读取。",
  whichLink: (command) => `请给出链接：\`/footnote ${{ why: "依据", related: "相关" }[command]} <链接>\`。`,
  sharedBy: (who) => `${who} 分享`,
  digestHeading: (count) => `本频道新增 ${count} 篇`,
  digestOther: "其他",
  digestMore: (count) => `另有 ${count} 篇，可用 /footnote 最近 查看`,
  digestSet: (when, next) => `本频道的摘要推送：${when}。下一次：${next}。`,
  digestNone: "本频道没有设置摘要推送。可用 `/footnote 推送 每天 09:00` 设置。",
  digestOff: "本频道的摘要推送已关闭。",
  digestNothing: "这里没有新内容，所以没有发送。",
  digestSent: "已发送。",
  cadence: {
    daily: (clock, zone) => `每天 ${clock}（${zone}）`,
    weekdays: (clock, zone) => `工作日 ${clock}（${zone}）`,
    weekly: (day, clock, zone) => `每${WEEKDAYS_ZH[day - 1]} ${clock}（${zone}）`,
  },
  digestMistake: {
    time: (text) => `“${text}”不是时间。例如：\`/footnote 推送 每天 09:00\``,
    zone: (text) => `“${text}”不是时区。例如：\`Asia/Shanghai\``,
    weekday: (text) => `“${text}”不是星期。例如：\`/footnote 推送 每周五 16:00\``,
    cadence: (text) =>
      `不认识“${text}”。例如：\`/footnote 推送 每天 09:00\`、\`工作日 08:30\`、\`每周五 16:00\`、\`现在\` 或 \`关闭\`。`,
  },
  status: (counts) =>
    `你能看到的频道里：已读 ${counts.ready ?? 0}，在读 ${counts.reading ?? 0}，需登录 ${counts.walled ?? 0}，失败 ${counts.failed ?? 0}。`,
  statusChannel: (on) =>
    on
      ? "本频道的链接会被读取。`/footnote 读取 关闭` 可停止。"
      : "本频道的链接不会被读取，除非消息里提到我。`/footnote 读取 开启` 可恢复。",
  cards: {
    thread: "卡片发在消息串里。`/footnote 卡片 频道` 或 `不发` 可更改。",
    channel: "卡片直接发在频道里。`/footnote 卡片 消息串` 或 `不发` 可更改。",
    nowhere: "链接照常读取、可以搜到，但不发卡片。`/footnote 卡片 消息串` 可更改。",
  },
  cardLanguage: {
    en: "卡片和摘要推送用英文。`/footnote 语言 中文` 或 `自动` 可更改。",
    zh: "卡片和摘要推送用中文。`/footnote 语言 英文` 或 `自动` 可更改。",
    auto: "卡片用发送者的语言。`/footnote 语言 英文` 或 `中文` 可指定。",
  },
  notHere: "我不在这个频道里。请先在这里输入 `/invite @Footnote`。",
  greeting:
    "贴一个链接，或附上保存的网页，我会在消息串里说明它是什么。`/footnote 关键词` 可以再找到它，`/footnote 帮助` 看全部用法。",
  shareAsk: (where) =>
    `它来自 ${where}，这里并非人人可见。分享会让本频道看到它的标题、摘要和链接，之后频道成员也能搜到它。`,
  shareAnyway: "分享到这里",
  cancel: "取消",
  cancelled: "没有做任何改动。",
  sharedHere: "已分享。",
  removedCard: "已删除；若没有其他人分享过，库里和搜索里也不再有它。",
  notYours: "只有分享者或管理员可以删除。",
  searchLabel: "搜索你所在频道分享过的一切",
  searchPlaceholder: "队列 延迟",
  savingMessage: {
    thread: "正在读取，卡片会出现在它的消息串里。",
    channel: "正在读取，卡片会出现在这里。",
    nowhere: "正在读取。本频道不发卡片，读完可以搜到。",
  },
  nothingToRead: "那条消息里没有我能读取的内容：没有链接，也没有保存的网页。",
  nowSaved: "已收藏，`/footnote 收藏` 可查看。",
  noLongerSaved: "已取消收藏。",
  directMessage: "私信",
  retrying: "正在重试，完成后卡片会更新。",
  editTitle: "编辑卡片",
  editFields: { title: "标题", tags: "标签，用逗号分开，最多 10 个", summary: "摘要" },
  editHint: "留空则保持不变。",
  submit: "保存",
  importing: (file) => `正在导入 ${file} …`,
  importCount: (settled, total) => `${settled} / ${total}`,
  imported: (file, filed, known) =>
    `已导入 ${file}：新增 ${filed} 条${known > 0 ? `，另有 ${known} 条库里已有` : ""}，均可搜索。`,
  leftOut: (count) => `未收录：${count}`,
  leftOutWhy: (why) => sayReason(why, "zh"),
  leftOutLine: (why, count, names) => `${why.replace(/。$/, "")}：${count}（${names.join("、")}）`,
  importHow:
    "把保存网页的 ZIP，或浏览器导出的书签文件（.html），附在我所在频道的消息里，或私信发给我。我会在那里回复进度，不为每一条单独发卡片。",
  exporting: "正在打包你能看到的内容，完成后私信发给你。",
  exportComment: (items) =>
    `你在 Footnote 中能看到的内容，共 ${items} 条：每条一个 Markdown 文件、一个目录，以及包含全部数据的 \`items.jsonl\`。把这个 ZIP 附在消息里即可导回。`,
  exportNothing: "你能看到的范围内没有可导出的内容。",
  forgetHow: "请说明要忘掉什么：`/footnote 忘掉 <链接>`、`/footnote 忘掉 我的数据` 或 `/footnote 忘掉 本频道`。",
  forgetLink: (title) => `《${title}》将从库、搜索和所有卡片中消失，无法撤销。`,
  forgetOwnShares: (title) => `你对《${title}》的分享及其卡片将消失；若没有其他人分享过，它也会从库中消失。无法撤销。`,
  forgetMine: "你在所有频道的分享及其卡片、你的收藏、你留在修改记录里的名字都将消失，无法撤销。",
  forgetChannel: "本频道分享过的一切，连同卡片和摘要推送，都将消失，无法撤销。",
  forgetConfirm: "彻底删除",
  forgetNotYours: "只有分享者或管理员可以这样做。",
  forgetNotYourChannel: "只有管理员可以忘掉整个频道。`/footnote 忘掉 我的数据` 可以删除你自己的分享。",
  forgotten: (shares) => `已忘掉 ${shares} 条分享。`,
  help: [
    "*分享*  在我所在的频道里贴链接，或附上保存的网页（.html .mhtml .pdf .md .docx .epub .eml .txt .zip）。",
    '*查找*  `/footnote 队列 延迟` · `/footnote "原词" -排除 site:arxiv.org after:7d tag:redis`',
    "*列表*  `/footnote 最近` · `/footnote 收藏` · `/footnote 标签` · `/footnote 相关 &lt;链接&gt;` · `/footnote 依据 &lt;链接&gt;`",
    "*推送*  `/footnote 推送 每天 09:00` · `工作日 08:30 Asia/Shanghai` · `每周五 16:00` · `现在` · `关闭`",
    "*本频道*  `/footnote 状态` · `/footnote 读取 关闭` · `/footnote 卡片 频道` · `/footnote 语言 中文`",
    "*资料*  `/footnote 导入` · `/footnote 导出` · `/footnote 忘掉 &lt;链接&gt;`",
  ],
};

const CORRECTED_FIELDS: Record<Correction["field"], string> = {
  source: "来源",
  type: "类型",
  link: "链接",
  title: "标题",
  author: "作者",
  date: "日期",
  text: "正文",
  length: "字数",
};

/** Footnote's words in a language. */
export function wordsIn(language: WordsLanguage): Words {
  return language === "zh" ? zh : en;
}

/** A date as a person writes it: `3 May 2026`, `2026年5月3日`. Odd input is given back as it is. */
export function sayDate(iso: string | Date, language: WordsLanguage, zone = "UTC"): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return String(iso);
  const options: Intl.DateTimeFormatOptions = {
    day: "numeric",
    month: language === "zh" ? "long" : "short",
    year: "numeric",
    timeZone: zone,
  };
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", options).format(date);
}

const languageNames = {
  en: new Intl.DisplayNames("en", { type: "language" }),
  zh: new Intl.DisplayNames("zh-CN", { type: "language" }),
};

/** A language's name in the reader's language; undefined for `und` and for tags that are none. */
export function sayLanguage(tag: string, language: WordsLanguage): string | undefined {
  if (tag === "und" || tag === "") return undefined;
  try {
    return languageNames[language].of(tag);
  } catch {
    return undefined;
  }
}
