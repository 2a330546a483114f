/** Longer blocks are prose, whatever they begin with. */
const MAX_WORDS = 40;
/** A line of forty words is shorter; this bounds the time the patterns take on a line without spaces. */
const MAX_CHARACTERS = 500;

const MONTH =
  "(?:jan(?:uary|vier)?|feb(?:ruary)?|mar(?:ch|zo|et)?|apr(?:il)?|may|jun[ei]?|jul[yi]?|aug(?:ust)?|sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|enero|febrero|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janv|févr|mars|avr|mai|juin|juil|août)\\.?";
const DAY = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\.?";
const CLOCK = "\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?\\s*(?:[ap]\\.?m\\.?)?";
const NUMERIC_DATE = "\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}";
const CJK_DATE = "\\d{4}\\s*[年년]\\s*\\d{1,2}\\s*[月월]\\s*\\d{1,2}\\s*[日일]?";
const ZONE = "(?:[A-Z]{2,4}T?|UTC|GMT)";
const WORD_DATE = `(?:${DAY},?\\s+)?(?:${MONTH}\\s+\\d{1,2}(?:st|nd|rd|th)?,?(?:\\s+\\d{4})?|\\d{1,2}(?:st|nd|rd|th|\\.)?\\s+(?:de\\s+)?${MONTH}(?:\\s+(?:de\\s+)?\\d{4})?)`;
const DATE = `(?:${WORD_DATE}|${NUMERIC_DATE}|${CJK_DATE})`;
const AGO =
  "(?:\\d+|an?)\\s+(?:second|minute|min|hour|hr|day|week|month|year)s?\\s+ago|\\d+\\s*(?:秒|分钟|小时|天|个月|年)前";

/** Lines that are a date and little else, in the ways pages write it. */
const DATE_LINE = new RegExp(
  `^(?:(?:first\\s+)?(?:published|posted|updated|last\\s+(?:updated|modified|edited)|modified|created|date|on|veröffentlicht|aktualisiert|stand|publi[ée]\\s+le|publicado|actualizado|pubblicato|发布时间|发布于|发表于|更新时间|更新于|时间|日期|公開日?|更新日?|投稿日|입력|수정)?\\s*(?:on|at|:|：|am)?\\s*(?:(?:${DAY},?\\s+)?${CLOCK},?\\s+(?:${ZONE},?\\s+)?)?(?:${DATE}|${AGO})(?:[\\s,|/·•–—-]+(?:at\\s+)?(?:${DATE}|${CLOCK}|${ZONE}|${AGO}|updated:?|last\\s+updated:?|by|on|at|um|uhr|à))*[\\s|/·•.]*)$`,
  "i",
);

/** Whole lines that buttons, labels and empty counters leave in the text. */
const LABEL_LINE =
  /^(?:(?:\d+\s*)?comments?(?:\s*\(\d+\))?|leave a (?:comment|reply)|no comments(?: yet)?|add a comment|post comments?.*|share(?: (?:this|on|via).{0,40})?|(?:share|tweet|pin|email|print|save|copy link|whatsapp|facebook|twitter|linkedin|reddit|pinterest|telegram|flipboard)(?:[\s,|/·•]+(?:share|tweet|pin|email|print|save|copy link|whatsapp|facebook|twitter|linkedin|reddit|pinterest|telegram|flipboard|this))*|advert(?:isement|ising)?s?|sponsored(?: content)?|ad|ads by .{1,20}|promoted|story continues below(?: advertisement)?|(?:article |story )?continues? (?:reading )?(?:after|below).{0,30}|continue reading(?: (?:below|the main story))?.{0,20}|read (?:more|next|also|on|full (?:story|article))[:.…»→]*|more(?: (?:stories|news|from|on|like this|to explore|articles).{0,40})?|related(?: (?:articles?|stories|posts?|content|topics?|links?|news|reading|video|coverage))?:?|recommended(?: (?:for you|reading|stories|articles))?:?|you (?:may|might) (?:also )?(?:like|enjoy|be interested in).{0,20}|trending(?: now| stories)?|most (?:popular|read|viewed)|popular(?: this week| posts| now)?|latest (?:news|stories|posts|articles)|recent (?:posts|articles|news)|up next|see also:?|also read:?|top stories|editor'?s'? picks?|don'?t miss:?|subscribe(?: now| today)?|sign (?:up|in)(?: now)?|log ?in|register|newsletter|follow us.{0,30}|close|caption|enlarge(?: image)?|image \d+ of\s*\/?\s*\d+|\d+ of \d+|\d+\s*\/\s*\d+|(?:play|watch)(?: video| now)?|video(?: player)?|loading\.{0,3}|skip (?:to|ad).{0,30}|back to top|previous(?: (?:post|article))?|next(?: (?:post|article))?|table of contents|contents|tags?:?|topics:?|categories:?|filed under:?.{0,60}|tagged(?: with)?:?.{0,80}|view (?:all|more|comments|gallery|author archive|on .{1,20})|show (?:more|less|comments)|click to (?:enlarge|expand|share).{0,30}|about the author|author|disclaimer|listen(?: to (?:this )?article)?|\d+ (?:min(?:ute)?s?) (?:read|to read)|\d+\s?min|reading time:?.{0,20}|(?:estimated )?read(?:ing)? time.{0,20}|iklan|anzeige|werbung|publicidad|publicité|pubblicità|реклама|広告|광고|广告|推广|分享(?:到.{0,20})?|转发|收藏|点赞|评论(?:\(?\d*\)?)?|\d+条评论|举报|阅读(?:原文|全文|更多|量)?(?:[:：]?\s*\d+)?|展开全文|查看(?:更多|全文|原文)|更多|相关(?:阅读|文章|推荐|新闻|链接)[:：]?|推荐(?:阅读|文章)?[:：]?|延伸阅读[:：]?|热门(?:文章|推荐|标签)?|上一篇.{0,60}|下一篇.{0,60}|返回(?:顶部|列表|首页)|标签[:：].{0,60}|关键词[:：].{0,60}|扫码.{0,20}|微信扫一扫.{0,30}|关注(?:我们|公众号)?|订阅|登录|注册|打赏|赞赏|目录|関連記事|おすすめ記事|シェア(?:する)?|ツイート|コメント(?:する)?|続きを読む|目次|관련기사|공유하기|댓글|목록)$/i;

/** Whole lines that the buttons and counters of forums and shops leave. */
const BUTTON_LINE =
  /^(?:reply|quote|report(?: (?:post|abuse))?|permalink|upvote|downvote|flag|like|helpful\??|(?:\d[\d,.]*k?\s+)?(?:likes?|replies|views|upvotes?|points?|shares?)|(?:posts|joined|reputation|messages|member since)\s*:.{0,30}|add to (?:cart|basket|bag|wish ?list|compare|favou?rites)|buy (?:it )?now|(?:in|out of) stock|sold out|quick view|choose options|quantity|zitieren|antworten|in den warenkorb|ajouter au panier|répondre|añadir al carrito|responder|aggiungi al carrello|ответить|цитировать|в корзину|купить|回复|引用|楼主|只看(?:该作者|楼主)|\d+\s*楼|加入购物车|立即购买|返信(?:する)?|カートに入れる|답글|장바구니(?: 담기)?)$/i;

/** How lines begin that are about the page and not of the text; only short ones count. */
const OPENINGS: readonly RegExp[] = [
  /^(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or)\s+(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)\p{Lu}[\p{L}.'’-]*(?:(?:\s*,|\s+(?:and|und|et|y|de|van|von|der|la|al|&))?\s+\p{Lu}[\p{L}.'’-]*){0,7}\s*(?:$|(?:[-–—|·,/(@\d]|(?:on|for|updated|published)\b).{0,60}$)/u,
  /^(?:posted|published|written|submitted|reviewed|edited|reported|created)\s+(?:on\b.{0,40}\bby\b|by\b).{0,50}$/i,
  /^(?:photo(?:graph)?s?|image|images|picture|pic|credit|credits|source|image (?:source|credit|copyright|caption)|photo (?:credit|source|by|courtesy)|video by|illustration(?: by)?|featured image|foto|bild|bildquelle|crédit|crédits|图片来源|图源|图片|图|摄影|來源|写真|사진)\s*(?::|：|©|by\b|via\b|courtesy)/i,
  /^(?:\(\s*)?(?:photo|image|picture|screenshot|video|getty|ap photo|reuters|afp|file photo|stock image|foto)\b[^.!?]{0,60}(?:\)|getty|images|shutterstock|reuters|afp|istock|unsplash|ap)?$/i,
  /[(（]\s*(?:image|photo|picture|credit|source|foto|bild|图片?|图源|来源|写真)s?\s*[:：©][^)）]{0,60}[)）]\s*$/i,
  /^[(（]?\s*(?:©|ⓒ|\(c\)|copyright)/i,
  /^(?:all rights reserved|©|版权(?:所有|声明)|本文(?:版权|系).{0,30}(?:转载|授权)|未经.{0,12}(?:授权|许可).{0,12}(?:转载|使用)|转载请注明|免责声明|責任編集|责任编辑|编辑[:：]|責編|无단)/i,
  /^(?:related|read(?: more| also| next| now)?|also read|see also|see more|more|watch(?: now| next)?|listen|don[’']?t miss|must read|recommended|you may also like|further reading|up next|more from|more on|previously|also on|also see|also|editor[’']s note|lire aussi|lesen sie auch|mehr zum thema|lea también|leggi anche|leia (?:também|mais)|baca juga|читайте также|延伸阅读|相关阅读|推荐阅读|更多(?:内容|精彩)|関連(?:記事)?|あわせて読みたい|관련기사)\s*(?::|：|»|→|>|\|)/i,
  /^(?:click|tap|press) here\b|\bclick(?:ing)? here\b.{0,20}$|^get (?:the|our|your|more) .{0,60}(?:app|newsletter|inbox|alerts?)\b|^(?:download|install) (?:the|our) .{0,40}app\b/i,
  /^(?:sign up|subscribe|join|register|enter your email|get .{0,30}delivered)\b.{0,120}(?:newsletter|inbox|e-?mail|updates|channel|alerts?|podcast|free|list|youtube|telegram|whatsapp)/i,
  /^(?:follow|like|find|join|connect with|contact|reach|e-?mail)\b.{0,60}\b(?:on|at|via|us)\b.{0,60}(?:twitter|facebook|instagram|linkedin|youtube|telegram|tiktok|threads|mastodon|bluesky|x\b|@)/i,
  /^(?:like|love|enjoy(?:ed)?|found) this (?:story|article|post|piece).{0,60}/i,
  /^(?:if you (?:liked|enjoyed|found)|did you (?:like|enjoy|find)|was this (?:article|page|helpful)|what do you think\?|let us know (?:in|what)|share your (?:thoughts|view)|have (?:a|your) (?:tip|say))/i,
  /^\(?\s*(?:reporting|additional reporting|writing|editing|compiled|with reporting|with inputs|with assistance) (?:by|from)\b/i,
  /\bcontributed (?:to this (?:report|story|article)|reporting)\b.{0,60}$/i,
  /^(?:this (?:article|story|post|page) (?:was|is|has been) (?:originally |first )?(?:published|posted|updated|appeared|written|part of)|originally (?:published|appeared)|first published)/i,
  /^(?:we|this (?:post|article|page|site|story)).{0,40}(?:may (?:earn|contain|receive)|earn).{0,60}(?:commission|affiliate)/i,
  /^(?:.{0,30}may earn an? (?:affiliate )?commission)/i,
  /^https?:\/\/\S+$|^(?:www\.)?[\w.-]+\.(?:com|org|net|co\.uk|cn)\/\S*$|^\S+@\S+\.\w+$/i,
  /^(?:twitter|facebook|instagram|e-?mail|tel|phone|website|web|follow)\s*[:：]\s*\S+$/i,
  /^[(（]?(?:责任)?编辑[:：/／].{0,30}[)）]?$|^(?:作者|记者|来源|文|图|撰文|审核|校对|排版|编辑|出品|监制|文字|翻译|编译)\s*[|｜:：/／].{0,40}$/,
  /^(?:点击|长按|扫描|识别).{0,30}(?:关注|阅读|下载|二维码|查看|订阅)|(?:关注|加入).{0,20}(?:公众号|微信号?|QQ群)|^(?:觉得|喜欢).{0,20}(?:点赞|分享|在看)/,
  /^(?:この記事|本記事).{0,20}(?:シェア|いいね)|^(?:写真|画像|出典|提供)[:：=＝]/,
  /무단\s?전재|저작권자|기자\s*[=|]?\s*\S+@\S+/,
];

/**
 * Whether a block is a line about the page (a date, a label, a call to share or subscribe) and not of the text. Told by
 * whole short lines and by how they begin, in the languages most pages are written in.
 * @param text one block
 */
export function isBoilerplateLine(text: string): boolean {
  const line = text.replace(/\s+/g, " ").trim();
  if (!/[\p{L}\p{N}]/u.test(line)) return line.length < MAX_CHARACTERS;
  if (line.length > MAX_CHARACTERS || wordsOf(line) > MAX_WORDS) return false;
  return (
    LABEL_LINE.test(line) ||
    BUTTON_LINE.test(line) ||
    DATE_LINE.test(line) ||
    OPENINGS.some((opening) => opening.test(line))
  );
}

const RELATED =
  /^(?:(?:related|recommended|popular|more|other|similar|latest|recent|trending)\b.{0,50}|(?:you (?:may|might)|people|customers|readers) (?:also|who)\b.{0,50}|(?:read|see|up|watch) next|also read|don['’]t miss|(?:weitere|ähnliche|mehr|verwandte) .{0,40}|das könnte (?:sie|dich).{0,40}|(?:à lire aussi|articles? (?:liés|similaires|récents)|sur le même (?:sujet|thème)).{0,30}|(?:artículos|noticias|productos) relacionad[oa]s|te puede interesar|leia (?:também|mais)|notizie correlate|(?:читайте также|похожие|другие|ещё по теме|материалы по теме).{0,30}|(?:相关|推荐|热门|更多|猜你|延伸|最新|精彩).{0,12}|(?:関連|おすすめ|人気|あわせて|こちらも).{0,16}|(?:관련|추천|인기|많이 본).{0,16}|(?:مقالات|اقرأ|ذات صلة|مواضيع).{0,30}|(?:עוד|כתבות|קראו גם).{0,30})[:：]?$/iu;

/** Whether a line says that what stands under it is other pages. It may head a part of the text too. */
export function isRelatedHeading(text: string): boolean {
  return text.length <= MAX_HEADING && RELATED.test(text);
}

const MAX_HEADING = 70;

/** Words; two Han, kana or hangul characters count as one. */
export function wordsOf(text: string): number {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const eastAsian =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  return words.length + Math.round(eastAsian / 2);
}
