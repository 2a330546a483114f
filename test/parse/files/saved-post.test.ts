import { describe, expect, test } from "vitest";
import type { ParsedPage } from "../../../src/core/page.ts";
import { readSavedPost } from "../../../src/parse/files/saved-post.ts";
import { aSavedPost, hashtag, PLAYER, type SavedPostParts, savedPostText, wrapped } from "./a-saved-post.ts";

const read = (parts: SavedPostParts = {}): ParsedPage => readSavedPost(aSavedPost(parts));
const readText = (text: string): ParsedPage =>
  readSavedPost({ bytes: new TextEncoder().encode(text), filename: "a.md" });

describe("a saved Weibo post", () => {
  test("is a Weibo post, whatever its labels say, and the labels are shown as corrected", () => {
    const page = read();
    expect(page).toMatchObject({ reader: "saved-post", kind: "post", site: "Weibo", language: "zh" });
    expect(page.claims).toMatchObject({ source: "ArXiv", type: "论文", savedAt: "2025-04-28T05:03:32Z" });
    expect(page.corrections).toContainEqual({ field: "source", claimed: "ArXiv", actual: "Weibo" });
    expect(page.corrections).toContainEqual({ field: "type", claimed: "论文", actual: "post" });
    expect(page.author).toBeUndefined();
  });

  test("has its text in paragraphs, without the marks around it", () => {
    expect(read().text).toBe("海边的第一台机组昨晚并网，够三千户人家用一年。\n\n镇上的渔民说，终于不用看天气了。");
  });

  test("is called by its whole first sentence, with the headline hashtag as its topic", () => {
    const page = read();
    expect(page.title).toBe("海边的第一台机组昨晚并网，够三千户人家用一年");
    expect(page.topic).toBe("一个沿海小镇从今晚起用上潮汐电");
    expect(page.hashtags).toEqual(["潮汐电站开始发电", "一个沿海小镇从今晚起用上潮汐电"]);
  });

  test("was posted when its address says", () => {
    expect(read().publishedAt).toBe("2025-04-28T04:44:51Z");
    expect(read({ url: "https://weibo.com/u/1234567890" }).publishedAt).toBeUndefined();
  });

  test("gives its link unwrapped, called by the words before it", () => {
    expect(read().links).toEqual([{ url: "https://tides.example/report?id=7&lang=zh", label: "报告原文" }]);
  });

  test("puts the link that leaves the network first", () => {
    const player = '<a href="https://video.weibo.com/show?fid=1"><span class="surl-text">镇上的微博视频</span></a>';
    const page = read({ original: `看海。${player} 论文地址：<br>${wrapped("https://arxiv.org/abs/2501.00001")}` });
    expect(page.links.map((link) => link.url)).toEqual([
      "https://arxiv.org/abs/2501.00001",
      "https://video.weibo.com/show?fid=1",
    ]);
    expect(page.text).toBe("看海。");
  });

  test("loses the words that only led to a link, and keeps the sentence before them", () => {
    const link = wrapped("https://tides.example/a");
    expect(read({ original: `报告和数据都已公开，感兴趣的小伙伴可以点击：${link}` }).text).toBe("报告和数据都已公开。");
    expect(read({ original: `扩展阅读：<br>${link}<br>镇上开源了模型（${link}），大家都能用。` }).text).toBe(
      "镇上开源了模型，大家都能用。",
    );
    expect(read({ original: `这一年成了献给老师的纪念，学生们和镇上的人都这样说：${link}` }).text).toBe(
      "这一年成了献给老师的纪念，学生们和镇上的人都这样说。",
    );
  });

  test("keeps an article's title as a line of its own", () => {
    const page = read({
      original: `这是怎么做到的呢？${wrapped("https://mp.weixin.qq.com/s/abc", "一堵墙怎样挡住了一整片海的沙子")}`,
    });
    expect(page.text).toBe("这是怎么做到的呢？\n一堵墙怎样挡住了一整片海的沙子");
    expect(page.links[0]?.label).toBe("一堵墙怎样挡住了一整片海的沙子");
  });

  test("finds an address without its scheme, and leaves names with a dot alone", () => {
    const page = read({ original: "用的是Node.js和character.ai。<br>项目主页：tides.github.io/wall/" });
    expect(page.links).toEqual([{ url: "https://tides.github.io/wall/", label: "tides.github.io" }]);
  });

  test("loses the number of a reference whose link is not shown", () => {
    expect(
      read({ original: `并网了。<br>[1]${wrapped("https://a.example/1")}<br>[2]${wrapped("https://a.example/2")}` })
        .text,
    ).toBe("并网了。");
  });

  test("loses the player's fallback line and the picture marks", () => {
    const page = read({ original: `机组并网了。【视频1】第二台明年开工【图2、图3】。[doge]${PLAYER}` });
    expect(page.text).toBe("机组并网了。第二台明年开工。");
  });

  test("keeps the word of a picture mark that is one of its sentence", () => {
    expect(read({ original: "【视频】中，渔民在岸边等着开闸。【视频】中国海岸很长。" }).text).toBe(
      "视频中，渔民在岸边等着开闸。中国海岸很长。",
    );
  });

  test("keeps a hashtag inside a sentence as a word", () => {
    const page = read({ original: `第三届 ${hashtag("潮汐大会")} 就在今天开幕。` });
    expect(page.text).toBe("第三届潮汐大会就在今天开幕。");
    expect(page.hashtags).toEqual(["潮汐大会"]);
  });

  test("drops hashtags behind the text, and keeps them where there is nothing else", () => {
    expect(read({ original: `并网了。${hashtag("能源")}${hashtag("海洋")}` }).text).toBe("并网了。");
    expect(read({ original: hashtag("潮汐电站开始发电") }).text).toBe("潮汐电站开始发电");
  });

  test("tells a quoted post from the author's own words", () => {
    const quote = `<blockquote> - 转发 <a href="https://weibo.com/2222222222" target="_blank">@海洋台</a>: 大潮今晚到。<br><br>请远离堤岸。<img src="x"></blockquote>`;
    const page = read({
      title: "注意安全。 - 转发 @海洋台:&ensp;大潮今晚到 [图片]",
      original: `注意安全，少去海边。<br>${quote}`,
    });
    expect(page.title).toBe("注意安全，少去海边");
    expect(page.text).toBe("注意安全，少去海边。\n\n转发 @海洋台：大潮今晚到。\n\n请远离堤岸。");
    expect(page.notes.join(" ")).toContain("@海洋台");
    const repost = read({ original: `转发微博<br>${quote}` });
    expect(repost.title).toBe("大潮今晚到。请远离堤岸");
    expect(repost.text).toBe("转发 @海洋台：大潮今晚到。\n\n请远离堤岸。");
  });

  test("reads one line of 11 kB", () => {
    const line = Array.from({ length: 400 }, (_, at) => `第${at}段说潮汐发电的一件小事，不长也不短。<br>`).join("");
    expect(read({ original: line }).text.split("\n")).toHaveLength(400);
  });
});

describe("titles that arrive broken", () => {
  test("a title cut inside an emoji loses the half", () => {
    const page = read({ title: "海边的夜晚真美\ufffd...", original: "海边的夜晚真美😀，大家都来看。" });
    expect(page.title).toBe("海边的夜晚真美😀，大家都来看");
    expect(page.corrections.map((correction) => correction.field)).toContain("title");
  });

  test("shims are off when the title is all there is", () => {
    expect(read({ title: "#赶海# 今天收获不错[doge] [图片] 渔家的微博视频", original: "" }).title).toBe(
      "赶海 今天收获不错",
    );
  });

  test("a cut title that the text does not complete ends at a word", () => {
    const page = read({
      url: "https://arxiv.org/abs/2501.00001",
      title: "Forecasting Tides With Very Long Names That Some Program Cut in the Mid...",
      original: "We forecast tides.",
    });
    expect(page.title).toBe("Forecasting Tides With Very Long Names That Some Program Cut in the…");
  });
});

describe("a saved arXiv abstract", () => {
  const abstract = [
    "We introduce \\emph{TideNet}, a model of estuaries that needs 46.9\\% less data",
    "than earlier work and runs at $O(n^2)$ cost. For $n<m$ the error is below",
    "$\\alpha$. Our code is available at https://github.com/example/tidenet.",
  ].join("\n");

  test("has its lines joined, its LaTeX readable and its link found", () => {
    const page = read({
      url: "http://arxiv.org/abs/2501.00001v2",
      title: "TideNet: Learning Estuaries",
      original: abstract,
    });
    expect(page.text).toBe(
      "We introduce TideNet, a model of estuaries that needs 46.9% less data than earlier work and runs at O(n^2) cost. For n<m the error is below α. Our code is available at https://github.com/example/tidenet.",
    );
    expect(page).toMatchObject({ kind: "paper", title: "TideNet: Learning Estuaries", language: "en" });
    expect(page.links).toEqual([{ url: "https://github.com/example/tidenet", label: "github.com" }]);
    expect(page.corrections.map((correction) => correction.field)).toEqual(["length"]);
  });

  test("keeps the name of a token that looks like a tag", () => {
    const page = read({
      url: "http://arxiv.org/abs/2501.00001",
      original: "A dedicated <actor> token acts.\n</actor>",
    });
    expect(page.text).toBe("A dedicated actor token acts.");
  });
});

describe("claims", () => {
  test("a false length stays in the claim and is corrected", () => {
    const page = read();
    expect(page.claims?.summary).toBe("潮汐机组并网，可供三千户用电。（99字）");
    expect(page.corrections).toContainEqual({ field: "length", claimed: "99字", actual: "15字" });
    expect(read({ summary: "潮汐机组并网，可供三千户用电。（15字）" }).corrections.map((c) => c.field)).not.toContain(
      "length",
    );
  });

  test("the summary is plain text", () => {
    expect(read({ summary: "**机组并网**，可供<b>三千户</b>用电。\n- `一`是规模" }).claims?.summary).toBe(
      "机组并网，可供三千户用电。\n- 一是规模",
    );
  });

  test("a label that names no known source is left alone", () => {
    expect(read({ source: "海边日报", type: "随笔" }).corrections.map((correction) => correction.field)).toEqual([
      "length",
    ]);
  });
});

describe("files that are not whole", () => {
  test("git's conflict markers are resolved and the text is there once", () => {
    const whole = savedPostText();
    const [head = "", rest = ""] = whole.split("## AI 摘要");
    const conflicted = `${head}## AI 摘要\n\n<<<<<<< HEAD\n机组并网，三千户受益。\n=======\n这是一篇论文。\n>>>>>>> 6440bc6 (note)\n\n## 元数据${rest.split("## 元数据")[1]}`;
    const page = readText(conflicted);
    expect(page.claims?.summary).toBe("机组并网，三千户受益。");
    expect(page.corrections.map((correction) => correction.field)).toContain("text");
  });

  test("a conflict around headings keeps one of each", () => {
    const side = (words: string) => `${words}\n\n## AI 摘要\n\n关于${words}的摘要。`;
    const page = readText(
      `# 题\n\n**URL**: https://weibo.com/1234567890/PpkVEsW5r\n\n## 原始摘要\n\n<<<<<<< HEAD\n${side("涨潮了，快回来。")}\n=======\n${side("涨潮。")}\n>>>>>>> x\n`,
    );
    expect(page.text).toBe("涨潮了，快回来。");
    expect(page.claims?.summary).toBe("关于涨潮了，快回来。的摘要。");
  });

  test("without an address it is filed and says so", () => {
    const { url: _, ...rest } = { url: "" };
    const page = readText(savedPostText({ ...rest, url: undefined }));
    expect(page.claimedUrl).toBeUndefined();
    expect(page.site).toBeUndefined();
    expect(page.notes.join(" ")).toContain("no address");
  });

  test("with two titles the first wins", () => {
    const page = readText(
      savedPostText({ url: "https://tides.example/a", title: "First\n\n# Second", original: "Text of it." }),
    );
    expect(page.title).toBe("First");
    expect(page.notes.join(" ")).toContain("more than one title");
  });

  test("missing parts are accepted", () => {
    expect(readText("# 涨潮\n\n**URL**: https://tides.example/a\n\n## 元数据\n").text).toBe("");
    expect(readText("# 涨潮\n\n## 原始摘要\n\n涨潮了。").text).toBe("涨潮了。");
  });

  test("nothing at all is empty", () => {
    expect(() => readText("## 原始摘要\n\n## AI 摘要\n")).toThrow(expect.objectContaining({ code: "EMPTY" }));
  });

  test("unseen characters and halves of emoji are gone", () => {
    const page = read({ original: "涨\u200b潮\ufeff了\ufffd，\u202e快\ud83d回来。" });
    expect(page.text).toBe("涨潮了，快回来。");
  });

  test("Windows line ends and a byte order mark change nothing", () => {
    const page = readText(`\ufeff${savedPostText().replaceAll("\n", "\r\n")}`);
    expect(page).toEqual(read());
  });
});
