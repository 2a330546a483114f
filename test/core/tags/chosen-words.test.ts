import { describe, expect, test } from "vitest";
import { tagsFor } from "../../../src/core/tags/tagger.ts";

function tagged(title: string, text: string): readonly string[] {
  const request = { title, text, language: "und", hashtags: [], keywords: [], vocabulary: [], limit: 5 };
  return tagsFor(request).map((tag) => tag.text);
}

describe("Chinese tags are names and nouns", () => {
  test("no verb and no piece of a sentence", () => {
    const tags = tagged(
      "旧冰箱里的铜该归谁",
      "一台退役的冰箱值多少钱，没有人答得上来，因为拆解比买新的还贵。回收厂交出的铜足够做两台电机，大家仰望的利润却不见了。",
    );
    for (const scrap of ["人答", "还贵", "退役", "交出", "足够", "仰望", "答得"]) {
      expect(tags.join("|")).not.toContain(scrap);
    }
  });

  test("a noun that every text has is no tag by itself", () => {
    const tags = tagged("水库的秋天", "水库的问题在于材料和时间。公司认为，这些问题和材料都要时间，公司也没有办法。");
    expect(tags).toContain("水库");
    for (const word of ["材料", "问题", "公司", "时间"]) expect(tags).not.toContain(word);
  });

  test("what the dictionary cuts in two is one tag", () => {
    const tags = tagged("提示词的写法", "提示词写得清楚，回答就短。团队把提示词放进仓库，改一次提示词就记一次。");
    expect(tags).toContain("提示词");
    expect(tags).not.toContain("提示");
  });
});
