/** A page of our own in one of the layouts Chinese sites use, with what a reader should and should not find in it. */
export interface ChinesePage {
  readonly layout: string;
  readonly html: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly junk: readonly string[];
}

const SITE = "渡口晚报";
const MENU = ["首页", "新闻", "财经", "科技", "体育", "关于我们"];
const HOT = ["本周最受欢迎的十篇文章", "城东菜市场搬迁的消息", "高考报名今天开始", "老街改造方案公布"];

/** Each story: a title and paragraphs of a length news has. */
const STORIES: readonly (readonly [string, readonly string[]])[] = [
  [
    "老钟表匠和他的最后一间铺子",
    [
      "铺子在巷子尽头，门口挂着一只停了的挂钟。陈师傅说，那只钟从他学徒的时候起就没走过，可谁也舍不得把它摘下来。",
      "他每天早上八点开门，先擦一遍玻璃柜台，再把昨天修好的表排成一行。“表和人一样，得有人听它说话。”他把一只怀表贴在耳边，听了很久。",
      "去年冬天，街道通知这一片要拆。邻居们陆续搬走，铺子里的灯却一直亮到年底。来取表的人比往年还多，有人从外省坐了一夜的火车赶来。",
      "三月的最后一天，他把工具一件一件包进布里，交给了儿子。儿子在城里做软件，晚上回家却开始学着拆一只旧闹钟。",
    ],
  ],
  [
    "为什么海边的桥总比图纸上长一点",
    [
      "修过跨海大桥的工程师都知道，设计图上的长度从来不是最后的长度。钢会热胀冷缩，桥面在夏天比冬天长出将近一米。",
      "为了让桥能自由伸缩，桥面每隔几百米就留一道缝，缝里装着梳齿一样的钢板。车开过去的时候会听见“咯噔”一声，那就是桥在呼吸。",
      "去年七月最热的那个下午，监测系统记下了通车以来最大的一次伸长：百分之零点零四。值班员说，数字看上去很小，可要是没有那道缝，桥墩早就裂了。",
      "现在，研究人员想用光纤代替原来的位移计。一根头发丝粗细的光纤沿着桥铺下去，就能知道每一米的冷暖。",
    ],
  ],
  [
    "小镇图书馆的夜班机器人",
    [
      "晚上九点，最后一位读者离开之后，图书馆的地板上就会响起轻轻的轮子声。机器人“小舟”开始了它的夜班。",
      "它沿着书架慢慢走，用摄像头一本一本地看书脊，把放错的书记在一张单子上。第二天早上，馆员照着单子，半个小时就能把书全部归位。",
      "馆长说，过去整理一次书架要关门三天，现在每天都是整理过的。被放错的书里，最多的是菜谱和诗集，谁也说不清为什么。",
      "镇上的孩子给它画了一张脸，贴在显示屏上。到了周末，他们会在窗外等着，看它从童话区的灯下经过。",
    ],
  ],
  [
    "一碗面里的水到底有多重要",
    [
      "同样的面粉，同样的师傅，换一个城市，面的味道就变了。很多人以为是手艺的差别，其实是水。",
      "水里的钙和镁会让面筋变得更紧。水硬的地方，面条有嚼劲，汤却容易浑；水软的地方，面条滑，放久了就会断。",
      "我们在五个城市取了自来水，用同一台机器和面、醒面、压面，然后请三十位食客蒙着眼睛品尝。结果出乎意料：大家最喜欢的是硬度中等的那一碗。",
      "师傅听了只是笑笑。他说，他爷爷那一辈，每天天不亮就去河边挑水，涨潮前的水和涨潮后的水，做出来的面不一样。",
    ],
  ],
];

type Layout = (
  title: string,
  paragraphs: readonly string[],
) => { readonly body: string; readonly junk: readonly string[] };

const p = (paragraphs: readonly string[]) => paragraphs.map((text) => `<p>${text}</p>`).join("\n");
const menu = `<div class="nav"><ul>${MENU.map((item) => `<li><a href="/${item}">${item}</a></li>`).join("")}</ul></div>`;
const hot = `<div class="right-col"><h3>热门文章</h3><ul>${HOT.map((item) => `<li><a href="/hot/${item}">${item}</a></li>`).join("")}</ul></div>`;
const footer = `<div class="footer">版权所有 © 2024 ${SITE} 未经授权不得转载 <a href="/icp">京ICP备00000000号</a></div>`;

/** Twenty layouts: what differs is where the text stands and what stands between and around it. */
const LAYOUTS: Readonly<Record<string, Layout>> = {
  article: (title, text) => ({
    body: `${menu}<article><h1>${title}</h1>${p(text)}</article>${hot}${footer}`,
    junk: [...HOT, "版权所有"],
  }),
  "div soup": (title, text) => ({
    body: `<div id="wrap">${menu}<div class="l"><div class="t">${title}</div><div class="c">${text.map((one) => `<div>${one}</div>`).join("")}</div></div>${hot}</div>${footer}`,
    junk: HOT,
  }),
  "line breaks": (title, text) => ({
    body: `${menu}<h1>${title}</h1><div class="content">${text.map((one) => `　　${one}`).join("<br><br>")}</div>${footer}`,
    junk: ["版权所有"],
  }),
  "layout table": (title, text) => ({
    body: `<table width="960"><tr><td colspan="2">${menu}</td></tr><tr><td valign="top"><font size="5"><b>${title}</b></font>${p(text)}</td><td width="200">${hot}</td></tr></table>${footer}`,
    junk: HOT,
  }),
  "by-line and date": (title, text) => ({
    body: `${menu}<div class="main"><h1>${title}</h1><div class="article-info"><span class="time">2024年3月5日 09:12</span><span>来源：${SITE}</span></div><div class="article-content">${p(text)}</div><p class="editor">（责任编辑：小林）</p></div>${footer}`,
    junk: ["来源：", "责任编辑", "09:12"],
  }),
  captions: (title, text) => ({
    body: `<article><h1>${title}</h1>${p(text.slice(0, 2))}<figure><img src="/a.jpg"><figcaption>巷口的旧照片。</figcaption></figure>${p(text.slice(2))}<div class="photo"><img src="/b.jpg"><span class="caption">图为从桥上看到的江面。</span></div></article>`,
    junk: ["巷口的旧照片", "图为从桥上"],
  }),
  "share and follow": (title, text) => ({
    body: `<div class="post"><h1>${title}</h1>${p(text)}<div class="share-box">分享到：<a href="#">微信</a><a href="#">微博</a><a href="#">QQ空间</a></div><div class="qrcode">扫描二维码关注公众号</div></div>${footer}`,
    junk: ["分享到", "扫描二维码"],
  }),
  "related between": (title, text) => ({
    body: `<article><h1>${title}</h1>${p(text.slice(0, 2))}<p><a href="/r/1">相关阅读：城东菜市场搬迁的消息</a></p>${p(text.slice(2))}<p>延伸阅读：<a href="/r/2">老街改造方案公布</a></p></article>`,
    junk: ["菜市场", "老街改造"],
  }),
  "comments below": (title, text) => ({
    body: `<article><h1>${title}</h1>${p(text)}</article><div class="comment-list"><h3>全部评论</h3><div class="comment-item"><b>读者甲</b><p>写得真好，想起了小时候的事情。</p></div><div class="comment-item"><b>读者乙</b><p>沙发！</p></div></div>`,
    junk: ["读者甲", "沙发"],
  }),
  "section spans": (title, text) => ({
    body: `<div id="page"><h2 class="rich_media_title">${title}</h2><div class="rich_media_content">${text.map((one) => `<section style="margin:10px"><section><span style="font-size:15px">${one}</span></section></section>`).join("")}</div></div>`,
    junk: [],
  }),
  headings: (title, text) => ({
    body: `${menu}<main><h1>${title}</h1>${text.map((one, index) => `<h2>第${"一二三四"[index]}节</h2><p>${one}</p>`).join("")}</main>${footer}`,
    junk: ["版权所有"],
  }),
  "lists and quotes": (title, text) => ({
    body: `<article><h1>${title}</h1>${p(text.slice(0, 3))}<ul><li>先听，再拆。</li><li>先记下来，再动手。</li></ul><blockquote>${text[3]}</blockquote></article>${hot}`,
    junk: HOT,
  }),
  "previous and next": (title, text) => ({
    body: `<div class="detail"><h1>${title}</h1><div class="txt">${p(text)}</div><div class="page-nav"><p>上一篇：<a href="/1">老街改造方案公布</a></p><p>下一篇：<a href="/2">高考报名今天开始</a></p></div></div>${footer}`,
    junk: ["上一篇", "下一篇"],
  }),
  "unclosed tags": (title, text) => ({
    body: `<center>${title}</center><div class=text>${text.map((one) => `<p>　　${one}`).join("")}</div>${footer}`,
    junk: [],
  }),
  "named like an aside": (title, text) => ({
    body: `<div class="sidebar-layout comment"><h1>${title}</h1><div class="share-content">${p(text)}</div></div>`,
    junk: [],
  }),
  adverts: (title, text) => ({
    body: `<article><h1>${title}</h1>${p(text.slice(0, 1))}<div class="ad-wrap">广告</div>${p(text.slice(1, 3))}<p>广告</p>${p(text.slice(3))}</article>`,
    junk: ["广告"],
  }),
  "scripts and styles": (title, text) => ({
    body: `<style>.a{color:red}</style><div class="a"><h1>${title}</h1><script>var 变量 = "不是正文";</script>${p(text)}<template><p>模板里的字</p></template></div>`,
    junk: ["不是正文", "color:red", "模板里的字"],
  }),
  "text in noscript": (title, text) => ({
    body: `<div id="app"></div><noscript><h1>${title}</h1>${p(text)}</noscript>`,
    junk: [],
  }),
  "forum thread": (title, text) => ({
    body: `${menu}<h1>${title}</h1>${text.map((one, floor) => `<div class="floor"><div class="d_author"><a href="/u/${floor}">船客${floor}</a></div><div class="d_post">${one}</div></div>`).join("")}${footer}`,
    junk: ["版权所有"],
  }),
  "stray CDATA": (title, text) => ({
    body: `<![CDATA[ <h1>${title}</h1><article>${p(text)}</article>`,
    junk: ["CDATA"],
  }),
};

/** All twenty pages; each layout with one of the stories. */
export const CHINESE_PAGES: readonly ChinesePage[] = Object.entries(LAYOUTS).map(([layout, make], index) => {
  const [title, paragraphs] = STORIES[index % STORIES.length] ?? ["", []];
  const { body, junk } = make(title, paragraphs);
  const html = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}_${SITE}</title><meta property="og:site_name" content="${SITE}"></head><body>${body}</body></html>`;
  return { layout, html, title, paragraphs, junk };
});
